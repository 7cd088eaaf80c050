"""The derived records of a release, as one block in the compiled file and in memory.

A record is found by bisection and decoded when it is asked for: a few microseconds, and no query.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from mmap import ACCESS_READ, mmap
from typing import IO, Any, NamedTuple

from pydantic_core import from_json

from medrecon.dmd.table import from_numbers, to_numbers

IDS, ENDS, TEXTS = "record_ids", "record_ends", "records"
AT_ONCE = 256  # records written together
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


class Unsorted:
    """Derived records in the order in which they are made, put by in a file; given as blocks in that of their ids.

    They never stand in memory together.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.clear()

    def clear(self) -> None:
        """Forget what was put by."""
        self._file.seek(0)
        self._file.truncate()
        self.ids, self._starts = array("q"), array("q", (0,))

    def add(self, level: str, records: Iterable[tuple[int, bytes]]) -> None:
        """Put the records of a level by, each with its id. No id may come twice."""
        letter, write = _LETTERS[level], self._file.write
        ids, starts = self.ids.append, self._starts.append
        end = self._starts[-1]
        for code, record in records:
            end += write(letter + record)
            ids(code)
            starts(end)

    def blocks(self) -> Iterator[tuple[str, int, Iterable[bytes]]]:
        """The blocks to be written: each a name, a size in bytes, and its parts."""
        starts, order = self._starts, sorted(range(len(self.ids)), key=self.ids.__getitem__)
        yield TEXTS, starts[-1], self._texts(order)
        lengths = (starts[at + 1] - starts[at] for at in order)
        for name, values in ((IDS, sorted(self.ids)), (ENDS, accumulate(lengths))):
            block = to_numbers(values)
            yield name, len(block), (block,)

    def _texts(self, order: list[int]) -> Iterator[bytes]:
        """The records in this order, some hundreds at a time."""
        self._file.flush()
        if not order:
            return
        starts = self._starts
        with mmap(self._file.fileno(), 0, access=ACCESS_READ) as texts:
            for first in range(0, len(order), AT_ONCE):
                some = order[first : first + AT_ONCE]
                yield b"".join([texts[starts[at] : starts[at + 1]] for at in some])


def from_blocks(blocks: Mapping[str, bytes]) -> Records:
    """The inverse of `Unsorted.blocks`."""
    return Records(from_numbers(blocks[IDS]), from_numbers(blocks[ENDS]), blocks[TEXTS])
