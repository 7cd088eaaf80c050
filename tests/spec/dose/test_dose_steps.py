"""Phases are kept apart: a taper is never one dose, and what only words can hold stays in words."""

from __future__ import annotations

import pytest

from medrecon.dose import parse_dosage


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("300mg stat then 75mg daily", "300 mg once only, then 75 mg once a day"),
        (
            "TWO on day 1, then ONE daily for 6 days",
            "2 once a day for 1 day, then 1 once a day for 6 days",
        ),
        (
            "15mg bd for 21 days then 20mg od",
            "15 mg twice a day for 21 days, then 20 mg once a day",
        ),
        (
            "1 drop qds for 1 week, tds for 1 week, bd for 1 week",
            (
                "1 drop 4 times a day for 1 week, then 1 drop 3 times a day for 1 week, "
                "then 1 drop twice a day for 1 week"
            ),
        ),
        ("6 od 1/7, 5 od 1/7", "6 once a day for 1 day, then 5 once a day for 1 day"),
        ("daily for 2 weeks then twice weekly", "once a day for 2 weeks, then twice a week"),
        ("1 bd for 7 days then stop", "1 twice a day for 7 days then stop"),
        (
            "40mg od for 5/7 then reduce by 5mg every 3 days",
            "40 mg once a day for 5 days, then reduce by 5mg every 3 days",
        ),
        ("1 daily; increase to two if needed", "1 once a day, then increase to two if needed"),
    ],
)
def test_steps_stay_steps(text: str, read: str) -> None:
    assert parse_dosage(text).to_text("clinical") == read


def test_a_reducing_rule_makes_no_dose() -> None:
    """The 5 mg of “reduce by 5 mg” is in words, and no line takes it for a dose."""
    dosage = parse_dosage("40mg daily for 1 week, reduce by 5mg every week")
    assert [line.dose.high for line in dosage.lines if line.dose] == [40]
    assert dosage.lines[-1].additional == ("reduce by 5mg every week",)


@pytest.mark.parametrize(
    "text", ["5mg days 1-5 od", "5mg od days 1-5", "days 1-5: 5mg od", "5mg on days 1 to 5 nocte"]
)
def test_the_days_of_a_course_are_no_dose(text: str) -> None:
    (line,) = parse_dosage(text).lines
    assert line.dose is not None
    assert (line.dose.exact, line.dose.unit) == (5, "mg")
    assert line.frequency_high == 1


def test_a_cycle_is_kept_in_words() -> None:
    dosage = parse_dosage("25mg od days 1-21 of a 28 day cycle")
    assert dosage.lines[0].additional == ("days 1-21 of a 28 day cycle",)
    assert dosage.lines[0].duration is None
