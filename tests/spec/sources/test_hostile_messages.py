"""What a message may hold that must not make a medicine, take one away, or name the wrong one."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

import medrecon
from medrecon.model import Reading
from medrecon.sources import read


def line(kind: str, name: str, ident: str = "1", **more: Any) -> dict[str, Any]:
    """A medication resource that names its medicine."""
    return {
        "resourceType": kind,
        "id": ident,
        "status": "active",
        "medicationCodeableConcept": {"text": name},
        **more,
    }


def bundle(*resources: dict[str, Any], **more: Any) -> Reading:
    """A Bundle of these resources, read."""
    entry = [{"resource": r} for r in resources]
    message = {"resourceType": "Bundle", "type": "collection", "entry": entry, **more}
    return read(json.dumps(message).encode())


def codes(reading: Reading) -> set[str]:
    """The codes of its Problems."""
    return {p.code for p in reading.problems}


# --- references


def test_a_reference_to_a_medication_that_is_not_there_never_borrows_an_order_of_the_same_id() -> (
    None
):
    """Ids are unique within a type only: Medication/1 and MedicationRequest/1 have nothing to do."""
    statement = {
        "resourceType": "MedicationStatement",
        "id": "s",
        "status": "active",
        "medicationReference": {"reference": "Medication/1"},
    }
    reading = bundle(statement, line("MedicationRequest", "Warfarin 5mg tablets", intent="order"))
    told = {e.id: e.medication for e in reading.entries}
    assert told == {"s": "", "1": "Warfarin 5mg tablets"}
    assert "reference" in codes(reading)


def test_an_organisation_is_not_the_patient_whose_id_it_shares() -> None:
    statement = line(
        "MedicationStatement", "Aspirin", "s", informationSource={"reference": "Organization/1"}
    )
    (entry,) = bundle({"resourceType": "Patient", "id": "1"}, statement).entries
    assert entry.source.kind != "patient"


def test_a_reference_without_a_type_finds_its_resource_by_id() -> None:
    statement = {
        "resourceType": "MedicationStatement",
        "id": "s",
        "medicationReference": {"reference": "urn:uuid:m1"},
    }
    medication = {"resourceType": "Medication", "id": "m1", "code": {"text": "Aspirin 75mg"}}
    assert [e.medication for e in bundle(statement, medication).entries] == ["Aspirin 75mg"]


def test_chains_of_orders_end_in_one_line_and_circles_lose_nothing() -> None:
    def based_on(ref: str) -> list[dict[str, str]]:
        return [{"reference": f"MedicationRequest/{ref}"}]

    def ramipril(ident: str, intent: str = "order", **more: Any) -> dict[str, Any]:
        return line("MedicationRequest", "Ramipril 5mg capsules", ident, intent=intent, **more)

    plan, first = ramipril("plan", "plan"), ramipril("a", basedOn=based_on("plan"))
    again = ramipril("b", basedOn=based_on("a"))
    (entry,) = bundle(again, first, plan).entries
    assert entry.id == "plan" and set(entry.refs) == {"plan", "a", "b"}
    assert sorted(i.id or "" for i in entry.issues) == ["a", "b"]
    (entry,) = bundle(ramipril("a", basedOn=based_on("b")), again).entries
    assert set(entry.refs) == {"a", "b"}


# --- contained resources


def test_medicines_that_only_a_list_or_a_document_contains_are_lines() -> None:
    held = [
        line("MedicationStatement", "Apixaban 5mg tablets", "in1"),
        {
            "resourceType": "MedicationStatement",
            "id": "in2",
            "status": "active",
            "medicationReference": {"reference": "#m"},
        },
        {"resourceType": "Medication", "id": "m", "code": {"text": "Digoxin 125microgram tablets"}},
    ]
    told = {
        "resourceType": "List",
        "id": "l",
        "contained": held,
        "entry": [{"item": {"reference": "#in1"}}, {"item": {"reference": "#in2"}}],
    }
    reading = bundle(told)
    medicines = {e.id: e.medication for e in reading.entries}
    assert medicines == {"in1": "Apixaban 5mg tablets", "in2": "Digoxin 125microgram tablets"}
    assert not reading.problems


def test_what_a_medicine_line_contains_is_no_line_of_its_own() -> None:
    order = line("MedicationRequest", "Aspirin 75mg tablets", "o", intent="order")
    supply = line("MedicationDispense", "Aspirin 75mg tablets", "d", contained=[order])
    assert [e.id for e in bundle(supply).entries] == ["d"]


# --- states that count for nothing


def test_a_supply_that_was_entered_in_error_is_no_supply() -> None:
    when = "2026-02-01"
    wrong = line("MedicationDispense", "Aspirin", whenHandedOver=when) | {
        "status": "entered-in-error"
    }
    (entry,) = bundle(wrong).entries
    assert (entry.status, entry.last_issued) == ("entered-in-error", None)
    assert bundle(wrong | {"status": "completed"}).entries[0].last_issued is not None


def test_a_dose_that_was_not_given_is_not_the_last_one_given() -> None:
    dose = line("MedicationAdministration", "Aspirin", effectiveDateTime="2026-02-01T08:00:00Z")
    for status in ("not-done", "entered-in-error"):
        (entry,) = bundle(dose | {"status": status}).entries
        assert entry.last_administered is None
    assert bundle(dose | {"status": "completed"}).entries[0].last_administered is not None


def test_a_proposal_is_no_order() -> None:
    for intent in ("proposal", "option"):
        reading = bundle(line("MedicationRequest", "Aspirin", intent=intent))
        assert [e.status for e in reading.entries] == ["unknown"]
        assert "modifier" in codes(reading)


# --- the same resource twice


def test_of_two_versions_of_a_resource_the_newer_is_the_line() -> None:
    def version(n: str, name: str, **more: Any) -> dict[str, Any]:
        return line("MedicationStatement", name, "s", meta={"versionId": n, **more})

    old, new = version("9", "Ramipril 5mg capsules"), version("10", "Ramipril 10mg capsules")
    for order in ((old, new), (new, old)):
        reading = bundle(*order)
        assert [e.medication for e in reading.entries] == ["Ramipril 10mg capsules"]
        assert [(p.code, p.id) for p in reading.problems] == [("older-version", "s")]


def test_without_versions_two_resources_of_one_id_are_two_lines() -> None:
    both = bundle(line("MedicationStatement", "Aspirin"), line("MedicationStatement", "Digoxin"))
    assert sorted(e.medication for e in both.entries) == ["Aspirin", "Digoxin"]
    assert len({e.id for e in both.entries}) == 2


def test_a_copy_inside_one_message_counts_once() -> None:
    same = line("MedicationStatement", "Aspirin")
    assert len(bundle(same, same).entries) == 1


# --- several lists


def medication_list(ident: str, **more: Any) -> dict[str, Any]:
    """A list of medicines, as GP Connect and IPS have it."""
    code = {"coding": [{"system": "http://snomed.info/sct", "code": "933361000000108"}]}
    return {"resourceType": "List", "id": ident, "status": "current", "code": code, **more}


def test_each_of_several_lists_may_say_that_it_is_incomplete() -> None:
    warning = "https://fhir.nhs.uk/STU3/StructureDefinition/Extension-CareConnect-ListWarningCode-1"
    partly = medication_list("b", extension=[{"url": warning, "valueCode": "confidential-items"}])
    statement = line("MedicationStatement", "Aspirin")
    for lists in ((medication_list("a"), partly), (partly, medication_list("a"))):
        reading = bundle(*lists, statement)
        assert len(reading.entries) == 1
        (source,) = reading.sources
        assert source.complete is False and source.warnings == ("confidential-items",)


def test_an_empty_list_that_was_not_asked_for_or_is_withheld_is_no_empty_record() -> None:
    for reason in ("notasked", "notstarted", "withheld", "unavailable"):
        empty = medication_list("a", emptyReason={"coding": [{"code": reason}]})
        reading = bundle(empty)
        assert "list-not-given" in codes(reading)
        assert not reading.sources or reading.sources[0].complete is False
    nothing = medication_list("a", emptyReason={"coding": [{"code": "no-content-recorded"}]})
    reading = bundle(nothing)
    assert len(reading.sources) == 1 and not reading.problems


@pytest.mark.parametrize("depth", [100, 200, 300])
def test_a_dosage_nested_without_end_keeps_its_words_and_what_is_not_deep(depth: int) -> None:
    deep: Any = {"url": "x", "valueString": "end"}
    for _ in range(depth):
        deep = {"url": "x", "extension": [deep]}
    dosage = {"text": "1 daily", "asNeededBoolean": True, "extension": [deep]}
    order = {
        "resourceType": "MedicationRequest",
        "id": "1",
        "status": "active",
        "intent": "order",
        "medicationCodeableConcept": {"text": "Bisoprolol 2.5mg tablets"},
        "dosageInstruction": [dosage],
    }
    reading = read(json.dumps(order).encode())
    (entry,) = reading.entries
    assert entry.dosage is not None and entry.dosage.text == "1 daily"
    assert set(entry.dosage.structure or ()) == {"text", "asNeededBoolean"}
    assert [p.code for p in reading.problems] == ["depth"]
    today = dt.date(2026, 3, 16)
    result = medrecon.reconcile([reading], dictionary=medrecon.Dictionary.sample(), as_of=today)
    assert result.model_dump_json() and result.to_fhir()
