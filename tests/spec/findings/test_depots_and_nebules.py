"""What stands beside another form of itself: a depot, a nebule, one inhaler under two strengths."""

from __future__ import annotations

from typing import Any

import pytest
from finding_cases import RECENT, case

DEPOT = "Haloperidol decanoate 100mg/1ml solution for injection ampoules"
HALOPERIDOL = "Haloperidol 5mg/1ml solution for injection ampoules"
RISPERIDONE = "Risperidone depot|50mg every 2 weeks|route=intramuscular"
NEBULES = "Salbutamol 2.5mg/2.5ml nebuliser liquid unit dose vials"
LAXIDO = "Laxido Orange oral powder sachets"
VENTOLIN = "Ventolin 100micrograms/dose Evohaler"
INHALER = "Salbutamol 100micrograms/dose inhaler CFC free"


def _depot(title: str, says: dict[str, str], due: str, ward: str) -> Any:
    given = f"last_administered=2026-02-14; next_due={due}; start=2025-01-01"
    return case(title, says, clinic=[f"{DEPOT}|100mg every 4 weeks|{given}"], ward=[f"{ward}|"])


CASES = [
    _depot(
        "A depot that is due, and an injection as required",
        {"omission haloperidol": "moderate"},
        "2026-03-14",
        f"{HALOPERIDOL}|5mg prn IM",
    ),
    _depot(
        "A depot that is not due yet, and an injection as required",
        {},
        "2026-03-29",
        f"{HALOPERIDOL}|5mg prn IM",
    ),
    case(
        "Tablets until the depot acts",
        {},
        clinic=[f"{RISPERIDONE}; last_administered=2026-03-10; start=2026-03-10"],
        ward=["Risperidone 2mg tablets|2mg bd for 3 weeks|"],
    ),
    case(
        "Tablets beside a depot without an end",
        {"duplicate_ingredient risperidone": "high"},
        clinic=[f"{RISPERIDONE}; last_administered=2026-03-10; start=2025-03-10"],
        ward=["Risperidone 2mg tablets|2mg bd|indication=psychosis"],
    ),
    case(
        "Nebules four times a day, and the ward has the inhaler as required",
        {"omission salbutamol": "moderate"},
        gp=[f"{NEBULES}|1 qds|{RECENT}", f"{INHALER}|2 puffs prn|{RECENT}"],
        ward=[f"{INHALER}|2 puffs prn|"],
    ),
    case(
        "Nebules that are as required too",
        {},
        gp=[f"{NEBULES}|1 qds prn|{RECENT}", f"{INHALER}|2 puffs prn|{RECENT}"],
        ward=[f"{INHALER}|2 puffs prn|"],
    ),
    case(
        "A reliever by its brand and by its name, one at a time",
        {},
        event="review",
        gp=[f"{VENTOLIN}|2 puffs prn|{RECENT}", f"{INHALER}|2 puffs prn|{RECENT}"],
    ),
    case(
        "A reliever twice, regularly",
        {"duplicate_ingredient salbutamol": "moderate"},
        event="review",
        gp=[f"{VENTOLIN}|2 puffs qds|{RECENT}", f"{INHALER}|2 puffs qds|{RECENT}"],
    ),
    case(
        "A laxative by its brand and by its name, both as required",
        {},
        event="review",
        gp=[
            f"{LAXIDO}|1 prn|{RECENT}",
            f"Macrogol compound oral powder sachets NPF sugar free|1 prn|{RECENT}",
        ],
    ),
    case(
        "Nebules on the ward in place of the inhaler",
        {},
        gp=[f"{INHALER}|2 puffs prn|{RECENT}"],
        ward=[f"{NEBULES}|2.5mg qds|"],
    ),
]


@pytest.mark.parametrize(("says", "lists"), CASES)
def test_depots_and_nebules(says: dict[str, str], lists: dict[str, Any], said) -> None:
    assert said(lists, low=says) == says
