"""The entries table out of CSV, JSON Lines and Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from medrecon.errors import MedrecError, UnreadableInput
from medrecon.model import Problem, Reading
from medrecon.sources import json_text
from medrecon.sources.table.columns import REQUIRED
from medrecon.sources.table.rows import Table

MAX_COLUMNS = 2_000
ROWS_AT_ONCE = 50_000


def require(
    columns: Iterable[str],
    name: str | None,
    source: str | None,
    needed: tuple[str, ...] = REQUIRED,
) -> None:
    """Refuse a table without the columns that every row needs, naming those that are missing."""
    have = set(columns)
    missing = [c for c in needed if c not in have and not (c == "source" and source)]
    if missing:
        raise UnreadableInput(
            f"a table with {', '.join(needed)}",
            f"no column {', '.join(missing)}",
            at=name,
            hint="docs/entries-table.md names the columns; empty cells are allowed elsewhere",
        )


def column_name(header: str) -> str:
    """The name of a column: trimmed; one of the table's own in any case and with blanks.

    >>> column_name(" Entry ID ")
    'entry_id'
    """
    name = header.strip().lstrip("\ufeff").strip('"')
    return name.lower().replace(" ", "_")


def read_csv(
    text: str | Iterable[str], name: str | None, source: str | None, into: Table | None = None
) -> Reading:
    """A table with a header line; comma, semicolon or tab, quoted as RFC 4180 has it."""
    lines: Iterable[str] = io.StringIO(text, newline="") if isinstance(text, str) else text
    stream = iter(lines)
    first = next(stream, "")
    while not first.strip():
        first = next(stream, None) or ""
        if not first:
            break
    delimiter = max(",;\t", key=first.count)
    table = into or Table(source)
    rows = csv.reader(_chain(first, stream), delimiter=delimiter)
    try:
        header = [column_name(c) for c in next(rows, [])[:MAX_COLUMNS]]
    except csv.Error:
        raise UnreadableInput("a header line", "one that cannot be read", at=name) from None
    require(header, name, source, table.required)
    for n, cells in _numbered(rows, table.problems):
        if len(cells) > len(header):
            table.problems.append(_ragged(n, len(header), len(cells)))
            cells = [*cells[: len(header)]]
        table.add(dict(zip(header, cells, strict=False)), f"row {n}")
    return table.reading("entries-csv")


def _chain(first: str, rest: Iterable[str]) -> Iterable[str]:
    yield first
    yield from rest


def _numbered(rows: Any, problems: list[Problem]) -> Iterable[tuple[int, list[str]]]:
    n = 0
    while True:
        n += 1
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error:
            problems.append(
                Problem(
                    f"row {n}",
                    "row",
                    f"expected a row of cells, got one that cannot be read @ row {n}.",
                )
            )
            continue
        if cells:
            yield n, cells


def _ragged(n: int, expected: int, got: int) -> Problem:
    return Problem(f"row {n}", "ragged", f"expected {expected} cells, got {got} @ row {n}.")


def read_jsonl(
    lines: Iterable[str], name: str | None, source: str | None, into: Table | None = None
) -> Reading:
    """A table with one JSON object a line; values may be nested where the column is not known."""
    table = into or Table(source)
    first = True
    for n, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            value, problems = json_text.loads(line, f"line {n}")
        except MedrecError as error:
            if first:
                raise
            table.problems.append(Problem(f"line {n}", error.code, str(error)))
            continue
        table.problems += problems
        if not isinstance(value, dict):
            table.problems.append(
                Problem(f"line {n}", "row", f"expected an object, got another value @ line {n}.")
            )
            continue
        if first:
            require(value, name, source, table.required)
            first = False
        table.add(value, f"line {n}")
    if first:
        require((), name, source, table.required)
    return table.reading("entries-jsonl")


def read_rows(
    rows: Iterable[Mapping[str, Any]], fmt: str, name: str | None, source: str | None
) -> Reading:
    """A table whose rows are objects already."""
    table = Table(source)
    columns: set[str] = set()
    for n, row in enumerate(rows, 1):
        columns |= set(row)
        table.add(row, f"row {n}")
    require(columns, name, source)
    return table.reading(fmt)


def read_parquet(
    what: bytes | Path, name: str | None, source: str | None, into: Table | None = None
) -> Reading:
    """A table in Parquet, in slices of rows."""
    import polars as pl

    try:
        frame = pl.scan_parquet(what) if isinstance(what, Path) else pl.read_parquet(what).lazy()
        columns = frame.collect_schema().names()
    except Exception as error:
        if isinstance(error, MedrecError):
            raise
        raise UnreadableInput("a Parquet file", "one that cannot be opened", at=name) from None
    table, n = into or Table(source), 0
    require((column_name(c) for c in columns), name, source, table.required)
    while not (part := frame.slice(n, ROWS_AT_ONCE).collect()).is_empty():
        for row in part.iter_rows(named=True):
            n += 1
            table.add({column_name(k): v for k, v in row.items()}, f"row {n}")
    return table.reading("entries-parquet")
