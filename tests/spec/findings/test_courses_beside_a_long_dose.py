"""A course of a medicine that is taken for long: what follows it, and what both together are."""

from __future__ import annotations

from typing import Any

import pytest
from finding_cases import RECENT, case

HOME = [f"Prednisolone 5mg tablets|1 od|{RECENT}"]
COURSE = (
    "Prednisolone 5mg tablets|40 mg od for 5 days{}|change_status=changed; why=COPD exacerbation{}"
)


def _sent_home(title: str, says: dict[str, str], *lines: str, **lists: Any) -> Any:
    return case(title, says, event="discharge", discharge=list(lines), **{"gp": HOME, **lists})


CASES = [
    _sent_home(
        "A steroid of every day, and only its course is on the list",
        {"duration_conflict prednisolone": "high"},
        COURSE.format("", ""),
    ),
    _sent_home(
        "An anticoagulant of every day, and only the loading is on the list",
        {"duration_conflict apixaban": "high"},
        "Apixaban 5mg tablets|10 mg bd for 7 days|change_status=changed; why=PE",
        gp=[f"Apixaban 5mg tablets|1 bd|{RECENT}"],
    ),
    _sent_home(
        "An antiplatelet of every day",
        {"duration_conflict aspirin": "moderate"},
        "Aspirin 300mg tablets|300 mg od for 14 days|change_status=changed; why=TIA",
        gp=[f"Aspirin 75mg tablets|1 od|{RECENT}"],
    ),
    *(
        _sent_home(
            f"Words that say nothing of the time after it: {words}",
            {"duration_conflict prednisolone": "high"},
            COURSE.format(f". {words}", ""),
        )
        for words in (
            "Take with food as usual",
            "Do not stop suddenly",
            "GP review",
            "Continue inhalers",
            "Then see your GP",
        )
    ),
    *(
        _sent_home(f"Words that do: {words}", {}, COURSE.format(f". {words}", ""))
        for words in (
            "Then back to usual dose",
            "Then stop",
            "Continue 5mg daily after that",
            "Return to maintenance dose",
            "Reducing by 5mg a week",
        )
    ),
    _sent_home("The words go on", {}, COURSE.format(" then 5mg od", "")),
    *(
        _sent_home(
            f"What goes on is the dose of home: {words}",
            {},
            f"Prednisolone 5mg tablets|40 mg od for 5 days then {words}|start=2026-03-15",
        )
        for words in ("continue 5mg", "continue 5mg od", "continue 5mg daily lifelong", "5mg od")
    ),
    *(
        _sent_home(
            f"What goes on is another dose, or for a time only: {words}",
            {"dose_conflict prednisolone": "high"},
            f"Prednisolone 5mg tablets|40 mg od for 5 days then {words}|start=2026-03-15",
        )
        for words in (
            "continue 10mg",
            "continue 5mg bd",
            "continue 5mg for 5 days",
            "continue inhalers",
        )
    ),
    _sent_home("The reason goes on", {}, COURSE.format("", ", then back to 5mg")),
    _sent_home(
        "Both are on the list",
        {},
        COURSE.format("", ""),
        "Prednisolone 5mg tablets|5mg od|change_status=continued",
    ),
    _sent_home("No long dose at home", {}, COURSE.format("", ""), gp=[]),
    _sent_home(
        "A course at home too",
        {},
        COURSE.format("", ""),
        gp=[],
        acute=["Prednisolone 5mg tablets|6 od for 5 days|issued=2026-03-10; days=5"],
    ),
    case(
        "The record keeps the long dose while the course runs",
        {},
        event="review",
        gp=HOME,
        discharge=[COURSE.format("", "") + "; recorded=2026-03-14; start=2026-03-14"],
    ),
]


@pytest.mark.parametrize(("says", "lists"), CASES)
def test_what_follows_a_course(says: dict[str, str], lists: dict[str, Any], said) -> None:
    assert said(lists, low=says) == says


def test_a_course_and_the_usual_dose_are_not_added_up(answer_to) -> None:
    """40 mg for 5 days beside 5 mg may be 40 or 45 mg today."""
    both = [COURSE.format("", ""), "Prednisolone 5mg tablets|5mg od|change_status=continued"]
    (one,) = answer_to(event="discharge", gp=HOME, discharge=both).medications
    assert (one.state, one.daily_dose, one.confidence) == ("current", None, "low")
    assert [x.daily_dose.value for x in one.lines] == [40, 5]
