"""Vignettes: invented patients as TOML, in files by finding family.

A vignette says who the person is, what each record holds, and what an experienced pharmacist expects
to be told. Its `entries` are rows of the entries table; `line` stands for the three columns that
say what kind of line it is, and `status` is `active` where it is not given. The file `not_yet.toml`
names the vignettes that the engine does not meet yet, each with the reason.
"""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import medrecon
from medrecon.model import Patient, Reading, Source

HERE = Path(__file__).parent
FAMILIES = (
    *("presence", "state", "regimen", "product"),
    *("duplication", "data", "safety", "lists"),
)

# `line` -> source, kind, course
LINES: dict[str, tuple[str, str, str | None]] = {
    "gp repeat": ("gp", "plan", "repeat"),
    "gp repeat dispensing": ("gp", "plan", "repeat-dispensing"),
    "gp acute": ("gp", "order", "acute"),
    "gp elsewhere": ("gp", "statement", "elsewhere"),
    "pharmacy": ("pmr", "dispense", None),
    "pharmacy otc": ("pmr", "dispense", "otc"),
    "ward": ("epma", "order", "inpatient"),
    "ward prn": ("epma", "order", "as-required"),
    "ward stat": ("epma", "order", "stat"),
    "given": ("epma", "administration", None),
    "discharge": ("epma", "order", "discharge"),
    "clinic": ("specialist", "order", "clinic"),
    "clinic plan": ("specialist", "plan", "clinic"),
    "homecare": ("specialist", "order", "homecare"),
    "supervised": ("specialist", "order", "supervised"),
    "cycle": ("specialist", "order", "cycle"),
    "depot given": ("specialist", "administration", None),
    "patient": ("patient", "statement", None),
}


@dataclass(frozen=True)
class Vignette:
    """One person on one day. `asked` are sources that were asked and may hold nothing."""

    id: str
    title: str
    why: str
    as_of: dt.date
    family: str
    entries: list[dict[str, Any]]
    event: str | None = None
    patient: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    unidentified: list[str] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)
    must_not_flag: list[dict[str, Any]] = field(default_factory=list)
    also_acceptable: list[dict[str, Any]] = field(default_factory=list)
    current: list[dict[str, Any]] = field(default_factory=list)
    on_hold: list[str] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)
    undecided: list[str] = field(default_factory=list)

    def rows(self) -> Iterator[dict[str, Any]]:
        """The entries as rows of the entries table."""
        for n, entry in enumerate(self.entries, 1):
            source, kind, course = LINES[entry["line"]]
            row = {"patient_id": self.id, "source": source, "entry_id": f"{self.id}-{n:02d}"}
            row |= {"kind": kind, "course": course, "status": "active"}
            row |= {k: str(v) if isinstance(v, dt.date) else v for k, v in entry.items()}
            del row["line"]
            yield {k: v for k, v in row.items() if v is not None}

    def readings(self) -> list[Reading]:
        """What the sources answered: the entries, and for each of `asked` that it was asked."""
        table = "".join(json.dumps(row) + "\n" for row in self.rows())
        asked = tuple(Source(kind) for kind in self.asked)
        return [
            medrecon.read(table.encode(), format="entries-jsonl"),
            *([Reading("entries-jsonl", sources=asked)] if asked else []),
        ]

    def person(self) -> Patient | None:
        """The patient as the caller of `reconcile` gives it."""
        lists = {k: tuple(v) for k, v in self.patient.items() if isinstance(v, list)}
        return Patient(**(self.patient | lists)) if self.patient else None


def read_family(family: str) -> list[Vignette]:
    """The vignettes of one family, in the order of its files."""
    paths = sorted(HERE.glob(f"{family}*.toml"))
    rows = [row for p in paths for row in tomllib.loads(p.read_text("utf-8"))["vignette"]]
    return [Vignette(family=family, **row) for row in rows]


def read_all() -> list[Vignette]:
    """Every vignette."""
    return [v for family in FAMILIES for v in read_family(family)]


def not_yet() -> dict[str, str]:
    """id of a vignette that is not met yet -> why."""
    return tomllib.loads((HERE / "not_yet.toml").read_text("utf-8"))["not_yet"]
