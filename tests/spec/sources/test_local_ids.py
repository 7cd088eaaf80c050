"""People without an NHS number: the ids of one system tell them apart, those of two systems do not."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

import medrecon
from medrecon.model import Coding, Patient
from medrecon.sources.one_patient import one_patient

NHS = "https://fhir.nhs.uk/Id/nhs-number"
RX1, RX2 = "https://rx1.nhs.uk/Id/mrn", "https://rx2.nhs.uk/Id/mrn"


def record(own: str, *identifiers: tuple[str, str] | dict[str, str]) -> Any:
    """The message of one hospital: a patient with these identifiers and one medicine."""
    told = [i if isinstance(i, dict) else {"system": i[0], "value": i[1]} for i in identifiers]
    patient = {"resourceType": "Patient", "id": "1", "identifier": told}
    order = {
        "resourceType": "MedicationRequest",
        "id": own,
        "status": "active",
        "intent": "order",
        "subject": {"reference": "Patient/1"},
        "medicationCodeableConcept": {"text": "Bisoprolol 2.5mg tablets"},
        "dosageInstruction": [{"text": "1 daily"}],
    }
    entries = [{"resource": patient}, {"resource": order}]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode()


def findings(*records: bytes) -> set[str]:
    """The types of what is found in several messages."""
    readings = [medrecon.read(r) for r in records]
    answers = [
        medrecon.reconcile(
            order, dictionary=medrecon.Dictionary.sample(), as_of=dt.date(2026, 3, 16)
        )
        for order in (readings, readings[::-1])
    ]
    assert answers[0].model_dump_json() == answers[1].model_dump_json()
    return {f.type for f in answers[0].findings}


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ([(RX1, "A1")], [(RX1, "B2")]),
        ([(NHS, "9449304131")], [(NHS, "9990548600")]),
        ([(RX1, "A1"), (RX2, "7")], [(RX2, "8")]),
    ],
    ids=["two numbers of a hospital", "two wrong NHS numbers", "the second of two systems"],
)
def test_two_ids_of_one_system_are_two_people(mine: Any, theirs: Any) -> None:
    assert findings(record("a", *mine), record("b", *theirs)) == {"wrong_patient"}


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ([(RX1, "A1")], [(NHS, "9449304130")]),
        ([(RX1, "A1")], [(RX2, "B2")]),
        ([(RX1, "A1")], [(RX1, "A1")]),
        ([(RX1, "A1"), (RX1, "A9")], [(RX1, "A9")]),
        ([(RX1, "A1"), {"system": RX1, "value": "A9", "use": "old"}], [(RX1, "A1")]),
        ([(NHS, "9449304131")], [(NHS, "9449304130")]),
        ([("urn:ietf:rfc:3986", "urn:uuid:1")], [("urn:ietf:rfc:3986", "urn:uuid:2")]),
        ([(RX1, "A1"), (NHS, "9449304130")], [(RX1, "B2"), (NHS, "9449304130")]),
    ],
    ids=[
        "a hospital number and an NHS number",
        "numbers of two hospitals",
        "the same number",
        "one of two numbers that were merged",
        "an old number",
        "a slip in the NHS number",
        "numbers that anybody makes",
        "two hospital numbers of one NHS number",
    ],
)
def test_one_person_is_not_called_two(mine: Any, theirs: Any) -> None:
    assert "wrong_patient" not in findings(record("a", *mine), record("b", *theirs))


def test_what_is_known_of_two_people_is_not_put_together() -> None:
    def of(*ids: str) -> Patient:
        return Patient(identifiers=tuple(Coding(RX1, i) for i in ids), allergies=ids)

    assert one_patient([of("A1"), of("B2")])[0] is None
    assert one_patient([of("A1"), of("A1", "A9")])[0] is not None
