"""Wherever in a FHIR message a medicine line stands, it is an entry or a Problem; where none does, all is silent."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medrecon.sources import read
from medrecon.sources.fhir import message as reading_of

ASPIRIN = {
    "resourceType": "MedicationStatement",
    "id": "good",
    "status": "active",
    "medicationCodeableConcept": {"text": "Aspirin 75mg tablets"},
}
RAMIPRIL = {"text": "Ramipril 5mg capsules"}
LINES: list[dict[str, Any]] = [
    {"resourceType": "MedicationRequest", "intent": "order", "medicationCodeableConcept": RAMIPRIL},
    {"resourceType": "MedicationOrder", "medicationCodeableConcept": RAMIPRIL},
    {"resourceType": "MedicationRequst", "medication": {"concept": RAMIPRIL}},
    {"resourceType": "MedicationUsage", "medication": {"concept": RAMIPRIL}},
    {"medicationCodeableConcept": RAMIPRIL},
    *(
        {"resourceType": odd, "medicationCodeableConcept": RAMIPRIL}
        for odd in (5, 1.5, True, {}, {"value": "MedicationRequest"}, None, "")
    ),
]
PLACES: dict[str, Any] = {
    "entry": lambda x: [{"resource": x}],
    "entry without its resource": lambda x: [x],
    "inside a medicine line": lambda x: [
        {"resource": {**ASPIRIN, "id": "o", "contained": [{"id": "r", **x}], "basedOn": [{"reference": "#r"}]}}
    ],
    "inside a dispensing of two orders": lambda x: [
        {"resource": {**ASPIRIN, "resourceType": "MedicationDispense", "id": "o",
                      "contained": [{"id": "r", **x}, {**ASPIRIN, "id": "s"}],
                      "authorizingPrescription": [{"reference": "#r"}, {"reference": "#s"}]}}
    ],
    "inside a list": lambda x: [{"resource": {"resourceType": "List", "contained": [x]}}],
    "inside a list inside a list": lambda x: [
        {"resource": {"resourceType": "List", "contained": [{"resourceType": "List", "id": "l", "contained": [x]}]}}
    ],
    "inside a Bundle inside a list": lambda x: [
        {"resource": {"resourceType": "List", "contained": [{"resourceType": "Bundle", "entry": [{"resource": x}]}]}}
    ],
    "for the item of a list": lambda x: [{"resource": {"resourceType": "List", "entry": [{"item": x}]}}],
    "for a reference of a section": lambda x: [
        {"resource": {"resourceType": "Composition", "section": [{"entry": [{"resource": x}]}]}}
    ],
    "for the action of a group": lambda x: [
        {"resource": {"resourceType": "RequestGroup", "action": [{"resource": x}]}}
    ],
    "in an entry of a Patient": lambda x: [{"resource": {"resourceType": "Patient", "entry": [{"resource": x}]}}],
    "as the outcome beside a resource": lambda x: [
        {"resource": {**ASPIRIN, "id": "o"}, "response": {"outcome": x}}
    ],
}  # fmt: skip


@given(st.sampled_from(LINES), st.sampled_from(sorted(PLACES)), st.booleans())
def test_a_line_is_read_or_told_wherever_it_stands(
    line: dict[str, Any], place: str, after: bool
) -> None:
    own = [{"resource": ASPIRIN}]
    other = PLACES[place]({"id": "r", **line})
    bundle = {"resourceType": "Bundle", "entry": own + other if after else other + own}
    reading = read(json.dumps(bundle).encode())
    assert "Aspirin 75mg tablets" in {e.medication for e in reading.entries}
    assert "Ramipril 5mg capsules" in {e.medication for e in reading.entries} or any(
        p.id in ("r", None) for p in reading.problems
    )


@pytest.mark.parametrize("odd", ["x", 5, True])
def test_an_entry_that_is_no_object_is_told(odd: object) -> None:
    for entry in ([{"resource": ASPIRIN}, odd], [odd, {"resource": ASPIRIN}]):
        reading = read(json.dumps({"resourceType": "Bundle", "entry": entry}).encode())
        assert (len(reading.entries), [p.code for p in reading.problems]) == (1, ["shape"])


def test_what_is_contained_without_a_type_is_told_however_it_names_its_medicine() -> None:
    inner = {"id": "r", "medicationReference": {"display": "Ramipril"}}
    reading = read(json.dumps({**ASPIRIN, "contained": [inner]}).encode())
    assert [p.code for p in reading.problems] == ["shape"]


def test_what_a_bundle_contains_is_told() -> None:
    bundle = {"resourceType": "Bundle", "contained": [ASPIRIN], "entry": [{"resource": {**ASPIRIN, "id": "b"}}]}  # fmt: skip
    reading = read(json.dumps(bundle).encode())
    assert (len(reading.entries), [p.code for p in reading.problems]) == (1, ["unread"])


ORDER = {**LINES[0], "id": "o"}
SUPPLY = {**ASPIRIN, "resourceType": "MedicationDispense", "status": "completed"}
SILENT: list[list[dict[str, Any]]] = [
    [ASPIRIN, {"resourceType": "List", "entry": [{"item": {"reference": "MedicationStatement/good"}}]}],
    [{**SUPPLY, "contained": [ORDER], "authorizingPrescription": [{"reference": "#o"}]}],
    [{**SUPPLY, "contained": [{**ASPIRIN, "id": "o"}]}],
    [{**ASPIRIN, "contained": [{"resourceType": "Practitioner", "id": "p"}]}],
    [{"resourceType": "List", "contained": [ASPIRIN], "entry": [{"item": {"reference": "#good"}}]}],
    [{"resourceType": "Bundle", "entry": [{"resource": ASPIRIN}]}, {"resourceType": "Patient", "id": "p"}],
]  # fmt: skip


@pytest.mark.parametrize("resources", SILENT)
def test_ordinary_messages_are_silent_and_not_walked(
    resources: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = json.dumps({"resourceType": "Bundle", "entry": [{"resource": r} for r in resources]})
    reading = read(raw.encode())
    assert (len(reading.entries), reading.problems) == (1, ())
    from medrecon.sources.fhir import unread

    monkeypatch.setattr(unread, "_is_line", lambda _: 1 / 0)
    assert read(raw.encode()) == reading
    assert reading_of.note_unread is unread.note_unread
