"""The entries table of a population, one patient at a time.

Rows of one patient need not stand together: they are put aside on disk (a private SQLite file that
goes with the process) and taken up again patient by patient, so that memory holds one patient.
"""

from __future__ import annotations

import codecs
import datetime as dt
import json
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from medrecon.errors import UnreadableInput
from medrecon.model import Problem, Reading
from medrecon.sources import guard
from medrecon.sources.table import cells
from medrecon.sources.table.columns import REQUIRED
from medrecon.sources.table.files import read_csv, read_jsonl, read_parquet
from medrecon.sources.table.frame import is_frame, read_frame
from medrecon.sources.table.rows import Table

SUFFIXES = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet"}
_AT_ONCE = 2_000


class Aside(Table):
    """A Table that puts its rows aside by patient instead of reading them."""

    def __init__(self, required: tuple[str, ...] = REQUIRED) -> None:
        super().__init__(required=required)
        self.rows = 0
        self._waiting: list[tuple[str, int, str, str]] = []
        self._disk = sqlite3.connect("")
        self._disk.execute("CREATE TABLE held (patient TEXT, n INTEGER, path TEXT, row TEXT)")

    def add(self, cells_of_row: Mapping[str, Any], path: str) -> None:
        """Put one row aside."""
        held = {k: _kept(v) for k, v in cells_of_row.items() if not cells.is_empty(v)}
        if not held:
            return
        patient = cells.own_id(held.get("patient_id")) or ""
        self.rows += 1
        self._waiting.append((patient, self.rows, path, json.dumps(held, default=str)))
        if len(self._waiting) >= _AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        self._disk.executemany("INSERT INTO held VALUES (?, ?, ?, ?)", self._waiting)
        self._waiting.clear()

    def patients(self) -> Iterator[tuple[str, list[tuple[str, dict[str, Any]]]]]:
        """Each patient's id and rows (path, cells), in the order of the ids."""
        self._flush()
        mine: list[tuple[str, dict[str, Any]]] = []
        before: str | None = None
        for patient, path, row in self._disk.execute(
            "SELECT patient, path, row FROM held ORDER BY patient, n"
        ):
            if before is not None and patient != before:
                yield before, mine
                mine = []
            before = patient
            mine.append((path, json.loads(row)))
        if before is not None:
            yield before, mine


def _kept(cell: Any) -> Any:
    """A cell as JSON that reads back as the same cell; midnight without a zone is a day.

    Of a cell that is nested too deep as much is kept as tells the reader of the row that it is.
    """
    if isinstance(cell, (dict, list, tuple)) and cells.is_deep(cell):
        return _too_deep()
    if isinstance(cell, dt.datetime) and (date := cells.date(cell)) is not None:
        return date.text
    return cells.plain(cell)


def _too_deep() -> Any:
    out: Any = 0
    for _ in range(guard.MAX_DEPTH + 2):
        out = [out]
    return out


class Population:
    """A table of many patients: `problems` of the table itself, and one Reading a patient.

    `table` is a file (.csv, .jsonl, .parquet) or a frame (polars, pandas, pyarrow).
    Raises UnreadableInput when it is no entries table.
    """

    def __init__(self, table: Any) -> None:
        if is_frame(table):
            self._aside = Aside()
            read_frame(table, None, self._aside)
        else:
            self._aside = _read_aside(Path(table))

    @property
    def rows(self) -> int:
        """How many rows the table has."""
        return self._aside.rows

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Rows that could not be read at all, so that no patient is known for them."""
        return tuple(self._aside.problems)

    def __iter__(self) -> Iterator[tuple[str, Reading]]:
        """(patient_id, Reading), in the order of the ids.

        A row that names no patient comes alone, with the id "": two of them may be of two people.
        """
        for patient, rows in self._aside.patients():
            for together in [rows] if patient else [[row] for row in rows]:
                table = Table()
                for path, row in together:
                    table.add(row, path)
                yield patient, table.reading("entries")


def _read_aside(path: Path, required: tuple[str, ...] = REQUIRED) -> Aside:
    kind = SUFFIXES.get(path.suffix.lower())
    if kind is None or not path.is_file():
        raise UnreadableInput(
            "a table (.csv, .jsonl or .parquet)",
            "a file of another kind" if path.is_file() else "no file of that name",
            at=path.name,
            hint="docs/entries-table.md describes it",
        )
    aside = Aside(required)
    if kind == "parquet":
        read_parquet(path, path.name, None, aside)
        return aside
    with path.open(encoding=_encoding(path), errors="replace", newline="") as file:
        (read_csv if kind == "csv" else read_jsonl)(file, path.name, None, aside)
    return aside


def _encoding(path: Path) -> str:
    """By its mark; UTF-8 where all of the file is; else Windows-1252, which older systems write."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        part = file.read(1 << 20)
        if (told := guard.marked(part)) not in (None, "utf-8-sig"):
            return told or ""
        try:
            decoder.decode(part)
            while part := file.read(1 << 20):
                decoder.decode(part)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def table_rows(path: Path, required: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """The rows of a table that has the required columns, in the order of patient_id."""
    for _, rows in _read_aside(path, required).patients():
        for _, row in rows:
            yield row
