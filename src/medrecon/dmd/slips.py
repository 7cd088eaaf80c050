"""Misspelt names: a word may be read as another only where no other medicine is nearly as near.

The rule: the first letter is right, the distance is at most one or two, and no other name of the
dictionary lies within one further step, unless it has no product of the strength that the text states.
"""

from __future__ import annotations

from itertools import product

from medrecon.dmd.find import Finder
from medrecon.dmd.found import Found, has_strength
from medrecon.names import NameReading, lexicon

SHORTEST = 5
LONG = 8
LONG_ALONE = 7
ALIKE = 6  # letters at the beginning by which two names look alike,
ALIKE_MORE = 3  # and how many more than with the name chosen


def allowed(word: str) -> int:
    """How many slips a word of this length may hold: 0, 1 or 2."""
    if len(word) < SHORTEST or not word.isalpha():
        return 0
    return 2 if len(word) >= LONG else 1


def misspelt(finder: Finder, reading: NameReading) -> Found | None:
    """The one name that the text nearly spells, or None."""
    vocabulary = finder.vocabulary()
    words = reading.words
    options: list[list[tuple[str, int]]] = []
    for word in words:
        if word in vocabulary or word in lexicon().salts:
            options.append([(word, 0)])
        elif allowed(word):
            options.append(near(word, finder, allowed(word) + 1))
        else:
            return None
    if not all(options) or sum(d > 0 for o in options for _, d in o[:1]) > 2:
        return None
    return _nearest(finder, reading, options)


def near(word: str, finder: Finder, most: int) -> list[tuple[str, int]]:
    """The words of the vocabulary within `most` slips, nearest first."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    choices = finder.of_length(len(word) - most, len(word) + most)
    found = extract(word, choices, scorer=OSA.distance, score_cutoff=most, limit=40)
    return [(known, int(distance)) for known, distance, _ in found]


def _nearest(
    finder: Finder, reading: NameReading, options: list[list[tuple[str, int]]]
) -> Found | None:
    words = reading.words
    most = max(allowed(w) for w in words)
    hits: dict[int | str, tuple[int, Found, tuple[str, ...]]] = {}
    for chosen in product(*(o[:30] for o in options)):
        total = sum(d for _, d in chosen)
        if total > most + 1:
            continue
        way = tuple(w for w, _ in chosen)
        found = finder.named(way)
        if found is None:
            continue
        who: int | str = found.vtm if found.vtm is not None else found.key
        if who not in hits or total < hits[who][0]:
            hits[who] = (total, found, way)
    if not hits:
        return None
    ranked = sorted(hits.values(), key=lambda h: (h[0], h[1].key))
    total, found, way = ranked[0]
    if total > most or not _safe(reading, total, found, way):
        return None
    if _towards_another(finder, reading.words, way):
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
