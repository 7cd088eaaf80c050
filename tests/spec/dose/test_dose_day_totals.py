"""The amount in a day: never above the text's own maximum, never of one side as if it were both."""

from __future__ import annotations

from decimal import Decimal

import pytest

from medrecon.dosage import compare, daily_amount
from medrecon.dose import parse_dosage


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("1g every 4-6 hours, max 4g/24hrs", 4, 4),
        ("500mg every 4-6 hours, max 4g/24hrs", 2, 3),
        ("5mg every 4 hours max 20mg in 24 hours", 20, 20),
        ("1-2g every 6 hours max 6000mg in 24 hours", 4, 6),
        ("1g qds", 4, 4),
    ],
)
def test_the_stated_maximum_caps_the_day(text: str, low: int, high: int) -> None:
    amount = daily_amount(parse_dosage(text))
    assert amount is not None
    scale = 1000 if (amount.unit, low) == ("mg", 2) else 1
    assert (amount.low, amount.high) == (Decimal(low * scale), Decimal(high * scale))


@pytest.mark.parametrize(
    "text",
    ["2 drops in each ear tds", "2 sprays each nostril od", "1 drop bd both eyes"],
)
def test_a_dose_for_both_sides_has_no_amount_a_day(text: str) -> None:
    read = parse_dosage(text)
    assert read.status == "parsed"
    assert daily_amount(read) is None


def test_two_dosages_for_both_sides_are_still_compared() -> None:
    once, twice = (parse_dosage(f"2 sprays each nostril {often}") for often in ("od", "bd"))
    assert compare(once, twice).kind == "different"


def test_a_dose_for_one_side_has_one() -> None:
    amount = daily_amount(parse_dosage("2 drops in the left ear tds"))
    assert amount is not None
    assert amount.high == 6


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1 tds", "1, 3 times a day"),
        ("1-2 qds prn", "1-2, 4 times a day when required"),
        ("1 bd", "1 twice a day"),
        ("1 x 5ml spoonful tds", "1 x 5ml spoonful 3 times a day"),
        ("1 tablet on mon", "1 tablet once a week on Monday"),
    ],
)
def test_the_short_wording_cannot_be_misread(text: str, said: str) -> None:
    assert parse_dosage(text).to_text("clinical") == said


@pytest.mark.parametrize(
    "text",
    ["20mg over 24 hours", "20mg/24 hours", "20mg/day", "20mg via syringe driver over 24 hours"],
)
def test_what_runs_for_the_day_is_the_amount_of_the_day(text: str) -> None:
    amount = daily_amount(parse_dosage(text))
    assert amount is not None
    assert (amount.low, amount.unit) == (20, "mg")


@pytest.mark.parametrize("text", ["1g over 30 minutes", "20mg over 12 hours", "4mg/hour"])
def test_what_does_not_say_how_much_runs_in_a_day_has_no_amount(text: str) -> None:
    assert daily_amount(parse_dosage(text)) is None
