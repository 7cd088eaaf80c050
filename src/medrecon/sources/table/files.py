"""The entries table out of CSV, JSON Lines and Parquet."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from medrecon.errors import MedrecError, UnreadableInput
from medrecon.model import Problem, Reading
from medrecon.sources import guard, json_text
from medrecon.sources.table.columns import REQUIRED
from medrecon.sources.table.csv_rows import CsvRows, column_name
from medrecon.sources.table.rows import Table

if TYPE_CHECKING:
    import polars as pl

ROWS_AT_ONCE = 50_000


def require(
    columns: Collection[str],
    name: str | None,
    source: str | None,
    needed: tuple[str, ...] = REQUIRED,
) -> None:
    """Refuse a table without the columns that every row needs, or with a column twice, by name."""
    have = set(columns)
    missing = [c for c in needed if c not in have and not (c == "source" and source)]
    if missing:
        raise UnreadableInput(
            f"a table with {', '.join(needed)}",
            f"no column {', '.join(missing)}",
            at=name,
            hint="docs/entries-table.md names the columns; empty cells are allowed elsewhere",
        )
    if len(have) < len(columns):
        once(columns, name)


def once(columns: Iterable[str], name: str | None) -> None:
    """Refuse a table with a column twice, by name: which one counts is not said."""
    twice = [c for c, count in Counter(columns).items() if count > 1 and c]
    if twice:
        raise UnreadableInput(
            "each column once",
            f"{', '.join(twice)} more than once",
            at=name,
            hint="which one counts is not said; rename or remove the other",
        )


def read_csv(
    text: str | Iterable[str], name: str | None, source: str | None, into: Table | None = None
) -> Reading:
    """A table with a header line; comma, semicolon or tab, quoted as RFC 4180 has it."""
    table = into or Table(source)
    rows = CsvRows(text, name, table.problems)
    require(rows.header, name, source, table.required)
    for n, row in rows:
        table.add(row, f"row {n}")
    return table.reading("entries-csv")


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
                at = f"{name} line {n}" if name else f"line {n}"
                raise type(error)(error.expected, error.got, at=at, hint=error.hint) from None
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
    """A table in Parquet, in slices of rows; refused where it swells beyond what tables do."""
    import polars as pl

    packed = what.stat().st_size if isinstance(what, Path) else len(what)
    try:
        frame = pl.scan_parquet(what if isinstance(what, Path) else io.BytesIO(what))
        columns = frame.collect_schema().names()
        rows = frame.select(pl.len()).collect().item()
        guard.check_table_swell(packed, rows * guard.LEAST_ROW, name)
        return slices(frame, columns, name, source, into, packed).reading("entries-parquet")
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError):
        raise UnreadableInput("a Parquet file", "one that cannot be opened", at=name) from None


def slices(
    frame: pl.LazyFrame,
    columns: list[str],
    name: str | None,
    source: str | None,
    into: Table | None = None,
    packed: int | None = None,
) -> Table:
    """The rows of a polars frame in a Table, so many at a time.

    `packed` is the size of the file that they come from, None for a frame that is in memory already.
    """
    table, n, size = into or Table(source), 0, 0
    require([column_name(c) for c in columns], name, source, table.required)
    while not (part := frame.slice(n, ROWS_AT_ONCE).collect()).is_empty():
        if packed is not None:
            size += _bytes_of(part)
            guard.check_table_swell(packed, size, name)
        for row in part.iter_rows(named=True):
            n += 1
            table.add({column_name(k): v for k, v in row.items()}, f"row {n}")
    return table


def _bytes_of(part: pl.DataFrame) -> int:
    """How large rows are once unpacked: equal texts share their place only while they are packed."""
    import polars as pl

    texts = [c for c, kind in part.schema.items() if kind == pl.String]
    long = sum(int(part[c].str.len_bytes().sum() or 0) for c in texts)
    return max(long, int(part.estimated_size())) + len(part) * guard.LEAST_ROW
