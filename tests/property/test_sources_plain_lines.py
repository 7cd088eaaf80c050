"""A line of ordinary shape is read in one go, and says what the general reading says.

The general reading, element by element, is the oracle: elements of an ordinary message are taken out, doubled,
emptied or given another type, and the message is read both ways.
"""

from __future__ import annotations

import copy
import json
from typing import Any
from unittest import mock

from hypothesis import given
from hypothesis import strategies as st

from medrecon.errors import MedrecError
from medrecon.model import Reading
from medrecon.sources import read
from medrecon.sources.fhir import message as reading_of

GPC = "https://fhir.nhs.uk/STU3/StructureDefinition/"
ORAL = {"system": "http://snomed.info/sct", "code": "26643006", "display": "Oral"}

ODD = st.sampled_from(
    [
        None,
        "",
        " ",
        5,
        True,
        [],
        {},
        [None],
        [["x"]],
        "2026-02",
        "03/04/2026",
        "not-taken",
        "stopped",
        "y",
        "prescribed-by-another-organisation",
        {"reference": "#inside"},
        [{"text": "with food"}, {"text": ""}],
        [{"system": "https://x/prescription-order-item-number", "value": "7"}],
        {"coding": [{"code": "inpatient"}, {"code": "community"}]},
        [{"coding": [{"code": "discharge"}]}],
        [{"url": "https://x/Extension-CareConnect-GPC-PrescriptionType-1", "valueString": "acute"}],
    ]
)


def statement(number: int) -> dict[str, Any]:
    """A MedicationStatement as a shared record sends most of them."""
    return {
        "resourceType": "MedicationStatement",
        "id": f"s{number}",
        "meta": {"profile": ["https://x/UKCore-MedicationStatement"]},
        "extension": [
            {
                "url": "https://x/Extension-UKCore-MedicationStatementLastIssueDate",
                "valueDateTime": "2026-01-05",
            },
            {
                "url": f"{GPC}Extension-CareConnect-GPC-PrescribingAgency-1",
                "valueCodeableConcept": {"coding": [{"code": "prescribed-at-gp-practice"}]},
            },
        ],
        "identifier": [{"system": "https://tools.ietf.org/html/rfc4122", "value": f"n{number}"}],
        "status": "active",
        "category": {"coding": [{"system": "https://x/category", "code": "community"}]},
        "medicationCodeableConcept": {
            "coding": [{"system": "https://dmd.nhs.uk", "code": "1", "display": "Aspirin 75mg"}]
        },
        "subject": {"reference": "Patient/1", "identifier": {"value": "9449304130"}},
        "effectivePeriod": {"start": "2025-11-03", "end": "2026-05-01"},
        "dateAsserted": "2025-11-03T09:00:00+00:00",
        "informationSource": {"reference": "Organization/A1"},
        "note": [{"text": "Reviewed"}],
        "dosage": [
            {
                "sequence": 1,
                "text": "1 om",
                "patientInstruction": "with food",
                "route": {"coding": [ORAL]},
            }
        ],
    }


def said(statements: list[dict[str, Any]]) -> Reading:
    """The Reading of a Bundle of them."""
    bundle = {"resourceType": "Bundle", "entry": [{"resource": s} for s in statements]}
    return read(json.dumps(bundle).encode())


PLACES = st.sampled_from(
    [
        *((key,) for key in statement(0) if key != "resourceType"),
        ("extension", 0, "url"),
        ("extension", 0, "valueDateTime"),
        ("extension", 1, "url"),
        ("extension", 1, "valueCodeableConcept"),
        ("extension", 1, "valueCodeableConcept", "coding", 0, "code"),
        ("taken",),
        ("basedOn",),
        ("context",),
        ("identifier", 0, "value"),
        ("category", "coding"),
        ("category", "coding", 0, "code"),
        ("medicationCodeableConcept", "coding"),
        ("effectivePeriod", "start"),
        ("subject", "reference"),
        ("subject", "identifier"),
        ("note", 0, "text"),
    ]
)


@given(st.lists(st.tuples(st.integers(0, 1), PLACES, ODD), max_size=3))
def test_plain_reading_says_what_the_general_one_says(
    changes: list[tuple[int, tuple[Any, ...], Any]],
) -> None:
    """An element that means nothing (`language`) sends a statement to the general reading."""
    plain = [statement(0), statement(1)]
    for which, (*way, last), odd in changes:
        place: Any = plain[which]
        for key in way:
            holds = (
                key in place
                if isinstance(place, dict)
                else (isinstance(place, list) and isinstance(key, int) and key < len(place))
            )
            place = place[key] if holds else {}
        if isinstance(place, dict):
            place[last] = copy.deepcopy(odd)
    assert said(plain) == said([{**s, "language": "en-GB"} for s in plain])


def request(own: str, intent: str, **more: Any) -> dict[str, Any]:
    """A plan of a GP record, or an issue of one."""
    return {
        "resourceType": "MedicationRequest",
        "id": own,
        "meta": {"profile": [f"{GPC}CareConnect-GPC-MedicationRequest-1"]},
        "status": "active",
        "intent": intent,
        "medicationCodeableConcept": {
            "coding": [{"system": "https://dmd.nhs.uk", "code": "1", "display": "Aspirin 75mg"}]
        },
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


ITEM = "https://x/prescription-order-item-number"
REPEATS = {
    "url": f"{GPC}Extension-CareConnect-GPC-MedicationRepeatInformation-1",
    "extension": [
        {"url": "numberOfRepeatPrescriptionsAllowed", "valuePositiveInt": 6},
        {"url": "numberOfRepeatPrescriptionsIssued", "valuePositiveInt": 2},
        {"url": "authorisationExpiryDate", "valueDateTime": "2026-07-01"},
    ],
}
KIND = {
    "url": f"{GPC}Extension-CareConnect-GPC-PrescriptionType-1",
    "valueCodeableConcept": {"coding": [{"code": "repeat"}]},
}
PLAN = {
    "extension": [KIND, REPEATS],
    "identifier": [{"system": "https://x/number", "value": "p-1"}],
    "requester": {"agent": {"reference": "Practitioner/1"}},
    "note": [{"text": "Reviewed"}],
}


def item(own: str) -> dict[str, Any]:
    """An order of a community prescription."""
    made = request(own, "order")
    made["dispenseRequest"]["numberOfRepeatsAllowed"] = 6
    return {
        **made,
        "extension": [
            {"url": "https://x/Extension-DM-PrescriptionType", "valueCoding": {"code": "0101"}},
            {
                "url": "https://x/Extension-UKCore-MedicationRepeatInformation",
                "extension": [
                    {"url": "numberOfRepeatsAllowed", "valueUnsignedInt": 5},
                    {"url": "authorisationExpiryDate", "valueDateTime": "2026-07-01"},
                ],
            },
        ],
        "identifier": [{"system": ITEM, "value": f"i-{own}"}],
        "category": [{"coding": [{"code": "community"}]}],
        "courseOfTherapyType": {"coding": [{"code": "continuous"}]},
        "groupIdentifier": {"system": "https://x/prescription-order-number", "value": "G"},
        "requester": {"reference": "PractitionerRole/1", "display": "Dr A"},
    }


def supply(own: str) -> dict[str, Any]:
    """A dispensing item with the order that it carries."""
    order = request("order", "order", identifier=[{"system": ITEM, "value": f"i-{own}"}])
    status = {"code": "0006", "display": "Dispensed"}
    return {
        "resourceType": "MedicationDispense",
        "id": own,
        "contained": [order],
        "extension": [
            {"url": "https://x/Extension-EPS-TaskBusinessStatus", "valueCoding": status},
            {"url": "https://x/Extension-of-another-kind", "valueString": "x"},
        ],
        "identifier": [{"system": "https://x/dispense-item-number", "value": f"d-{own}"}],
        "status": "completed",
        "medicationCodeableConcept": order["medicationCodeableConcept"],
        "subject": {"reference": "Patient/p"},
        "performer": [{"actor": {"reference": "Organization/1", "display": "A pharmacy"}}],
        "authorizingPrescription": [{"reference": "#order"}],
        "type": {"coding": [{"code": "0003", "display": "Item dispensed - partial"}]},
        "quantity": {"value": 14, "unit": "tablet", "code": "428673006"},
        "daysSupply": {"value": 14, "unit": "day", "code": "d"},
        "whenPrepared": "2026-01-06",
        "whenHandedOver": "2026-01-07T10:00:00Z",
        "dosageInstruction": [{"text": "1 om"}],
    }


MESSAGES = (
    [statement(1), statement(2)],
    [request("a", "plan", **PLAN), request("b", "plan", **PLAN)],
    [item("a"), item("b")],
    [supply("a"), supply("b")],
    [
        request("plan", "plan"),
        request("issue", "order", basedOn=[{"reference": "MedicationRequest/plan"}]),
        {**statement(1), "basedOn": [{"reference": "MedicationRequest/plan"}], "taken": "unk"},
    ],
)
OTHERS = (
    None,
    "",
    " ",
    0,
    7,
    True,
    [],
    {},
    [None],
    ["x"],
    {"x": "y"},
    "x",
    "2026-13-40",
    "unknown",
)


def places(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON value, the outer ones first."""
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()  # fmt: skip
    return [p for k, v in inner for p in ((*path, k), *places(v, (*path, k)))]


@st.composite
def messages(draw: st.DrawFn) -> list[dict[str, Any]]:
    """An ordinary message in which an element or two of its lines are not as they should be.

    The elements stand in the order of FHIR, or the other way round.
    """
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
    if draw(st.booleans()):
        resources = [dict(reversed(r.items())) if isinstance(r, dict) else r for r in resources]
    return resources


def told(resources: list[dict[str, Any]]) -> Any:
    """What a reading says, or that it is refused.

    What is wrong in the medicine of a plan is told once, of the plan, where its issue names the same in the same
    words: of the Problems only the kinds are compared.
    """
    try:
        reading = said(resources)
    except MedrecError as e:
        return type(e)
    kinds = {problem.code for problem in reading.problems}
    return reading.entries, kinds, reading.sources, reading.patient


@given(messages())
def test_statements_and_issues_say_it_however_they_are_read(
    resources: list[dict[str, Any]],
) -> None:
    quick = told(resources)
    with (
        mock.patch.dict(reading_of.PLAIN, clear=True),
        mock.patch.object(reading_of, "plain_issue", lambda *_: None),
    ):
        assert told(resources) == quick
