"""The words that may be, or begin, a name, arranged so that those that nearly spell another are soon found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain

PIECE = 3  # letters that two slips leave alone somewhere in a word that is
LONG_ENOUGH = 9  # letters long or longer, where one of the slips is in its first letter


class Spellings:
    """Words by length and first letter, and by pieces of their spelling."""

    def __init__(self, words: Iterable[str]) -> None:
        self._lengths: dict[tuple[int, str | None], list[str]] = {}
        for word in words:
            for first in (None, word[0]):
                self._lengths.setdefault((len(word), first), []).append(word)
        self._spans: dict[tuple[int, int, str | None], list[str]] = {}

    def within(self, word: str, slips: int, first: str | None = None) -> list[str]:
        """Every word that may lie within so many slips, among others; `first`: only those that begin with this letter."""
        least, most = len(word) - slips, len(word) + slips
        if first is None and slips == 2 and len(word) >= LONG_ENOUGH:
            return self._of_length(least, most, word[0]) + [
                other
                for other in self._with_a_piece_of(word)
                if least <= len(other) <= most and other[0] != word[0]
            ]
        return self._of_length(least, most, first)

    def _of_length(self, least: int, most: int, first: str | None) -> list[str]:
        span = (least, most, first)
        found = self._spans.get(span)
        if found is None:
            sizes = range(least, most + 1)
            found = [w for size in sizes for w in self._lengths.get((size, first), ())]
            self._spans[span] = found
        return found

    def _with_a_piece_of(self, word: str) -> Iterable[str]:
        """The words within two slips of which one is in the first letter, and others.

        The other slip leaves the end of the word as it is, or else what stands behind its beginning, moved by
        no more than the one letter that the first slip may add or take away.
        """
        ends, middles = self._pieces
        middle = word[2 : 2 + PIECE]
        found = [ends.get(word[-PIECE:], ()), *(middles.get((at, middle), ()) for at in (1, 2, 3))]
        return dict.fromkeys(chain.from_iterable(found))

    @cached_property
    def _pieces(self) -> tuple[dict[str, list[str]], dict[tuple[int, str], list[str]]]:
        """Words by their last letters, and by those that begin with the second, third or fourth."""
        ends: dict[str, list[str]] = {}
        middles: dict[tuple[int, str], list[str]] = {}
        for word in self._long():
            ends.setdefault(word[-PIECE:], []).append(word)
            for at in (1, 2, 3):
                middles.setdefault((at, word[at : at + PIECE]), []).append(word)
        return ends, middles

    def _long(self) -> Iterator[str]:
        """The words that may lie within two slips of one that is long enough."""
        for (size, first), words in self._lengths.items():
            if first is None and size >= LONG_ENOUGH - 2:
                yield from words
