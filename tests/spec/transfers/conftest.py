"""A transfer of care written in a few lines: `source id | medicine | dosage | field=value; …`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import polars as pl
import pytest

import medrecon
from medrecon.maintain.transfers import TransferDocument

AS_OF = dt.date(2026, 3, 16)
LISTS = {
    "gp": {"source": "gp", "kind": "plan", "course": "repeat", "last_issued": "2026-03-01"},
    "pmr": {"source": "pmr", "kind": "dispense"},
    "ward": {"source": "epma", "kind": "order", "course": "inpatient"},
    "home": {"source": "epma", "kind": "order", "course": "discharge"},
    "clinic": {"source": "specialist", "kind": "order", "course": "clinic"},
}


@pytest.fixture
def answer(dictionary) -> Callable[..., medrecon.Reconciliation]:
    """`answer("discharge", "gp 1 | Ramipril 5mg capsules | one daily", …)`."""

    def run(event: str, *lines: str, **more) -> medrecon.Reconciliation:
        rows = [_row(line) for line in lines]
        names = dict.fromkeys(name for row in rows for name in row)
        frame = pl.DataFrame({n: [row.get(n) for row in rows] for n in names})
        return medrecon.reconcile(
            medrecon.read(frame), dictionary=dictionary, as_of=AS_OF, event=event, **more
        )

    return run


@pytest.fixture
def document(answer) -> Callable[..., TransferDocument]:
    """The discharge document of those lines."""

    def run(*lines: str) -> TransferDocument:
        return answer("discharge", *lines).transfer("discharge")

    return run


def _row(line: str) -> dict[str, str]:
    head, medicine, dosage, more = [*(p.strip() for p in line.split("|")), "", ""][:4]
    name, entry_id = head.split()
    row = {"patient_id": "P1", "entry_id": entry_id, "status": "active", **LISTS[name]}
    row |= {"medication": medicine, "dosage": dosage}
    return row | {k.strip(): v for k, _, v in (p.partition("=") for p in more.split(";")) if v}
