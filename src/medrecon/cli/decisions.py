"""Decisions out of a file: a JSON list of them, or one a line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from medrecon.errors import UnreadableInput, UsageError
from medrecon.model import Decision


def read_decisions(path: Path | None) -> tuple[Decision, ...]:
    """The decisions of a file; none where no file is named.

    Raises UnreadableInput where the file is not JSON, and UsageError naming the first decision that is
    not right.
    """
    if path is None:
        return ()
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "bytes that are not UTF-8"
        raise UnreadableInput("a file of decisions", reason, at=path.name) from None
    found = []
    for n, data in enumerate(_data(text, path)):
        try:
            found.append(Decision.from_data(data))
        except UsageError as error:
            at = f"{path.name}[{n}].{(error.at or 'decision').removeprefix('decision.')}"
            raise UsageError(error.expected, error.got, at=at, hint=error.hint) from None
    return tuple(found)


def _data(text: str, path: Path) -> list[dict[str, Any]]:
    try:
        if text.lstrip().startswith("["):
            held = json.loads(text)
        else:
            held = [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError):
        held = None
    if not isinstance(held, list) or not all(isinstance(x, dict) for x in held):
        raise UnreadableInput(
            "decisions as a JSON list, or one a line", "other content", at=path.name
        )
    return held
