"""What a FHIR message says of allergies: there are some, there are none, or nobody knows."""

from __future__ import annotations

import json
from typing import Any

import pytest

from medrecon.model import Patient
from medrecon.sources import read

PENICILLIN = {"text": "Penicillin"}
VERIFIED = "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification"


def allergy(code: Any, verified: Any = None, who: str = "1") -> Any:
    out = {
        "resourceType": "AllergyIntolerance",
        "id": "al",
        "code": code,
        "patient": {"reference": f"Patient/{who}"},
    }
    return {**out, "verificationStatus": verified} if verified else out


def r4(code: str) -> Any:
    """A status as R4 has it; STU3 has the bare word."""
    return {"coding": [{"system": VERIFIED, "code": code}]}


def patient_of(*resources: Any) -> Patient:
    """The patient of a message with one medicine and these resources."""
    who = {"resourceType": "Patient", "id": "1", "birthDate": "1950-01-01"}
    medicine = {
        "resourceType": "MedicationStatement",
        "id": "m",
        "status": "active",
        "subject": {"reference": "Patient/1"},
        "medicationCodeableConcept": {"text": "Amoxicillin 500mg capsules"},
    }
    entries = [{"resource": r} for r in (who, medicine, *resources)]
    reading = read(json.dumps({"resourceType": "Bundle", "entry": entries}).encode())
    assert reading.patient is not None
    return reading.patient


@pytest.mark.parametrize("verified", [None, r4("confirmed"), r4("unconfirmed"), "confirmed"])
def test_an_allergy_is_told(verified: Any) -> None:
    told = patient_of(allergy(PENICILLIN, verified))
    assert len(told.allergies) == 1 and told.allergies_known is True


@pytest.mark.parametrize(
    "verified", [r4("refuted"), r4("entered-in-error"), "refuted", "entered-in-error"]
)
@pytest.mark.parametrize("listed", [False, True])
def test_what_was_refuted_or_an_error_is_none_and_does_not_say_that_there_are_none(
    verified: Any, listed: bool
) -> None:
    entry = {"item": {"reference": "AllergyIntolerance/al"}}
    a_list = {"resourceType": "List", "title": "Allergies", "entry": [entry]}
    told = patient_of(allergy(PENICILLIN, verified), *([a_list] if listed else []))
    assert (told.allergies, told.allergies_known) == ((), None)


@pytest.mark.parametrize(
    ("code", "known"),
    [("716186003", True), ("no-known-allergies", True), ("no-allergy-info", None)],
)
def test_none_known_is_not_nothing_known(code: str, known: bool | None) -> None:
    told = patient_of(allergy({"coding": [{"code": code}]}))
    assert (told.allergies, told.allergies_known) == ((), known)


@pytest.mark.parametrize(("reason", "known"), [("nilknown", True), ("notasked", None)])
def test_an_empty_list_says_why(reason: str, known: bool | None) -> None:
    empty = {"coding": [{"code": reason}]}
    told = patient_of({"resourceType": "List", "title": "Allergies", "emptyReason": empty})
    assert told.allergies_known is known


def test_the_allergy_of_somebody_else_is_not_this_persons() -> None:
    told = patient_of(allergy(PENICILLIN, who="other"))
    assert (told.allergies, told.allergies_known) == ((), None)
