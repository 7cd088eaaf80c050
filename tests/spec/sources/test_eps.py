"""EPS: orders, their cancellation, and what the pharmacy handed over."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from medrecon.model import Entry
from medrecon.sources import read

FOLDER = Path(__file__).parents[2] / "fixtures" / "sources"


def message(name: str) -> dict[str, Any]:
    """A fixture as data."""
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return found


def entries(*messages: dict[str, Any]) -> list[Entry]:
    """What several messages hold together."""
    return list(read([json.dumps(m).encode() for m in messages]).entries)


def test_an_order_speaks_for_its_prescriber() -> None:
    primary, clinic = read(FOLDER / "eps_order.json").entries
    assert (primary.source.kind, primary.course) == ("gp", "repeat")
    assert (clinic.source.kind, clinic.course) == ("epma", "clinic"), "prescription type 10xx"
    assert primary.extra["item"] == "item-0001" and "item-0001" in primary.refs


def test_homecare_is_told_by_the_prescription_type() -> None:
    order = message("eps_order")
    order["entry"][2]["resource"]["extension"][0]["valueCoding"]["code"] = "1201"
    line = entries(order)[0]
    assert (line.source.kind, line.course) == ("epma", "homecare")


def test_a_structured_dose_stays_as_it_was_sent() -> None:
    line = read(FOLDER / "eps_order.json").entries[0]
    assert line.dosage is not None and line.dosage.text == "1 capsule once a day"
    sent = message("eps_order")["entry"][2]["resource"]["dosageInstruction"][0]
    assert json.loads(json.dumps(line.dosage.structure)) == sent


def test_legal_validity_of_a_prescription_is_not_the_end_of_treatment() -> None:
    line = read(FOLDER / "eps_order.json").entries[0]
    assert line.end is None and str(line.authorisation_expires) == "2026-08-02"


def test_an_expiry_that_only_the_repeat_information_gives_is_kept() -> None:
    order = message("eps_order")
    resource = order["entry"][2]["resource"]
    resource["extension"].append(
        {
            "url": "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-MedicationRepeatInformation",
            "extension": [{"url": "authorisationExpiryDate", "valueDateTime": "2026-09-01"}],
        }
    )
    resource["dispenseRequest"]["validityPeriod"] = {"start": "2026-02-02"}
    assert str(entries(order)[0].authorisation_expires) == "2026-09-01"


def test_a_cancellation_carries_its_reason() -> None:
    (line,) = read(FOLDER / "eps_cancel.json").entries
    assert line.status == "cancelled" and line.stop_reason == "Clinical contra-indication"
    assert line.extra["status_reason_codes"] == ("0002",)


def test_an_order_and_its_cancellation_are_one_medicine_in_either_order() -> None:
    order, cancel = message("eps_order"), message("eps_cancel")
    for told in ((order, cancel), (cancel, order)):
        found = [e for e in entries(*told) if e.extra["item"] == "item-0001"]
        assert [e.status for e in found] == ["cancelled"]
        assert {"req-1", "req-1c"} <= set(found[0].refs)


def test_copies_of_an_item_that_differ_in_dose_stay_apart() -> None:
    order, cancel = message("eps_order"), message("eps_cancel")
    again = cancel["entry"][2]["resource"]
    again["dosageInstruction"][0]["text"] = "2 capsules once a day"
    (found,) = [e for e in entries(order, cancel) if e.extra["item"] == "item-0001"]
    assert found.status == "cancelled", "a cancellation is of its item, whatever dose it repeats"
    again["status"] = "active"
    assert len([e for e in entries(order, cancel) if e.extra["item"] == "item-0001"]) == 2


def test_a_dispensing_is_the_pharmacys_and_its_contained_order_no_second_medicine() -> None:
    reading = read(FOLDER / "eps_dispense.json")
    assert [e.id for e in reading.entries] == ["dis-1", "dis-2", "dis-3"]
    assert {e.source.kind for e in reading.entries} == {"pmr"}
    handed = reading.entries[0]
    assert handed.medication == "Ramipril 5mg capsules (Brandex Ltd)"
    assert handed.extra["ordered"] == "Ramipril 5mg capsules" and "item-0001" in handed.refs


def test_the_code_of_a_dispensing_counts_not_its_display() -> None:
    handed, owed, refused = read(FOLDER / "eps_dispense.json").entries
    assert (handed.status, handed.extra["dispense_means"]) == ("completed", "fully dispensed")
    assert (owed.status, owed.extra["dispense_means"]) == ("planned", "not dispensed, owing")
    assert (refused.status, refused.last_issued) == ("cancelled", None)


def test_the_dosage_of_the_order_stands_in_where_the_dispensing_has_none() -> None:
    handed, owed, _ = read(FOLDER / "eps_dispense.json").entries
    assert handed.dosage is not None and handed.dosage.text == "Take ONE daily"
    assert owed.dosage is not None and owed.dosage.text == "1 capsule once a day"
    assert owed.extra["dosage_from"] == "the order"


def test_a_tracker_gives_a_name_and_no_code() -> None:
    order = message("eps_order")
    for entry in order["entry"][2:]:
        entry["resource"]["medicationCodeableConcept"] = {"text": "Ramipril 5mg capsules"}
    line = entries(order)[0]
    assert line.medication == "Ramipril 5mg capsules" and line.code is None and line.codings == ()


def test_a_medication_request_without_id_goes_by_its_full_url() -> None:
    order = message("eps_order")
    del order["entry"][2]["resource"]["id"]
    assert entries(order)[0].id == "req-1"


def test_a_tracker_says_type_and_date_for_the_prescription_as_a_whole() -> None:
    order = message("eps_order")
    item = order["entry"][2]["resource"]
    del item["extension"], item["authoredOn"], item["dispenseRequest"]["validityPeriod"]
    group = {
        "resourceType": "RequestGroup",
        "id": "group-1",
        "identifier": [item["groupIdentifier"]],
        "authoredOn": "2026-02-01T08:00:00Z",
        "extension": [
            {
                "url": "https://fhir.nhs.uk/StructureDefinition/Extension-DM-PrescriptionType",
                "valueCoding": {"code": "1001"},
            }
        ],
    }
    order["entry"].append({"resource": group})
    line = entries(order)[0]
    assert (line.source.kind, line.course) == ("epma", "clinic")
    assert line.start is not None and line.start.text.startswith("2026-02-01")


def test_a_later_notification_that_hands_over_nothing_is_no_second_supply() -> None:
    first, later = message("eps_dispense"), message("eps_dispense")
    later["id"] = "eps-4"
    for n, entry in enumerate(later["entry"][2:], 1):
        entry["resource"]["id"] = f"again-{n}"
        entry["resource"]["quantity"]["value"] = 0
    handed = [e for e in entries(first, later) if e.status == "completed"]
    assert [e.id for e in handed] == ["dis-1"] and "again-1" in handed[0].refs


def test_a_notification_that_replaces_another_takes_its_place() -> None:
    first, amended = message("eps_dispense"), message("eps_dispense")
    amended["id"] = "eps-4"
    amended["entry"][0]["resource"]["extension"] = [
        {
            "url": "https://fhir.nhs.uk/StructureDefinition/Extension-replacementOf",
            "valueIdentifier": {"value": "eps-3"},
        }
    ]
    amended["entry"][2]["resource"]["quantity"]["value"] = 14
    for told in ((first, amended), (amended, first)):
        handed = [e for e in entries(*told) if e.extra["dispense_type"] == "0001"]
        assert [e.quantity for e in handed] == [14]


ITEM = {"system": "https://fhir.nhs.uk/Id/prescription-order-item-number", "value": "4E3A0001-77"}
HISTORY = "https://fhir.nhs.uk/StructureDefinition/Extension-DM-PrescriptionStatusHistory"


def _item(own: str, status: str, dose: str, on: str, answered: str | None = None) -> bytes:
    """A message about one EPS item; `answered` is when Spine told how it stands."""
    order: dict[str, Any] = {
        "resourceType": "MedicationRequest",
        "id": own,
        "identifier": [ITEM],
        "status": status,
        "intent": "order",
        "authoredOn": on,
        "medicationCodeableConcept": {"text": "Bisoprolol 2.5mg tablets"},
        "dosageInstruction": [{"text": dose}],
    }
    if answered:
        told = [{"url": "statusDate", "valueDateTime": answered}]
        order["extension"] = [{"url": HISTORY, "extension": told}]
    header = {"resourceType": "MessageHeader", "eventCoding": {"code": "prescription-order"}}
    entries = [{"resource": header}, {"resource": order}]
    return json.dumps({"resourceType": "Bundle", "type": "message", "entry": entries}).encode()


ORDERED = _item("1", "active", "1 tablet daily", "2026-03-01")
REQUESTED = _item("2", "cancelled", "One tablet daily", "2026-03-02")
REFUSED = _item("3", "active", "1 tablet daily", "2026-03-02", "2026-03-02T10:00:00+00:00")
CONFIRMED = _item("4", "cancelled", "1 tablet daily", "2026-03-02", "2026-03-02T10:00:00+00:00")
AGAIN = _item("5", "cancelled", "1 tablet daily", "2026-03-05")


@pytest.mark.parametrize(
    ("messages", "status"),
    [
        ([ORDERED, REQUESTED], "cancelled"),
        ([ORDERED, REQUESTED, CONFIRMED], "cancelled"),
        ([ORDERED, REQUESTED, REFUSED], "active"),
        ([ORDERED, REQUESTED, REFUSED, AGAIN], "cancelled"),
    ],
    ids=["requested", "confirmed", "refused", "refused and asked again"],
)
def test_a_cancellation_is_of_its_item_and_stands_unless_spine_refused_it(
    messages: list[bytes], status: str
) -> None:
    for order in permutations(messages):
        (entry,) = read(list(order)).entries
        assert entry.status == status
        said = {entry.dosage.text if entry.dosage else None, *(i.dosage for i in entry.issues)}
        assert {"1 tablet daily", "One tablet daily"} <= said


@pytest.mark.parametrize(
    ("asked", "handed", "dose"),
    [
        ("Bisoprolol 10mg tablets", "Bisoprolol 5mg tablets", None),
        ("Bisoprolol 5mg tablets", "Cardicor 5mg tablets", "1 tablet daily"),
        ("Bisoprolol 5mg tablets", "Bisoprolol 0.005 g tablets", "1 tablet daily"),
        ("Cardicor", "Bisoprolol 5mg tablets", "1 tablet daily"),
    ],
)
def test_an_order_doses_no_other_strength(asked: str, handed: str, dose: str | None) -> None:
    order = {
        "resourceType": "MedicationRequest",
        "id": "o",
        "identifier": [ITEM],
        "medicationCodeableConcept": {"text": asked},
        "dosageInstruction": [{"text": "1 tablet daily"}],
    }
    supply = {
        "resourceType": "MedicationDispense",
        "id": "d",
        "status": "completed",
        "contained": [order],
        "authorizingPrescription": [{"reference": "#o"}],
        "medicationCodeableConcept": {"text": handed},
        "quantity": {"value": 56, "unit": "tablet"},
    }
    (entry,) = read(json.dumps(supply).encode()).entries
    assert (entry.dosage.text if entry.dosage else None) == dose
    assert dose or entry.extra["ordered_dosage"] == "1 tablet daily"
