"""What a dosage needs to know of its product: what one of it is, and whether it goes in an eye or ear."""

from __future__ import annotations

from typing import NamedTuple

from medrecon.dosage.codes import codes
from medrecon.dosage.strength import form_unit, product_unit
from medrecon.model import Product

_COUNTED = frozenset({"tablet", "capsule", "suppository", "pessary", "lozenge", "patch"})
_LIQUID = ("solution", "suspension", "liquid", "syrup", "elixir", "mixture")


class Shape(NamedTuple):
    """`unit` is what “one” means, `drops` whether it is for an eye or ear, `liquid` a thing poured."""

    unit: str | None
    drops: bool
    liquid: bool


def shape_of(product: Product | str) -> Shape:
    """The shape of a product, or of a product's name.

    >>> shape_of("Amlodipine 5mg tablets")
    Shape(unit='tablet', drops=False, liquid=False)
    """
    words = product if isinstance(product, str) else f"{product.name} {product.form or ''}"
    lower = words.casefold()
    drops = any(w in lower for w in (" eye ", " ear ", "eye drops", "eye ointment", "ear drops"))
    liquid = "oral" in lower and any(w in lower for w in _LIQUID)
    unit = form_unit(words) if isinstance(product, str) else product_unit(product)
    return Shape(unit if unit in codes().units and not liquid else None, drops, liquid)


def misfit(unit: str | None, shape: Shape) -> bool:
    """Whether a dose in that unit cannot be of that product: a tablet in ml, a liquid in tablets."""
    if unit is None:
        return False
    if shape.unit in _COUNTED:
        return unit in ("ml", "drop", "puff", "5ml spoonful") or (
            unit in _COUNTED and unit != shape.unit
        )
    return shape.liquid and unit in _COUNTED
