"""Ids that are unique within a Reading, and the same every time."""

from __future__ import annotations

from collections.abc import Sequence


def unique(ids: Sequence[str]) -> list[str]:
    """The ids in order, a number added to whatever stood there before.

    >>> unique(["a", "b", "a", "a"])
    ['a', 'b', 'a#2', 'a#3']
    """
    taken = set(ids)
    if len(taken) == len(ids):
        return list(ids)
    counts: dict[str, int] = {}
    out = []
    for own in ids:
        n = counts.get(own, 0) + 1
        name = own if n == 1 else f"{own}#{n}"
        while n > 1 and name in taken:
            n += 1
            name = f"{own}#{n}"
        counts[own] = n
        taken.add(name)
        out.append(name)
    return out
