"""A combination in one list and its parts in the other: each ingredient at about the same dose, or not."""

from __future__ import annotations

from typing import Any

import pytest
from finding_cases import RECENT, case

XEPLION = "Xeplion {}mg/1ml prolonged-release suspension for injection pre-filled syringes"
FOR_PAIN = "indication=pain"


def _parts(title: str, says: dict[str, str], home: list[str], ward: list[str]) -> Any:
    return case(
        title, says, gp=[f"{x}|{RECENT}" for x in home], ward=[f"{x}|{FOR_PAIN}" for x in ward]
    )


CASES = [
    _parts(
        "More codeine than in the combination",
        {"dose_conflict codeine": "moderate"},
        ["Co-codamol 8mg/500mg tablets|2 qds"],
        ["Codeine 30mg tablets|60mg qds", "Paracetamol 500mg tablets|1g qds"],
    ),
    _parts(
        "A quarter of the levodopa",
        {"dose_conflict levodopa": "high"},
        ["Stalevo 200mg/50mg/200mg tablets|1 tds"],
        ["Co-careldopa 12.5mg/50mg tablets|1 tds", "Entacapone 200mg tablets|200mg tds"],
    ),
    _parts(
        "Parts at home, a combination of more on the ward",
        {"dose_conflict codeine": "high"},
        ["Codeine 15mg tablets|1 qds", "Paracetamol 500mg tablets|2 qds"],
        ["Co-codamol 30mg/500mg tablets|2 qds"],
    ),
    _parts(
        "The same amounts",
        {},
        ["Co-codamol 30mg/500mg tablets|2 qds"],
        ["Codeine 30mg tablets|60mg qds", "Paracetamol 500mg tablets|1g qds"],
    ),
    _parts(
        "Nearly the same amounts",
        {},
        ["Co-codamol 30mg/500mg tablets|2 tds"],
        ["Codeine 30mg tablets|60mg tds", "Paracetamol 500mg tablets|1g qds"],
    ),
    _parts(
        "As required on one side",
        {},
        ["Co-codamol 8mg/500mg tablets|2 qds prn"],
        ["Codeine 30mg tablets|60mg qds prn", "Paracetamol 500mg tablets|1g qds"],
    ),
    _parts(
        "A part that is not there is left out, and no dose of it compares",
        {"omission codeine+paracetamol": "moderate"},
        ["Co-codamol 8mg/500mg tablets|2 qds"],
        ["Paracetamol 500mg tablets|500mg qds"],
    ),
    case(
        "A depot for three months and one for each month",
        {"frequency_conflict paliperidone": "high"},
        gp=[f"Paliperidone depot|350mg every 3 months|route=intramuscular; {RECENT}"],
        ward=["Paliperidone depot|100mg monthly|route=intramuscular; indication=psychosis"],
    ),
    case(
        "Four weeks and a month are one interval",
        {},
        gp=[f"{XEPLION.format(100)}|100mg every 4 weeks|{RECENT}"],
        ward=[f"{XEPLION.format(100)}|100mg monthly|indication=psychosis"],
    ),
    case(
        "Three months and twelve weeks are one interval",
        {},
        gp=[
            f"Hydroxocobalamin 1mg/1ml solution for injection ampoules|1mg every 12 weeks|{RECENT}"
        ],
        ward=["Hydroxocobalamin 1mg/1ml solution for injection ampoules|1mg every 3 months|"],
    ),
]


@pytest.mark.parametrize(("says", "lists"), CASES)
def test_combination_and_its_parts(says: dict[str, str], lists: dict[str, Any], said) -> None:
    assert said(lists, low=says) == says
