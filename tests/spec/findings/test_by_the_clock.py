"""Medicines whose clock is their dose: the chart's times against those of the list from home."""

from __future__ import annotations

from typing import Any

import pytest
from finding_cases import RECENT, case, one_medicine

CARELDOPA = "Co-careldopa 25mg/100mg tablets"
AT_NIGHT = "Co-careldopa 50mg/200mg modified-release tablets"
LEVODOPA = "timing_conflict carbidopa+levodopa"


CASES = [
    one_medicine(
        "Other times than at home",
        {LEVODOPA: "critical"},
        CARELDOPA,
        "1 at 07:00, 11:00 and 15:00",
        "1 at 08:00, 13:00 and 18:00",
    ),
    one_medicine(
        "The times of home are not on the chart",
        {LEVODOPA: "critical"},
        CARELDOPA,
        "1 at 07:00, 11:00 and 15:00",
        "1 TDS",
    ),
    case(
        "The times stand in what the patient says only",
        {LEVODOPA: "critical"},
        gp=[f"{CARELDOPA}|1 tds|{RECENT}"],
        told=[f"{CARELDOPA}|1 at 07:00, 11:00 and 15:00|"],
        ward=[f"{CARELDOPA}|1 at 08:00, 13:00 and 18:00|"],
    ),
    one_medicine(
        "At night at home, in the morning by the clock",
        {LEVODOPA: "moderate"},
        AT_NIGHT,
        "1 nocte",
        "1 at 08:00",
    ),
    *(
        one_medicine(f"Home names no times: {home}", {}, name, home, ward)
        for name, home, ward in (
            (CARELDOPA, "1 tds", "1 TDS (08:00, 13:00, 18:00)"),
            (AT_NIGHT, "1 nocte", "1 tablet at 22:00"),
            ("Rasagiline 1mg tablets", "1 om", "1 mg at 08:00"),
            ("Pyridostigmine bromide 60mg tablets", "1 qds", "60 mg at 07:00, 12:00, 17:00, 22:00"),
        )
    ),
    case(
        "The patient says when and the GP how often: the lists of home are no chart",
        {},
        gp=[f"{CARELDOPA}|1 at 07:00, 11:00 and 15:00|{RECENT}"],
        told=[f"{CARELDOPA}|1 tds|"],
        ward=[f"{CARELDOPA}|1 at 07:00, 11:00 and 15:00|"],
    ),
]


@pytest.mark.parametrize(("says", "lists"), CASES)
def test_by_the_clock(says: dict[str, str], lists: dict[str, Any], said) -> None:
    assert said(lists, low=says) == says
