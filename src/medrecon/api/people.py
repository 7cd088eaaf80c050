"""The patients table of a batch: who the people are, beside their entries.

Columns: patient_id, birth_date, sex, allergies, problems, weight_kg, pregnant. Allergies and problems
are lists, or text with a semicolon between two. Empty means not recorded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from medrecon.errors import UnreadableInput
from medrecon.model import CodedText, Patient
from medrecon.sources.table import cells, table_rows
from medrecon.sources.table.columns import SEXES


@dataclass(frozen=True, slots=True)
class Person:
    """One row of the patients table; None where a cell is empty or cannot be read."""

    known: Patient

    def patient(self, from_entries: Patient | None) -> Patient:
        """The person, with what the entries say where this table says nothing."""
        mine = self.known
        if from_entries is None:
            return mine
        return replace(
            mine,
            birth_date=mine.birth_date or from_entries.birth_date,
            sex=mine.sex or from_entries.sex,
            nhs_number=from_entries.nhs_number,
        )


def read_people(path: Path) -> dict[str, Person]:
    """The patients table by patient_id."""
    found: dict[str, Person] = {}
    for row in table_rows(path, ("patient_id",)):
        if (patient_id := cells.code(row.get("patient_id"))) is None:
            raise UnreadableInput(
                "a patients table with patient_id in every row", "a row without one", at=path.name
            )
        found[patient_id] = Person(_patient(row))
    return found


def _patient(row: Mapping[str, Any]) -> Patient:
    born = None if cells.is_empty(row.get("birth_date")) else cells.date(row["birth_date"])
    weight = None if cells.is_empty(row.get("weight_kg")) else cells.number(row["weight_kg"])
    pregnant = row.get("pregnant")
    return Patient(
        birth_date=(born.day or born) if born else None,
        sex=SEXES.get(str(row.get("sex") or "").strip().lower()),
        allergies=_words(row.get("allergies")),
        problems=_words(row.get("problems")),
        weight_kg=float(weight) if weight is not None else None,
        pregnant=None if cells.is_empty(pregnant) else cells.truth(pregnant),
    )


def _words(cell: Any) -> tuple[str | CodedText, ...]:
    if isinstance(cell, str):
        return tuple(w.strip() for w in cell.split(";") if w.strip())
    if isinstance(cell, (list, tuple)):
        return tuple(
            CodedText(cells.text(w.get("text"))) if isinstance(w, dict) else str(w)
            for w in cell
            if w
        )
    return ()
