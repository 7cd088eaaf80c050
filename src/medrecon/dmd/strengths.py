"""Compare the strengths, volumes and bare numbers of a text with those of a product's names."""

from __future__ import annotations

from medrecon.dmd.asked import Asked, Names, Part
from medrecon.dmd.forms import CONTAINERS_OF_ONE, COUNTED, SINGLE, USUAL, WEIGHED
from medrecon.dmd.keys import Spec
from medrecon.dmd.pool import PARENTERAL, without_pack
from medrecon.names import Amount, NameReading
from medrecon.names.strength import ratio

STRENGTH = 300  # the price of another strength: more than everything else together


def strength(what: Asked, names: Names) -> Part:
    """Whether it is the strength asked for, said in the same or in another way."""
    text, asked = what.reading, what.reading.amounts
    if not asked:
        return _unsaid_strength(what, names)
    own, generic, brand = names.own, names.generic, names.brand
    if text.aside_amounts:
        beside = {*own.aside_amounts, *generic.aside_amounts}
        if beside and beside.isdisjoint(text.aside_amounts):
            return "strength", STRENGTH, False
    if asked == own.amounts or asked == generic.amounts:
        return None, 0, False
    for spec in (own, generic) if brand else (own,):
        price = _loosely(asked, spec)
        if price is not None:
            return None, price, False
    return "strength", STRENGTH, False


def _unsaid_strength(asked: Asked, names: Names) -> Part:
    own = names.own
    if len(asked.reading.numbers) > 1 and asked.numbers in (own.values, names.generic.values):
        return None, 1, False
    if not own.amounts and own.numbers <= asked.numbers:
        return None, 0, False
    return "no strength", 100, False


def _loosely(asked: tuple[Amount, ...], spec: Spec) -> int | None:
    """The price of reading the same strength said in another way, or None when it is another strength."""
    have = spec.amounts
    if not have:
        return None
    if spec.aside_amounts and asked == spec.aside_amounts:
        return 3
    if all(a.per for a in asked):
        return None
    if (
        "patch" in spec.core
        and all(a.per == "" for a in asked)
        and all(a.per[:1] == "h" for a in have)
    ):
        return 2 if asked == tuple(sorted(a._replace(per="") for a in have)) else None
    if asked != have and without_pack(asked) == have and spec.core & WEIGHED:
        return 1
    one_volume = bool(spec.core & PARENTERAL) and len(spec.denominators) == 1
    if one_volume and all(a.per == "v" for a in have) and _totals(have, spec) == asked:
        return 4
    return None


def _totals(have: tuple[Amount, ...], spec: Spec) -> tuple[Amount, ...]:
    volume = next(iter(spec.denominators))
    return tuple(sorted(Amount(a.kind, *ratio(a.p * volume, a.q), "") for a in have))


def volumes_said(text: NameReading, names: Names) -> bool:
    """Whether text or product says a volume."""
    own, generic = names.own, names.generic
    return bool(
        text.volumes
        or text.denominators
        or generic.volumes
        or own.volumes
        or generic.denominators
        or own.denominators
    )


def volume(asked: Asked, names: Names) -> Part:
    """Concentrations may be equal and the products not: 5mg/2.5ml and 2.5mg/1.25ml are two tubes."""
    text, own, spec = asked.reading, names.own, names.generic
    inside = spec.denominators | own.denominators
    have = spec.volumes | own.volumes | inside
    parenteral = bool(spec.core & PARENTERAL)
    single = parenteral or bool(spec.core & SINGLE or spec.qualities & CONTAINERS_OF_ONE)
    measured = parenteral or spec.volumes or not COUNTED.isdisjoint(spec.core)
    if text.volumes and measured and not text.volumes <= have:
        return "volume", 40, False
    if text.denominators and not text.denominators & have:
        interchangeable = text.denominators <= USUAL and inside <= USUAL
        if (single and inside) or not interchangeable:
            return "volume", 40, False
    said = text.volumes | text.denominators
    unsaid = (spec.volumes | (inside if single else frozenset())) - said
    if not unsaid or (names.brand and own.volumes <= said and not single):
        return None, 0, False
    return None, 2 * len(unsaid), True


def numbers(asked: Asked, names: Names) -> Part:
    """Whether a number without a unit is one of the product's, and the product's numbers are said."""
    text, own, generic = asked.reading, names.own, names.generic
    if asked.numbers and not asked.numbers <= own.numbers | own.values | generic.values:
        return "number", 60, False
    missing = own.numbers - asked.numbers - text.values
    if names.brand and missing:
        return "number", 60, False
    as_written = text.values <= own.values or text.values <= generic.values
    return None, 3 * len(missing) + (not as_written), False
