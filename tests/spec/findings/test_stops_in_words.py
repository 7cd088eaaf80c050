"""The words of a line say that it was stopped, its status that it is active: which is right is asked."""

from __future__ import annotations

from typing import Any

import pytest
from finding_cases import RECENT, case

NAPROXEN = f"Naproxen 500mg tablets|1 bd|{RECENT}"
AMIODARONE = f"Amiodarone 200mg tablets|1 od|{RECENT}; note=Stopped by cardiology Jan 26"
LETTER = "Naproxen 500mg tablets|500 mg BD|start=2026-02-10; recorded=2026-02-10"

CASES = [
    case(
        "A discharge list says STOPPED beside the dose, and the GP issues it",
        {"status_conflict naproxen": "high"},
        event="review",
        gp=[NAPROXEN],
        discharge=[f"{LETTER}; note=STOPPED - GI bleed"],
    ),
    case(
        "The same where it is the reason of the change",
        {"status_conflict naproxen": "moderate"},
        event="review",
        gp=[NAPROXEN],
        discharge=[f"{LETTER}; why=Stopped, dyspepsia"],
    ),
    case(
        "A GP note, and the ward has it",
        {"status_conflict amiodarone": "high"},
        gp=[AMIODARONE],
        ward=["Amiodarone 200mg tablets|200 mg OD|"],
    ),
    case(
        "A GP note, and the ward says that it was restarted",
        {},
        gp=[AMIODARONE],
        ward=["Amiodarone 200mg tablets|200 mg OD|start=2026-03-15; why=Restarted for AF"],
    ),
    case(
        "Do not take, changed to another: no duplication and no question of its dose",
        {"status_conflict warfarin": "high"},
        event="review",
        gp=[
            f"Warfarin 3mg tablets|DO NOT TAKE - changed to apixaban|{RECENT}",
            f"Apixaban 5mg tablets|1 bd|{RECENT}",
        ],
    ),
    case(
        "The new medicine says that the old one was stopped",
        {},
        event="review",
        gp=[f"Apixaban 5mg tablets|1 bd|{RECENT}; note=Warfarin stopped, poor INR"],
    ),
    case(
        "One line of two was stopped in words",
        {"status_conflict ramipril": "moderate"},
        event="review",
        gp=[
            f"Ramipril 5mg capsules|1 od|{RECENT}; note=Stopped, dose went up",
            f"Ramipril 10mg capsules|1 od|{RECENT}",
        ],
    ),
    case(
        "The stop stands elsewhere too, and nothing was issued since",
        {},
        event="review",
        gp=["Naproxen 500mg tablets|1 bd|issued=2026-01-10; note=Stopped by hospital"],
        discharge=["Naproxen 500mg tablets||status=stopped; end=2026-02-10; reason=GI bleed"],
    ),
    case(
        "The patient does not take what the GP has",
        {"status_conflict naproxen": "moderate"},
        event="review",
        gp=[NAPROXEN],
        told=["Naproxen 500mg tablets|not taking|"],
    ),
]


@pytest.mark.parametrize(("says", "lists"), CASES)
def test_what_is_said_and_nothing_else(
    says: dict[str, str], lists: dict[str, Any], said: Any
) -> None:
    assert said(lists, low=says) == says
