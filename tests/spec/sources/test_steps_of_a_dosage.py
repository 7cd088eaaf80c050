"""Several dosages of one line: steps that follow each other are not added, lines of one step are."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

import medrecon

AS_OF = dt.date(2026, 3, 16)
DICTIONARY = medrecon.Dictionary.sample()


def line(text: str, **more: Any) -> Any:
    return {"text": text, **more}


def period(start: str | None = None, end: str | None = None) -> Any:
    """The `timing` of a dosage that stands from one day to another."""
    bounds = {k: v for k, v in (("start", start), ("end", end)) if v}
    return {"repeat": {"boundsPeriod": bounds}}


def daily(*dosages: Any, name: str = "Prednisolone 5mg tablets") -> str | None:
    """The daily dose of an active order with these dosages, on 16 March 2026."""
    order = {
        "resourceType": "MedicationRequest",
        "id": "1",
        "status": "active",
        "intent": "order",
        "authoredOn": "2026-03-01",
        "medicationCodeableConcept": {"text": name},
        "dosageInstruction": list(dosages),
    }
    reading = medrecon.read(json.dumps(order).encode())
    result = medrecon.reconcile([reading], dictionary=DICTIONARY, as_of=AS_OF)
    (medication,) = result.medications
    dose = medication.daily_dose
    return None if dose is None else f"{dose.value.normalize():f} {dose.unit}"


def test_steps_in_words_are_not_added() -> None:
    steps = (line("30mg once a day", sequence=1), line("20mg once a day", sequence=2))
    assert daily(*steps) is None and daily(*reversed(steps)) is None


def test_lines_of_one_step_are_added() -> None:
    assert daily(line("10mg in the morning"), line("5mg at night")) == "15 mg"
    one = (line("10mg in the morning", sequence=1), line("5mg at night", sequence=1))
    assert daily(*one) == "15 mg"


@pytest.mark.parametrize(
    ("second", "told"),
    [
        (period("2026-03-06"), "20 mg"),
        (period("2026-03-20"), "30 mg"),
        (period("2026-03-06", "2026-03-31"), "20 mg"),
    ],
    ids=["open end", "not yet", "to the end of the month"],
)
def test_the_step_of_the_day_counts_where_periods_tell_it(second: Any, told: str) -> None:
    first = line("30mg once a day", timing=period("2026-03-01", "2026-03-05"))
    steps = (first, line("20mg once a day", timing=second))
    assert daily(*steps) == daily(*reversed(steps)) == told


def test_structures_with_periods_follow_each_other_too() -> None:
    def of(value: int, start: str, end: str | None) -> Any:
        repeat = {"frequency": 1, "period": 1, "periodUnit": "d", **period(start, end)["repeat"]}
        dose = {"value": value, "unit": "mg"}
        return {"timing": {"repeat": repeat}, "doseAndRate": [{"doseQuantity": dose}]}

    assert daily(of(30, "2026-03-01", "2026-03-05"), of(20, "2026-03-06", None)) == "20 mg"
    assert daily(of(10, "2026-03-01", None), of(5, "2026-03-01", None)) == "15 mg"
