"""Misspelt names: a word may be read as another only where no other medicine is nearly as near.

The rule: the first letter is right, the distance is at most one or two, and no other name of the
dictionary lies within one further step, unless it has no product of the strength that the text states.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import product
from typing import Any, NamedTuple

from medrecon.dmd.find import Finder
from medrecon.dmd.found import Found, has_strength
from medrecon.names import NameReading, lexicon

SHORTEST = 5
LONG = 8
LONG_ALONE = 7
MOST_MEANT = 40  # words that one word may be
ALIKE = 6  # letters at the beginning by which two names look alike,
ALIKE_MORE = 3  # and how many more than with the name chosen


def allowed(word: str) -> int:
    """How many slips a word of this length may hold: 0, 1 or 2."""
    if len(word) < SHORTEST or not word.isalpha():
        return 0
    return 2 if len(word) >= LONG else 1


def misspelt(finder: Finder, reading: NameReading) -> Found | None:
    """The one name that the text nearly spells, or None."""
    alike = _options(finder, reading, None)  # what it is taken for begins with the same letter
    if alike is None:
        return None
    hits = _hits(finder, reading, alike)
    if not hits or hits[0].total > most(reading):
        return None
    options = _options(finder, reading, hits[0].total + 1)
    return _nearest(finder, reading, options) if options is not None else None


def most(reading: NameReading) -> int:
    """How many slips the name words may hold together."""
    return max(allowed(word) for word in reading.words)


_Options = list[list[tuple[str, int]]]


def _options(finder: Finder, reading: NameReading, within: int | None) -> _Options | None:
    """What each word may be, with the number of slips; None where one may be nothing.

    `within`: how many slips; without it those allowed, and only words that begin with the same letter.
    """
    vocabulary = finder.vocabulary()
    options: _Options = []
    for word in reading.words:
        if word in vocabulary or word in lexicon().salts:
            options.append([(word, 0)])
        elif allowed(word):
            least = allowed(word) if within is None else min(allowed(word) + 1, within)
            options.append(near(word, finder, least, word[0] if within is None else None))
        else:
            return None
    return options if all(options) else None


@cache
def measure() -> tuple[Callable[..., Any], Callable[..., int]]:
    """What the distances are measured with; loaded when a dictionary is opened, so that workers forked later share it."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    return extract, OSA.distance


def near(word: str, finder: Finder, slips: int, first: str | None = None) -> list[tuple[str, int]]:
    """The words of the vocabulary within so many slips, nearest first; `first`: only those that begin so."""
    extract, distance_of = measure()
    choices = finder.spellings.within(word, slips, first)
    found = extract(word, choices, scorer=distance_of, score_cutoff=slips, limit=None)
    ranked = sorted((int(distance), len(known), known) for known, distance, _ in found)
    return [(known, distance) for distance, _, known in ranked[:MOST_MEANT]]


class _Hit(NamedTuple):
    total: int
    found: Found
    way: tuple[str, ...]


def _hits(finder: Finder, reading: NameReading, options: _Options) -> list[_Hit]:
    """The names that the text may nearly spell, one of each medicine, nearest first."""
    limit = most(reading) + 1
    hits: dict[int | str, _Hit] = {}
    for chosen in product(*(o[:30] for o in options)):
        total = sum(d for _, d in chosen)
        if total > limit:
            continue
        way = tuple(w for w, _ in chosen)
        found = finder.named(way)
        if found is None:
            continue
        who: int | str = found.vtm if found.vtm is not None else found.key
        if who not in hits or total < hits[who].total:
            hits[who] = _Hit(total, found, way)
    return sorted(hits.values(), key=lambda h: (h.total, h.found.key))


def _nearest(finder: Finder, reading: NameReading, options: _Options) -> Found | None:
    words = reading.words
    ranked = _hits(finder, reading, options)
    if not ranked:
        return None
    total, found, way = ranked[0]
    if total > most(reading) or not _safe(reading, total, found, way):
        return None
    if _towards_another(finder, words, way):
        return None
    if any(t <= total + 1 and has_strength(reading, f) for t, f, _ in ranked[1:]):
        return None
    return found._replace(
        why=(f"{' '.join(words)} read as {' '.join(way)}",),
        flags=("misspelt",),
        slip=True,
        words=way,
    )


def _towards_another(finder: Finder, words: tuple[str, ...], way: tuple[str, ...]) -> bool:
    """Whether a misspelt word begins much longer as another name does than as the one chosen.

    `carbamazole` is one slip from carbimazole, and eight letters of carbamazepine.
    """
    for word, chosen in zip(words, way, strict=True):
        if word != chosen:
            alike = max(ALIKE, _shared(word, chosen) + ALIKE_MORE)
            if any(k != chosen for k in finder.beginning(word[:alike])) and len(word) >= alike:
                return True
    return False


def _shared(one: str, other: str) -> int:
    """How many letters two words begin with alike."""
    return next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )


def _safe(reading: NameReading, total: int, found: Found, way: tuple[str, ...]) -> bool:
    if any(a[0] != b[0] for a, b in zip(reading.words, way, strict=True)):
        return False
    if found.brand and (total > 1 or not reading.amounts):
        return False
    if reading.amounts:
        return has_strength(reading, found)
    return total == 1 and all(len(w) >= LONG_ALONE or w in way for w in reading.words)
