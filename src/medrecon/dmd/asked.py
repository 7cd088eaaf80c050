"""What a text asks for, and the names of a product that it is compared with."""

from __future__ import annotations

from typing import NamedTuple

from medrecon.dmd.keys import Entry, Spec
from medrecon.names import NameReading, lexicon

Part = tuple[str | None, int, bool]  # the contradiction, the price, whether something is guessed
AS_ASKED: Part = (None, 0, False)


class Asked:
    """What a text says, in the shape in which it is compared with every product under the name.

    `numbers` are those without a unit, `said` its name words and those in brackets, `salts` the counter-ions among
    its name words.
    """

    __slots__ = ("aside", "numbers", "reading", "said", "salts")

    def __init__(self, reading: NameReading) -> None:
        self.reading = reading
        self.numbers = frozenset(reading.numbers)
        self.aside = frozenset(reading.aside)
        self.said = self.aside.union(reading.words)
        self.salts = lexicon().salts.intersection(reading.words)


class Names(NamedTuple):
    """The two names that a product is compared by, its own and its VMP's: the same for a generic.

    `core`, `modifiers` and `qualities` are what either of them says.
    """

    own: Spec
    generic: Spec
    brand: bool
    core: frozenset[str]
    modifiers: frozenset[str]
    qualities: frozenset[str]


def names_of(entry: Entry) -> Names:
    """The names of a product, ready to be compared."""
    own, brand = entry.own, bool(entry.amps)
    if entry.says_it_all:
        return Names(own, own, brand, own.core, own.modifiers, own.qualities)
    generic = entry.generic
    return Names(
        own,
        generic,
        brand,
        own.core | generic.core,
        own.modifiers | generic.modifiers,
        own.qualities | generic.qualities,
    )
