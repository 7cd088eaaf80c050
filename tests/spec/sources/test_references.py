"""What a reference means: a name is one of its own server and Bundle, whoever else uses it too."""

from __future__ import annotations

import json
from typing import Any

import pytest

from medrecon.model import Reading
from medrecon.sources import read

ANNA, BERT = "9449304130", "9990548609"
NHS = "https://fhir.nhs.uk/Id/nhs-number"


def patient(number: str, own: str = "1") -> Any:
    return {
        "resourceType": "Patient",
        "id": own,
        "identifier": [{"system": NHS, "value": number}],
    }


def medication(name: str, **more: Any) -> Any:
    return {"resourceType": "Medication", "id": "1", "code": {"text": name}, **more}


def order(own: str, **more: Any) -> Any:
    """An active order for Medication/1 and Patient/1."""
    return {
        "resourceType": "MedicationRequest",
        "id": own,
        "status": "active",
        "intent": "order",
        "medicationReference": {"reference": "Medication/1"},
        "subject": {"reference": "Patient/1"},
        "dosageInstruction": [{"text": "1 daily"}],
        **more,
    }


def bundle(*resources: Any, base: str | None = None) -> Any:
    """A Bundle; `base` is the server that its fullUrls name."""
    entries: list[Any] = [{"resource": r} for r in resources]
    for entry in entries if base else ():
        r = entry["resource"]
        entry["fullUrl"] = f"{base}/{r['resourceType']}/{r['id']}"
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def read_json(value: Any) -> Reading:
    return read(json.dumps(value).encode())


ANNAS = (patient(ANNA), medication("Warfarin 1mg tablets"), order("a"))
BERTS = (patient(BERT), medication("Aspirin 75mg tablets"), order("b"))


def merged(*bundles: Any) -> Any:
    """One Bundle with the entries of several."""
    return {"resourceType": "Bundle", "entry": [e for b in bundles for e in b["entry"]]}


@pytest.mark.parametrize(
    "message",
    [
        [bundle(*ANNAS), bundle(*BERTS)],
        bundle(bundle(*ANNAS), bundle(*BERTS)),
        merged(bundle(*ANNAS, base="https://a.nhs.uk"), bundle(*BERTS, base="https://b.nhs.uk")),
    ],
    ids=["a list of two", "two in one", "one of two servers"],
)
def test_a_name_means_what_it_means_where_it_stands(message: Any) -> None:
    told = {
        e.id: (e.medication, e.patient.nhs_number if e.patient else None)
        for e in read_json(message).entries
    }
    assert told == {"a": ("Warfarin 1mg tablets", ANNA), "b": ("Aspirin 75mg tablets", BERT)}


def test_two_lines_written_alike_in_two_bundles_are_two_where_they_mean_two_people() -> None:
    ours = (patient(ANNA), medication("Warfarin 1mg tablets"), order("a"))
    theirs = (patient(BERT), medication("Warfarin 1mg tablets"), order("a"))
    numbers = [
        e.patient.nhs_number
        for e in read_json([bundle(*ours), bundle(*theirs)]).entries
        if e.patient
    ]
    assert sorted(numbers) == sorted([ANNA, BERT])


def test_the_medicine_of_another_bundle_is_not_taken_where_names_mean_different_things() -> None:
    alone = bundle(patient(BERT), order("b"))
    reading = read_json([bundle(*ANNAS), alone])
    (b,) = [e for e in reading.entries if e.id == "b"]
    assert b.medication == "" and ("b", "reference") in {(p.id, p.code) for p in reading.problems}


def test_the_pages_of_one_search_complete_each_other() -> None:
    pages = [bundle(order("a")), bundle(patient(ANNA), medication("Warfarin 1mg tablets"))]
    (entry,) = read_json(pages).entries
    assert entry.medication == "Warfarin 1mg tablets"
    assert entry.patient is not None and entry.patient.nhs_number == ANNA


def test_of_two_medicines_of_one_name_neither_is_taken() -> None:
    two = (medication("Warfarin 1mg tablets"), medication("Warfarin 3mg tablets"))
    reading = read_json(bundle(patient(ANNA), *two, order("a")))
    assert [e.medication for e in reading.entries] == [""]
    assert ("a", "ambiguous-reference") in {(p.id, p.code) for p in reading.problems}


def test_a_newer_version_and_a_copy_are_no_second_medicine() -> None:
    old = medication("Warfarin 1mg tablets", meta={"versionId": "1"})
    new = medication("Warfarin 3mg tablets", meta={"versionId": "2"})
    (entry,) = read_json(bundle(patient(ANNA), old, new, new, order("a"))).entries
    assert entry.medication == "Warfarin 3mg tablets"


@pytest.mark.parametrize("dosage", ["1 daily", "2 daily"])
def test_an_order_of_one_person_is_no_issue_of_the_plan_of_another(dosage: str) -> None:
    medicine = {"medicationCodeableConcept": {"text": "Warfarin 1mg tablets"}}
    plan = {**order("p", **medicine), "intent": "plan"}
    other = order(
        "o",
        subject={"reference": "Patient/2"},
        basedOn=[{"reference": "MedicationRequest/p"}],
        dosageInstruction=[{"text": dosage}],
        **medicine,
    )
    reading = read_json(bundle(patient(ANNA), patient(BERT, "2"), plan, other))
    told = {(e.id, e.patient.nhs_number if e.patient else None) for e in reading.entries}
    assert told == {("p", ANNA), ("o", BERT)}
    assert ("o", "patient-mismatch") in {(p.id, p.code) for p in reading.problems}


def test_a_line_that_names_one_patient_and_the_number_of_another_is_told() -> None:
    medicine = {"medicationCodeableConcept": {"text": "Warfarin 1mg tablets"}}
    number = {"identifier": {"system": NHS, "value": BERT}}
    mixed = order("a", subject={"reference": "Patient/1", **number}, **medicine)
    reading = read_json(bundle(patient(ANNA), mixed, order("b", **medicine)))
    whose = {e.id: e.patient.nhs_number if e.patient else None for e in reading.entries}
    assert whose == {"a": BERT, "b": ANNA}
    assert ("a", "patient-mismatch") in {(p.id, p.code) for p in reading.problems}


def test_a_code_and_a_reference_that_name_two_medicines_are_told() -> None:
    inside = [medication("Ramipril 5mg capsules", id="m")]
    named = {"medicationCodeableConcept": {"text": "Aspirin 75mg tablets"}}
    line = order("a", contained=inside, medicationReference={"reference": "#m"}, **named)
    reading = read_json(bundle(patient(ANNA), line))
    (entry,) = reading.entries
    assert entry.medication == "Aspirin 75mg tablets"
    assert "Ramipril 5mg capsules" in {c.display for c in entry.codings}
    assert "medicine-mismatch" in {p.code for p in reading.problems}


def test_two_contained_medicines_of_one_name_are_none() -> None:
    inside = [
        medication("Warfarin 3mg tablets", id="m"),
        medication("Ramipril 5mg capsules", id="m"),
    ]
    line = order("a", contained=inside, medicationReference={"reference": "#m"})
    reading = read_json(bundle(patient(ANNA), line))
    assert [e.medication for e in reading.entries] == [""]
    assert "ambiguous-reference" in {p.code for p in reading.problems}
    same = order("a", contained=[inside[0], inside[0]], medicationReference={"reference": "#m"})
    (entry,) = read_json(bundle(patient(ANNA), same)).entries
    assert entry.medication == "Warfarin 3mg tablets"


@pytest.mark.parametrize("kind", ["MedicationOrder", "medicationRequest", "MedicationRequest "])
def test_a_line_of_a_type_that_is_not_read_is_told_and_not_lost(kind: str) -> None:
    """FHIR DSTU2 called an order MedicationOrder; a misspelt type is no other thing."""
    odd = order("a", medicationCodeableConcept={"text": "Warfarin 3mg tablets"})
    reading = read_json(bundle(patient(ANNA), {**odd, "resourceType": kind}))
    assert [e.medication for e in reading.entries] == ["Warfarin 3mg tablets"]
    assert [(p.id, p.code) for p in reading.problems] == [("a", "shape")]


def test_a_patient_with_two_nhs_numbers_has_none_that_is_sure() -> None:
    medicine = {"medicationCodeableConcept": {"text": "Warfarin 1mg tablets"}}
    held = [{"system": NHS, "value": n} for n in (ANNA, BERT)]
    reading = read_json(bundle({**patient(ANNA), "identifier": held}, order("a", **medicine)))
    assert reading.patient is not None and reading.patient.nhs_number is None
    assert [(p.id, p.code) for p in reading.problems] == [("1", "nhs-number")]
    replaced = [held[0], {**held[1], "use": "old"}]
    reading = read_json(bundle({**patient(ANNA), "identifier": replaced}, order("a", **medicine)))
    assert reading.patient is not None and reading.patient.nhs_number == ANNA


def test_a_list_that_many_sections_name_stands_under_the_first() -> None:
    resource = order("a", medicationCodeableConcept={"text": "Warfarin 1mg tablets"})
    item = [{"item": {"reference": "MedicationRequest/a"}}]
    a_list = {"resourceType": "List", "id": "l", "entry": item}
    titles = ("Medicines stopped", "Medicines")
    sections = [{"title": t, "entry": [{"reference": "List/l"}]} for t in titles]
    document = {"resourceType": "Composition", "section": sections}
    (entry,) = read_json(bundle(document, a_list, resource)).entries
    assert (entry.extra["section"], entry.change_status) == ("Medicines stopped", "stopped")
