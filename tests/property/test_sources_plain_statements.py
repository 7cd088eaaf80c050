"""A statement of ordinary shape is read in one go, and says what the general reading says."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from medrecon.model import Reading
from medrecon.sources import read

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
        "extension": [
            {
                "url": "https://x/Extension-UKCore-MedicationStatementLastIssueDate",
                "valueDateTime": "2026-01-05",
            }
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
        "dosage": [{"text": "1 om"}],
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
            holds = key in place if isinstance(place, dict) else isinstance(place, list) and place
            place = place[key] if holds else {}
        if isinstance(place, dict):
            place[last] = odd
    assert said(plain) == said([{**s, "language": "en-GB"} for s in plain])
