"""The code tables of the messages (`codes.toml`), read once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

_TABLES: dict[str, Any] = tomllib.loads(
    files(__package__).joinpath("codes.toml").read_text("utf-8")
)

STATUS: dict[str, dict[str, str]] = _TABLES["status"]
DISPENSE_TYPE: dict[str, dict[str, str]] = _TABLES["dispense_type"]
CANCEL_REASON: dict[str, str] = _TABLES["cancel_reason"]
COURSE: dict[str, str] = _TABLES["course"]
CHANGE: dict[str, str] = _TABLES["change"]
PRESCRIPTION_TYPE: dict[str, dict[str, str]] = _TABLES["prescription_type"]
NO_REASON: dict[str, str] = _TABLES["no_reason"]
TAKEN: dict[str, str] = _TABLES["taken"]
DOCUMENT: list[dict[str, Any]] = _TABLES["document"]
HEADING: dict[str, list[str]] = _TABLES["heading"]
SHARED_CODES: frozenset[str] = frozenset(_TABLES["shared_code"])


def course_in(said: Iterable[str]) -> str | None:
    """The course of the first code that names one; None where none does."""
    for code in said:
        if code in COURSE:
            return COURSE[code]
    return None
