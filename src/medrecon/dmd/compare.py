"""Compare what a text says with what a dictionary name says, part by part.

A part that contradicts is a fault and excludes the product, whatever else fits. A part the text leaves
unsaid costs something; where leaving it unsaid could mean another product it is a guess besides.
"""

from __future__ import annotations

from typing import NamedTuple

from medrecon.dmd.forms import (
    ALIKE,
    CONTAINERS,
    CONTAINERS_OF_ONE,
    COUNTED,
    FREE,
    LIQUIDS,
    LOOSE,
    NOT_CAPLETS,
    NOT_COUNTED,
    PLAIN_LIQUIDS,
    SINGLE,
    SOLIDS,
    USUAL,
)
from medrecon.dmd.keys import Entry, Spec
from medrecon.dmd.pool import PARENTERAL, Pool, without_pack
from medrecon.names import Amount, NameReading, lexicon

STRENGTH = 300  # the price of another strength: more than everything else together


class Asked:
    """What a text says, in the shape in which it is compared with every product under the name.

    `numbers` are those without a unit, `said` its name words and those in brackets, `salts` the counter-ions
    among its name words.
    """

    __slots__ = ("aside", "numbers", "reading", "said", "salts")

    def __init__(self, reading: NameReading) -> None:
        self.reading = reading
        self.numbers = frozenset(reading.numbers)
        self.aside = frozenset(reading.aside)
        self.said = self.aside.union(reading.words)
        self.salts = lexicon().salts.intersection(reading.words)


class Fit(NamedTuple):
    """How well a text fits an entry: the contradictions, the price of what is unsaid, and whether it guesses."""

    entry: Entry
    faults: tuple[str, ...]
    cost: int
    guess: bool


class _Names(NamedTuple):
    """The two names that a product is compared by: its own and its VMP's, the same for a generic."""

    own: Spec
    generic: Spec
    brand: bool


def fit(asked: Asked, entry: Entry, where: Pool) -> Fit:
    """Weigh one entry against what is asked for."""
    names = _Names(entry.own, entry.generic, bool(entry.amps))
    strength, cost, guess = _strength(asked, names)
    if strength is not None:
        return Fit(entry, (strength,), cost, False)
    faults: list[str] = []
    for part in _PARTS:
        fault, price, guessed = part(asked, names)
        if fault:
            faults.append(fault)
        cost += price
        guess = guess or guessed
    fault, price = _release(asked.reading, names, where)
    if fault:
        faults.append(fault)
    own_salts = names.generic.words & lexicon().salts
    if own_salts and not names.brand:
        if asked.salts and not asked.salts & own_salts:
            faults.append("salt")
        price += not asked.salts
    elif asked.salts and not names.brand:
        price += 2
    return Fit(entry, tuple(faults), cost + price, guess)


_Part = tuple[str | None, int, bool]


def _strength(what: Asked, names: _Names) -> _Part:
    text, asked = what.reading, what.reading.amounts
    if not asked:
        return _unsaid_strength(what, names)
    own, generic, brand = names
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


def _unsaid_strength(asked: Asked, names: _Names) -> _Part:
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
    if asked != have and without_pack(asked) == have and not spec.core & SOLIDS:
        return 1
    one_volume = bool(spec.core & PARENTERAL) and len(spec.denominators) == 1
    if one_volume and all(a.per == "v" for a in have) and _totals(have, spec) == asked:
        return 4
    return None


def _totals(have: tuple[Amount, ...], spec: Spec) -> tuple[Amount, ...]:
    from medrecon.names.strength import ratio

    volume = next(iter(spec.denominators))
    return tuple(sorted(Amount(a.kind, *ratio(a.p * volume, a.q), "") for a in have))


def _volume(asked: Asked, names: _Names) -> _Part:
    """Concentrations may be equal and the products not: 5mg/2.5ml and 2.5mg/1.25ml are two tubes."""
    text, (own, spec, brand) = asked.reading, names
    inside = spec.denominators | own.denominators
    have = spec.volumes | own.volumes | inside
    parenteral = bool(spec.core & PARENTERAL)
    single = parenteral or bool(spec.core & SINGLE or spec.qualities & CONTAINERS_OF_ONE)
    if text.volumes and (parenteral or spec.volumes) and not text.volumes <= have:
        return "volume", 40, False
    if text.denominators and not text.denominators & have:
        interchangeable = text.denominators <= USUAL and inside <= USUAL
        if (single and inside) or not interchangeable:
            return "volume", 40, False
    said = text.volumes | text.denominators
    unsaid = (spec.volumes | (inside if single else frozenset())) - said
    if not unsaid or (brand and own.volumes <= said and not single):
        return None, 0, False
    return None, 2 * len(unsaid), True


def _numbers(asked: Asked, names: _Names) -> _Part:
    text, (own, generic, brand) = asked.reading, names
    if asked.numbers and not asked.numbers <= own.numbers | own.values | generic.values:
        return "number", 60, False
    missing = own.numbers - asked.numbers - text.values
    if brand and missing:
        return "number", 60, False
    as_written = text.values <= own.values or text.values <= generic.values
    return None, 3 * len(missing) + (not as_written), False


def _form(asked: Asked, names: _Names) -> _Part:
    text, (own, generic, _) = asked.reading, names
    have = own.core | generic.core
    price, guess = 0, False
    if not text.core:
        unsaid = own.core and not text.amounts and not text.numbers
        return ("form" if unsaid else None), 0, False
    swallowed = bool(have & LIQUIDS) and not have & PARENTERAL and "drops" not in have
    for form in text.core - have:
        if form in PARENTERAL and have & PARENTERAL:
            price, guess = price + 8, True
        elif form in PLAIN_LIQUIDS and swallowed and "solution" in have:
            price += 4
        elif form in LIQUIDS and swallowed:
            price, guess = price + 9, True
        else:
            return "form", 30, False
    needed = (own.core or generic.core) - text.core
    if needed & PARENTERAL and not text.core & PARENTERAL:
        price, guess = price + 20, True
    return None, price + 3 * len(needed - PARENTERAL), guess


def _modifiers(asked: Asked, names: _Names) -> _Part:
    text, (own, generic, brand) = asked.reading, names
    stated = own.modifiers if brand and own.core else own.modifiers | generic.modifiers
    have = own.modifiers | generic.modifiers
    core = own.core | generic.core
    price, guess = 0, False
    for extra in text.modifiers - have:
        if (
            core & FREE.get(extra, frozenset())
            and not have & {"eye", "ear", "nasal", "rectal", "vaginal"}
            and not core & PARENTERAL
        ):
            continue
        if extra == "caplet" and not have & NOT_CAPLETS:
            continue
        if extra in ALIKE and have & ALIKE:
            price, guess = price + 8, True
            continue
        if extra not in LOOSE:
            return "form", 30, False
        price += 8
    for missing in stated - text.modifiers - {"caplet"}:
        if missing in ALIKE and text.modifiers & ALIKE:
            continue
        if missing in FREE or missing in LOOSE:
            price += 2
        else:
            price, guess = price + 10, True
    return None, price, guess


def _qualities(asked: Asked, names: _Names) -> _Part:
    text, (own, generic, brand) = asked.reading, names
    have = own.qualities | generic.qualities
    core = own.core | generic.core
    price, guess = 0, False
    if "cfcfree" in text.qualities and "drypowder" in generic.modifiers:
        return "form", 30, False
    for extra in text.qualities - have:
        if extra in CONTAINERS:
            if have & CONTAINERS or (extra in NOT_COUNTED and core & COUNTED):
                return "form", 30, False
            price += 4
        else:
            price += 15
    stated = own.qualities if brand else have
    for missing in stated - text.qualities:
        if missing in CONTAINERS:
            price, guess = price + 2, True
        else:
            price += 1
    return None, price, guess


def _words(asked: Asked, names: _Names) -> _Part:
    salts, said = lexicon().salts, asked.said
    if not names.brand:
        extra = names.generic.words - said - salts
        if extra and names.generic.words & said:
            return "words", 20, False
    missing = names.own.aside - said
    if missing and missing - salts - lexicon().elements:
        return "words", 20, False
    return None, len(missing) + len(asked.aside - names.own.aside), False


def _release(text: NameReading, names: _Names, where: Pool) -> tuple[str | None, int]:
    own, generic, brand = names
    have, asked = own.release | generic.release, text.release
    if brand:
        if asked:
            price = 0 if text.markers <= own.markers else 1
            return (None, price) if asked <= have else ("release", 50)
        if have and where.immediate & generic.core:
            return "release", 50
        return None, 0
    if asked == generic.release:
        return None, 0
    if (
        not asked
        and generic.release == {"gastro-resistant"}
        and " ".join(sorted(generic.words - lexicon().salts)) in lexicon().gastro_resistant
        and generic.core <= where.gastro_only
    ):
        return None, 6
    return "release", 50


_PARTS = (_volume, _numbers, _form, _modifiers, _qualities, _words)
