"""The patients table of a batch: who the people are, beside their entries.

Columns: patient_id, birth_date, sex, allergies, problems, weight_kg, pregnant. Allergies and problems
are lists, or text with a semicolon between two. Empty means not recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from medrecon.errors import UnreadableInput
from medrecon.model import CodedText, Patient, Problem
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


def read_people(path: Path) -> tuple[dict[str, Person], tuple[Problem, ...]]:
    """The patients table by patient_id, and a Problem for each cell that cannot be read.

    Raises UnreadableInput when a row names nobody, or two rows one patient.
    """
    found: dict[str, Person] = {}
    problems: list[Problem] = []
    for row in table_rows(path, ("patient_id",)):
        patient_id = cells.own_id(row.get("patient_id"))
        if patient_id is None or patient_id in found:
            raise UnreadableInput(
                "a patients table with a patient_id of its own in every row",
                "a row without one" if patient_id is None else "one that stands twice",
                at=path.name,
            )
        found[patient_id] = Person(_patient(row, f"{path.name}.{patient_id}", problems))
    return found, tuple(problems)


def _patient(row: Mapping[str, Any], at: str, problems: list[Problem]) -> Patient:
    def read(column: str, reader: Callable[[Any], Any], expected: str) -> Any:
        cell = row.get(column)
        if cells.is_empty(cell):
            return None
        value = reader(cell)
        if value is None:
            where = f"{at}.{column}"
            said = f"expected {expected}, got another value @ {where}."
            problems.append(Problem(where, "cell", said))
        return value

    born = read("birth_date", cells.date, "an ISO 8601 date")
    weight = read("weight_kg", cells.number, "a number")
    return Patient(
        birth_date=(born.day or born) if born else None,
        sex=read("sex", lambda c: SEXES.get(str(c).strip().lower()), "female or male"),
        allergies=_words(row.get("allergies")),
        problems=_words(row.get("problems")),
        weight_kg=float(weight) if weight is not None else None,
        pregnant=read("pregnant", cells.truth, "true or false"),
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
