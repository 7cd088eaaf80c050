"""The whole names of a release, by their hash: what a text that is a name, letter for letter, leads to."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

from medrecon.dmd.keys import exact_hashes
from medrecon.dmd.table import whole_blocks

AT_ONCE = 4096  # names hashed together


class WholeNames:
    """Collects the whole names of a release, then gives the blocks to be written."""

    def __init__(self) -> None:
        self._hashes = array("q")
        self._codes = array("q")
        self._waiting: list[tuple[str, int]] = []

    def add(self, code: int, *names: str) -> None:
        """File a concept under each of its names; an empty one is none."""
        for name in names:
            if name:
                self._waiting.append((name, code))
        if len(self._waiting) >= AT_ONCE:
            self._file()

    def _file(self) -> None:
        hashes = exact_hashes([name for name, _ in self._waiting])
        filed = dict.fromkeys([(hashes[name], code) for name, code in self._waiting])
        self._hashes.extend([hashed for hashed, _ in filed])
        self._codes.extend([code for _, code in filed])
        self._waiting.clear()

    def blocks(self) -> Iterator[tuple[str, bytes]]:
        """The blocks of hashes and ids, once all names are filed."""
        self._file()
        return whole_blocks(sorted(zip(self._hashes, self._codes, strict=True)))
