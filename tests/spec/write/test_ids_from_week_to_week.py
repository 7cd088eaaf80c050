"""What a receiver already has is updated by the next list, not set beside it."""

from __future__ import annotations

import datetime as dt

import medrecon
from medrecon import Dictionary
from patient_notation import entry

WHO = "nhs_number=9434765919"


def statements(*entries, day=dt.date(2026, 3, 16)):
    answer = medrecon.reconcile(entries, dictionary=Dictionary.sample(), as_of=day, event="review")
    found = [e["resource"] for e in answer.to_fhir()["entry"]]
    return (
        [r["id"] for r in found if r["resourceType"] == "MedicationStatement"],
        [r["id"] for r in found if r["resourceType"] == "List"],
    )


def test_a_therapy_keeps_its_statement_and_a_person_their_list():
    gp = entry("gp", f"Ramipril 5mg capsules | 1 od | {WHO}", "m5")
    first = statements(gp)
    for other in (
        entry("ward", f"Ramipril 5mg capsules | 1 od | {WHO}; start=2026-03-15", "a1"),
        entry("pmr", f"Ramipril 5mg capsules | 1 od | {WHO}", "a1"),
        entry("gp", f"Ramipril 5mg capsules | 1 od | {WHO}; patient_id=17", "a1"),
    ):
        assert statements(gp, other, day=dt.date(2026, 3, 23)) == first
    raised = entry("gp", f"Ramipril 10mg capsules | 1 od | {WHO}", "m6")
    assert statements(raised) == first


def test_other_people_and_other_therapies_have_their_own():
    gp = entry("gp", f"Ramipril 5mg capsules | 1 od | {WHO}", "m5")
    else_ = entry("gp", "Ramipril 5mg capsules | 1 od | nhs_number=9434765870", "m5")
    drug = entry("gp", f"Bisoprolol 5mg tablets | 1 od | {WHO}", "m5")
    (ids, own), (theirs, list_), (another, same) = map(statements, (gp, else_, drug))
    assert len({*ids, *theirs, *another}) == 3
    assert own == same != list_
