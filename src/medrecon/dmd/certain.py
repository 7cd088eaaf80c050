"""Which active moieties a text is certainly about, also where no product and no VTM can be named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from medrecon.dmd import brands
from medrecon.dmd.find import GENERIC, Finder
from medrecon.dmd.forms import COUNTED, LOOSE
from medrecon.dmd.found import Found
from medrecon.dmd.keys import Entry
from medrecon.dmd.pool import without_pack
from medrecon.dmd.verdict import Verdict
from medrecon.model import Match, Product
from medrecon.names import NameReading

Get = Callable[[int], Product | None]
SHORT_BRAND = 4  # letters: as likely to be a word cut short
MOST = 60  # VMPs under a name: with more, nothing is claimed


def of_product(
    product: Product, candidates: tuple[Product, ...], why: tuple[str, ...], flags: tuple[str, ...]
) -> Match:
    """The match with a product; its moieties are certain."""
    return Match("product", product, product.vtm, candidates, why, flags, product.moieties)


def of_moiety(moiety: Product, candidates: tuple[Product, ...]) -> tuple[str, ...]:
    """The moieties of a VTM, as its products have them where they agree: co-codamol is codeine and paracetamol."""
    below = {p.moieties for p in candidates if p.vtm is not None and p.vtm.code == moiety.code}
    return below.pop() if len(below) == 1 else moiety.moieties


def moiety(
    reading: NameReading, found: Found, verdict: Verdict, get: Get, finder: Finder
) -> Product | None:
    """The VTM that the text is certainly about, or None."""
    fits = verdict.fitting > 0
    if found.uncertain or found.tentative:
        return None
    if found.family and not fits and not _sure_family(reading, found):
        return None
    if not fits and _another_may_be_meant(reading, found, finder):
        return None
    if found.unexplained and not (fits and reading.amounts):
        return None
    if reading.odd and _numbered_sibling(found, finder):
        return None
    bare = not reading.amounts and not reading.numbers
    if bare and _form_is_strange(reading, found):
        return None
    if not fits and found.brand and _of_another_kind(reading, found, finder):
        return None
    vtm = found.vtm
    if vtm is None and not verdict.formless:
        fitting = {f.entry.vtm for f in verdict.ranked if not f.faults}
        if (
            not fitting
            and not reading.amounts
            and reading.core
            and not _generic(reading.words, finder)
        ):
            # a brand of several: those of this form
            fitting = {e.vtm for e in found.entries if reading.core <= e.own.core}
        vtm = fitting.pop() if len(fitting) == 1 else None
    return get(vtm) if vtm is not None else None


def _sure_family(reading: NameReading, found: Found) -> bool:
    """Whether the beginning of a brand and a number say its medicine: `Clenil 100`.

    All brands that begin so are of it, and the number is that of one; the word alone may be any word (`travel`).
    """
    if found.vtm is None or reading.amounts or not reading.numbers:
        return False
    said = frozenset(reading.numbers)
    return any(said <= e.own.numbers | e.own.values for e in found.entries)


def _generic(words: Iterable[str], finder: Finder) -> bool:
    """Whether one of these words is in the name of a medicine, and not only of a brand."""
    return any(finder.vocabulary().get(word, 0) & GENERIC for word in words)


def _numbered_sibling(found: Found, finder: Finder) -> bool:
    """Whether other names add only a number to this one: interferon alfa-2a, -2b."""
    words = set(found.words)
    more = (set(f.key.split()) - words for f in finder.starting(found.words[0] if words else ""))
    return any(rest and all(any(c.isdigit() for c in w) for w in rest) for rest in more)


def _another_may_be_meant(reading: NameReading, found: Found, finder: Finder) -> bool:
    """Whether a text that no product under the name fits may mean another medicine's name.

    A short brand, or one of no such form, with a strength; a combination of which the name says only a part.
    """
    if found.brand and reading.amounts:
        strange = _form_is_strange(reading, found, own=True)
        if len(found.key) <= SHORT_BRAND or (
            strange and not brands.surely(finder, reading.words, found.key)
        ):
            return True
    elif found.brand and not reading.core and finder.beginning(found.key):
        return True  # `panto` is a brand, and how another name begins
    asked = len(without_pack(reading.amounts)) or (2 if reading.joined else 0)
    return asked > found.pool.most_amounts


def _of_another_kind(reading: NameReading, found: Found, finder: Finder) -> bool:
    """Whether a brand that has no such product may be another of its family: `Canesten Oral` is fluconazole.

    Of a family of several medicines, one whose kind of form or strength the brand itself does not have.
    """
    said = set(reading.words)
    family = [f for f in finder.brands(reading.words[0]) if said <= set(f.key.split())]
    if len({e.vtm for f in family for e in f.entries if e.amps}) < 2:
        return False
    have: frozenset[str] = frozenset().union(
        *(s.modifiers | s.core for e in found.entries for s in e.names)
    )
    strange = reading.modifiers - have - LOOSE - {"oral" if have & COUNTED else ""}
    return bool(strange or reading.amounts)


def one_of_several(reading: NameReading, found: Found, finder: Finder) -> bool:
    """Whether the name is that of several brands, of which the one found has numbers that the text lacks.

    `Hypurin Porcine` is not the one that is called `Hypurin Porcine 30/70 Mix`.
    """
    if reading.numbers or not found.words or not all(e.own.numbers for e in found.entries):
        return False
    family = finder.brands(found.words[0])
    return len({e.vtm for f in family for e in f.entries if e.amps}) > 1


def _form_is_strange(reading: NameReading, found: Found, *, own: bool = False) -> bool:
    """Whether the text names a form that no product under the name has (`own`: by its own name)."""
    have = (e.own.core if own else e.own.core | e.generic.core for e in found.entries)
    return bool(reading.core) and all(reading.core.isdisjoint(core) for core in have)


def certain(
    reading: NameReading,
    found: Found,
    fitting: Sequence[Entry],
    get: Get,
    finder: Finder,
) -> tuple[str, ...]:
    """The moieties that every product the text allows has; empty where they differ, or the name is a guess.

    The text allows the products that fit; where none does, those under the name that hold its numbers.
    """
    guess = found.slip or found.tentative or found.unexplained or reading.odd
    if guess or (found.uncertain and not found.family):
        return ()
    entries = fitting or _allowed(reading, found, finder)
    vmps = {e.vmp for e in entries}
    if not vmps or len(vmps) > MOST:
        return ()
    moieties = {p.moieties for p in map(get, vmps) if p is not None}
    return moieties.pop() if len(moieties) == 1 else ()


def _allowed(reading: NameReading, found: Found, finder: Finder) -> Sequence[Entry]:
    brand = found.brand or found.family
    if reading.amounts and not (
        brand and found.words and brands.surely(finder, found.words, found.key)
    ):
        return ()  # a strength that no product has: another medicine may be meant
    if _form_is_strange(reading, found):
        return ()  # `water tablets` are not the medicine called water
    if not reading.numbers:
        return found.entries
    said = frozenset(reading.numbers)
    return [e for e in found.entries if said <= e.own.numbers | e.own.values | e.generic.values]
