"""The codes of dosage concepts (`codes.toml`), loaded once when first needed."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any

from medrecon.units import fold_unit, unit

UCUM = "http://unitsofmeasure.org"
SNOMED = "http://snomed.info/sct"
WEEKDAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}
TIME_WORDS = {
    "s": "second",
    "min": "minute",
    "h": "hour",
    "d": "day",
    "wk": "week",
    "mo": "month",
    "a": "year",
}
TIME_SPELLINGS = {
    **{code: code for code in TIME_WORDS},
    **{word: code for code, word in TIME_WORDS.items()},
    **{word + "s": code for code, word in TIME_WORDS.items()},
    "hr": "h",
    "hrs": "h",
    "mins": "min",
    "m": "mo",
    "w": "wk",
}


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept as it is written: its SNOMED code and display."""

    code: str
    display: str


@dataclass(frozen=True, slots=True)
class DoseUnit:
    """A unit as FHIR writes it: `words`, `system` and `code` (None where it has no code here)."""

    name: str
    words: str
    system: str | None
    code: str | None
    ml: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Codes:
    """The tables, both ways: by name for writing, by code and by word for reading."""

    units: dict[str, DoseUnit]
    unit_names: dict[str, str]
    concepts: dict[str, dict[str, Concept]]
    names: dict[str, dict[str, str]]


@lru_cache(maxsize=1)
def codes() -> Codes:
    """The packaged tables."""
    raw = tomllib.loads(files("medrecon.dosage").joinpath("codes.toml").read_text("utf-8"))
    units: dict[str, DoseUnit] = {}
    unit_names: dict[str, str] = {}
    for name, row in raw["unit"].items():
        units[name] = _unit(name, row)
        for spelling in _spellings(name, row):
            unit_names.setdefault(spelling, name)
    concepts: dict[str, dict[str, Concept]] = {}
    names: dict[str, dict[str, str]] = {}
    for kind in ("method", "route", "site", "instruction"):
        concepts[kind] = {k: Concept(r["code"], r["display"]) for k, r in raw[kind].items()}
        names[kind] = {
            key: name
            for name, row in raw[kind].items()
            for key in (
                name,
                row["display"].casefold(),
                row["code"],
                *row.get("also", ()),
                *row.get("words", ()),
            )
        }
    return Codes(units, unit_names, concepts, names)


def _unit(name: str, row: dict[str, Any]) -> DoseUnit:
    ml = Decimal(row["ml"]) if "ml" in row else None
    words = row.get("words", name)
    if "ucum" in row:
        return DoseUnit(name, words, UCUM, row["ucum"], ml)
    code = row.get("code")
    return DoseUnit(name, words, SNOMED if code else None, code, ml)


def _spellings(name: str, row: dict[str, Any]) -> list[str]:
    found = [name, row.get("words", name), *row.get("read", ()), *row.get("also", ())]
    found += [row[k] for k in ("code", "ucum") if k in row]
    known = unit(name)
    if known:
        found += known.spellings
    return [spelling.casefold() for spelling in found]


def dose_unit_name(words: str | None, code: str | None = None) -> str | None:
    """The folded name of a dose unit from its words or code; unknown words stay themselves.

    Both SNOMED hierarchies and UCUM lead to one name.

    >>> dose_unit_name("Tablet(s)"), dose_unit_name(None, "732936001"), dose_unit_name("mL")
    ('tablet', 'tablet', 'ml')
    """
    table = codes().unit_names
    for text in (words, code):
        if text:
            key = text.strip().strip("{}").casefold()
            found = table.get(key) or table.get(key.removesuffix("(s)")) or fold_unit(key)
            if found:
                return found
    return words.strip().casefold() if words and words.strip() else None


def time_unit(text: str | None) -> str | None:
    """The UCUM code of a unit of time (`h`, `d`, `wk`, …), or None.

    >>> time_unit("hours"), time_unit("wk"), time_unit("tablet")
    ('h', 'wk', None)
    """
    return TIME_SPELLINGS.get(text.strip().casefold()) if text else None
