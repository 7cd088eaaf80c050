"""A course of months from a date runs by the calendar; only a supply and an interval are 28 days."""

from __future__ import annotations

import datetime as dt

import pytest

from medrecon.treatment.days import add_months

PE = "Rivaroxaban 20mg tablets | 20mg od for {} | start=2025-09-25; recorded=2025-09-25; change_status=started; why=PE"


@pytest.mark.parametrize(
    ("length", "last_day"),
    [
        ("6 months", "2026-03-25"),
        ("3 months", "2025-12-25"),
        ("1 year", "2026-09-25"),
        ("12 weeks", "2025-12-18"),
        ("10 days", "2025-10-05"),
    ],
)
def test_a_course_is_current_to_its_last_day_and_completed_after_it(
    answer_to, length, last_day
) -> None:
    last = dt.date.fromisoformat(last_day)
    line = [PE.format(length).replace("recorded=2025-09-25", f"recorded={last_day}")]
    states = [
        answer_to(event=None, as_of=last + dt.timedelta(n), discharge=line).medications[0].state
        for n in (0, 1)
    ]
    assert states == ["current", "completed"]


def test_a_course_that_still_runs_is_missed_on_the_ward(found_in) -> None:
    lists = {
        "gp": ["Amlodipine 5mg tablets | 1 od | issued=2026-03-01; days=28"],
        "discharge": [PE.format("6 months")],
        "ward": ["Amlodipine 5mg tablets | 5mg od"],
    }
    assert found_in(**lists) == {("omission", "rivaroxaban"): "critical"}


@pytest.mark.parametrize(("day", "late"), [("2025-04-29", False), ("2025-05-20", True)])
def test_three_months_from_february_end_in_may(found_in, day, late) -> None:
    found = found_in(
        event=None,
        as_of=day,
        discharge=[
            "Apixaban 5mg tablets | 5mg bd for 3 months | start=2025-02-01; recorded=2025-02-01; change_status=started; why=DVT"
        ],
        gp=[
            f"Apixaban 5mg tablets | 5mg bd | start=2025-02-05; issued={'2025-05-18' if late else '2025-04-20'}; days=28"
        ],
    )
    assert (("acute_overrun", "apixaban") in found) == late


def test_a_step_of_a_month_is_a_month_of_the_calendar(answer_to) -> None:
    line = "Amiodarone 200mg tablets | 400mg od for 1 month then 200mg od | start=2026-01-31"
    amounts = [
        answer_to(event="review", as_of=day, gp=[line]).medications[0].daily_dose.value
        for day in ("2026-02-27", "2026-02-28")
    ]
    assert amounts == [400, 200]


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (dt.date(2024, 1, 31), 1, dt.date(2024, 2, 29)),
        (dt.date(2025, 11, 30), 3, dt.date(2026, 2, 28)),
        (dt.date(2026, 3, 16), 12, dt.date(2027, 3, 16)),
        (dt.date(9999, 12, 1), 1, dt.date.max),
    ],
)
def test_months_of_the_calendar(day, months, after) -> None:
    assert add_months(day, months) == after
