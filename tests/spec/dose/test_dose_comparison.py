"""Do two dosages say the same? Wording is no matter; amounts, times and conditions are."""

from __future__ import annotations

from decimal import Decimal

import pytest

from medrecon.dosage import Dosage, compare
from medrecon.dose import parse_dosage
from medrecon.model import Ingredient, Product, Strength, UnitDose

TABLET = Product(
    "VMP",
    "1",
    "Example 5mg tablets",
    ingredients=(Ingredient("1", "Example", "example", Strength(Decimal(5), "mg")),),
    unit_dose=UnitDose(Decimal(1), "tablet"),
    discrete=True,
)


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        ("5mg OM", "Take 5mg every morning", "same"),
        ("5mg OM", "5mg once daily", "same"),
        ("0.5 g bd", "500mg twice a day", "same"),
        ("1 tds", "one three times daily", "same"),
        ("15mg weekly", "15mg once a week on Monday", "same"),
        ("1 bd for 5 days then 1 od", "one b.d. for 5/7 then one o.d.", "same"),
        ("5mg bd", "10mg od", "same_daily_amount"),
        ("10mg at night", "10mg in the morning", "same_daily_amount"),
        ("1 tablet every 8 hours", "1 tablet tds", "same"),
        ("5mg od", "10mg od", "different"),
        ("15mg weekly", "15mg daily", "different"),
        ("1 tablet od", "1 capsule od", "incomparable"),
        ("2 weekly", "2 weekly", "incomparable"),
        ("as directed", "1 od", "incomparable"),
        ("1 bd", "1 bd for 5 days then 1 od", "incomparable"),
    ],
)
def test_kinds(a: str, b: str, kind: str) -> None:
    found = compare(parse_dosage(a), parse_dosage(b))
    assert found.kind == kind, found
    assert compare(parse_dosage(b), parse_dosage(a)).kind == kind
    assert found.why


def test_the_ratio_is_second_over_first() -> None:
    found = compare(parse_dosage("5mg od"), parse_dosage("20mg od"))
    assert (found.ratio, found.differs) == (Decimal(4), ("dose",))
    assert compare(parse_dosage("5mg bd"), parse_dosage("5mg od")).differs == ("times",)


def test_structure_against_text_through_the_product() -> None:
    """`5 mg, 8 times a day` and `EIGHT tablets DAILY` are one amount of a 5 mg tablet."""
    structure = Dosage.from_fhir(
        {
            "timing": {"repeat": {"frequency": 8, "period": 1, "periodUnit": "d"}},
            "doseAndRate": [{"doseQuantity": {"value": 5, "unit": "mg"}}],
        }
    )
    found = compare(structure, parse_dosage("EIGHT (8) tablets DAILY"), TABLET, TABLET)
    assert found.kind == "same_daily_amount"


def test_regular_and_as_required_are_not_the_same() -> None:
    found = compare(parse_dosage("1 qds"), parse_dosage("1 qds prn"))
    assert "as_needed" in found.differs
    assert found.kind != "same"
