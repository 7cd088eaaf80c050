"""A mapping file (TOML), checked as a whole when it is loaded."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from medrecon.errors import UsageError
from medrecon.model import COURSES, ENTRY_KINDS, ENTRY_STATUSES, SOURCE_KINDS
from medrecon.sources.table.cells import date as read_date
from medrecon.sources.table.columns import CHANGES, FIELDS, REQUIRED, SEXES

ORDERS = ("ymd", "dmy", "mdy")
COLUMNS = frozenset(
    (
        *REQUIRED,
        *FIELDS,
        "system",
        "organisation",
        "dosage",
        "nhs_number",
        "birth_date",
        "sex",
        "issues",
    )
)
DATES = frozenset(c for c, (_, read, _) in FIELDS.items() if read is read_date) | {"birth_date"}
WORDS: dict[str, tuple[str, ...]] = {
    "source": SOURCE_KINDS,
    "kind": ENTRY_KINDS,
    "status": ENTRY_STATUSES,
    "course": COURSES,
    "change_status": CHANGES,
    "sex": tuple(SEXES),
}
READY = (
    "pmr-export",
    "epma-extract",
    "omop-drug-exposure",
    "high-cost-drugs",
    "clinic-depot",
    "supervised-supply",
    "homecare-delivery",
)
_PARTS = ("name", "file", "columns", "constants", "values", "skip")
_FILE = ("delimiter", "date_order", "nulls")
_HOLE = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Mapping:
    """Which column of a local table is what.

    `columns` gives for each column of the entries table the local columns to try in turn, each a header
    or a text with headers in braces. `constants` are the same for every row. `values` translates the
    local words of a column. `date_order` is `ymd`, `dmy`, `mdy`, or None: then only ISO dates are read.
    Rows whose column holds one of the values of `skip` are left out.
    """

    name: str
    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    skip: dict[str, frozenset[str]] = field(default_factory=dict)
    date_order: str | None = None
    delimiter: str | None = None
    nulls: frozenset[str] = frozenset(("",))

    @property
    def headers(self) -> frozenset[str]:
        """Every local header that the mapping reads, in lower case."""
        used = [h for texts in self.columns.values() for t in texts for h in holes(t)]
        return frozenset(fold(h) for h in (*used, *self.skip))

    def missing(self, have: set[str]) -> set[str]:
        """The headers that a table lacks: of alternatives one is enough."""
        out = {fold(h) for h in self.skip} - have
        for texts in self.columns.values():
            needed = [{fold(h) for h in holes(t)} for t in texts]
            if not any(n <= have for n in needed):
                out |= set().union(*needed) - have
        return out


def holes(text: str) -> list[str]:
    """The headers that a text of a mapping names: those in braces, else the text itself.

    >>> holes("{Dose} {Unit}"), holes("Drug")
    (['Dose', 'Unit'], ['Drug'])
    """
    return _HOLE.findall(text) or [text]


def fold(header: str) -> str:
    """A header as it is compared: without case and outer blanks."""
    return header.strip().lstrip("\ufeff").strip('"').lower()


def load_mapping(what: str | Path | bytes | dict[str, Any]) -> Mapping:
    """A mapping from a TOML file, its text as bytes, its content, or the name of a ready one.

    All faults of the file are told at once.

    >>> load_mapping("omop-drug-exposure").columns["dosage"]
    ('sig',)
    """
    name, content = _content(what)
    faults = _faults(content)
    if faults:
        raise UsageError(
            "a mapping without faults",
            f"{len(faults)}: {'; '.join(faults)}",
            at=name,
            hint="docs/sources/mapping.md says what a mapping may hold",
        )
    held = content.get("file", {})
    return Mapping(
        str(content.get("name") or name),
        {c: _texts(t) for c, t in content.get("columns", {}).items()},
        {c: str(v) for c, v in content.get("constants", {}).items()},
        {
            c: {k.strip().lower(): v for k, v in words.items()}
            for c, words in content.get("values", {}).items()
        },
        {
            c: frozenset(str(v).strip().lower() for v in _texts(found))
            for c, found in content.get("skip", {}).items()
        },
        held.get("date_order") or None,
        held.get("delimiter"),
        frozenset(n.strip().lower() for n in held.get("nulls", ())) | {""},
    )


def _content(what: str | Path | bytes | dict[str, Any]) -> tuple[str, dict[str, Any]]:
    if isinstance(what, dict):
        return "mapping", what
    if isinstance(what, str) and what in READY:
        text = files(__package__).joinpath("ready", f"{what}.toml").read_text("utf-8")
        return what, tomllib.loads(text)
    name = "mapping" if isinstance(what, bytes) else Path(what).name
    try:
        raw = what if isinstance(what, bytes) else Path(what).read_bytes()
        return name, tomllib.loads(raw.decode("utf-8-sig"))
    except OSError:
        raise UsageError(
            "a mapping file", "no file of that name", at=name, hint=f"ready are {', '.join(READY)}"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise UsageError("a mapping in TOML", "text that is none", at=name) from None


def _texts(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _is_texts(value: Any) -> bool:
    return isinstance(value, str) or (
        isinstance(value, list) and bool(value) and all(isinstance(v, str) for v in value)
    )


def _faults(content: dict[str, Any]) -> list[str]:
    out = [f"no part is called {p}" for p in content if p not in _PARTS]
    tables = {p: content.get(p, {}) for p in _PARTS[1:]}
    out += [f"{p} is no table" for p, t in tables.items() if not isinstance(t, dict)]
    if out:
        return out
    out += [f"file.{k} is not known" for k in tables["file"] if k not in _FILE]
    order = tables["file"].get("date_order")
    if order and order not in ORDERS:
        out.append(f"file.date_order is none of {', '.join(ORDERS)}")
    for part in ("columns", "constants", "values"):
        out += [
            f"{part}.{c} is no column of the entries table"
            for c in tables[part]
            if c not in COLUMNS
        ]
    out += [
        f"columns.{c} names no header" for c, t in tables["columns"].items() if not _is_texts(t)
    ]
    out += [f"skip.{c} gives no values" for c, t in tables["skip"].items() if not _is_texts(t)]
    out += _words(tables)
    given = {*tables["columns"], *tables["constants"]}
    out += [
        f"{c} is neither a column nor a constant"
        for c in ("source", "patient_id")
        if c not in given
    ]
    if not given & {"medication", "code"}:
        out.append("neither medication nor code is mapped")
    return out


def _words(tables: dict[str, Any]) -> list[str]:
    """Words of a fixed list that the mapping would give and that are none of it."""
    out = []
    for column, words in tables["values"].items():
        if not isinstance(words, dict) or not all(isinstance(v, str) for v in words.values()):
            out.append(f"values.{column} is no table of words")
        elif column in WORDS:
            out += [
                f"values.{column}: {v} is none of {', '.join(WORDS[column])}"
                for v in words.values()
                if v and v not in WORDS[column]
            ]
    out += [
        f"constants.{c}: {v} is none of {', '.join(WORDS[c])}"
        for c, v in tables["constants"].items()
        if c in WORDS and v not in WORDS[c]
    ]
    return out
