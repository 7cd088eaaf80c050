"""A dose of patches or combinations of several strengths: each by its strength, added up, then compared."""

from __future__ import annotations

from typing import Any

import pytest
from finding_cases import RECENT, case

FENTANYL = "Matrifen {}micrograms/hour transdermal patches|1 patch every 3 days|"
BUTEC = "Butec {}micrograms/hour transdermal patches|1 patch weekly|"
ROTIGOTINE = "Rotigotine {}mg/24hours transdermal patches|1 patch daily|"
COCARELDOPA = "Co-careldopa {} tablets|{}|"


def _home(line: str, *strengths: str) -> list[str]:
    return [line.format(s) + RECENT for s in strengths]


def _ward(line: str, *strengths: str) -> list[str]:
    return [line.format(s) for s in strengths]


CASES = [
    case(
        "A patch is added to",
        {"dose_conflict fentanyl": "high"},
        gp=_home(FENTANYL, "25"),
        ward=_ward(FENTANYL, "100", "25"),
    ),
    case(
        "Buprenorphine three times",
        {"dose_conflict buprenorphine": "high"},
        gp=_home(BUTEC, "10"),
        ward=_ward(BUTEC, "10", "20"),
    ),
    case(
        "A patch is left out",
        {"dose_conflict fentanyl": "high"},
        gp=_home(FENTANYL, "50", "25"),
        ward=_ward(FENTANYL, "50"),
    ),
    case(
        "Rotigotine 12 mg against 8 mg",
        {"dose_conflict rotigotine": "moderate"},
        gp=_home(ROTIGOTINE, "8", "4"),
        ward=_ward(ROTIGOTINE, "8"),
    ),
    case(
        "Co-careldopa one strength left out",
        {"dose_conflict carbidopa+levodopa": "moderate"},
        gp=[
            COCARELDOPA.format("25mg/100mg", "1 tds") + RECENT,
            COCARELDOPA.format("12.5mg/50mg", "1 tds") + RECENT,
        ],
        ward=[COCARELDOPA.format("25mg/100mg", "1 tds")],
    ),
    case(
        "The same number of tablets of another strength beside a night dose",
        {"dose_conflict carbidopa+levodopa": "moderate"},
        gp=[
            f"Co-careldopa 50mg/200mg modified-release tablets|1 nocte|{RECENT}",
            COCARELDOPA.format("12.5mg/50mg", "1 tds") + RECENT,
        ],
        ward=[
            "Co-careldopa 50mg/200mg modified-release tablets|1 nocte|",
            COCARELDOPA.format("25mg/100mg", "1 tds"),
        ],
    ),
    case(
        "50 and 25 are 75",
        {},
        gp=_home(FENTANYL, "50", "25"),
        ward=_ward(FENTANYL, "75"),
    ),
    case(
        "The same two patches",
        {},
        gp=_home(FENTANYL, "100", "25"),
        ward=_ward(FENTANYL, "25", "100"),
    ),
    case(
        "Two of 12.5/50 are one of 25/100",
        {},
        gp=[
            f"Co-careldopa 50mg/200mg modified-release tablets|1 nocte|{RECENT}",
            COCARELDOPA.format("12.5mg/50mg", "2 tds") + RECENT,
        ],
        ward=[
            "Co-careldopa 50mg/200mg modified-release tablets|1 nocte|",
            COCARELDOPA.format("25mg/100mg", "1 tds"),
        ],
    ),
]


@pytest.mark.parametrize(("says", "lists"), CASES)
def test_the_sum_by_strength(says: dict[str, str], lists: dict[str, Any], said) -> None:
    assert said(lists, low=says) == says


@pytest.mark.parametrize("line", [ROTIGOTINE, "Co-careldopa {}mg tablets|1 tds|"])
def test_a_count_of_several_strengths_is_no_daily_dose(answer_to, line) -> None:
    strengths = ("8", "4") if "Rotigotine" in line else ("25mg/100", "12.5mg/50")
    (one,) = answer_to(event="review", gp=_home(line, *strengths)).medications
    assert one.daily_dose is None
    assert [x.daily_dose.value for x in one.lines] in ([1, 1], [3, 3])
