"""What a dosage needs to know of its product: what one of it is, how strong that is, and where it goes.

A bare number may count units of the product or be an amount of it: `5 od` of a 5 mg tablet is 5 mg or
25 mg. The strength says where that is open.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from medrecon.dosage import Measure
from medrecon.dosage.codes import codes
from medrecon.dosage.strength import form_unit, product_unit
from medrecon.model import Product
from medrecon.units import fold_unit
from medrecon.units import unit as unit_of

COUNT_OR_AMOUNT = "the number may count units of the product or be an amount of it"
COUNTED_AT_MOST = 4  # more of one unit than this at a time is rare enough to be an amount

COUNTED = frozenset({"tablet", "capsule", "suppository", "pessary", "lozenge", "patch"})
_LIQUID = ("solution", "suspension", "liquid", "syrup", "elixir", "mixture")
_AMOUNT = re.compile(r"(?<![\d./])(\d+(?:\.\d+)?) ?([a-zµμ]+)(?: ?/ ?(\d* ?[a-z]+))?")


class Shape(NamedTuple):
    """`unit` is what “one” means, `drops` whether it is for an eye or ear, `liquid` a thing poured.

    `strength` is how much of its one ingredient a unit holds, as the number that is written, None where
    that is not known or there are several. `in_units` says that the product is a container of a liquid
    dosed in units: a bare number is then often of units.
    """

    unit: str | None
    drops: bool
    liquid: bool
    strength: Decimal | None = None
    in_units: bool = False


def shape_of(product: Product | str) -> Shape:
    """The shape of a product, or of a product's name.

    >>> shape_of("Amlodipine 5mg tablets")
    Shape(unit='tablet', drops=False, liquid=False, strength=Decimal('5'), in_units=False)
    """
    if isinstance(product, str):
        return _shape_of_name(product)
    unit, drops, liquid = _of_words(f"{product.name} {product.form or ''}", product_unit(product))
    return Shape(unit, drops, liquid, *_strength(product))


@lru_cache(maxsize=4096)
def _shape_of_name(name: str) -> Shape:
    unit, drops, liquid = _of_words(name, form_unit(name))
    return Shape(unit, drops, liquid, *_named_strength(name.casefold(), unit))


def _of_words(words: str, unit: str | None) -> tuple[str | None, bool, bool]:
    lower = words.casefold()
    drops = any(w in lower for w in (" eye ", " ear ", "eye drops", "eye ointment", "ear drops"))
    liquid = "oral" in lower and any(w in lower for w in _LIQUID)
    return unit if unit in codes().units and not liquid else None, drops, liquid


def _strength(product: Product) -> tuple[Decimal | None, bool]:
    strength = product.ingredients[0].strength if len(product.ingredients) == 1 else None
    if strength is None:
        return None, False
    if strength.per_unit is not None:
        return None, bool(product.discrete) and strength.unit == "unit"
    return strength.value, False


def _named_strength(name: str, unit: str | None) -> tuple[Decimal | None, bool]:
    """The strength that a name states, where it states one."""
    said = [
        (Decimal(number), known.name, per)
        for number, word, per in _AMOUNT.findall(name)
        if (known := unit_of(fold_unit(word) or "")) and known.kind in ("mass", "activity")
    ]
    if len(said) != 1:
        return None, False
    value, of, per = said[0]
    if per:
        return None, of == "unit" and unit is not None
    return value, False


def count_or_amount(dose: Measure, shape: Shape) -> bool:
    """Whether a number without a unit may be a count of the product or an amount of it.

    It may where it is the strength, or so many times it that nobody takes so many units; and always
    where a container is dosed in units. Where the strength is 1 both readings are the same amount.
    """
    if shape.in_units:
        return True
    strength = shape.strength
    if strength is None or strength == 1:
        return False
    return any(
        n == strength or (n > COUNTED_AT_MOST and n % strength == 0)
        for n in (dose.low, dose.high)
        if n is not None
    )


def misfit(unit: str | None, shape: Shape) -> bool:
    """Whether a dose in that unit cannot be of that product: a tablet in ml, a liquid in tablets."""
    if unit is None:
        return False
    if shape.unit in COUNTED:
        return unit in ("ml", "drop", "puff", "5ml spoonful") or (
            unit in COUNTED and unit != shape.unit
        )
    return shape.liquid and unit in COUNTED
