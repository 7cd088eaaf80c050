"""The words that may be, or begin, a name, arranged so that those that nearly spell another are soon found."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import chain
from operator import itemgetter

END = 3  # letters at the end of a word that one of two slips leaves as they are, or else
BEGINNING = 3  # those behind its first letter, where the other slip is in that and the word is
LONG_ENOUGH = 8  # letters long or longer
_backwards = itemgetter(slice(None, None, -1))
_LAST = "\U0010ffff"  # sorts behind every letter


class Spellings:
    """Words by length and first letter, and in the order of their first and of their last letters."""

    def __init__(self, words: Iterable[str]) -> None:
        # tuples: the collector of circles does not look into one that holds only words
        self._sorted = tuple(sorted(words))
        self._backwards = tuple(sorted(map(_backwards, self._sorted)))
        lengths: dict[tuple[int, str | None], list[str]] = {}
        for word in self._sorted:
            for first in (None, word[0]):
                lengths.setdefault((len(word), first), []).append(word)
        behind: dict[str, list[str]] = {}
        for word in self._sorted:
            behind.setdefault(word[1 : BEGINNING + 1], []).append(word)
        self._behind_first = {letters: tuple(alike) for letters, alike in behind.items()}
        self._lengths = {span: tuple(alike) for span, alike in lengths.items()}
        self._spans: dict[tuple[int, int, str | None], tuple[str, ...]] = {}

    def within(self, word: str, slips: int, first: str | None = None) -> Sequence[str]:
        """Every word that may lie within so many slips, among others; `first`: only those that begin with this letter."""
        least, most = len(word) - slips, len(word) + slips
        if first is None and slips == 2 and len(word) >= LONG_ENOUGH:
            alike = self._of_length(least, most, word[0])
            return list(dict.fromkeys((*alike, *self._with_a_piece_of(word))))
        return self._of_length(least, most, first)

    def _of_length(self, least: int, most: int, first: str | None) -> tuple[str, ...]:
        span = (least, most, first)
        found = self._spans.get(span)
        if found is None:
            sizes = (self._lengths.get((size, first), ()) for size in range(least, most + 1))
            found = self._spans[span] = tuple(chain.from_iterable(sizes))
        return found

    def _with_a_piece_of(self, word: str) -> list[str]:
        """The words within two slips of which one is in the first letter, and others.

        The other slip leaves the end of the word as it is, or else what stands behind its first letter.
        """
        found = list(map(_backwards, beginning(self._backwards, _backwards(word[-END:]))))
        start = word[: BEGINNING + 1]
        behind = start[1:]
        found += beginning(self._sorted, behind)  # the first letter is left out,
        found += beginning(self._sorted, start[1] + start[0] + start[2:])  # in the wrong place,
        found += self._behind_first.get(behind, ())  # another one,
        found += self._behind_first.get(start[:-1], ())  # or there is one before it
        return found


def beginning(words: tuple[str, ...], start: str) -> tuple[str, ...]:
    """Those of the sorted words that begin so."""
    at = bisect_left(words, start)
    return words[at : bisect_left(words, start + _LAST, at)]
