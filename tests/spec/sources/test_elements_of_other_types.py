"""What an element of another resource type says is kept, and does nothing that it does not mean there."""

from __future__ import annotations

import json
from typing import Any

import pytest

from medrecon.model import Entry, Reading
from medrecon.sources import read


def line(kind: str, **more: Any) -> Entry:
    """The one entry of a resource."""
    held = {"resourceType": kind, "id": "a", "status": "active", **more}
    (entry,) = read(
        json.dumps({**held, "medicationCodeableConcept": {"text": "Aspirin"}}).encode()
    ).entries
    return entry


@pytest.mark.parametrize(
    "kind", ["MedicationRequest", "MedicationStatement", "MedicationAdministration"]
)
def test_a_day_of_handing_over_is_kept_beside_what_is_no_supply(kind: str) -> None:
    entry = line(kind, whenHandedOver="2026-01-05")
    assert (entry.medication, entry.start, entry.extra["handed_over"]) == (
        "Aspirin",
        None,
        "2026-01-05",
    )


def test_a_dispensing_counts_from_the_day_of_handing_over() -> None:
    entry = line("MedicationDispense", whenPrepared="2026-01-02", whenHandedOver="2026-01-05")
    assert (str(entry.start), "handed_over" in entry.extra) == ("2026-01-05", False)


def issued(medicine: dict[str, Any], **more: Any) -> Reading:
    """A plan and an issue of it that names the same in the same words."""
    base = {"resourceType": "MedicationRequest", "status": "completed", "authoredOn": "2026-01-05"}
    base |= {**medicine, "dispenseRequest": {"quantity": {"value": 28, "unit": "tablet"}}}
    issue = {
        **base,
        "id": "i",
        "intent": "order",
        "basedOn": [{"reference": "MedicationRequest/p"}],
    }
    lines = [{**base, "id": "p", "intent": "plan"}, {**issue, **more}]
    bundle = {"resourceType": "Bundle", "entry": [{"resource": x} for x in lines]}
    return read(json.dumps(bundle).encode())


ASPIRIN = {"medicationCodeableConcept": {"text": "Aspirin 75mg tablets"}}
LOST = {"medicationReference": {"reference": "Medication/nowhere"}}


def test_an_issue_counts_from_the_day_that_it_was_for() -> None:
    (entry,) = issued(ASPIRIN).entries
    assert str(entry.issues[0].date) == "2026-01-05"
    (entry,) = issued(ASPIRIN, effectivePeriod={"start": "2026-01-19"}).entries
    assert str(entry.issues[0].date) == "2026-01-19"


def test_an_issue_of_a_plan_whose_medicine_is_missing_stays_its_issue() -> None:
    """Element by element (`language`) as in one go."""
    for reading in (issued(LOST), issued(LOST, language="en-GB")):
        (entry,) = reading.entries
        assert [i.id for i in entry.issues] == ["i"]
        assert {p.code for p in reading.problems} == {"reference"}


def test_two_medicines_inside_two_resources_are_not_one_though_they_have_one_name() -> None:
    inside = {"medicationReference": {"reference": "#m"}}
    assert len(issued(inside, contained=[{"resourceType": "Medication", "id": "n"}]).entries) == 2
