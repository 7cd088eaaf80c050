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


def to_blocks(records: Iterable[tuple[int, str, str]]) -> Iterator[tuple[str, bytes]]:
    """The blocks to be written, of (id, level, record) in the order of the ids."""
    ids: list[int] = []
    texts: list[bytes] = []
    for code, level, record in records:
        ids.append(code)
        texts.append(_LETTERS[level] + record.encode())
    yield IDS, to_numbers(ids)
    yield ENDS, to_numbers(accumulate(map(len, texts)))
    yield TEXTS, b"".join(texts)


def from_blocks(blocks: Mapping[str, bytes]) -> Records:
    """The inverse of `to_blocks`."""
    return Records(from_numbers(blocks[IDS]), from_numbers(blocks[ENDS]), blocks[TEXTS])
