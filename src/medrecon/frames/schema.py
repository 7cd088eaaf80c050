"""The columns of the frames, as data: name, dtype, meaning, and where in the answer each comes from."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

SEVERITY = "Enum(low, moderate, high, critical)"
EVIDENCE = "List(Struct(entry_id: String, field: String, value: String))"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its polars dtype in words, what it holds, and its place in the answer's JSON."""

    name: str
    dtype: str
    meaning: str
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FrameSchema:
    """One frame: its name, what a row is, and its columns in order."""

    name: str
    meaning: str
    columns: tuple[Column, ...]

    def dtypes(self) -> dict[str, pl.DataType]:
        """The polars dtype of each column, in order."""
        return {c.name: dtype(c.dtype) for c in self.columns}


@cache
def schema() -> Mapping[str, FrameSchema]:
    """The frames by name, in their order.

    >>> list(schema())
    ['medications', 'findings', 'entries', 'treatments', 'problems', 'decisions', 'about']
    >>> schema()["findings"].columns[3].meaning
    'an ordered category: it sorts and compares as written here'
    """
    held = tomllib.loads(files(__package__).joinpath("schema.toml").read_text("utf-8"))
    return MappingProxyType({f["name"]: _frame(f) for f in held["frame"]})


def _frame(row: Mapping[str, Any]) -> FrameSchema:
    columns = tuple(
        Column(c["name"], c["dtype"], c["meaning"], tuple(c.get("from", c["name"]).split(".")))
        for c in row["columns"]
    )
    return FrameSchema(row["name"], row["meaning"], columns)


def dtype(words: str) -> pl.DataType:
    """The polars dtype that the schema names."""
    import polars as pl

    text = pl.String()
    evidence = pl.Struct({"entry_id": text, "field": text, "value": text})
    return {
        "String": text,
        "Float64": pl.Float64(),
        "Boolean": pl.Boolean(),
        "Date": pl.Date(),
        "List(String)": pl.List(text),
        SEVERITY: pl.Enum(["low", "moderate", "high", "critical"]),
        EVIDENCE: pl.List(evidence),
    }[words]
