"""From a number of units to an amount of the ingredient, through a product's stated strength."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from medrecon.dosage.codes import codes, dose_unit_name
from medrecon.dosage.value import Measure
from medrecon.model import Product, Strength
from medrecon.units import convert, unit

_PUFFS = frozenset({"puff", "dose", "actuation", "inhalation", "spray", "metered dose", "blister"})
_NEBULES = frozenset({"nebule", "vial", "ampoule", "unit dose"})
_SUBSTANCE = frozenset({"mass", "activity", "substance"})


def same_unit(a: str | None, b: str | None) -> bool:
    """Whether two names of a unit of presentation mean one thing (a puff, a dose, an actuation)."""
    if a == b:
        return True
    return any(a in group and b in group for group in (_PUFFS, _NEBULES))


def in_unit(
    span: tuple[Fraction, Fraction], name: str, to: str
) -> tuple[Fraction, Fraction] | None:
    """The same amount in another unit of its kind (a 5 ml spoonful is 5 ml); None where there is none."""
    if same_unit(name, to):
        return span
    factors = [_size(one) for one in (name, to)]
    a, b = factors
    if a is None or b is None or a[0] != b[0]:
        return None
    ratio = a[1] / b[1]
    return span[0] * ratio, span[1] * ratio


def _size(name: str) -> tuple[str, Fraction] | None:
    spoon = codes().units.get(name)
    if spoon is not None and spoon.ml is not None:
        return "volume", Fraction(spoon.ml)
    known = unit(name)
    return (known.kind, Fraction(known.factor)) if known else None


def in_ingredient(
    measure: Measure, product: Product | None
) -> tuple[tuple[Fraction, Fraction], str] | None:
    """The measure as an amount of substance and its unit; None where it cannot be worked out."""
    if measure.high is None:
        return None
    strength = _single_strength(product)
    factor = _factor(measure.unit, product, strength)
    if factor is None:
        return None
    each, name = factor
    low = measure.low if measure.low is not None else Decimal(0)
    return (Fraction(low) * each, Fraction(measure.high) * each), name


def _single_strength(product: Product | None) -> Strength | None:
    if product is None or len(product.ingredients) != 1:
        return None
    return product.ingredients[0].strength


def _factor(
    name: str | None, product: Product | None, strength: Strength | None
) -> tuple[Fraction, str] | None:
    """How much substance one of that unit holds, and in which unit."""
    known = unit(name) if name else None
    if name == "g" and strength is not None and _of_mass(strength):
        size = convert(strength.per_value or Decimal(1), strength.per_unit or "g", "g")
        return (Fraction(strength.value) / Fraction(size), strength.unit) if size else None
    if known and known.kind in _SUBSTANCE:
        target = (
            strength.unit
            if strength and convert(Decimal(1), known.name, strength.unit)
            else known.name
        )
        one = convert(Decimal(1), known.name, target)
        return (Fraction(one), target) if one is not None else None
    if strength is None or product is None:
        return None
    size = _volume(name)
    if size is not None:
        return _by_volume(size, product, strength)
    return _by_unit(name, product, strength)


def _of_mass(strength: Strength) -> bool:
    """Whether the strength is of a weight of the product: grams of a cream are grams of cream."""
    per = unit(strength.per_unit) if strength.per_unit else None
    return per is not None and per.kind == "mass"


def _volume(name: str | None) -> Decimal | None:
    if name is None:
        return None
    spoon = codes().units.get(name)
    if spoon is not None and spoon.ml is not None:
        return spoon.ml
    return convert(Decimal(1), name, "ml")


def _by_volume(ml: Decimal, product: Product, strength: Strength) -> tuple[Fraction, str] | None:
    per = strength.per_unit
    if per is not None:
        size = convert(strength.per_value or Decimal(1), per, "ml")
        return (
            (Fraction(strength.value) * Fraction(ml) / Fraction(size), strength.unit)
            if size
            else None
        )
    dose = product.unit_dose
    whole = convert(dose.value, dose.unit, "ml") if dose else None
    return (
        (Fraction(strength.value) * Fraction(ml) / Fraction(whole), strength.unit)
        if whole
        else None
    )


def _by_unit(name: str | None, product: Product, strength: Strength) -> tuple[Fraction, str] | None:
    own = product_unit(product)
    if name is None and not product.discrete:
        return None
    if strength.per_unit is None:
        fits = name is None or same_unit(name, own)
        return (Fraction(strength.value), strength.unit) if fits else None
    if same_unit(name or own, dose_unit_name(strength.per_unit)):
        return Fraction(strength.value) / Fraction(strength.per_value or 1), strength.unit
    return _whole_unit(name, own, product, strength)


def _whole_unit(
    name: str | None, own: str | None, product: Product, strength: Strength
) -> tuple[Fraction, str] | None:
    """One sachet of 5 ml of 500 mg/5 ml: through the volume of the unit dose."""
    dose = product.unit_dose
    if dose is None or not same_unit(name or own, own):
        return None
    ml = convert(dose.value, dose.unit, "ml")
    return None if ml is None else _by_volume(ml, product, strength)


def product_unit(product: Product | None) -> str | None:
    """What “one” of the product is: its unit of presentation, else what its form says."""
    if product is None:
        return None
    if product.unit_dose is not None:
        own = product.unit_dose.of or product.unit_dose.unit
        return dose_unit_name(own)
    return form_unit(product.form or product.name) if product.discrete else None


def form_unit(words: str) -> str | None:
    """The unit named by a form or a product name: `amlodipine 5mg tablets` is a tablet."""
    for word in reversed(words.casefold().replace("(", " ").split()):
        name = codes().unit_names.get(word)
        if name and not unit(name):
            return name
    return None
