"""Elements of the ePMA data sets by name: which field each is, and which make one record.

The schema is not published in full, so that an element is known by its folded name, wherever it stands.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from medrecon.sources.xml_text import local

_SHORTER = (
    ("description", "desc"),
    ("instruction", "instr"),
    ("medicationadministration", "medicationadmin"),
    ("ofadministration", "ofadmin"),
    ("fhirr4", ""),
)


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """An element name in the spelling of `names.toml`: letters and digits, long words cut as there.

    >>> fold("PRESCRIBED_MEDICATION_STATUS_DESCRIPTION"), fold("PrescribedMedicationStatusDesc")
    ('prescribedmedicationstatusdesc', 'prescribedmedicationstatusdesc')
    """
    out = re.sub(r"[^a-z0-9]", "", name.lower())
    for long, short in _SHORTER:
        out = out.replace(long, short)
    return out


@lru_cache(maxsize=1)
def tables() -> dict[str, Any]:
    """The names of `names.toml`."""
    return tomllib.loads(files(__package__).joinpath("names.toml").read_text("utf-8"))


@lru_cache(maxsize=8)
def fields_of(table: str) -> dict[str, str]:
    """Which field of a table each folded element name is."""
    return {spelling: field for field, names in tables()[table].items() for spelling in names}


@dataclass(frozen=True, slots=True)
class Fields:
    """The values of one group of elements by field, each in message order."""

    held: dict[str, list[str]]

    @classmethod
    def of(cls, elements: Iterable[Any], table: str) -> Fields:
        """The fields of `table` among elements that have a value."""
        known, held = fields_of(table), dict[str, list[str]]()
        for element in elements:
            field = known.get(fold(local(element.tag))) if isinstance(element.tag, str) else None
            if field and not len(element) and (said := value_of(element)):
                held.setdefault(field, []).append(said)
        return cls(held)

    def __call__(self, field: str) -> str | None:
        """The first value of a field, None where it is not recorded."""
        return next(iter(self.held.get(field, ())), None)

    def all(self, field: str) -> list[str]:
        """Every value of a field that may repeat."""
        return self.held.get(field, [])


def value_of(element: Any) -> str | None:
    """What an element says: its text, else its `value` or `code`; None where it is empty."""
    said = (element.text or "").strip() or (element.get("value") or element.get("code") or "")
    return said.strip() or None


def is_epma_xml(root: Any) -> bool:
    """Whether an element is the root of an ePMA data set: it holds items with their medicine."""
    names = {fold(local(e.tag)) for e in root.iter() if isinstance(e.tag, str)}
    return any(
        names.intersection(tables()[t]["own"]) and names.intersection(tables()[t]["name"])
        for t in ("prescribing", "administration")
    )


def records(root: Any, table: str) -> list[Any]:
    """The widest element around each item identifier that holds one identifier and one name."""
    anchors = named(root, table, "own")
    if table == "prescribing":
        inside = {e for r in records(root, "administration") for e in r.iter()}
        anchors = [a for a in anchors if a not in inside]
    ids: dict[Any, set[str | None]] = {}
    names: Counter[Any] = Counter()
    for anchor in anchors:
        for above in anchor.iterancestors():
            ids.setdefault(above, set()).add(value_of(anchor))
    for one in named(root, table, "name"):
        names.update(one.iterancestors())
    out: dict[Any, None] = {}
    for anchor in anchors:
        record = anchor.getparent()
        for above in anchor.iterancestors():
            if above is root or len(ids[above]) > 1 or names[above] > 1:
                break
            record = above
        if record is not None:
            out[record] = None
    return list(out)


def named(root: Any, table: str, field: str) -> list[Any]:
    """Every element that is a field of a table."""
    spellings = tables()[table][field]
    return [e for e in root.iter() if isinstance(e.tag, str) and fold(local(e.tag)) in spellings]
