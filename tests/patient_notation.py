"""A patient written in a few lines: how the chapters on reconciliation note one down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from medrecon.model import Entry, Identity, Issue, PartialDate, Patient, Source, WrittenDosage

DAY = dt.date(2026, 3, 16)
KINDS = {
    "gp": ("gp", "plan", "repeat"),
    "acute": ("gp", "order", "acute"),
    "elsewhere": ("gp", "statement", "elsewhere"),
    "pmr": ("pmr", "dispense", None),
    "otc": ("pmr", "dispense", "otc"),
    "ward": ("epma", "order", "inpatient"),
    "stat": ("epma", "order", "stat"),
    "discharge": ("epma", "order", "discharge"),
    "clinic": ("specialist", "order", "clinic"),
    "plan": ("specialist", "plan", "clinic"),
    "homecare": ("specialist", "order", "homecare"),
    "supervised": ("specialist", "order", "supervised"),
    "cycle": ("specialist", "order", "cycle"),
    "told": ("patient", "statement", None),
    "history": ("epma", "statement", None),
}
DATES = [
    "start",
    "end",
    "last_issued",
    "recorded",
    "change_date",
    "stopped_on",
    "revert_at",
    "review_date",
    "next_due",
    "last_administered",
]
NUMBERS = ("days_supply", "quantity")
SHORT = {
    "issued": "last_issued",
    "days": "days_supply",
    "reason": "stop_reason",
    "why": "change_reason",
}


@dataclass
class Vignette:
    """One person on one day. Each list is lines of `name | dose | field=value; field=value`."""

    lists: dict[str, Sequence[str]]
    as_of: dt.date = DAY
    event: str | None = "admission"
    patient: Patient | None = None
    asked: Sequence[str] = ()
    extra: dict[str, Any] = field(default_factory=dict)

    def entries(self) -> Iterator[Entry]:
        """The lines as entries."""
        for name, lines in self.lists.items():
            for i, line in enumerate(lines):
                yield entry(name, line, f"{name}-{i}")


def entry(list_name: str, line: str, entry_id: str) -> Entry:
    """One line as an entry of that list."""
    parts = [p.strip() for p in line.split("|")]
    name, dose, more = [*parts, "", ""][:3]
    kind, entry_kind, course = KINDS[list_name]
    fields: dict[str, Any] = {"kind": entry_kind, "course": course, "status": "active"}
    system = None
    for pair in filter(None, (p.strip() for p in more.split(";"))):
        key, _, value = pair.partition("=")
        key = SHORT.get(key.strip(), key.strip())
        if key == "issues":
            dates = [PartialDate.parse(d) for d in value.split(",")]
            fields["issues"] = tuple(Issue(None, "issue", date=d) for d in dates)
        elif key == "birth_date":
            fields["patient"] = Identity(birth_date=PartialDate.parse(value))
        elif key == "system":
            system = value
        elif key in ("patient_id", "nhs_number"):
            fields["patient"] = Identity(**{key: value})
        elif key in DATES:
            fields[key] = PartialDate.parse(value)
        else:
            fields[key] = Decimal(value) if key in NUMBERS else value
    return Entry(
        id=entry_id,
        source=Source(kind, system),
        medication=name,
        dosage=WrittenDosage(dose) if dose else None,
        **fields,
    )
