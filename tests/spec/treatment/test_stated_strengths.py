"""A name that leaves the product open may still state the strength that every such product has."""

from __future__ import annotations

from decimal import Decimal

from medrecon.dosage import per_dose
from medrecon.dose import parse_dosage
from medrecon.model import Ingredient, Match, Product, Strength
from medrecon.names import read_name
from medrecon.normalise.stated import stated

MOIETY = Product("VTM", "9", "Morphine")


def _of(name: str, salt: str, value: str, per: str) -> Product:
    strength = Strength(Decimal(value), "mg", Decimal(1), per)
    return Product("VMP", name, name, ingredients=(Ingredient(salt, salt, "morphine", strength),))


STRONG = (
    _of("Morphine hydrochloride 100mg/5ml oral solution", "hydrochloride", "20", "ml"),
    _of("Morphine sulfate 20mg/ml oral solution", "sulfate", "20", "ml"),
)
GEL = _of("Morphine 2% gel", "sulfate", "20", "g")


def _open(*candidates: Product) -> Match:
    return Match("ambiguous", moiety=MOIETY, candidates=candidates, moieties=("morphine",))


def test_one_strength_of_a_volume_is_known_whatever_the_salt() -> None:
    text = "Morphine 20mg/ml oral solution"
    product = stated(_open(*STRONG, GEL), text)
    each = per_dose(parse_dosage("5ml prn", product), product)
    assert each is not None
    assert (each.low, each.unit) == (Decimal(100), "mg")


def test_a_percentage_may_be_of_a_weight_and_stays_open() -> None:
    assert stated(_open(*STRONG, GEL), "Morphine 2%") == MOIETY


def test_a_strength_that_no_candidate_has_is_never_taken() -> None:
    assert stated(_open(*STRONG), "Morphine 10mg/5ml oral solution") == MOIETY


def test_a_pen_by_its_name_is_a_pre_filled_pen() -> None:
    plain = read_name("Abasaglar 100units/ml solution for injection 3ml pre-filled pen")
    named = read_name("Abasaglar 100units/ml solution for injection 3ml pre-filled KwikPen")
    assert named == plain
