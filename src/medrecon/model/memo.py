"""What follows from a wording is worked out once for it, and remembered within bounds."""

from __future__ import annotations

from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Memo(dict[K, V]):
    """Values by what they follow from; emptied when it holds `most`, so that it never grows beyond.

    For keys that are at hand on a hot path, where a call to remember would cost more than the look-up:
    `memo.get(key)` first, `memo.keep(key, value)` where that is None.

    >>> memo = Memo(2)
    >>> [memo.keep(n, n * n) for n in (1, 2, 3)], dict(memo)
    ([1, 4, 9], {3: 9})
    """

    __slots__ = ("most",)

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def keep(self, key: K, value: V) -> V:
        """Remember a value and give it."""
        if len(self) >= self.most:
            self.clear()
        self[key] = value
        return value
