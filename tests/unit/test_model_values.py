"""The values that everything is made of: partial dates, frozen JSON, exact units, numbers as JSON."""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
import json
import pickle
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from medrecon.model import (
    DailyDose,
    Entry,
    FrozenDict,
    Issue,
    PartialDate,
    Source,
    WrittenDosage,
    freeze,
    make_entry,
)
from medrecon.model.frozen import maker
from medrecon.units import UNITS, convert, fold_unit


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2014", (2014, 1, 1), (2014, 12, 31), "year"),
        ("2024-02", (2024, 2, 1), (2024, 2, 29), "month"),
        ("2026-03-05", (2026, 3, 5), (2026, 3, 5), "day"),
        ("2026-03-29T01:30:00+01:00", (2026, 3, 29), (2026, 3, 29), "day"),
    ],
)
def test_a_date_is_as_precise_as_it_was_written(text, first, last, precision):
    date = PartialDate.parse(text)
    assert (date.first, date.last, date.precision) == (dt.date(*first), dt.date(*last), precision)
    assert str(date) == text


@pytest.mark.parametrize(
    "text",
    ["03/04/2026", "2026-02-30", "0000", "2026-13", "26-01-02", "", None, "yesterday", "9" * 500],
)
def test_what_is_not_a_date_is_not_guessed(text):
    assert PartialDate.parse(text) is None


@given(st.dates())
def test_every_day_survives(day):
    assert PartialDate.of(day) == PartialDate.parse(day.isoformat())
    assert PartialDate.of(day).day == day


def test_a_date_in_a_model_is_its_text():
    dates = TypeAdapter(PartialDate)
    assert dates.dump_json(PartialDate.parse("2026-03")) == b'"2026-03"'
    assert dates.validate_json('"2026-03"') == PartialDate.parse("2026-03")
    assert dates.validate_python(dt.date(2026, 3, 5)).text == "2026-03-05"
    with pytest.raises(ValidationError):
        dates.validate_python("05/03/2026")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(JSON)
def test_frozen_json_is_the_same_json(value):
    frozen = freeze(value)
    assert json.loads(json.dumps(frozen)) == json.loads(json.dumps(value))
    assert hash(frozen) == hash(pickle.loads(pickle.dumps(frozen)))


def test_frozen_json_cannot_be_changed():
    value = freeze({"a": [1]})
    for change in (lambda: value.__setitem__("a", 2), value.clear, lambda: value.update(b=1)):
        with pytest.raises(TypeError):
            change()
    assert value == FrozenDict({"a": (1,)})


@given(
    st.decimals(min_value="0.001", max_value="10000", places=3),
    st.sampled_from(UNITS),
    st.sampled_from(UNITS),
)
def test_converting_there_and_back_is_exact_or_refused(value, a, b):
    there = convert(value, a.name, b.name)
    assert (there is None) == (a.kind != b.kind)
    if there is not None:
        assert convert(there, b.name, a.name) == value


def test_no_spelling_means_two_units():
    spellings = [
        s.casefold()
        for u in UNITS
        for s in {
            u.name.casefold(),
            *map(str.casefold, u.spellings),
            *([u.ucum.casefold()] if u.ucum else []),
        }
    ]
    assert len(spellings) == len(set(spellings))
    assert all(fold_unit(u.name) == u.name for u in UNITS)


@pytest.mark.parametrize(
    ("value", "shown"),
    [("10", "10"), ("10.0", "10"), ("1E+1", "10"), ("2.50", "2.5"), ("0.0125", "0.0125")],
)
def test_an_amount_is_the_shortest_json_number(value, shown):
    assert (
        DailyDose(value=Decimal(value), unit="mg").model_dump_json()
        == f'{{"value":{shown},"unit":"mg"}}'
    )


ENTRY = Entry(
    "1",
    Source("gp", as_of=PartialDate.parse("2026-03")),
    "Aspirin 75mg tablets",
    dosage=WrittenDosage("one daily", freeze({"sequence": 1, "timing": {"repeat": {"period": 1}}})),
    issues=(Issue("2", "issue", quantity=Decimal(28)),),
    extra=freeze({"category": ["community"]}),
)


@pytest.mark.parametrize("value", [ENTRY, ENTRY.issues[0], ENTRY.dosage])
def test_a_value_that_is_made_quickly_is_a_frozen_value_all_the_same(value):
    names = [f.name for f in dataclasses.fields(value)]
    again = type(value)(**{n: getattr(value, n) for n in names})
    assert again == value == type(value)(*(getattr(value, n) for n in names))
    assert type(again) is type(value)
    made = maker(type(value))(**{n: getattr(value, n) for n in names})
    assert type(made) is type(value) and made == value
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(made, names[0], None)
    assert hash(again) == hash(value)
    assert pickle.loads(pickle.dumps(value)) == value == copy.deepcopy(value) == copy.copy(value)
    assert dataclasses.replace(value) == value
    assert repr(again) == repr(value)
    for name in (names[0], "other", "__class__"):
        with pytest.raises((dataclasses.FrozenInstanceError, TypeError, AttributeError)):
            setattr(again, name, None)
    with pytest.raises(dataclasses.FrozenInstanceError):
        delattr(again, names[0])


def test_what_is_left_out_has_its_default():
    bare = Entry("1", Source("gp"), "Aspirin")
    assert bare == make_entry("1", Source("gp"), "Aspirin")
    assert (bare.status, bare.kind, bare.codings, bare.start) == ("unknown", "statement", (), None)
    assert bare.extra == {} and isinstance(bare.extra, FrozenDict)
    assert dataclasses.replace(bare, status="active").status == "active"
    with pytest.raises(TypeError):
        Entry("1", Source("gp"))
    with pytest.raises(TypeError):
        Entry("1", Source("gp"), "Aspirin", dose="5mg")
