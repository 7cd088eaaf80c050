"""Structure to words, in the two NHS dialects and the short one for screens."""

from __future__ import annotations

from typing import Any

import pytest

from medrecon.dosage import Dosage
from medrecon.errors import UsageError


def words(dosage: dict[str, Any] | list[dict[str, Any]], dialect: str = "guide-2025") -> str:
    return Dosage.from_fhir(dosage).to_text(dialect)


def dose(value: object, unit: str | None = None, **more: object) -> dict[str, Any]:
    quantity = {k: v for k, v in {"value": value, "unit": unit, **more}.items() if v is not None}
    return {"doseAndRate": [{"doseQuantity": quantity}]}


def repeat(**parts: object) -> dict[str, Any]:
    return {"timing": {"repeat": parts}}


SNOMED = {"system": "http://snomed.info/sct", "code": "428673006"}


@pytest.mark.parametrize(
    ("dosage", "guide", "eps"),
    [
        (dose(0.5, "tablet", **SNOMED), "half tablet", "0.5 tablet"),
        (dose(0.75, "tablet", **SNOMED), "three quarters tablet", "0.75 tablet"),
        (dose(0.5, "milligram"), "0.5 milligram", "0.5 milligram"),
        (dose(2, "5ml spoonful"), "2 x 5ml spoonful", "2 5ml spoonful"),
        (repeat(count=3), "3 times", "take 3 times"),
        (repeat(when=["NIGHT"]), "at night", "during the night"),
        (repeat(when=["CM", "CV"]), "at breakfast, at dinner", "at breakfast and at dinner"),
        (
            repeat(frequency=2, period=1, periodUnit="d") | {"patientInstruction": "shake well"},
            "twice a day",
            "twice a day - shake well",
        ),
        (
            {"maxDosePerLifetime": {"value": 2, "unit": "gram"}},
            "up to a maximum of 2 gram for the lifetime of patient",
            "up to a maximum of 2 gram for the lifetime of the patient",
        ),
    ],
)
def test_where_the_dialects_differ(dosage: dict[str, Any], guide: str, eps: str) -> None:
    assert words(dosage, "guide-2025") == guide
    assert words(dosage, "eps-2021") == eps


@pytest.mark.parametrize(
    ("dosage", "text"),
    [
        (repeat(frequency=1, period=8, periodMax=12, periodUnit="h"), "every 8 to 12 hours"),
        (repeat(frequency=2, frequencyMax=3, period=1, periodUnit="d"), "2 to 3 times a day"),
        (repeat(frequencyMax=3, period=1, periodUnit="wk"), "up to 3 times a week"),
        (repeat(period=1, periodUnit="mo"), "monthly"),
        (repeat(offset=90, when=["ACM"]), "90 minutes before breakfast"),
        (repeat(offset=1440, when=["PC"]), "1 day after a meal"),
        (repeat(dayOfWeek=["mon", "fri"], timeOfDay=["09:00:00"]), "on Monday and Friday at 09:00"),
        (repeat(boundsPeriod={"start": "2026-03-01"}), "from 01/03/2026"),
        ({"timing": {"event": ["2026-03-01", "2026-03-08"]}}, "on 01/03/2026 and 08/03/2026"),
        ({"asNeededCodeableConcept": {"coding": [{"display": "pain"}]}}, "as required for pain"),
    ],
)
def test_parts(dosage: dict[str, Any], text: str) -> None:
    assert words(dosage) == text


def test_several_are_put_in_order() -> None:
    second = {"sequence": 2, **dose(1, "tablet")}
    first = {"sequence": 1, **dose(2, "tablet")}
    assert words([second, first]) == "2 tablet, then 1 tablet"
    assert words([{**first}, {**second, "sequence": 1}]) == "2 tablet, and 1 tablet"
    assert words([first, dose(1, "tablet")]) == ""


@pytest.mark.parametrize(
    "dosage",
    [
        dose(1),
        dose(None, "milligram"),
        repeat(period=2, periodUnit="d"),
        repeat(frequency=3, period=2),
        repeat(offset=60),
        repeat(when=["LATER"]),
        repeat(boundsPeriod={"start": "2026-02-30"}),
        {"site": {"coding": [{"code": "8966001"}]}},
        {"asNeededCodeableConcept": {"coding": []}},
        {"maxDosePerPeriod": {"numerator": {"value": 1, "unit": "gram"}}},
    ],
)
def test_what_the_rules_do_not_word_is_empty(dosage: dict[str, Any]) -> None:
    assert words(dosage, "eps-2021") == ""


def test_an_unknown_dialect_is_a_wrong_call() -> None:
    with pytest.raises(UsageError):
        words(dose(1, "tablet"), "pirate")


@pytest.mark.parametrize(
    ("dosage", "text"),
    [
        (dose(5.0, "milligram"), "5 mg"),
        (dose(0.5, "gram"), "0.5 g"),
        (dose(125, "microgram"), "125 micrograms"),
        (dose(20000, "unit"), "20,000 units"),
        (dose(1, "tablet") | repeat(frequency=1, period=1, periodUnit="d"), "1 tablet once a day"),
    ],
)
def test_the_short_form_is_safe_to_read(dosage: dict[str, Any], text: str) -> None:
    assert words(dosage, "clinical") == text
