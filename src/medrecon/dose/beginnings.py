"""Which symbols a rule of the grammar can begin with, so that only such rules are tried at a place.

This is for speed alone: where the pattern cannot be taken apart the answer is “any symbol”.
"""

from __future__ import annotations

import re
from typing import Any

ANY: frozenset[str] | None = None


def beginnings(pattern: str) -> frozenset[str] | None:
    """The symbols with which a match of the pattern can begin; None means any.

    >>> sorted(beginnings("[ab]?c|d+"))
    ['a', 'b', 'c', 'd']
    >>> beginnings("[^x]y") is None
    True
    """
    try:
        tree = re._parser.parse(pattern)  # type: ignore[attr-defined]
        found, empty = _sequence(tree)
    except (AttributeError, KeyError, TypeError, ValueError):
        return ANY
    return ANY if empty or "" in found else frozenset(found)


def _sequence(items: Any) -> tuple[set[str], bool]:
    """The beginnings of a sequence, and whether it may be empty. `""` stands for any symbol."""
    found: set[str] = set()
    for op, argument in items:
        begin, empty = _item(str(op), argument)
        found |= begin
        if not empty:
            return found, False
    return found, True


def _item(op: str, argument: Any) -> tuple[set[str], bool]:
    if op == "LITERAL":
        return {chr(argument)}, False
    if op == "IN":
        literal = all(str(kind) == "LITERAL" for kind, _ in argument)
        return ({chr(code) for _, code in argument} if literal else {""}), False
    if op == "BRANCH":
        parts = [_sequence(part) for part in argument[1]]
        return set().union(*(p[0] for p in parts)), any(p[1] for p in parts)
    if op == "SUBPATTERN":
        return _sequence(argument[-1])
    if op in ("MAX_REPEAT", "MIN_REPEAT"):
        begin, empty = _sequence(argument[2])
        return begin, empty or argument[0] == 0
    if op in ("ASSERT", "ASSERT_NOT", "AT"):
        return set(), True
    return {""}, False
