"""A course beside what is taken for long, and a course that somebody made a repeat after its end."""

from __future__ import annotations

from typing import Any

import pytest
from finding_cases import RECENT, case

PREDNISOLONE = "Prednisolone 5mg tablets"
ENOXAPARIN = "Enoxaparin 40mg/0.4ml solution for injection pre-filled syringes"
B12 = "Hydroxocobalamin 1mg/1ml solution for injection ampoules"
LEFT = "change_status=started; start=2026-01-10; recorded=2026-01-10"
LONG_AGO = f"start=2024-06-01; {RECENT}"


def _after(title: str, says: dict[str, str], course: str, repeat: str) -> Any:
    return case(title, says, event="review", discharge=[course], gp=[repeat])


CASES = [
    _after(
        "An injection for 28 days that became a repeat four days later",
        {"acute_overrun enoxaparin": "high"},
        f"{ENOXAPARIN}|40mg od for 28 days|{LEFT}; indication=after hip surgery",
        f"{ENOXAPARIN}|40mg od|start=2026-02-10; {RECENT}",
    ),
    _after(
        "Five days that became a repeat",
        {"acute_overrun dexamethasone": "moderate"},
        f"Dexamethasone 2mg tablets|2mg od for 5 days then stop|{LEFT}",
        f"Dexamethasone 2mg tablets|2mg od|start=2026-01-20; {RECENT}",
    ),
    case(
        "The course itself made a repeat on its day",
        {"acute_overrun prednisolone": "moderate"},
        event="review",
        acute=[f"{PREDNISOLONE}|6 od for 5 days|start=2026-01-20; issued=2026-01-20; days=5"],
        gp=[f"{PREDNISOLONE}|6 od|start=2026-01-20; {RECENT}"],
    ),
    _after(
        "A repeat that says what it is for",
        {},
        f"{ENOXAPARIN}|40mg od for 28 days|{LEFT}; indication=after hip surgery",
        f"{ENOXAPARIN}|40mg od|start=2026-02-10; indication=cancer; {RECENT}",
    ),
    _after(
        "A course that the GP was asked to go on with",
        {},
        f"Dexamethasone 2mg tablets|2mg od for 5 days, GP to continue|{LEFT}",
        f"Dexamethasone 2mg tablets|2mg od|start=2026-01-20; {RECENT}",
    ),
    _after(
        "A repeat begun much later is another one",
        {},
        f"Doxycycline 100mg capsules|100mg od for 5 days|{LEFT}",
        f"Doxycycline 100mg capsules|100mg od|start=2026-03-01; {RECENT}",
    ),
    case(
        "A burst, and the usual dose in a line that begins after it",
        {},
        event="discharge",
        gp=[f"{PREDNISOLONE}|1 od|{LONG_AGO}"],
        discharge=[
            f"{PREDNISOLONE}|40mg od for 5 days|start=2026-03-15; recorded=2026-03-15",
            f"{PREDNISOLONE}|5mg od|start=2026-03-20; recorded=2026-03-15",
        ],
    ),
    case(
        "A burst, and then the usual dose",
        {},
        event="discharge",
        gp=[f"{PREDNISOLONE}|1 od|{LONG_AGO}"],
        discharge=[f"{PREDNISOLONE}|40mg od for 5 days, then 5mg od|recorded=2026-03-15"],
    ),
    case(
        "A burst, and then another dose than the usual one",
        {"dose_conflict prednisolone": "high"},
        event="discharge",
        gp=[f"{PREDNISOLONE}|1 od|{LONG_AGO}"],
        discharge=[
            f"{PREDNISOLONE}|40mg od for 5 days, then 10mg od|start=2026-03-15; recorded=2026-03-15"
        ],
    ),
    case(
        "A steroid burst beside the usual dose",
        {},
        event="review",
        acute=[f"{PREDNISOLONE}|6 od for 5 days|start=2026-01-20; issued=2026-01-20; days=5"],
        gp=[f"{PREDNISOLONE}|1 od|{LONG_AGO}"],
    ),
    case(
        "Twice a day for a week beside once a day",
        {},
        event="review",
        acute=["Omeprazole 20mg gastro-resistant capsules|1 bd for 7 days|start=2026-01-20"],
        gp=[f"Omeprazole 20mg gastro-resistant capsules|1 od|{LONG_AGO}"],
    ),
    case(
        "Loading injections before those of every three months",
        {},
        event="review",
        acute=[
            f"{B12}|1mg alternate days for 2 weeks|start=2025-10-01; issued=2025-10-01; days=14"
        ],
        gp=[f"{B12}|1mg every 3 months|start=2025-06-01; issued=2026-01-10; days=90"],
    ),
]


@pytest.mark.parametrize(("says", "lists"), CASES)
def test_courses_and_repeats(says: dict[str, str], lists: dict[str, Any], said) -> None:
    assert said(lists, low=says) == says
