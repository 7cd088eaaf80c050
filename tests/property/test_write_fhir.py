"""Whatever was reconciled: the FHIR is valid, whole, the same in any order, and reads back the same."""

from __future__ import annotations

import json
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from strategies import AS_OF, EVENTS, message, messages, mutated, reconcile, records

import medrecon
from fhir_check import faults, resources
from medrecon import Entry, Identity, PartialDate, Source, WrittenDosage

SHAPES = ("collection", "document")
SHAPE = st.sampled_from(SHAPES)


def listed(answer):
    """The medications of an answer, as a receiver would compare them."""
    return Counter(
        (m.name, m.product and m.product.code, repr(m.daily_dose), m.state)
        for m in answer.medications
    )


ODD = st.sampled_from(
    [
        "",
        "  ",
        "\x00",
        "a\nb",
        "<&>\"'",
        "x" * 300,
        " lead",
        "http://x y",
        "urn:x:y",
        "two  blanks",
        "\ufffe",
        "µg \u2028",
        "Amlodipine 5mg tablets",
        "1 od",
    ]
)
DATES = st.none() | st.sampled_from(
    [
        "2026",
        "2026-03",
        "2026-03-16",
        "2026-03-16T09:00",
        "2026-03-16T09:00:00Z",
        "0001-01-01",
        "2026-03-16T25:99:00Z",
        "9999-12-31",
        "2026-03-16 09:00:00",
    ]
).map(PartialDate.parse)


@st.composite
def odd_entries(draw, n):
    """An entry whose every text is one that FHIR does not allow as it is."""
    maybe = st.none() | ODD
    return Entry(
        id=f"{draw(ODD)}{n}",
        source=Source(draw(ODD), draw(ODD), draw(ODD), as_of=draw(DATES)),
        medication=draw(ODD),
        kind=draw(st.sampled_from(["plan", "order", "dispense", "statement", "administration"])),
        code=draw(maybe),
        code_system=draw(maybe),
        dosage=WrittenDosage(draw(ODD)),
        route=draw(maybe),
        status=draw(st.sampled_from(["active", "stopped", "completed", "on-hold", "odd"])),
        start=draw(DATES),
        end=draw(DATES),
        last_issued=draw(DATES),
        stop_reason=draw(maybe),
        indication=draw(maybe),
        taken=draw(maybe),
        refs=(draw(ODD), draw(ODD)),
        patient=Identity(draw(maybe), None, draw(DATES), draw(maybe)),
    )


@given(st.tuples(odd_entries(1), odd_entries(2)), SHAPE)
def test_no_text_and_no_date_of_a_source_breaks_fhir(entries, shape):
    assert faults(reconcile(entries).to_fhir(shape)) == []


@given(records(), st.sampled_from(EVENTS), SHAPE)
def test_every_answer_is_valid_fhir(lines, event, shape):
    assert faults(reconcile(lines, event=event).to_fhir(shape)) == []


@given(messages, SHAPE)
def test_every_message_that_was_read_is_valid_fhir(made, shape):
    assert faults(reconcile(medrecon.read(message(made))).to_fhir(shape)) == []


@given(mutated(), SHAPE)
def test_what_is_left_of_a_broken_message_is_valid_fhir(content, shape):
    try:
        reading = medrecon.read(content)
    except medrecon.MedrecError:
        return
    assert faults(reconcile(reading).to_fhir(shape)) == []


@given(records(), SHAPE)
def test_bytes_do_not_depend_on_the_order_of_the_entries(lines, shape):
    first, second = (reconcile(x).to_fhir(shape) for x in (lines, lines[::-1]))
    assert json.dumps(first) == json.dumps(second)


@given(messages)
def test_a_copy_of_a_message_changes_no_byte(made):
    reading = medrecon.read(message(made))
    once, twice = reconcile([reading]).to_fhir(), reconcile([reading, reading]).to_fhir()
    assert json.dumps(twice) == json.dumps(once)


@given(records(), st.sampled_from(EVENTS))
def test_a_stored_answer_gives_the_same_bundle(lines, event):
    answer = reconcile(lines, event=event)
    stored = medrecon.Reconciliation.model_validate_json(answer.model_dump_json())
    assert stored.to_fhir() == answer.to_fhir()


@given(records(), st.sampled_from(EVENTS), SHAPE)
def test_what_is_read_back_reconciles_to_the_same_list(lines, event, shape):
    answer = reconcile(lines, event=event)
    back = medrecon.read(json.dumps(answer.to_fhir(shape)).encode())
    assert listed(reconcile(back)) == listed(answer)
    assert {e.source.system for e in back.entries} <= {"medrecon"}


@given(records(), st.sampled_from(EVENTS))
def test_every_finding_and_every_proposed_line_is_in_the_bundle(lines, event):
    answer = reconcile(lines, event=event)
    bundle = answer.to_fhir()
    statements = resources(bundle, "MedicationStatement")
    assert len(statements) == sum(len(m.lines) for m in answer.medications)
    issues = {r["identifier"][0]["value"] for r in resources(bundle, "DetectedIssue")}
    assert issues == {f.id for f in answer.findings}
    (the_list,) = resources(bundle, "List")
    items = {e["item"]["reference"] for e in the_list.get("entry", ())}
    assert items == {f"urn:uuid:{s['id']}" for s in statements}
    assert the_list["date"] == AS_OF.isoformat()
