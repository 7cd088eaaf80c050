"""Compare what a text says with what a dictionary name says, part by part.

A part that contradicts is a fault and excludes the product, whatever else fits. A part the text leaves
unsaid costs something; where leaving it unsaid could mean another product it is a guess besides.
"""

from __future__ import annotations

from typing import NamedTuple

from medrecon.dmd import strengths
from medrecon.dmd.asked import AS_ASKED, Asked, Names, Part, names_of
from medrecon.dmd.forms import (
    ALIKE,
    CONTAINERS,
    COUNTED,
    FREE,
    LIQUIDS,
    LOOSE,
    NOT_CAPLETS,
    NOT_COUNTED,
    PLAIN_LIQUIDS,
    STRONGER,
)
from medrecon.dmd.keys import Entry
from medrecon.dmd.pool import PARENTERAL, Pool
from medrecon.names import NameReading, lexicon


class Fit(NamedTuple):
    """How well a text fits an entry: the contradictions, the price of what is unsaid, and whether it guesses."""

    entry: Entry
    faults: tuple[str, ...]
    cost: int
    guess: bool


def fit(asked: Asked, entry: Entry, where: Pool) -> Fit:
    """Weigh one entry against what is asked for."""
    names = names_of(entry)
    strength, cost, guess = strengths.strength(asked, names)
    if strength is not None:
        return Fit(entry, (strength,), cost, False)
    faults: list[str] = []
    for fault, price, guessed in _weighed(asked, names):
        if fault:
            faults.append(fault)
        cost += price
        guess = guess or guessed
    fault, price = _release(asked.reading, names, where)
    if fault:
        faults.append(fault)
    cost += price
    if not names.brand:
        fault, price = _salt(asked, names)
        if fault:
            faults.append(fault)
        cost += price
    return Fit(entry, tuple(faults), cost, guess)


def _weighed(asked: Asked, names: Names) -> list[Part]:
    """The parts that are not said in the same way, weighed; what is said alike costs nothing."""
    text, own = asked.reading, names.own
    parts = []
    if strengths.volumes_said(text, names):
        parts.append(strengths.volume(asked, names))
    if asked.numbers or own.numbers or text.values != own.values:
        parts.append(strengths.numbers(asked, names))
    if text.core != names.core:
        parts.append(_form(asked, names))
    if text.modifiers != names.modifiers:
        parts.append(_modifiers(asked, names))
    if text.qualities != names.qualities:
        parts.append(_qualities(asked, names))
    if asked.aside or own.aside or not (names.brand or names.generic.words <= asked.said):
        parts.append(_words(asked, names))
    return parts


def _salt(asked: Asked, names: Names) -> tuple[str | None, int]:
    """Whether a salt that the text says is the generic product's."""
    own_salts = names.generic.words & lexicon().salts
    if not own_salts:
        return None, 2 * bool(asked.salts)
    if not asked.salts:
        return None, 1
    return (None, 0) if asked.salts & own_salts else ("salt", 0)


def _form(asked: Asked, names: Names) -> Part:
    text, own, have = asked.reading, names.own, names.core
    if not text.core:
        unsaid = own.core and not text.amounts and not text.numbers
        return ("form" if unsaid else None), 0, False
    price, guess = 0, False
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
    needed = (own.core or names.generic.core) - text.core
    if needed & PARENTERAL and not text.core & PARENTERAL:
        price, guess = price + 20, True
    return None, price + 3 * len(needed - PARENTERAL), guess


def _modifiers(asked: Asked, names: Names) -> Part:
    text, own, core, have = asked.reading, names.own, names.core, names.modifiers
    stated = own.modifiers if names.brand and own.core else have
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
        if missing == STRONGER:
            return "strength", 30, False
        if missing in FREE or missing in LOOSE:
            price += 2
        else:
            price, guess = price + 10, True
    return None, price, guess


def _qualities(asked: Asked, names: Names) -> Part:
    text, core, have = asked.reading, names.core, names.qualities
    if "cfcfree" in text.qualities and "drypowder" in names.generic.modifiers:
        return "form", 30, False
    price, guess = 0, False
    for extra in text.qualities - have:
        if extra in CONTAINERS:
            if have & CONTAINERS or (extra in NOT_COUNTED and core & COUNTED):
                return "form", 30, False
            price += 4
        else:
            price += 15
    stated = names.own.qualities if names.brand else have
    for missing in stated - text.qualities:
        if missing in CONTAINERS:
            price, guess = price + 2, True
        else:
            price += 1
    return None, price, guess


def _words(asked: Asked, names: Names) -> Part:
    own, generic, said = names.own, names.generic.words, asked.said
    if (
        not names.brand
        and not generic <= said
        and generic - said - lexicon().salts
        and not said.isdisjoint(generic)
    ):
        return "words", 20, False
    if not own.aside and not asked.aside:
        return AS_ASKED
    missing = own.aside - said
    if missing and missing - lexicon().salts - lexicon().elements:
        return "words", 20, False
    return None, len(missing) + len(asked.aside - own.aside), False


def _release(text: NameReading, names: Names, where: Pool) -> tuple[str | None, int]:
    generic, asked = names.generic, text.release
    if names.brand:
        have = names.own.release | generic.release
        if asked:
            price = 0 if text.markers <= names.own.markers else 1
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
