"""A local table read through a mapping: rows of the entries table, then entries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from medrecon.errors import UnreadableInput, UsageError
from medrecon.model import SOURCE_KINDS, PartialDate, Problem, Reading
from medrecon.sources import guard
from medrecon.sources.mapping.load import DATES, Mapping, fold, holes, load_mapping
from medrecon.sources.names import unique
from medrecon.sources.table import read_rows
from medrecon.sources.table.csv_rows import CsvRows
from medrecon.sources.table.files import once

_NUMERIC = re.compile(
    r"(\d{1,4})[/.\-](\d{1,2})[/.\-](\d{1,4})(?:[ T](\d{1,2}:\d{2}(?::\d{2})?).*)?"
)
_NAMED = re.compile(
    r"(\d{1,2})[ \-/]([A-Za-z]{3,9})[ \-/](\d{4})(?:[ T](\d{1,2}:\d{2}(?::\d{2})?).*)?"
)
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
_OF_PERSON = ("patient_id", "nhs_number", "birth_date", "sex")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read_mapped(
    path_or_bytes: str | Path | bytes, mapping: Any, *, source: str | None = None
) -> Reading:
    r"""Read a delimited table through a mapping (a `Mapping`, or whatever `load_mapping` takes).

    A header that the mapping names and the table lacks, or has twice, is refused; columns that the
    mapping does not name, and cells of which nothing was made, are kept as `extra`. A date of an order that the mapping does not give is a Problem.

    >>> reading = read_mapped(
    ...     b"Pt,Drug,Dir,Date\n7,Ramipril 5mg capsules,1 od,03/04/2026\n",
    ...     {
    ...         "file": {"date_order": "dmy"},
    ...         "columns": {
    ...             "patient_id": "Pt",
    ...             "medication": "Drug",
    ...             "dosage": "Dir",
    ...             "start": "Date",
    ...         },
    ...         "constants": {"source": "pmr", "kind": "dispense"},
    ...     },
    ... )
    >>> [(e.medication, e.dosage.text, str(e.start)) for e in reading.entries]
    [('Ramipril 5mg capsules', '1 od', '2026-04-03')]
    """
    if source is not None and source not in SOURCE_KINDS:
        raise UsageError(f"one of {', '.join(SOURCE_KINDS)}", f"{source!r}", at="source")
    found = mapping if isinstance(mapping, Mapping) else load_mapping(mapping)
    name = None if isinstance(path_or_bytes, bytes) else Path(path_or_bytes).name
    try:
        raw = (
            path_or_bytes if isinstance(path_or_bytes, bytes) else Path(path_or_bytes).read_bytes()
        )
    except OSError:
        raise UnreadableInput("a table", "no file of that name", at=name) from None
    guard.check_head(raw[:65_536], name)
    guard.check_size(len(raw), guard.MAX_MESSAGE, name)
    text = guard.decode(raw, name).lstrip("\ufeff")
    problems: list[Problem] = []
    reading = read_rows(_rows(text, found, name, problems), "mapped", name, source)
    return replace(reading, problems=(*problems, *reading.problems)) if problems else reading


def delimiter_of(text: str) -> str:
    """The delimiter of a table: the commonest of the first line."""
    return max(",;\t|", key=text.lstrip().split("\n", 1)[0].count)


def _rows(
    text: str, mapping: Mapping, name: str | None, problems: list[Problem]
) -> Iterator[dict[str, Any]]:
    mark = mapping.delimiter or delimiter_of(text)
    rows = CsvRows(text, name, problems, delimiter=mark, named=str.strip)
    rows.header = _once(rows.header, mapping, name)
    missing = sorted(mapping.missing({fold(h) for h in rows.header}))
    if missing:
        raise UnreadableInput(
            "the columns that the mapping names",
            f"no column {', '.join(missing)}",
            at=name,
            hint="headers are compared without case",
        )
    for n, cells in rows:
        row = {
            fold(h): c.strip()
            for h, c in cells.items()
            if isinstance(c, str) and c.strip().lower() not in mapping.nulls
        }
        if row and not any(row.get(fold(c), "").lower() in v for c, v in mapping.skip.items()):
            out = _row(row, n, mapping, problems)
            yield {**out, "extra_cells": cells["extra_cells"]} if "extra_cells" in cells else out


def _once(header: list[str], mapping: Mapping, name: str | None) -> list[str]:
    """The header with a number at each column that stands again; one that the mapping reads is refused."""
    once([fold(h) for h in header if fold(h) in mapping.headers], name)
    return unique([fold(h) for h in header])


def _row(row: dict[str, str], n: int, mapping: Mapping, problems: list[Problem]) -> dict[str, Any]:
    """One row of the entries table; a filled cell of which nothing was made stays as `local_…`."""
    out: dict[str, Any] = dict(mapping.constants)
    used = {fold(h) for h in mapping.skip}
    passed: set[str] = set()
    for column, texts in mapping.columns.items():
        said = None
        for text in texts:
            said = _fill(text, row)
            held = {h for hole in holes(text) if (h := fold(hole)) in row}
            if said or column in _OF_PERSON:
                used |= held
            if said:
                break
            passed |= held
        if said is None:
            continue
        words = mapping.values.get(column, {})
        said = words.get(said.lower(), words.get("*", said) if words else said)
        out[column] = iso(said, mapping.date_order) if column in DATES else said
    if out.get("kind") == "dispense" and out.get("status") in ("cancelled", "planned"):
        out.pop("last_issued", None)  # what was not handed over was not issued
    if not out.get("code"):
        out.pop("code_system", None)
    out.setdefault("entry_id", f"row-{n}")
    out.setdefault("medication", "")
    out |= {f"local_{k}": v for k, v in row.items() if k not in used}
    for header in sorted(passed - used):
        at = f"row {n}.{header}"
        said = f"expected the other columns of its text, got an empty one @ {at}."
        problems.append(Problem(at, "half-filled", said, str(out["entry_id"])))
    return out


def _fill(text: str, row: dict[str, str]) -> str | None:
    """The text with its headers filled in; None where one of them is empty."""
    named = holes(text)
    if named == [text]:
        return row.get(fold(text))
    held = {h: row.get(fold(h)) for h in named}
    if not all(held.values()):
        return None
    return re.sub(r"\{([^{}]+)\}", lambda m: str(held[m[1]]), text)


def iso(text: str, order: str | None) -> str:
    """A date of the given order as ISO 8601; the text itself where it is none, or of no sure order.

    >>> iso("03/04/2026", "dmy"), iso("3-Apr-2026 08:00", None), iso("03/04/2026", None)
    ('2026-04-03', '2026-04-03T08:00', '03/04/2026')
    """
    if PartialDate.parse(text):
        return text
    if found := _NAMED.fullmatch(text):
        month = found[2][:3].lower()
        return (
            _dated(text, found[3], str(_MONTHS.index(month) + 1), found[1], found[4])
            if month in _MONTHS
            else text
        )
    if found := _DIGITS.fullmatch(text):
        return _dated(text, found[1], found[2], found[3], None)
    found = _NUMERIC.fullmatch(text)
    if found is None or order is None:
        return text
    parts = dict(zip(order, found.groups()[:3], strict=True))
    if len(parts["y"]) != 4:
        return text
    return _dated(text, parts["y"], parts["m"], parts["d"], found[4])


def _dated(text: str, year: str, month: str, day: str, time: str | None) -> str:
    out = f"{year}-{int(month):02d}-{int(day):02d}" + (
        f"T{time if time[2:3] == ':' else '0' + time}" if time else ""
    )
    return out if PartialDate.parse(out) else text
