"""A transfer of care written in a few lines: `source id | medicine | dosage | field=value; …`."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl

import medrecon

AS_OF = dt.date(2026, 3, 16)
LISTS = {
    "gp": {"source": "gp", "kind": "plan", "course": "repeat", "last_issued": "2026-03-01"},
    "pmr": {"source": "pmr", "kind": "dispense"},
    "ward": {"source": "epma", "kind": "order", "course": "inpatient"},
    "home": {"source": "epma", "kind": "order", "course": "discharge"},
    "clinic": {"source": "specialist", "kind": "order", "course": "clinic"},
}


def answer_to(
    dictionary: medrecon.Dictionary, event: str, *lines: str, **more: Any
) -> medrecon.Reconciliation:
    """The answer for one person written in those lines."""
    rows = [_row(line) for line in lines]
    names = dict.fromkeys(name for row in rows for name in row)
    frame = pl.DataFrame({n: [row.get(n) for row in rows] for n in names})
    return medrecon.reconcile(
        medrecon.read(frame), dictionary=dictionary, as_of=AS_OF, event=event, **more
    )


def _row(line: str) -> dict[str, str]:
    head, medicine, dosage, more = [*(p.strip() for p in line.split("|")), "", ""][:4]
    name, entry_id = head.split()
    row = {"patient_id": "P1", "entry_id": entry_id, "status": "active", **LISTS[name]}
    row |= {"medication": medicine, "dosage": dosage}
    return row | {k.strip(): v for k, _, v in (p.partition("=") for p in more.split(";")) if v}
