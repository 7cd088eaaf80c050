"""The tables of a Summary Care Record's presentation: medicines and allergies as rows of text.

The headings are those of the GP Summary presentation (NHS England, SCR FHIR API and REPC_MT150007UK05
examples; read 2026-11-24), in cells of a heading or of the first row. A row that spans the table belongs to
the row above it, or says that the category holds nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from medrecon.model import PartialDate
from medrecon.sources.table.cells import number
from medrecon.sources.v3.shape import below
from medrecon.sources.xml_text import local

LISTS = {
    "AcuteMeds": "acute",
    "RepeatMeds": "repeat",
    "DiscRepeatMeds": "discontinued",
    "Allergies": "allergies",
}
_WORDS = (
    ("discontinued repeat medication", "discontinued"),
    ("current repeat medication", "repeat"),
    ("acute medication", "acute"),
    ("allerg", "allergies"),
)
NAMES = ("medication item", "medication", "description")
_NAMES = frozenset(NAMES)
_DAY = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3})[a-z]*[ -](\d{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*(\D.*)?")


@dataclass(slots=True)
class Row:
    """One row: its kind of list, its cells by heading in lower case, and what spans the row below it.

    `short`: it has fewer cells than there are headings, so that a cell may stand under another's.
    """

    kind: str
    path: str
    cells: dict[str, str] = field(default_factory=dict)
    below: list[str] = field(default_factory=list)
    short: bool = False

    @property
    def name(self) -> str | None:
        """The medicine or the allergy that the row is about."""
        return self.get(*NAMES)

    def get(self, *headings: str) -> str | None:
        """The first cell under one of these headings that says something."""
        return next((c for h in headings if (c := self.cells.get(h))), None)


def rows(html: Any, title: str | None = None) -> list[Row]:
    """The rows of every table that lists medicines or allergies, in document order."""
    out: list[Row] = []
    heading = title or ""
    for element in html.iter():
        name = local(element.tag)
        if name in ("h2", "h1"):
            heading = _text(element)
        elif name == "table":
            kind = LISTS.get(element.get("id") or "") or _kind(
                f"{element.get('summary') or ''} {heading}"
            )
            if kind:
                out += _rows(element, kind, element.get("id") or kind)
    return out


def _kind(words: str) -> str | None:
    return next((kind for mark, kind in _WORDS if mark in words.lower()), None)


def _rows(table: Any, kind: str, name: str) -> list[Row]:
    headings = [_text(h).lower() for h in below(table, "th")]
    out: list[Row] = []
    for n, tr in enumerate(below(table, "tr"), 1):
        held = [c for c in tr if local(c.tag) == "td"]
        cells = [_text(c) for c in held]
        if not headings and not _NAMES.isdisjoint(c.lower() for c in cells):
            headings = [c.lower() for c in cells]
            continue
        said = [c for c in cells if c]
        short = len(cells) < max(2, len(headings))
        if short and (len(said) < 2 or any(c.get("colspan", "1") != "1" for c in held)):
            if out:
                out[-1].below += said
            continue
        if said:
            named = {h: c for h, c in zip(headings, cells, strict=False) if c}
            row = Row(kind, f"{name}.tr[{n}]", named, short=short)
            row.below += [] if row.name else said
            out.append(row)
    return out


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def day(text: str | None) -> PartialDate | None:
    """`12-May-2020` or `29 Apr 2020` inside a text, None where there is no such date."""
    found = _DAY.search(text or "")
    if found is None or found[2].lower() not in _MONTHS:
        return None
    try:
        return PartialDate.of(
            dt.date(int(found[3]), _MONTHS.index(found[2].lower()) + 1, int(found[1]))
        )
    except ValueError:
        return None


def quantity(text: str | None) -> tuple[Decimal | None, str | None]:
    """`112 tablet` as a number and a unit; (None, None) for anything else."""
    found = _AMOUNT.fullmatch((text or "").strip())
    return (number(found[1]), found[2]) if found else (None, None)
