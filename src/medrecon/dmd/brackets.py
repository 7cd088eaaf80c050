"""What a text says in brackets beside the name of a product, and whether it takes the product back.

`Oxycodone 10mg tablets (OxyContin)`, `prednisolone 5mg tablets (not EC)`, `ramipril 2.5mg capsules (now 5mg)`:
the words before the brackets name a product, and the brackets another.
"""

from __future__ import annotations

from medrecon.dmd import brands
from medrecon.dmd.find import Finder
from medrecon.dmd.found import Found
from medrecon.dmd.keys import Entry
from medrecon.names import NameReading, lexicon


def of_another(reading: NameReading, product: Entry, finder: Finder) -> tuple[str, bool] | None:
    """Why the brackets may speak of another product, and whether of another medicine.

    None where they explain this product or name none.
    """
    own, generic = product.names
    words = frozenset(reading.aside) - own.aside - generic.aside
    against = words & lexicon().contrary if "specified" not in words else frozenset()
    said = tuple([w for w in reading.aside if w in words - against - lexicon().everyday])
    named = _named(said, product, finder) if said else None
    other = named is not None and product.vtm not in {e.vtm for e in named.entries}
    if against:
        return f"the brackets may say otherwise: {' '.join(sorted(against))}", other
    have = {*own.amounts, *generic.amounts, *own.aside_amounts, *generic.aside_amounts}
    measures = {(a.kind, a.per) for a in reading.amounts}
    beside = {a for a in reading.aside_amounts if (a.kind, a.per) in measures}
    said_of_the_element = (words | generic.words) & lexicon().elements
    if beside and beside.isdisjoint(have) and not said_of_the_element:
        return "another strength in brackets", other
    if other:
        return f"another medicine in brackets: {' '.join(reading.aside)}", True
    if named is not None and named.brand and product.vmp not in {e.vmp for e in named.entries}:
        return f"a brand of other products in brackets: {' '.join(reading.aside)}", False
    if (
        named is not None
        and named.brand
        and product.amps
        and own.words.isdisjoint(named.key.split())
    ):
        return f"another brand in brackets: {' '.join(reading.aside)}", False
    return None


def _named(words: tuple[str, ...], product: Entry, finder: Finder) -> Found | None:
    """What words in brackets name: by the whole name, or the brands of this medicine that begin so.

    Of other medicines only a whole name counts: a supplier, a colour or `heart` begin many.
    """
    named = finder.named(words)
    if named is not None:
        return named
    family = brands.wider(finder, words, None)
    return family if family is not None and family.vtm == product.vtm else None
