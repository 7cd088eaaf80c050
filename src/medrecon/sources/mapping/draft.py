"""A first mapping from a table's header: what is sure is filled in, the rest is left to a person."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from medrecon.errors import UnreadableInput
from medrecon.sources import guard
from medrecon.sources.mapping.apply import delimiter_of
from medrecon.sources.mapping.load import DATES


@lru_cache(maxsize=1)
def _names() -> dict[str, list[str]]:
    text = files(__package__).joinpath("draft.toml").read_text("utf-8")
    found: dict[str, Any] = tomllib.loads(text)
    return found["columns"]  # type: ignore[no-any-return]


def draft_mapping(path_or_bytes: str | Path | bytes, name: str = "my extract") -> str:
    r"""The TOML of a mapping for a table: headers that are known by name, and the date order if shown.

    The order of dates is filled in only where the rows prove it (a first number above 12 for `dmy`, a
    second one for `mdy`); else it stays empty, and a person says which it is.

    >>> print(
    ...     draft_mapping(b"Patient ID,Drug Name,Issue Date\n1,Aspirin,31/01/2026\n").split(
    ...         "[columns]"
    ...     )[1]
    ... )
    <BLANKLINE>
    patient_id = "Patient ID"
    medication = "Drug Name"
    last_issued = "Issue Date"
    <BLANKLINE>
    [constants]
    # gp, pmr, epma, specialist or patient; and kind: plan, order, issue, dispense, administration, statement
    source = ""
    kind = "statement"
    <BLANKLINE>
    """
    label = None if isinstance(path_or_bytes, bytes) else Path(path_or_bytes).name
    try:
        raw = (
            path_or_bytes if isinstance(path_or_bytes, bytes) else Path(path_or_bytes).read_bytes()
        )
    except OSError:
        raise UnreadableInput("a table", "no file of that name", at=label) from None
    guard.check_head(raw[:65_536], label)
    text = guard.decode(raw[: 2**20], label).lstrip("\ufeff")
    try:
        table = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
        rows = [r for r, _ in zip(table, range(200), strict=False)]
    except csv.Error:
        raise UnreadableInput("rows of cells", "one that cannot be read", at=label) from None
    return _draft(rows, name)


def _draft(rows: list[list[str]], name: str) -> str:
    header = rows[0] if rows else []
    known = {spelling: column for column, names in _names().items() for spelling in names}
    lines: dict[str, str] = {}
    for cell in header:
        column = known.get(_plain(cell))
        if column and column not in lines:
            lines[column] = cell.strip()
    rest = [c.strip() for c in header if c.strip() and c.strip() not in lines.values()]
    out = [f"name = {_quoted(name)}", "", "[file]", f'date_order = "{_order(rows, lines)}"']
    out += ['nulls = ["NULL"]', "", "[columns]"]
    out += [f"{c} = {_quoted(h)}" for c, h in lines.items()]
    out += [f"# not used, kept as extra: {_printable(' '.join(r.split()))}" for r in rest]
    out += [
        "",
        "[constants]",
        "# gp, pmr, epma, specialist or patient; and kind: plan, order, issue, dispense, administration, statement",
    ]
    return "\n".join([*out, 'source = ""', 'kind = "statement"', ""])


def _plain(header: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header).lower()).strip()


def _printable(text: str) -> str:
    return "".join(c for c in text if c.isprintable())


def _quoted(text: str) -> str:
    return '"' + _printable(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _order(rows: list[list[str]], lines: dict[str, str]) -> str:
    header = [c.strip() for c in rows[0]] if rows else []
    places = [header.index(h) for c, h in lines.items() if c in DATES]
    found = [
        re.match(r"(\d{1,4})[/.\-](\d{1,2})[/.\-]", r[p].strip())
        for r in rows[1:]
        for p in places
        if p < len(r)
    ]
    pairs = [(m[1], int(m[2])) for m in found if m]
    if pairs and all(len(a) == 4 for a, _ in pairs):
        return "ymd"
    day_first = any(12 < int(a) <= 31 for a, _ in pairs)
    month_first = any(b > 12 for _, b in pairs)
    return "" if day_first == month_first else "dmy" if day_first else "mdy"
