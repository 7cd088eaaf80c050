"""Which active moieties a text is certainly about, also where no product and no VTM can be named."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from medrecon.dmd import brands
from medrecon.dmd.find import Finder
from medrecon.dmd.found import Found
from medrecon.dmd.keys import Entry
from medrecon.model import Match, Product
from medrecon.names import NameReading

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


def certain(
    reading: NameReading,
    found: Found,
    fitting: Sequence[Entry],
    get: Callable[[int], Product | None],
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
    if reading.core and not any(
        reading.core & (e.own.core | e.generic.core) for e in found.entries
    ):
        return ()  # `water tablets` are not the medicine called water
    if not reading.numbers:
        return found.entries
    said = frozenset(reading.numbers)
    return [e for e in found.entries if said <= e.own.numbers | e.own.values | e.generic.values]
