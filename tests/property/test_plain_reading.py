"""What is plain is read in one go, and says what the reading element by element says.

The general reading is the oracle: one element of an ordinary message is taken out, doubled, emptied or given
another type, and the message is read both ways.
"""

from __future__ import annotations

import copy
import json
from typing import Any
from unittest import mock

from hypothesis import given
from hypothesis import strategies as st

import medrecon
from medrecon.sources.fhir import message as reading_of

SCT = {"system": "http://snomed.info/sct", "code": "26643006", "display": "Oral"}
NAME = {"system": "https://dmd.nhs.uk", "code": "39113611000001102", "display": "Examplin 5mg tablets"}  # fmt: skip
GPC = "https://fhir.nhs.uk/STU3/StructureDefinition/"
UKCORE = "https://fhir.hl7.org.uk/StructureDefinition/"


def statement(number: int) -> dict[str, Any]:
    return {
        "resourceType": "MedicationStatement",
        "id": f"s{number}",
        "meta": {"profile": [f"{UKCORE}UKCore-MedicationStatement"]},
        "extension": [{"url": f"{UKCORE}Extension-UKCore-MedicationStatementLastIssueDate", "valueDateTime": "2026-02-03"}],
        "identifier": [{"system": "https://tools.ietf.org/html/rfc4122", "value": f"n{number}"}],
        "status": "active",
        "category": {"coding": [{"system": "x", "code": "community", "display": "Community"}]},
        "medicationCodeableConcept": {"coding": [NAME], "text": "Examplin 5mg tablets"},
        "subject": {"reference": "Patient/p", "identifier": {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9449304130"}},
        "effectivePeriod": {"start": "2026-01-05", "end": "2027-01-05"},
        "dateAsserted": "2026-01-05T09:00:00+00:00",
        "informationSource": {"reference": "Organization/o", "display": "GP"},
        "note": [{"text": "Reviewed"}],
        "dosage": [{"sequence": 1, "text": "1 om", "patientInstruction": "with food", "route": {"coding": [SCT]}}],
    }  # fmt: skip


def request(own: str, intent: str, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "MedicationRequest",
        "id": own,
        "meta": {"profile": [f"{GPC}CareConnect-GPC-MedicationRequest-1"]},
        "status": "active",
        "intent": intent,
        "medicationCodeableConcept": {"coding": [NAME]},
        "subject": {"reference": "Patient/p"},
        "authoredOn": "2026-01-05",
        "dosageInstruction": [{"text": "1 om"}],
        "dispenseRequest": {
            "validityPeriod": {"start": "2026-01-05", "end": "2026-02-01"},
            "quantity": {"value": 28, "unit": "tablet"},
            "expectedSupplyDuration": {"value": 28, "unit": "day", "code": "d"},
        },
        **more,
    }


MESSAGES = (
    [statement(1), statement(2)],
    [
        request("plan", "plan"),
        request("issue", "order", basedOn=[{"reference": "MedicationRequest/plan"}]),
        {**statement(1), "basedOn": [{"reference": "MedicationRequest/plan"}], "taken": "unk"},
    ],
)
OTHERS = (None, "", " ", 7, True, [], {}, [None], ["x"], {"x": "y"}, "x", "2026-13-40", "unknown")


def places(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON value, the outer ones first."""
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()  # fmt: skip
    return [p for k, v in inner for p in ((*path, k), *places(v, (*path, k)))]


@st.composite
def messages(draw: st.DrawFn) -> list[dict[str, Any]]:
    """An ordinary message in which an element or two of its lines are not as they should be."""
    resources = json.loads(json.dumps(draw(st.sampled_from(MESSAGES))))
    for _ in range(draw(st.integers(0, 2))):
        own = len(resources) - draw(st.integers(1, min(2, len(resources))))
        *way, last = draw(st.sampled_from(places(resources[own], (own,))))
        holder: Any = resources
        for step in way:
            holder = holder[step]
        done = draw(st.sampled_from(("removed", "doubled", "other")))
        if done == "removed":
            del holder[last]
        elif done == "doubled":
            holder[last] = [holder[last], copy.deepcopy(holder[last])]
        else:
            holder[last] = copy.deepcopy(draw(st.sampled_from(OTHERS)))
    return resources


def told(resources: list[dict[str, Any]]) -> Any:
    """What a reading says, or that it is refused."""
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": r} for r in resources]}  # fmt: skip
    try:
        reading = medrecon.read(json.dumps(bundle).encode())
    except medrecon.MedrecError as e:
        return type(e)
    kinds = {problem.code for problem in reading.problems}
    return tuple(reading.entries), kinds, reading.sources, reading.patient


@given(messages())
def test_plain_lines_say_what_the_general_reading_says(resources):
    quick = told(resources)
    with (
        mock.patch.object(reading_of, "plain_statement", lambda *_: None),
        mock.patch.object(reading_of, "plain_issue", lambda *_: None),
    ):
        assert told(resources) == quick
