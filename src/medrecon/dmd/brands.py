"""Brands named in part, brands that lost a strength, and brands that may be no brand at all."""

from __future__ import annotations

from medrecon.dmd.find import Finder
from medrecon.dmd.found import Found
from medrecon.dmd.keys import RECORD, words_key
from medrecon.dmd.pool import Pool
from medrecon.model import Match, Product
from medrecon.names import NameReading, lexicon

LONG_ENOUGH = 4  # letters of a brand among other words


def surely(finder: Finder, words: tuple[str, ...], key: str) -> bool:
    """Whether a brand that has no product as the text says may still be taken for its medicine.

    Not when it is also the beginning of a generic name (`panto`), or when brands of other medicines
    begin with the same word.
    """
    if any(known != key for known in finder.beginning(key)):
        return False
    family = finder.brands(words[0])
    return len({e.vtm for f in family for e in f.entries if e.amps}) <= 1


def named(finder: Finder, reading: NameReading, found: Found, match: Match) -> str | None:
    """The brand that a text names, by its name or in brackets: `Adoport`, `Tacrolimus (Adoport)`; None: no brand."""
    if found.uncertain or found.tentative:
        return None
    if not (found.brand or found.family):
        return _beside(finder, reading.aside, match) if reading.aside and match.moieties else None
    guess = found.slip or found.family or found.unexplained or reading.odd
    if not match.moieties and (guess or reading.core or reading.amounts):
        return None
    if found.family:
        return " ".join(reading.words)
    own = found.key.split()
    return " ".join(w for w in found.words or reading.words if w in own)


def _beside(finder: Finder, aside: tuple[str, ...], match: Match) -> str | None:
    """The brand of this very medicine among the words in brackets, which may say other things besides."""
    vtm = int(match.moiety.code) if match.moiety is not None else None
    everyday = lexicon().everyday
    if not lexicon().contrary.isdisjoint(aside):
        return None  # `not Adoport`, `was Adoport`
    for words in (aside, *((w,) for w in aside if len(w) >= LONG_ENOUGH and w not in everyday)):
        brand = finder.named(words)
        if brand is not None and brand.brand and vtm in {e.vtm for e in brand.entries}:
            return " ".join(words)
    return None


def imported(product: Product) -> bool:
    """Whether the supplier repackages what another one makes, so that another AMP is the usual one."""
    return (product.supplier or "").casefold().startswith(lexicon().importers)


def wider(finder: Finder, words: tuple[str, ...], brand: Found | None) -> Found | None:
    """The brands whose names hold all these words and more.

    Certain when they are all of one medicine, or when the brand itself (`brand`) is; then only those
    of its own medicine count.
    """
    said = set(words)
    groups = finder.brands(words[0])
    vtms = {e.vtm for f in groups for e in f.entries if e.amps}
    vtm = next(iter(vtms)) if len(vtms) == 1 else None
    if brand is not None and brand.vtm is not None:
        vtm = brand.vtm
    records = tuple(
        e.record
        for f in groups
        if said <= set(f.key.split())
        for e in f.entries
        if e.amps and (vtm is None or e.vtm == vtm)
    )
    if not records:
        return None
    why = (f"brand family: {' '.join(words)}",)
    return Found(
        words_key(words),
        Pool(RECORD.join(records)),
        vtm,
        why=why,
        uncertain=vtm is None,
        family=True,
    )


def behind(finder: Finder, brand: Found, reading: NameReading) -> Found | None:
    """The generic products of the medicine that a brand always holds, for a strength it no longer has.

    Only where the text says form and strength, and the release too if the brand has any.
    """
    names = {e.generic.words for e in brand.entries if e.amps}
    released = any(e.own.release or e.generic.release for e in brand.entries)
    if len(names) != 1 or not reading.core or not reading.amounts:
        return None
    if released and not reading.release:
        return None
    words = next(iter(names))
    generic = finder.group(words_key(words))
    if generic is None or brand.vtm is None:
        return None
    records = tuple(e.record for e in generic.entries if not e.amps and e.generic.words == words)
    if not records:
        return None
    why = (
        *brand.why,
        f"no such product of the brand; its medicine is {' '.join(sorted(words))}",
    )
    flags = ("brand_lacks_strength",)  # family: without a product it says nothing more
    return Found(
        generic.key,
        Pool(RECORD.join(records)),
        brand.vtm,
        why=why,
        flags=flags,
        family=True,
        words=tuple(words),
    )
