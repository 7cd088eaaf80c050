"""The names of a release as they stand in the compiled file, and in memory once they are asked for.

A few texts and two arrays of whole numbers, each written as one block and read as one: a name is then
looked up in a dict and not by a query. Nothing in it changes after it was read.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from medrecon.dmd.keys import FIELD

BLOCK = "\x1d"  # between the items of a text
GROUPS, BRANDS, STARTS, VOCABULARY = "groups", "brands", "starts", "vocabulary"
HASHES, IDS = "hashes", "ids"


class NameTable(NamedTuple):
    """What the names of a release lead to.

    `groups` gives the packed products under a name key (see `keys`), `brands` the keys of the brands whose names
    begin with a word, `starts` those of the VTMs, `vocabulary` every word of a medicine's name with its kind. `hashes` are those of whole
    names (see `keys.exact_hash`), sorted, `ids` the concepts that bear them.
    """

    groups: dict[str, str]
    brands: dict[str, tuple[str, ...]]
    starts: dict[str, tuple[str, ...]]
    vocabulary: dict[str, int]
    hashes: array[int]
    ids: array[int]

    def whole(self, hashed: int) -> list[int]:
        """The ids of the concepts whose whole name has this hash, in order."""
        at = bisect_left(self.hashes, hashed)
        found = []
        while at < len(self.hashes) and self.hashes[at] == hashed:
            found.append(self.ids[at])
            at += 1
        return found


def to_blocks(
    groups: Mapping[str, str],
    brands: Mapping[str, Iterable[str]],
    starts: Mapping[str, Iterable[str]],
    vocabulary: Mapping[str, int],
) -> Iterator[tuple[str, bytes]]:
    """The blocks to be written: each with its name."""
    yield GROUPS, _text(part for key in sorted(groups) for part in (key, groups[key]))
    yield BRANDS, _lists(brands)
    yield STARTS, _lists(starts)
    yield VOCABULARY, _text(p for w in sorted(vocabulary) for p in (w, str(vocabulary[w])))


def whole_blocks(whole: Sequence[tuple[int, int]]) -> Iterator[tuple[str, bytes]]:
    """The blocks of the hashes of whole names, in order, and of the concepts that bear them."""
    yield HASHES, to_numbers(hashed for hashed, _ in whole)
    yield IDS, to_numbers(code for _, code in whole)


def from_blocks(blocks: Mapping[str, bytes]) -> NameTable:
    """The inverse of `to_blocks` and `whole_blocks`."""
    return NameTable(
        _pairs(blocks[GROUPS]),
        _tuples(blocks[BRANDS]),
        _tuples(blocks[STARTS]),
        {word: int(kind) for word, kind in _pairs(blocks[VOCABULARY]).items()},
        from_numbers(blocks[HASHES]),
        from_numbers(blocks[IDS]),
    )


def _text(parts: Iterable[str]) -> bytes:
    return BLOCK.join(parts).encode()


def _lists(keys: Mapping[str, Iterable[str]]) -> bytes:
    return _text(p for word in sorted(keys) for p in (word, FIELD.join(sorted(keys[word]))))


def _tuples(block: bytes) -> dict[str, tuple[str, ...]]:
    return {word: tuple(keys.split(FIELD)) for word, keys in _pairs(block).items()}


def _pairs(block: bytes) -> dict[str, str]:
    parts = block.decode().split(BLOCK) if block else []
    return dict(zip(parts[::2], parts[1::2], strict=True))


def to_numbers(values: Iterable[int]) -> bytes:
    """Whole numbers of eight bytes each, the lowest byte first on every machine."""
    return _low_first(array("q", values)).tobytes()


def from_numbers(block: bytes) -> array[int]:
    """The inverse of `to_numbers`."""
    values = array("q")
    values.frombytes(block)
    return _low_first(values)


def _low_first(values: array[int]) -> array[int]:
    if sys.byteorder == "big":
        values.byteswap()
    return values
