"""Two NHS numbers of one person are a Problem in every format, and neither is taken."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from medrecon.model import Reading
from medrecon.sources import read

ONE, OTHER = "9434765919", "9434765870"
SPACED = "943 476 5919"
OID = "2.16.840.1.113883.2.1.4.1"
OLDER = Path(__file__).parents[2] / "fixtures" / "older"


def identifier(value: str, **more: Any) -> dict[str, Any]:
    """An NHS number in FHIR."""
    return {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": value, **more}


def fhir(*identifiers: dict[str, Any], **line: Any) -> Reading:
    """A line about a Patient with these identifiers."""
    held = {"resourceType": "MedicationStatement", "id": "s", "status": "active"}
    held |= {"medicationCodeableConcept": {"text": "Aspirin"}, **line}
    held.setdefault("subject", {"reference": "Patient/p"})
    who = {"resourceType": "Patient", "id": "p", "identifier": list(identifiers)}
    bundle = {"resourceType": "Bundle", "entry": [{"resource": who}, {"resource": held}]}
    return read(json.dumps(bundle).encode())


def v2(pid: str) -> Reading:
    """An order about the person of a PID."""
    head = "MSH|^~\\&|EPMA|RZZ|||20260210||RDE^O11|C1|P|2.5\r"
    return read(f"{head}PID|{pid}\rORC|NW|1\rRXE||^Aspirin\r".encode())


def xml(name: str, beside: str) -> Reading:
    """A message of an older format with something beside the id of its patient."""
    text = (OLDER / name).read_text().replace("9991234500", ONE)
    own = f'<id root="{OID}" extension="{ONE}"/>'
    assert own in text
    return read(text.replace(own, own + beside).encode())


def numbers(reading: Reading) -> set[str | None]:
    """The NHS numbers that the entries and the patient have."""
    told = {e.patient.nhs_number if e.patient else None for e in reading.entries}
    return told | ({reading.patient.nhs_number} if reading.patient else set())


V3 = [
    "eps_order.xml",
    "eps_dispense.xml",
    "eps_cancel.xml",
    "gp2gp.xml",
    "scr.xml",
    "referral_111.xml",
]
TWO = [
    *(pytest.param(xml(n, f'<id root="{OID}" extension="{OTHER}"/>'), id=n) for n in V3),
    pytest.param(fhir(identifier(ONE), identifier(OTHER)), id="fhir"),
    pytest.param(
        fhir(identifier(ONE), {"system": f"urn:oid:{OID}", "value": OTHER}), id="fhir by OID"
    ),
    pytest.param(
        fhir(identifier(ONE), {"type": {"coding": [{"code": "NH"}]}, "value": OTHER}),
        id="fhir by type",
    ),
    pytest.param(fhir(subject={"identifier": [identifier(ONE), identifier(OTHER)]}), id="subject"),
    pytest.param(v2(f"1||{ONE}^^^NHS~{OTHER}^^^NHS"), id="PID-3"),
    pytest.param(v2(f"1|{OTHER}^^^NHS^NH|{ONE}^^^NHS^NH"), id="PID-2 and PID-3"),
]


@pytest.mark.parametrize("reading", TWO)
def test_of_two_numbers_neither_is_taken_and_a_problem_says_so(reading: Reading) -> None:
    assert "nhs-number" in {p.code for p in reading.problems}
    assert numbers(reading) == {None}


@pytest.mark.parametrize("reading", TWO)
def test_both_still_tell_two_people_apart(reading: Reading) -> None:
    held = {e.patient.patient_id if e.patient else None for e in reading.entries}
    assert all(own and ONE in own and OTHER in own for own in held)


GUARDIAN = (
    f'<guardian><id root="{OID}" extension="{OTHER}"/></guardian><!-- a parent, say, of a child -->'
)


@pytest.mark.parametrize(
    "reading",
    [
        *(pytest.param(xml(n, f'<id root="{OID}" extension="{SPACED}"/>'), id=n) for n in V3),
        pytest.param(xml("referral_111.xml", GUARDIAN), id="guardian"),
        pytest.param(fhir(identifier(ONE), identifier(SPACED)), id="fhir twice"),
        pytest.param(fhir(identifier(ONE), identifier(OTHER, use="old")), id="fhir old"),
        pytest.param(
            fhir(identifier(ONE), {"system": "https://rx1.nhs.uk/mrn", "value": OTHER}), id="mrn"
        ),
        pytest.param(fhir({"system": f"urn:oid:{OID}", "value": ONE}), id="fhir by OID"),
        pytest.param(fhir({"type": {"coding": [{"code": "NH"}]}, "value": ONE}), id="by type"),
        pytest.param(v2(f"1|{SPACED}^^^NHS^NH|{ONE}^^^NHS^NH"), id="PID-2 and PID-3"),
        pytest.param(v2(f"1||{ONE}^^^NHS^NH~{OTHER}^^^RZZ^MR"), id="PID-3 with another id"),
    ],
)
def test_one_number_told_twice_or_beside_another_id_is_one(reading: Reading) -> None:
    assert "nhs-number" not in {p.code for p in reading.problems}
    assert numbers(reading) == {ONE}
