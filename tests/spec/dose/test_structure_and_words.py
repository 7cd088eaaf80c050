"""A dosage sent twice, as structure and as words: neither is believed over the other."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import medrecon
from medrecon.model import Finding, ReconciledMedication


def sent(
    medicine: str, text: str | None, **structure: Any
) -> tuple[ReconciledMedication, tuple[Finding, ...]]:
    """What comes of one order with that dosage."""
    order = {
        "resourceType": "MedicationRequest",
        "id": "m1",
        "status": "active",
        "intent": "order",
        "authoredOn": "2026-02-01",
        "medicationCodeableConcept": {"text": medicine},
        "dosageInstruction": [{**({"text": text} if text else {}), **structure}],
    }
    result = medrecon.reconcile(
        medrecon.read(json.dumps(order).encode()),
        dictionary=medrecon.Dictionary.sample(),
        as_of=date(2026, 2, 10),
    )
    (medication,) = result.medications
    return medication, result.findings


def times(frequency: int, period: int = 1, unit: str = "d") -> dict[str, Any]:
    return {"timing": {"repeat": {"frequency": frequency, "period": period, "periodUnit": unit}}}


def each(value: float, unit: str) -> dict[str, Any]:
    return {"doseAndRate": [{"doseQuantity": {"value": value, "unit": unit}}]}


@pytest.mark.parametrize(
    ("text", "structure"),
    [
        ("TWO tablets twice a day", {**times(2), **each(2, "tablet")}),
        ("TWO tablets twice a day", {**times(2), **each(1000, "mg")}),
        ("1g bd", {**times(2), **each(2, "tablet")}),
        (None, {**times(2), **each(2, "tablet")}),
        ("As directed", {**times(2), **each(2, "tablet")}),
        ("TWO tablets twice a day", times(2)),
        ("TWO tablets twice a day", each(2, "tablet")),
        ("TWO tablets twice a day", {"route": {"text": "Oral"}}),
    ],
)
def test_where_both_agree_or_one_says_more_the_dose_is_known(
    text: str | None, structure: dict[str, Any]
) -> None:
    medication, findings = sent("Paracetamol 500mg tablets", text, **structure)
    assert medication.daily_dose is not None
    assert (medication.daily_dose.value, medication.daily_dose.unit) == (2000, "mg")
    assert findings == ()


@pytest.mark.parametrize(
    ("medicine", "text", "structure", "severity"),
    [
        ("Bisoprolol 2.5mg tablets", "TWO each morning", {**times(1), **each(1, "tablet")}, "moderate"),
        ("Bisoprolol 2.5mg tablets", "ONE each morning", {**times(1), **each(5, "mg")}, "moderate"),
        ("Methotrexate 2.5mg tablets", "10mg once weekly", {**times(1), **each(10, "mg")}, "critical"),
        ("Warfarin 1mg tablets", "TWO tablets daily", {**times(1), **each(1, "mg")}, "critical"),
    ],
)  # fmt: skip
def test_where_they_differ_no_dose_is_stated_and_somebody_is_asked(
    medicine: str, text: str, structure: dict[str, Any], severity: str
) -> None:
    medication, findings = sent(medicine, text, **structure)
    assert medication.daily_dose is None
    assert [(f.type, f.severity) for f in findings] == [("ambiguous_dose", severity)]
    assert "can be read in more than one way" in findings[0].message
    assert medication.dosage_text == text, "the words stay as they were written"


def test_as_required_in_the_structure_is_not_lost_to_the_words() -> None:
    medication, _ = sent("Paracetamol 500mg tablets", "TWO four times a day", asNeededBoolean=True)
    assert medication.daily_dose is None, "a dose taken when required has no amount a day"


def test_a_code_for_once_daily_under_words_of_more_is_not_believed() -> None:
    medication, _ = sent(
        "Gliclazide 80mg tablets",
        "TWO in the morning and ONE in the evening",
        **times(1),
        **each(1, "tablet"),
    )
    assert medication.daily_dose is None


@pytest.mark.parametrize("medicine", ["Atenolol 25mg tablets", "Bisoprolol 2.5mg tablets"])
def test_a_number_without_a_unit_that_is_the_strength_is_no_count(medicine: str) -> None:
    value = 25 if "25mg" in medicine else 2.5
    bare = {**times(1), "doseAndRate": [{"doseQuantity": {"value": value}}]}
    medication, findings = sent(medicine, None, **bare)
    assert medication.daily_dose is None
    assert [f.type for f in findings] == ["ambiguous_dose"]
    worded, findings = sent(medicine, "ONE daily", **bare)
    assert worded.daily_dose is not None and worded.daily_dose.value == Decimal(str(value))
    assert findings == (), "the words say which it is"
