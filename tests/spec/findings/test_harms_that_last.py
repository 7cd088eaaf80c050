"""A harm is not forgotten, and what is denied, feared or treated is none; what a stop asks of a restart."""

from __future__ import annotations

from typing import Any

import pytest
from finding_cases import AMLODIPINE, KEPT, RECENT, case

LANSOPRAZOLE = "Lansoprazole 30mg gastro-resistant capsules"
MONTHS, YEARS = "2025-12-12", "2023-01-12"
AGAIN = {"discontinued_represcribed ramipril": "critical"}
WITHOUT_A_WORD = {"restarted_undocumented ramipril": "moderate"}


def back(title: str, says: dict[str, str], why: str, end: str, more: str = "") -> Any:
    """Ramipril was stopped by the GP, and the chart of today has it with what it is for."""
    return case(
        title,
        says,
        gp=[AMLODIPINE, f"Ramipril 5mg capsules|1 od|status=stopped; end={end}; reason={why}"],
        ward=[
            KEPT,
            f"Ramipril 5mg capsules|5 mg OD|start=2026-03-15; indication=Hypertension{more}",
        ],
    )


SPELLINGS = ("Angioedema", "angio-oedema", "ANGIO OEDEMA of face", "lip swelling", "Swollen tongue")
FOR_GOOD = ("Anaphylaxis", "DRESS syndrome", "Never again", "Not to be restarted")
NO_HARM = (
    "No angioedema, family history of anaphylaxis",
    "anaphylaxis excluded",
    "not allergic",
    "Risk of hepatitis",
    "Never took it",
    "ankle dressing",
)
CASES = [
    *(back(f"{w}, months ago", AGAIN, w, MONTHS) for w in (*SPELLINGS, *FOR_GOOD)),
    *(back(f"{w}, years ago", AGAIN, w, YEARS) for w in (*SPELLINGS, *FOR_GOOD)),
    *(back(f"{w}, years ago", {}, w, YEARS) for w in NO_HARM),
    *(back(f"{w}, months ago", WITHOUT_A_WORD, w, MONTHS) for w in NO_HARM),
    back("A pregnancy does not last", {}, "Pregnant", YEARS),
    back("A pregnancy of these months", AGAIN, "Pregnant", MONTHS),
    back("A cough, and only what it is for", WITHOUT_A_WORD, "Cough", MONTHS),
    back("A cough of years ago", {}, "Cough", YEARS),
    back("A cough, and a note of the restart", {}, "Cough", MONTHS, "; note=Restarted, cough was RTI"),
    back("A cough, and the reason", {}, "Cough", MONTHS, "; why=Rechallenge"),
    back("There was no need any more, and now there is", {}, "No longer needed", MONTHS),
    back("Only the line was changed", {}, "Changed to tablets", MONTHS),
    back("A harm, and a note of the restart", {}, "Angioedema", YEARS, "; note=Restarted by immunology"),
    back("A harm, and a note not to", AGAIN, "Angioedema", YEARS, "; note=Do not restart"),
    case(
        "A harm of years ago that has been lived with for years",
        {"restarted_undocumented ramipril": "moderate"},
        gp=[
            AMLODIPINE,
            "Ramipril 5mg capsules|1 od|status=stopped; end=2020-05-01; reason=Angioedema",
            f"Ramipril 5mg capsules|1 od|start=2021-06-01; {RECENT}",
        ],
        ward=[KEPT, "Ramipril 5mg capsules|5 mg OD|start=2026-03-15"],
    ),
    case(
        "A harm is not of one strength",
        AGAIN,
        event="review",
        gp=[
            "Ramipril 2.5mg capsules|1 od|status=stopped; end=2025-10-01; reason=Angioedema",
            f"Ramipril 5mg capsules|1 od|start=2026-01-10; {RECENT}",
        ],
    ),
    case(
        "One strength of two was stopped for a bleed, and the other went on",
        {},
        event="review",
        gp=[
            "Warfarin 5mg tablets|1 od|status=stopped; end=2026-01-10; reason=INR 6, nose bleed",
            f"Warfarin 1mg tablets|1 od|start=2019-06-01; {RECENT}",
        ],
    ),
    case(
        "An ulcer is what the tablet was for",
        {},
        gp=[
            AMLODIPINE,
            f"{LANSOPRAZOLE}|1 od|status=stopped; end=2025-12-12; reason=Gastric ulcer healed",
        ],
        ward=[KEPT, f"{LANSOPRAZOLE}|30 mg OD|start=2026-03-15; indication=GORD"],
    ),
    case(
        "An ulcer is what the tablet did",
        {"discontinued_represcribed naproxen": "critical"},
        gp=[
            AMLODIPINE,
            "Naproxen 500mg tablets|1 bd|status=stopped; end=2023-12-12; reason=Gastric ulcer",
        ],
        ward=[KEPT, "Naproxen 500mg tablets|500 mg BD|start=2026-03-15; indication=Gout"],
    ),
    case(
        "A class-mate, and a harm that was denied",
        {},
        event="review",
        gp=[
            "Naproxen 500mg tablets|1 bd|status=stopped; end=2026-01-20; reason=No bleed, no benefit",
            f"Ibuprofen 400mg tablets|1 tds|{RECENT}",
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("says", "lists"), CASES)
def test_what_is_said_and_nothing_else(
    says: dict[str, str], lists: dict[str, Any], said: Any
) -> None:
    assert said(lists, low=says) == says
