"""Amounts are exact, are intervals, say how they came about, and are None where nobody could say."""

from __future__ import annotations

from decimal import Decimal

import pytest

from medrecon.dosage import Amount, daily_amount, max_daily_amount, per_dose, period_amount
from medrecon.dose import parse_dosage
from medrecon.model import Ingredient, Product, Strength, UnitDose

D = Decimal


def product(
    name: str, *strengths: Strength, unit: str = "tablet", discrete: bool = True
) -> Product:
    ingredients = tuple(
        Ingredient(code=str(i), name=name, moiety=name, strength=s) for i, s in enumerate(strengths)
    )
    return Product(
        "VMP", "1", name, ingredients=ingredients, discrete=discrete, unit_dose=UnitDose(D(1), unit)
    )


AMLODIPINE = product("Amlodipine 5mg tablets", Strength(D(5), "mg"))
SYRUP = product(
    "Example 5mg/5ml oral solution", Strength(D(5), "mg", D(5), "ml"), unit="ml", discrete=False
)
INHALER = product(
    "Example 100micrograms/dose inhaler", Strength(D(100), "microgram", D(1), "dose"), unit="dose"
)
PAIR = product("Example 30mg/500mg tablets", Strength(D(30), "mg"), Strength(D(500), "mg"))
THYROXINE = product("Levothyroxine 100microgram tablets", Strength(D(100), "microgram"))


@pytest.mark.parametrize(
    ("text", "of", "amount"),
    [
        ("2 od", AMLODIPINE, (10, 10, "mg")),
        ("1-2 od", AMLODIPINE, (5, 10, "mg")),
        ("half a tablet daily", AMLODIPINE, ("2.5", "2.5", "mg")),
        ("0.005 g od", AMLODIPINE, (5, 5, "mg")),
        ("10mg (two tablets) od", AMLODIPINE, (10, 10, "mg")),
        ("10ml bd", SYRUP, (20, 20, "mg")),
        ("two 5ml spoonfuls bd", SYRUP, (20, 20, "mg")),
        ("2 puffs bd", INHALER, (400, 400, "microgram")),
        ("2 qds", PAIR, (8, 8, "tablet")),
        ("0.1mg od", THYROXINE, (100, 100, "microgram")),
        ("1 om and 2 nocte", None, (3, 3, "")),
        ("500mg tds", None, (1500, 1500, "mg")),
        ("1g every 6 hours", None, (4, 4, "g")),
        ("1 tablet every 4-6 hours", None, (4, 6, "tablet")),
        ("2 tablets up to 4 times a day", None, (0, 8, "tablet")),
        ("10 units with breakfast and 14 units with evening meal", None, (24, 24, "unit")),
    ],
)
def test_amount_in_a_day(text: str, of: Product | None, amount: tuple[object, object, str]) -> None:
    found = daily_amount(parse_dosage(text), of)
    assert found is not None
    assert (found.low, found.high, found.unit) == (D(str(amount[0])), D(str(amount[1])), amount[2])
    assert found.how


@pytest.mark.parametrize(
    "text",
    [
        "500mg tds prn",
        "15mg once a week",
        "5mg on alternate days",
        "40mg od for 5 days then 20mg od",
        "10mg stat",
        "as directed",
        "2 weekly",
        "twice a day",
        "2 tablets with meals",
        "10ml after meals and at bedtime",
        "",
    ],
)
def test_no_daily_amount_where_nobody_could_say(text: str) -> None:
    assert daily_amount(parse_dosage(text)) is None


def test_a_dose_in_units_that_the_product_does_not_have_stays_in_them() -> None:
    assert daily_amount(parse_dosage("5ml od"), AMLODIPINE) == Amount(
        D(5), D(5), "ml", "a day: 5 ml once a day"
    )


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("1-2 qds prn", (8, "")),
        ("1g every 4 hours prn max 4g in 24 hours", (4, "g")),
        ("5ml prn, max 4 doses in 24 hours", (20, "ml")),
        ("1-2 tablets every 4-6 hours prn", (12, "tablet")),
    ],
)
def test_the_most_in_a_day(text: str, most: tuple[int, str]) -> None:
    found = max_daily_amount(parse_dosage(text))
    assert found is not None
    assert (found.high, found.unit) == (D(most[0]), most[1])


def test_weekly_medicines_have_an_amount_for_a_week() -> None:
    found = period_amount(parse_dosage("15mg once a week on Monday"), days=7)
    assert found is not None
    assert (found.low, found.unit) == (D(15), "mg")
    assert parse_dosage("15mg once a week").is_weekly
    assert not parse_dosage("15mg daily").is_weekly


def test_each_time() -> None:
    found = per_dose(parse_dosage("2 bd"), AMLODIPINE)
    assert found is not None
    assert (found.low, found.unit) == (D(10), "mg")
    assert per_dose(parse_dosage("1 mane 2 nocte"), AMLODIPINE) is None


def test_how_often() -> None:
    assert parse_dosage("1 tds").times_per_day == 3
    assert parse_dosage("1 on alternate days").interval_days == 2
    assert parse_dosage("1 every 4-6 hours").times_per_day is None
    assert parse_dosage("1 stat").interval_days is None
