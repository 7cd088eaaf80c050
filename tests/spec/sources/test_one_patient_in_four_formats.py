"""One patient's medicines, sent as GP Connect, EPS, UK Core XML and a table: the same treatments."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

import pytest

from medrecon import reconcile
from medrecon.dmd import Dictionary
from medrecon.sources import read

MEDICINES = (
    ("Amlodipine 5mg tablets", "ONE to be taken each morning"),
    ("Ramipril 5mg capsules", "one capsule twice a day"),
    ("Paracetamol 500mg tablets", "two tablets four times a day when required"),
)
PROFILE = "https://fhir.nhs.uk/STU3/StructureDefinition/CareConnect-GPC-MedicationRequest-1"
ITEM = "https://fhir.nhs.uk/Id/prescription-order-item-number"


def request(n: int, name: str, dose: str, **more: Any) -> dict[str, Any]:
    """An active order or plan."""
    return {
        "resourceType": "MedicationRequest",
        "id": f"m{n}",
        "status": "active",
        "intent": "order",
        "authoredOn": "2026-03-01",
        "medicationCodeableConcept": {"text": name},
        "dosageInstruction": [{"text": dose}],
        **more,
    }


def bundle(*resources: dict[str, Any]) -> bytes:
    """A Bundle as bytes."""
    entry = [{"resource": r} for r in resources]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entry}).encode()


def gp_connect() -> bytes:
    plans = (
        request(n, *m, intent="plan", meta={"profile": [PROFILE]}) for n, m in enumerate(MEDICINES)
    )
    return bundle(*plans)


def eps() -> bytes:
    items = (
        request(n, *m, identifier=[{"system": ITEM, "value": f"item-{n:05}"}])
        for n, m in enumerate(MEDICINES)
    )
    return bundle(*items)


def ukcore_xml() -> bytes:
    rows = "".join(
        f'<entry><resource><MedicationRequest><id value="m{n}"/><status value="active"/>'
        f'<intent value="order"/><medicationCodeableConcept><text value="{escape(name)}"/>'
        f'</medicationCodeableConcept><authoredOn value="2026-03-01"/><dosageInstruction>'
        f'<text value="{escape(dose)}"/></dosageInstruction></MedicationRequest></resource></entry>'
        for n, (name, dose) in enumerate(MEDICINES)
    )
    return f'<Bundle xmlns="http://hl7.org/fhir"><type value="collection"/>{rows}</Bundle>'.encode()


def table() -> bytes:
    head = "patient_id,source,entry_id,medication,dosage,kind,status,start\n"
    rows = (f"P,gp,m{n},{m[0]},{m[1]},order,active,2026-03-01\n" for n, m in enumerate(MEDICINES))
    return (head + "".join(rows)).encode()


@pytest.mark.parametrize("message", [eps(), ukcore_xml(), table()], ids=["eps", "ukcore", "table"])
def test_the_same_treatments_as_from_gp_connect(message: bytes, dictionary: Dictionary) -> None:
    answers = []
    for raw in (gp_connect(), message):
        answer = reconcile(
            [read(raw, source="gp")], dictionary=dictionary, as_of=date(2026, 3, 16), event="review"
        )
        data = json.loads(answer.model_dump_json())
        lines = [
            (m["name"], m["ingredients"], m["product"], m["daily_dose"])
            for m in data["medications"]
        ]
        answers.append((lines, [t["ingredients"] for t in data["treatments"]]))
    assert answers[0] == answers[1] and len(answers[0][0]) == len(MEDICINES)
