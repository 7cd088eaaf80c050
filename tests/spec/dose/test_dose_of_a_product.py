"""A number beside its product: a count of it, an amount of it, or either; and one dose said twice."""

from __future__ import annotations

from decimal import Decimal

import pytest

from medrecon.dose import parse_dosage
from medrecon.model import Ingredient, Product, Strength, UnitDose


def _of(name: str, value: str, unit: str, form: str, each: str, per: str | None = None) -> Product:
    strength = Strength(Decimal(value), unit, Decimal(1) if per else None, per)
    return Product(
        "VMP",
        "1",
        name,
        form=form,
        ingredients=(Ingredient("1", "example", "example", strength),),
        unit_dose=UnitDose(Decimal(1), each, each),
        discrete=True,
    )


TABLET = _of("Example 5mg tablets", "5", "mg", "tablet", "tablet")
HALVES = _of("Example 2.5mg tablets", "2.5", "mg", "tablet", "tablet")
ONES = _of("Example 1mg tablets", "1", "mg", "tablet", "tablet")
STRONG = _of("Example 500mg tablets", "500", "mg", "tablet", "tablet")
PEN = _of(
    "Example 100units/ml pen", "100", "unit", "injection", "pre-filled disposable injection", "ml"
)

EITHER = [
    ("5 od", TABLET),
    ("10 od", TABLET),
    ("2.5 om", HALVES),
    ("5 nocte", "Amlodipine 5mg tablets"),
    ("1 mane and 5 nocte", TABLET),
    ("6 tds", PEN),
    ("6 tds", "NovoRapid FlexPen 100units/ml solution for injection 3ml pre-filled pens"),
    ("5mg mane and 10 nocte", TABLET),
    ("5mg mane and 10 nocte", "Amlodipine 5mg tablets"),
]

ONE_READING = [
    ("1 od", TABLET, "1 tablet once a day"),
    ("2 bd", TABLET, "2 tablets twice a day"),
    ("6 daily", TABLET, "6 tablets once a day"),
    ("5 od", ONES, "5 tablets once a day"),
    ("5 tablets od", TABLET, "5 tablets once a day"),
    ("5mg od", TABLET, "5 mg once a day"),
    ("5 od", None, "5 once a day"),
    ("1 od", "Co-codamol 30mg/500mg tablets", "1 tablet once a day"),
    ("2 prn", "Salbutamol 100micrograms/dose inhaler", "2 when required"),
    (
        "8 units mane and 6 nocte",
        PEN,
        "8 units once a day in the morning, and 6 units once a day at night",
    ),
]


@pytest.mark.parametrize(("text", "product"), EITHER)
def test_a_number_that_may_be_a_count_or_an_amount_is_neither(text, product):
    dosage = parse_dosage(text, product)
    assert (dosage.status, dosage.lines, dosage.unparsed) == ("ambiguous", (), (text,))
    assert dosage.notes


@pytest.mark.parametrize(("text", "product", "read"), ONE_READING)
def test_a_number_with_one_reading_is_read(text, product, read):
    assert parse_dosage(text, product).to_text("clinical") == read


@pytest.mark.parametrize("text", ["500mg (2 tabs) bd", "1000mg (1 tablet) od"])
def test_one_dose_said_twice_with_two_amounts_is_none(text):
    assert parse_dosage(text, STRONG).status == "ambiguous"
    assert parse_dosage(text).status == "parsed"


@pytest.mark.parametrize("text", ["1g (2 tabs) bd", "500mg (1 tablet) od"])
def test_one_dose_said_twice_the_same_is_one(text):
    assert parse_dosage(text, STRONG).status == "parsed"
