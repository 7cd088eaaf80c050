"""The rows of a CSV text, quoted as RFC 4180 has it; a quote that nobody closed is noticed.

Such a quote makes one cell of all the lines after it, so that whole medicines would be read as part of
one name. Nobody can tell where it should have ended: the table is refused, with the row named.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from medrecon.errors import UnreadableInput
from medrecon.model import SOURCE_KINDS, Problem
from medrecon.sources.table.formula_guard import COLUMN, MARK, unguard

MAX_COLUMNS = 2_000


def column_name(header: str) -> str:
    """The name of a column: trimmed; one of the table's own in any case and with blanks.

    >>> column_name(" Entry ID ")
    'entry_id'
    """
    name = header.strip().lstrip("\ufeff").strip('"')
    return name.lower().replace(" ", "_")


class CsvRows:
    """The header of a CSV text, and its rows in turn; comma, semicolon or tab unless it is given.

    `named` makes the name of a column from its header. Raises UnreadableInput where a quoted cell is
    still open at the end, or holds rows of its own.
    """

    def __init__(
        self,
        text: str | Iterable[str],
        name: str | None,
        problems: list[Problem],
        *,
        delimiter: str | None = None,
        named: Callable[[str], str] = column_name,
    ):
        self.name, self.problems = name, problems
        self._lines = iter(io.StringIO(text, newline="") if isinstance(text, str) else text)
        self._held: list[str] = []
        self._ended = False
        first = next((line for line in self._lines if line.strip()), "")
        self._delimiter = delimiter or max(",;\t", key=first.count)
        self._reader = csv.reader(self._feed(first), delimiter=self._delimiter)
        self.header: list[str] = []
        try:
            header = next(self._reader, [])[:MAX_COLUMNS]
        except csv.Error:
            raise UnreadableInput("a header line", "one that cannot be read", at=name) from None
        if self._ended and header:
            raise self._open("the header")
        self.header = [named(c) for c in header]
        self._place = {column: i for i, column in enumerate(self.header)}
        self._guarded = COLUMN in self._place

    def _feed(self, first: str) -> Iterator[str]:
        """The lines, and an empty one: it gives no row, unless a cell is open at the end."""
        yield first
        hold = self._held.append
        for line in self._lines:
            hold(line)
            yield line
        self._ended = True
        yield ""

    def __iter__(self) -> Iterator[tuple[int, dict[str, Any]]]:
        n, held, header, width = 0, self._held, self.header, len(self.header)
        while True:
            n += 1
            held.clear()
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error:
                self._too_large(n)
                continue
            if not cells:
                continue
            if self._ended or (len(held) > 1 and any(map(self._is_row, held[1:]))):
                raise self._open(f"row {n}")
            row: dict[str, Any] = dict(zip(header, cells, strict=False))
            if len(cells) > width:
                self._ragged(n, cells, row)
            if self._guarded and row.pop(COLUMN, None) == MARK:
                row = {k: unguard(v) if isinstance(v, str) else v for k, v in row.items()}
            yield n, row

    def _open(self, where: str) -> UnreadableInput:
        return UnreadableInput(
            "quoted cells that end",
            "a file that is truncated, or an unclosed quote",
            at=f"{self.name} {where}" if self.name else where,
            hint="a quote inside a quoted cell is written twice; or send the file again",
        )

    def _is_row(self, line: str) -> bool:
        """Whether a line inside a cell is itself a row of the table."""
        try:
            cells = next(csv.reader([line], delimiter=self._delimiter), [])
        except csv.Error:
            return False
        place = self._place.get("source")
        if place is None:
            return len(cells) >= len(self.header) > 1
        needed = max(self._place.get(c, 0) for c in ("patient_id", "source", "entry_id"))
        return needed < len(cells) and cells[place].strip().lower() in SOURCE_KINDS

    def _too_large(self, n: int) -> None:
        """Note a row with a cell beyond what a cell may hold, and go on after it."""
        lines, limit = self._held, csv.field_size_limit()
        before = next(csv.reader([lines[0][:limit]], delimiter=self._delimiter), [])[:-1]
        is_open = bool(sum(line.count('"') for line in lines) % 2)
        if any(map(self._is_row, lines[1:])):
            raise self._open(f"row {n}")
        while is_open:
            line = next(self._lines, None)
            if line is None or self._is_row(line):
                raise self._open(f"row {n}")
            is_open = is_open != bool(line.count('"') % 2)
        said = f"expected cells of at most {limit} characters, got a longer one @ row {n}."
        own = self._id(before)
        self.problems.append(Problem(f"row {n}", "row", said, own))

    def _ragged(self, n: int, cells: list[str], row: dict[str, Any]) -> None:
        """Keep the cells that no column is named for."""
        row["extra_cells"] = cells[len(self.header) :]
        said = f"expected {len(self.header)} cells, got {len(cells)} @ row {n}."
        self.problems.append(Problem(f"row {n}", "ragged", said, self._id(cells)))

    def _id(self, cells: list[str]) -> str | None:
        place = self._place.get("entry_id", len(cells))
        return (cells[place].strip() or None) if place < len(cells) else None
