"""JSON as it is really sent: doubled keys noticed, NaN and lone surrogates made harmless."""

from __future__ import annotations

import gc
import json
import re
from typing import Any

from pydantic_core import from_json

from medrecon.errors import RefusedInput, UnreadableInput
from medrecon.model import Problem

_SURROGATE = re.compile("[\ud800-\udfff]")
_HOLDERS = ("entry", "resource", "contained", "parameter")


def loads(
    text: str, name: str | None = None, encoded: bytes | None = None
) -> tuple[Any, list[Problem]]:
    """The value, and a Problem for each doubled key, NaN or Infinity.

    Of a doubled key the last value counts, as every JSON reader has it; where the key holds
    resources, both are kept. A number that is none becomes null. `encoded` are the bytes that the text
    was decoded from, where they are at hand: those in UTF-8 are read as they are.

    >>> loads('{"a": 1, "a": 2}')[0], [p.code for p in loads('{"a": 1, "a": 2}')[1]]
    ({'a': 2}, ['duplicate-key'])
    """
    value = _plain(text, encoded)
    return _noted(text, name) if value is _SECOND_LOOK else (value, [])


_SECOND_LOOK = object()


def _plain(text: str, encoded: bytes | None = None) -> Any:
    """The value of text in which there is nothing to note, else `_SECOND_LOOK`.

    A parser that takes less than Python's (no NaN, no half of a surrogate pair, no endless depth)
    reads it; doubled keys it passes over in silence. But a key that was passed over is a string of
    the text that the value does not hold. The parser takes bytes in UTF-8 only, and encodes a text that
    is not ASCII before it begins.
    """
    written = text if encoded is None or text.isascii() else encoded
    try:
        value = from_json(written, allow_inf_nan=False)
    except (ValueError, TypeError):  # TypeError of a text that cannot be encoded
        return _SECOND_LOOK if written is text else _plain(text)
    return value if _held(value) == _written(text) else _SECOND_LOOK


def _written(text: str) -> int:
    r"""How many strings well-formed JSON is written with, by their quotation marks.

    Each has two, and one for each mark within it, which follows a backslash that no other precedes.

    >>> _written(r'{"a\\": "\"b\""}')
    2
    """
    marks = text.count('"')
    if "\\" in text:
        escapes = text.split("\\")[1:]
        if "" in escapes:
            escapes = text.replace("\\\\", "").split("\\")[1:]
        marks -= sum([escape.startswith('"') for escape in escapes])
    return marks // 2


def _held(root: Any) -> int:
    """How many strings a JSON value holds, those among them that are keys.

    Level by level: `gc.get_referents` gives the items of all lists and the values of all dicts of a
    level at once, in a third of the time that it takes to look into each.

    >>> _held({"a": ["b", {"c": 1}]})
    3
    """
    count, level, items = 0, [[root]], 1
    while level:
        below = gc.get_referents(*level)
        level = [value for value in below if value.__class__ is not str]
        count += len(below) - len(level)
        count += len(below) - items
        items = sum([len(value) for value in level if value.__class__ is list])
    return count


def _noted(text: str, name: str | None) -> tuple[Any, list[Problem]]:
    """The value read object by object, with a Problem for what is wrong in it."""
    problems: list[Problem] = []
    doubled: dict[int, tuple[dict[str, Any], list[str]]] = {}

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        out = dict(items)
        return out if len(out) == len(items) else _note(items, doubled)

    def constant(_word: str) -> None:
        problems.append(
            Problem(name or "json", "number", "expected a number, got NaN or Infinity.")
        )

    try:
        value = json.loads(text, object_pairs_hook=pairs, parse_constant=constant)
    except RecursionError:
        raise RefusedInput("JSON of ordinary depth", "nesting without end", at=name) from None
    except ValueError as error:
        place = name
        if isinstance(error, json.JSONDecodeError) and not (name or "").startswith("line "):
            place = f"{name} line {error.lineno}" if name else f"line {error.lineno}"
        raise UnreadableInput(
            "whole JSON",
            "JSON that is cut short or malformed",
            at=place,
            hint="send the file again",
        ) from None
    if doubled:
        problems += _placed(value, doubled, name)
    if _has_half_pair(text):
        value = _mended(value, problems, name)
    return value, problems


def _has_half_pair(text: str) -> bool:
    """Whether an escape may be half of a surrogate pair; in decoded text only escapes can."""
    return "\\" in text and ("\\ud" in text or "\\uD" in text)


def _note(
    items: list[tuple[str, Any]], doubled: dict[int, tuple[dict[str, Any], list[str]]]
) -> dict[str, Any]:
    """The object, its doubled keys noted under its identity (and held, so that it stays its own)."""
    out: dict[str, Any] = {}
    twice: dict[str, None] = {}
    for key, value in items:
        if key in out:
            twice[key] = None
            if key in _HOLDERS and isinstance(out[key], (dict, list)):
                first = out[key] if isinstance(out[key], list) else [out[key]]
                value = [*first, *(value if isinstance(value, list) else [value])]
        out[key] = value
    doubled[id(out)] = (out, list(twice))
    return out


def _placed(
    value: Any, doubled: dict[int, tuple[dict[str, Any], list[str]]], name: str | None
) -> list[Problem]:
    """A Problem for each object with doubled keys, at its place in the message."""
    out: list[Problem] = []
    stack = [(value, name or "")]
    while stack:
        node, path = stack.pop()
        if isinstance(node, dict):
            if id(node) in doubled:
                at = f"{path}.{'+'.join(doubled[id(node)][1])}".lstrip(".")
                own = node.get("id")
                said = f"expected each key once, got a key twice @ {at}. Hint: the last one counts."
                out.append(
                    Problem(at, "duplicate-key", said, own if isinstance(own, str) else None)
                )
            stack += [(v, f"{path}.{k}".lstrip(".")) for k, v in node.items()]
        elif isinstance(node, list):
            stack += [(v, f"{path}[{i}]") for i, v in enumerate(node)]
    return sorted(out, key=lambda p: p.path)


def _mended(value: Any, problems: list[Problem], name: str | None) -> Any:
    """The value with each lone surrogate replaced by U+FFFD, so that it can be written again."""
    found = False

    def mend(node: Any) -> Any:
        nonlocal found
        if isinstance(node, str):
            if _SURROGATE.search(node):
                found = True
                return _SURROGATE.sub("�", node)
            return node
        if isinstance(node, dict):
            return {mend(k): mend(v) for k, v in node.items()}
        return [mend(v) for v in node] if isinstance(node, list) else node

    try:
        out = mend(value)
    except RecursionError:
        raise RefusedInput("JSON of ordinary depth", "nesting without end", at=name) from None
    if found:
        problems.append(
            Problem(name or "json", "text", "expected Unicode text, got half of a surrogate pair.")
        )
    return out
