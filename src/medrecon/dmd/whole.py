"""The whole names of a release, by their hash: what a text that is a name, letter for letter, leads to."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

from medrecon.dmd.keys import exact_hash
from medrecon.dmd.table import whole_blocks


class WholeNames:
    """Collects the whole names of a release, then gives the blocks to be written."""

    def __init__(self) -> None:
        self._hashes = array("q")
        self._codes = array("q")
        self._hashed: dict[str, int] = {}  # many AMPs bear one name

    def add(self, code: int, *names: str) -> None:
        """File a concept under each of its names; an empty one is none."""
        for hashed in {self._hash(name) for name in names if name}:
            self._hashes.append(hashed)
            self._codes.append(code)

    def _hash(self, name: str) -> int:
        if name not in self._hashed:
            self._hashed[name] = exact_hash(name)
        return self._hashed[name]

    def blocks(self) -> Iterator[tuple[str, bytes]]:
        """The blocks of hashes and ids, once all names are filed."""
        self._hashed.clear()
        return whole_blocks(sorted(zip(self._hashes, self._codes, strict=True)))
