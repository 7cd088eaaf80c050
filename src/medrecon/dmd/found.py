"""What a text was found to name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from medrecon.dmd.keys import Entry
from medrecon.dmd.pool import Pool
from medrecon.names import NameReading, lexicon


class Found(NamedTuple):
    """The products under the name, the VTM that the name alone says (None: several), and how it was found.

    `unexplained` are words of the text that nothing accounts for; `uncertain` means the name itself may
    be another; `family` that the brand was named only in part; `slip` that a word was misspelt,
    `brand` that every product under the name is there by its brand, `release` what an old brand always was,
    `numbered` that the numbers of the text are part of the name.
    `words` are the name words as they were understood; `tentative` that only a whole product may rest on them.
    """

    key: str
    pool: Pool
    vtm: int | None
    why: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    unexplained: tuple[str, ...] = ()
    uncertain: bool = False
    family: bool = False
    slip: bool = False
    release: str | None = None
    brand: bool = False
    numbered: bool = False
    tentative: bool = False
    words: tuple[str, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every product under the name."""
        return self.pool.entries

    def as_named(self, words: tuple[str, ...], *, uncertain: bool) -> Found:
        """The same, found by these words, all of which are of the name."""
        return Found(
            self.key,
            self.pool,
            self.vtm,
            (f"name: {' '.join(words)}",),
            self.flags,
            self.unexplained,
            uncertain,
            self.family,
            self.slip,
            self.release,
            self.brand,
            self.numbered,
            self.tentative,
            words,
        )


def has_strength(reading: NameReading, found: Found) -> bool:
    """Whether the name has a product of a strength that the text states; without one, every name could be meant."""
    asked = reading.amounts
    return not asked or found.pool.has_any(asked)


def unexplained(words: Iterable[str], entries: tuple[Entry, ...]) -> tuple[str, ...]:
    """The words that neither every product under the name holds nor say nothing."""
    harmless = lexicon().harmless
    shared = frozenset.intersection(*(e.generic.words | e.own.words for e in entries))
    return tuple(w for w in words if w not in harmless and w not in shared)
