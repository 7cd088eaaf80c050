"""Whatever was reconciled: the FHIR is valid, whole, the same in any order, and reads back the same."""

from __future__ import annotations

import json
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from strategies import AS_OF, EVENTS, message, messages, reconcile, records

import medrecon
from fhir_check import faults, resources

SHAPES = ("collection", "document")
SHAPE = st.sampled_from(SHAPES)


def listed(answer):
    """The medications of an answer, as a receiver would compare them."""
    return Counter(
        (m.name, m.product and m.product.code, repr(m.daily_dose), m.state)
        for m in answer.medications
    )


@given(records(), st.sampled_from(EVENTS), SHAPE)
def test_every_answer_is_valid_fhir(lines, event, shape):
    assert faults(reconcile(lines, event=event).to_fhir(shape)) == []


@given(messages, SHAPE)
def test_every_message_that_was_read_is_valid_fhir(made, shape):
    assert faults(reconcile(medrecon.read(message(made))).to_fhir(shape)) == []


@given(records(), SHAPE)
def test_bytes_do_not_depend_on_the_order_of_the_entries(lines, shape):
    first, second = (reconcile(x).to_fhir(shape) for x in (lines, lines[::-1]))
    assert json.dumps(first) == json.dumps(second)


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
