"""What a FHIR message says is no order, no dose given or an error is not shown as current treatment."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

import medrecon
from medrecon.model import Reading

AS_OF = dt.date(2026, 3, 16)


def request(own: str = "1", **more: Any) -> Any:
    return {
        "resourceType": "MedicationRequest",
        "id": own,
        "status": "active",
        "intent": "order",
        "authoredOn": "2026-03-01",
        "medicationCodeableConcept": {"text": "Bisoprolol 2.5mg tablets"},
        "dosageInstruction": [{"text": "1 daily"}],
        **more,
    }


def given(status: str, **more: Any) -> Any:
    return {
        "resourceType": "MedicationAdministration",
        "id": "g",
        "status": status,
        "effectiveDateTime": "2026-03-15T08:00:00Z",
        "medicationCodeableConcept": {"text": "Bisoprolol 2.5mg tablets"},
        **more,
    }


def statement(status: str, own: str = "s") -> Any:
    return {
        "resourceType": "MedicationStatement",
        "id": own,
        "status": status,
        "basedOn": [{"reference": "MedicationRequest/1"}],
        "medicationCodeableConcept": {"text": "Bisoprolol 2.5mg tablets"},
    }


def read(*resources: Any) -> Reading:
    entries = [{"resource": r} for r in resources]
    return medrecon.read(json.dumps({"resourceType": "Bundle", "entry": entries}).encode())


def state(*resources: Any) -> tuple[str, str]:
    """State and reason of the only line."""
    result = medrecon.reconcile(
        [read(*resources)], dictionary=medrecon.Dictionary.sample(), as_of=AS_OF
    )
    (medication,) = result.medications
    return medication.state, medication.reason


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({}, "current"),
        ({"doNotPerform": True}, "unknown"),
        ({"intent": "proposal"}, "unknown"),
        ({"intent": "option"}, "unknown"),
        ({"status": "draft"}, "planned"),
    ],
    ids=["an order", "not to be given", "a proposal", "an option", "a draft"],
)
def test_what_is_no_order_is_not_current(more: Any, told: str) -> None:
    assert state(request(**more))[0] == told


@pytest.mark.parametrize(
    "resource", [given("not-done"), given("completed", notGiven=True)], ids=["R4", "STU3"]
)
def test_a_dose_that_was_not_given_is_neither_a_stop_nor_a_dose(resource: Any) -> None:
    (entry,) = read(resource).entries
    assert (entry.status, entry.last_administered) == ("unknown", None)
    assert state(resource)[0] == "unknown"


def test_a_dose_not_given_under_its_order_is_no_dose_of_it() -> None:
    refused = given("not-done", request={"reference": "MedicationRequest/1"})
    (entry,) = read(request(), refused).entries
    assert entry.last_administered is None and [i.status for i in entry.issues] == ["cancelled"]
    assert state(request(), refused)[0] == "current"


def test_a_statement_in_error_over_an_active_plan_is_told_and_not_certain() -> None:
    plan = request(intent="plan")
    assert state(plan, statement("entered-in-error"))[0] == "unknown"
    assert "status-conflict" in {p.code for p in read(plan, statement("entered-in-error")).problems}
    both = (plan, statement("entered-in-error"), statement("active", "t"))
    assert state(*both)[0] == "current"


@pytest.mark.parametrize(("status", "told"), [("stopped", "stopped"), ("on-hold", "on_hold")])
def test_the_day_of_an_order_is_not_the_day_of_its_end(status: str, told: str) -> None:
    period = {"dispenseRequest": {"validityPeriod": {"start": "2026-01-01"}}}
    assert state(request(status=status)) == (told, told.replace("_", " "))
    begun = request(status=status, authoredOn="2026-01-01", **period)
    assert state(begun) == (told, told.replace("_", " "))
