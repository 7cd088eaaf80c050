"""The code tables of HL7 v3 messages (`codes.toml`), read once."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

_TABLES: dict[str, Any] = tomllib.loads(
    files(__package__).joinpath("codes.toml").read_text("utf-8")
)

SYSTEM: dict[str, str] = _TABLES["system"]
ELSEWHERE: frozenset[str] = frozenset(_TABLES["elsewhere"]["codes"])
STATEMENT_STATUS: dict[str, str] = _TABLES["statement_status"]
TREATMENT: dict[str, str] = _TABLES["treatment"]
ITEM_STATUS: dict[str, str] = _TABLES["item_status"]
GENDER: dict[str, str] = _TABLES["gender"]
NO_TEXT: frozenset[str] = frozenset(_TABLES["no_text"]["words"])
ALLERGY_CATEGORIES: frozenset[str] = frozenset(_TABLES["allergy"]["categories"])
SNOMED = "http://snomed.info/sct"
