"""Two strengths of a product, and a list that says how often and not how many: one each time is meant."""

from __future__ import annotations

from typing import Any

import pytest
from finding_cases import RECENT, case

MATRIFEN = "Matrifen {}micrograms/hour transdermal patches"
LEVO = "Levothyroxine sodium {}microgram tablets"
DIGOXIN = "Digoxin {}microgram tablets"

CASES = [
    case(
        "Four times the digoxin, the ward says OD",
        {"dose_conflict digoxin": "high"},
        gp=[f"{DIGOXIN.format('62.5')}|1 od|{RECENT}"],
        ward=[f"{DIGOXIN.format('250')}|OD|"],
    ),
    case(
        "Neither list says how many",
        {"dose_conflict digoxin": "high"},
        gp=[f"{DIGOXIN.format('62.5')}|OD|{RECENT}"],
        ward=[f"{DIGOXIN.format('250')}|OD|"],
    ),
    case(
        "A patch of four times the strength",
        {"dose_conflict fentanyl": "high"},
        gp=[f"{MATRIFEN.format(25)}|one every 72 hours|{RECENT}"],
        ward=[f"{MATRIFEN.format(100)}|every 72 hours|"],
    ),
    case(
        "The dose at home in mg",
        {"dose_conflict amlodipine": "moderate"},
        gp=[f"Amlodipine 5mg tablets|5mg once daily|{RECENT}"],
        ward=["Amlodipine 10mg tablets|once daily|"],
    ),
    case(
        "Two tablets of half the strength",
        {},
        gp=[f"{DIGOXIN.format('125')}|2 od|{RECENT}"],
        ward=[f"{DIGOXIN.format('250')}|OD|"],
    ),
    case(
        "The same strength in other words",
        {},
        gp=[f"{DIGOXIN.format('125')}|125 micrograms od|{RECENT}"],
        ward=[f"{DIGOXIN.format('125')}|OD|"],
    ),
    case(
        "A dose of two strengths at home, of which a list names one",
        {},
        gp=[f"{LEVO.format(100)}|one daily|{RECENT}", f"{LEVO.format(25)}|od|{RECENT}"],
        ward=[f"{LEVO.format(100)}|125 micrograms od|"],
    ),
    case(
        "Nothing says how often, so that nothing says how many",
        {},
        gp=[f"Warfarin 1mg tablets|as directed|{RECENT}"],
        ward=["Warfarin 3mg tablets|as per chart|"],
    ),
    case(
        "A liquid of another strength: how much of it nobody knows",
        {},
        gp=[f"Furosemide 20mg/5ml oral solution|5ml once a day|{RECENT}"],
        ward=["Furosemide 40mg/5ml oral solution|once a day|"],
    ),
    case(
        "The chart says why it differs",
        {},
        gp=[f"Amlodipine 5mg tablets|od|{RECENT}"],
        ward=["Amlodipine 10mg tablets|od|change_status=changed; change_reason=BP 170/95"],
    ),
]


@pytest.mark.parametrize(("says", "lists"), CASES)
def test_how_many_unsaid(says: dict[str, str], lists: dict[str, Any], said) -> None:
    assert said(lists, low=says) == says


BARE = [
    case(
        "A number without its unit, and a product of another strength",
        {"dose_conflict ramipril": "moderate"},
        gp=[f"Ramipril 5mg capsules|1 od|{RECENT}"],
        ward=["Ramipril 10|od|"],
    ),
    case(
        "A patch named by its brand and another number",
        {"dose_conflict fentanyl": "high"},
        gp=[f"{MATRIFEN.format(25)}|1 patch every 72 hours|{RECENT}"],
        ward=["Matrifen 50|1 patch every 72 hours|"],
    ),
    case(
        "The number of the product's strength",
        {},
        gp=[f"Ramipril 5mg capsules|1 od|{RECENT}"],
        ward=["Ramipril 5|od|"],
    ),
    case(
        "The number of the whole dose",
        {},
        gp=[f"Ramipril 5mg capsules|2 od|{RECENT}"],
        ward=["Ramipril 10|od|"],
    ),
    case(
        "The number of the whole day",
        {},
        gp=[f"Ramipril 5mg capsules|1 bd|{RECENT}"],
        ward=["Ramipril 10|od|"],
    ),
    case(
        "The dose stands beside the number",
        {},
        gp=[f"Ramipril 5mg capsules|1 od|{RECENT}"],
        ward=["Ramipril 10|5mg od|"],
    ),
]


@pytest.mark.parametrize(("says", "lists"), BARE)
def test_a_strength_without_its_unit(says: dict[str, str], lists: dict[str, Any], said) -> None:
    assert said(lists, low=says) == says
