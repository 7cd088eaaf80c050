"""What is kept comes back as it was: every value of a reading, number by number and date by date."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from strategies import eps, gp_connect, message, records, uk_core

import medrecon
from medrecon import CodedText, Coding, Entry, Identity, PartialDate, Patient, Reading, Source
from medrecon.model import freeze, from_data, to_data
from medrecon.store import MemoryJournal, Store

numbers = st.decimals(allow_nan=False, allow_infinity=False, places=3)
leaves = st.none() | st.booleans() | st.integers() | st.text() | numbers
extra = st.dictionaries(
    st.text(), st.recursive(leaves, lambda x: st.lists(x) | st.dictionaries(st.text(), x))
)
dates = st.builds(
    PartialDate, st.text(max_size=8), st.just(dt.date(2026, 1, 1)), st.just(dt.date(2026, 1, 31))
)
facts = st.one_of(
    st.text(min_size=1),
    st.builds(CodedText, st.none() | st.text(), st.just((Coding("s", "c"),)), recorded=dates),
    extra.map(freeze),
)
people = st.builds(
    Patient,
    birth_date=st.none() | dates | st.dates(),
    allergies=st.lists(facts, max_size=3).map(tuple),
    weight_kg=st.none() | st.floats(1, 200),
    pregnant=st.none() | st.booleans(),
)


def back(value):
    return from_data(type(value), json.loads(json.dumps(to_data(value))))


@given(extra, dates, numbers, people)
def test_odd_values_come_back_exactly(more, day, number, patient):
    entry = Entry(
        "e",
        Source("gp", as_of=day, warnings=("incomplete",)),
        "",
        start=day,
        quantity=number,
        patient=Identity(birth_date=day),
        extra=freeze(more),
    )
    reading = Reading("test", (entry,), patient=patient)
    assert repr(back(reading)) == repr(reading)


@given(st.one_of(gp_connect(), uk_core(), eps()).map(message))
def test_a_message_comes_back_exactly(sent):
    reading = medrecon.read(sent)
    assert repr(back(reading)) == repr(reading)


@given(records())
def test_a_store_gives_back_what_was_added(lines):
    store = Store(MemoryJournal())
    for line in lines:
        store.add("P1", line)
    assert store.record("P1").entries == tuple(lines)


def test_a_number_keeps_its_digits():
    assert back(Entry("e", Source("gp"), "", quantity=Decimal("1.50"))).quantity.as_tuple() == (
        Decimal("1.50").as_tuple()
    )
