"""The derived records of a release, as one block in the compiled file and in memory.

A record is found by bisection and decoded when it is asked for: a few microseconds, and no query.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import Any, NamedTuple

from pydantic_core import from_json

from medrecon.dmd.table import from_numbers, to_numbers

IDS, ENDS, TEXTS = "record_ids", "record_ends", "records"
# by the letter before the record
LEVELS = {"T": "VTM", "V": "VMP", "A": "AMP"}
_LETTERS = {level: letter.encode() for letter, level in LEVELS.items()}
_LEVEL_OF = {ord(letter): level for letter, level in LEVELS.items()}


class Records(NamedTuple):
    """The ids, sorted; where the record of each ends; and the records, one behind another."""

    ids: array[int]
    ends: array[int]
    texts: bytes

    def get(self, code: int) -> tuple[str, dict[str, Any]] | None:
        """Level and derived record of a VTM, VMP or AMP, or None. Each call decodes a record of its own."""
        at = bisect_left(self.ids, code)
        if at == len(self.ids) or self.ids[at] != code:
            return None
        start = self.ends[at - 1] if at else 0
        return _LEVEL_OF[self.texts[start]], from_json(self.texts[start + 1 : self.ends[at]])


def to_blocks(
    records: Iterable[tuple[int, str, str]], size: int
) -> Iterator[tuple[str, int, Iterable[bytes]]]:
    """The blocks to be written, of (id, level, record) in the order of the ids.

    Each is a name, a size in bytes, and its parts, to be taken before the next block is asked for. `size` is
    that of all records, with the letter before each: they never stand in memory together.
    """
    ids, lengths = array("q"), array("q")

    def texts() -> Iterator[bytes]:
        for code, level, record in records:
            text = _LETTERS[level] + record.encode()
            ids.append(code)
            lengths.append(len(text))
            yield text

    yield TEXTS, size, texts()
    for name, values in ((IDS, ids), (ENDS, accumulate(lengths))):
        block = to_numbers(values)
        yield name, len(block), (block,)


def from_blocks(blocks: Mapping[str, bytes]) -> Records:
    """The inverse of `to_blocks`."""
    return Records(from_numbers(blocks[IDS]), from_numbers(blocks[ENDS]), blocks[TEXTS])
