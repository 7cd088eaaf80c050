"""Invariant 11. Bad clinical data is a Finding or a Problem, never an exception."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import json
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import EVENTS, LISTS, NAMES, entries, mutated, reconcile, records, sample

import medrecon
from medrecon import Entry, Issue, MedrecError, PartialDate, Patient, Reading, Source, WrittenDosage

ABSURD_DAYS = (
    None,
    "0000-01-01",
    "0001-01-01",
    "0001",
    "1582-10-10",
    "1900-01-01",
    "2026-02-30",
    "2026-13",
    "2099-12-31",
    "9999-12-31",
    "9999-12",
    "9999",
    "yesterday",
    "",
)
ABSURD_DOSES = (
    "",
    " ",
    "-5 mg OD",
    "0 tablets daily",
    "1e30 mg BD",
    "99999999999999999999999 mg QDS",
    "0.000000000000000000001 mg daily",
    "1/0 tablet daily",
    "0/0",
    "½½ daily",
    "１ tablet daily",
    "٣ tablets daily",
    "1 every 0 hours",
    "1 every 0 days",
    "0 times a day",
    "0-0 tablets",
    "5-1 tablets daily",
    "for 0 days",
    "for 99999999 weeks",
    "1 tablet every 1000000 years",
    "1000000 times a day",
    "\x00\x07\x1b[31m",
    "\ud83d\ude00 daily".encode("utf-16", "surrogatepass").decode("utf-16"),
    "\u202e1 OM\u202c",
    "((((((((((",
    "1" * 300,
    "and " * 100,
    "then " * 60,
    "1,000,000 units BD",
    "1.2.3 mg daily",
    "NaN mg daily",
    "Infinity tablets",
    "x bd",
    "take x tds",
    "times BD",
    "- od",
    "of 2",
    "max daily",
    "every",
    "every every 2 hours",
    "mg bd",
    "then",
    "1 to bd",
    "to 2 bd",
    "up to",
    "/ tds",
    "half",
    "for for days",
)
ABSURD_NAMES = (
    "",
    " ",
    "\x00",
    "mg",
    "500mg",
    "tablets",
    "%s %d {0} ${x}",
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "a" * 2000,
    "Bisoprolol -5mg tablets",
    "Bisoprolol 0mg tablets",
    "Bisoprolol 1e400mg tablets",
    "Bisoprolol\x0b2.5mg\x0ctablets",
    "\u202eBisoprolol 2.5mg tablets",
    "Bisoprolol 2.5mg/0ml oral solution",
    "/" * 50,
    "10mg" * 100,
    "\ufffd\ufffd",
)
NUMBERS = tuple(
    None if n is None else Decimal(n)
    for n in (None, "0", "-28", "1e15", "1e-15", "99999999", "0.1")
)
absurd_day = st.sampled_from(ABSURD_DAYS).map(PartialDate.parse)
texts = st.text(max_size=40)


@st.composite
def absurd_entries(draw: st.DrawFn, entry_id: str) -> Entry:
    """A line in which nothing needs to make sense."""
    line = draw(entries(entry_id))
    word = st.sampled_from(ABSURD_NAMES) | st.sampled_from(NAMES) | texts
    return dataclasses.replace(
        line,
        medication=draw(word),
        code=draw(st.sampled_from((None, "", "0", "-1", "99999999999999999999", "abc", "\x00"))),
        dosage=WrittenDosage(draw(st.sampled_from(ABSURD_DOSES) | texts)),
        route=draw(st.sampled_from((None, "", "\x00", "by mouth", "into the air"))),
        form=draw(st.sampled_from((None, "", "cloud"))),
        status=draw(st.sampled_from(("active", "stopped", "on-hold", "", "perhaps"))),
        course=draw(st.sampled_from((None, "", "acute", "now and then"))),
        kind=draw(st.sampled_from(("plan", "order", "dispense", "", "guess"))),
        start=draw(absurd_day),
        end=draw(absurd_day),
        last_issued=draw(absurd_day),
        stopped_on=draw(absurd_day),
        recorded=draw(absurd_day),
        change_date=draw(absurd_day),
        revert_at=draw(absurd_day),
        review_date=draw(absurd_day),
        next_due=draw(absurd_day),
        last_administered=draw(absurd_day),
        days_supply=draw(st.sampled_from(NUMBERS)),
        quantity=draw(st.sampled_from(NUMBERS)),
        issues=(
            Issue(None, "", date=draw(absurd_day), days_supply=draw(st.sampled_from(NUMBERS))),
        ),
        cycle=draw(st.sampled_from((None, "", "day 0 of 0", "every -3 weeks"))),
        replaces=draw(st.sampled_from((None, entry_id, "nobody", ""))),
        change_reason=draw(st.sampled_from((None, "", "\x00"))),
    )


absurd_records = st.integers(1, 5).flatmap(
    lambda n: st.tuples(*(absurd_entries(f"e{i}") for i in range(n))).map(list)
)


@given(absurd_records, st.sampled_from(EVENTS))
def test_entries_in_which_nothing_makes_sense_have_an_answer(lines, event):
    result = reconcile(lines, event=event)
    assert sorted(i for t in result.treatments for i in t.entry_ids) == sorted(e.id for e in lines)
    json.loads(result.model_dump_json())
    for part in (*result.medications, *result.entries):
        assert part.daily_dose is None or part.daily_dose.value > 0


@given(records(), st.sampled_from((dt.date.min, dt.date(1900, 1, 1), dt.date.max)))
def test_any_day_may_be_asked_about(lines, day):
    result = medrecon.reconcile(lines, dictionary=sample(), as_of=day)
    assert len(result.entries) == len(lines)


ODD_PATIENTS = st.builds(
    Patient,
    birth_date=st.sampled_from((None, dt.date.min, dt.date.max, dt.date(2026, 3, 16))),
    sex=st.sampled_from((None, "female", "male")),
    allergies=st.lists(st.sampled_from(("", "penicillin", "\x00", "nil known", "aspirin"))).map(
        tuple
    ),
    problems=st.lists(st.sampled_from(("", "asthma", "\u202e"))).map(tuple),
    weight_kg=st.sampled_from((None, 0.0, -3.0, 1e9, float("nan"), float("inf"))),
    pregnant=st.sampled_from((None, True, False)),
)


@given(records(max_size=4), ODD_PATIENTS, st.sampled_from(EVENTS))
def test_any_patient_may_be_asked_about(lines, patient, event):
    answer = json.loads(reconcile(lines, patient=patient, event=event).model_dump_json())
    assert {e["id"] for e in answer["entries"]} == {e.id for e in lines}


@pytest.mark.parametrize("text", ABSURD_DOSES)
def test_an_absurd_dosage_is_words_or_a_dose_of_which_all_parts_are_positive(text):
    dosage = medrecon.parse_dosage(text)
    assert isinstance(dosage.to_text(), str)
    for part in dosage.to_fhir():
        for dose in part.get("doseAndRate", ()):
            assert dose.get("doseQuantity", {"value": 1})["value"] > 0


@pytest.mark.parametrize("text", ABSURD_NAMES)
def test_an_absurd_name_is_a_product_only_with_a_strength_that_stands_in_it(text):
    """A dash before a strength is a dash, not a minus."""
    product = sample().resolve(text).product
    assert product is None or re.search(r"\d[\d.]*mg", product.name)[0] in text


@given(st.lists(st.sampled_from(sorted({k for k, _, _ in LISTS.values()})), max_size=5))
def test_sources_that_were_asked_and_hold_nothing(kinds):
    asked = Reading("test", sources=tuple(Source(k) for k in kinds))
    for event in EVENTS:
        result = reconcile([asked], event=event)
        assert (result.medications, result.findings, result.entries) == ((), (), ())


def test_no_entries_at_all():
    assert reconcile([]).treatments == ()


def test_a_thousand_entries_of_one_patient_have_an_answer():
    lines = [
        Entry(
            id=f"e{i}",
            source=Source(("gp", "epma", "pmr", "specialist")[i % 4]),
            medication=NAMES[i % len(NAMES)],
            kind="plan",
            status="active",
            dosage=WrittenDosage(f"{1 + i % 3} daily"),
            start=PartialDate.of(dt.date(2020, 1, 1) + dt.timedelta(days=i)),
        )
        for i in range(1000)
    ]
    result = reconcile(lines, event="admission")
    assert len(result.entries) == 1000
    assert sorted(i for t in result.treatments for i in t.entry_ids) == sorted(e.id for e in lines)


@given(mutated(), st.sampled_from(EVENTS))
def test_a_damaged_message_is_read_or_refused_in_medrecons_own_words(raw, event):
    with contextlib.suppress(MedrecError):
        reading = medrecon.read(raw)
        result = reconcile(reading, event=event)
        assert len(result.entries) == len(reading.entries)


def read_or_refused(raw):
    """The Reading, or medrecon's own exception; any other exception is a failure."""
    try:
        return medrecon.read(raw)
    except MedrecError as error:
        return error


@given(mutated(), st.integers(0, 4000))
def test_a_message_that_breaks_off_is_refused_in_medrecons_own_words(raw, at):
    assert isinstance(read_or_refused(raw[:at]), (Reading, MedrecError))


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "replace")))
def test_any_bytes_are_read_or_refused_in_medrecons_own_words(raw):
    assert isinstance(read_or_refused(raw), (Reading, MedrecError))


COLUMNS = "patient_id,source,entry_id,medication,dosage,status,start,days_supply,kind,course"
CELLS = st.sampled_from(
    (*ABSURD_DOSES, "gp", "active", "2026-02-30", "-1", "1e999", '"', "\n", ",")
)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=12), min_size=1, max_size=4))
def test_a_table_of_rubbish_is_read_or_refused_in_medrecons_own_words(rows):
    raw = "\n".join([COLUMNS, *(",".join(r) for r in rows)]).encode("utf-8", "replace")
    outcome = read_or_refused(raw)
    if isinstance(outcome, Reading):
        assert len(reconcile(outcome).entries) == len(outcome.entries)
    else:
        assert isinstance(outcome, MedrecError)


@given(st.text(max_size=80))
def test_a_message_of_an_error_shows_nothing_of_the_patient(secret):
    """What stands in a broken message is not repeated by the exception that refuses it."""
    marked = f"SECRET-{secret}"
    try:
        medrecon.read(json.dumps({"resourceType": "Patient", "name": marked}).encode()[:-1])
    except MedrecError as error:
        assert "SECRET" not in str(error)
