"""Frames in CSV files: one spelling a value, nothing that a spreadsheet would run, and back again.

UTF-8 with a byte order mark (spreadsheets need it), a comma, quotes as RFC 4180 has them. Dates are
ISO 8601, numbers the shortest decimal (`1000`, `2.5`), lists and structs JSON. Texts are guarded
(`medrecon.sources.table.formula_guard`), which the last column says. A missing value is an empty
cell, an empty text is `""`.
"""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from medrecon.errors import UnreadableInput, UsageError
from medrecon.frames.schema import FrameSchema
from medrecon.sources.table.formula_guard import COLUMN, MARK, guard, unguard

if TYPE_CHECKING:
    import polars as pl


def write_csv(frame: pl.DataFrame, path: str | PathLike[str]) -> None:
    """Write a polars frame so that it may be opened in a spreadsheet.

    Raises UsageError where a column holds Python objects or bytes, which have no spelling.
    """
    import polars as pl

    cells = [_spelled(column) for column in frame]
    out = pl.DataFrame([*cells, pl.Series(COLUMN, [MARK] * frame.height, dtype=pl.String)])
    out.write_csv(Path(path), include_bom=True)


def _spelled(column: pl.Series) -> pl.Series:
    """A column as text; what is no number or date is guarded."""
    import polars as pl

    kind = column.dtype
    if kind in (pl.Object, pl.Binary):
        raise _no_spelling(str(kind), column.name)
    if kind.is_float():
        return column.map_elements(_number, return_dtype=pl.String)
    if kind.is_nested():
        texts = [None if v is None else _json(v, column.name) for v in column.to_list()]
        column = pl.Series(column.name, texts, dtype=pl.String)
    elif kind in (pl.Categorical, pl.Enum):
        column = column.cast(pl.String)
    elif kind != pl.String:
        return column.cast(pl.String)
    return column.map_elements(guard, return_dtype=pl.String)


def _number(value: float) -> str:
    """The shortest decimal, never 1000.0 and never 1e16."""
    written = Decimal(repr(value))
    whole = written.to_integral_value()
    return format(whole if written == whole else written, "f")


def _json(value: Any, name: str) -> str:
    def spelled(inner: Any) -> Any:
        """What JSON has no kind for, as text; dates and times as ISO 8601 has them."""
        if isinstance(inner, (dt.date, dt.time)):
            return inner.isoformat()
        if isinstance(inner, (Decimal, dt.timedelta)):
            return str(inner)
        raise _no_spelling(type(inner).__name__, name)

    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=spelled)


def _no_spelling(kind: str, name: str) -> UsageError:
    return UsageError(
        "a column of texts, numbers, dates, or lists of them",
        kind,
        at=name,
        hint="cast it to text, or leave it out",
    )


def read_csv(path: str | PathLike[str], schema: FrameSchema) -> pl.DataFrame:
    """Read what `write_csv` wrote of a frame of that schema: the same values and dtypes.

    Raises UnreadableInput where the columns are others.
    """
    import polars as pl

    held = pl.read_csv(Path(path), infer_schema=False)
    wanted = [c.name for c in schema.columns]
    if held.columns != [*wanted, COLUMN]:
        raise UnreadableInput(
            f"the columns of {schema.name} and {COLUMN}",
            "others",
            at=Path(path).name,
            hint="Frames.write_csv writes them; medrecon.read reads an entries table",
        )
    dtypes = schema.dtypes()
    return pl.DataFrame([_value(held[name], dtypes[name]) for name in wanted])


def _value(column: pl.Series, dtype: pl.DataType) -> pl.Series:
    import polars as pl

    if dtype == pl.Boolean:
        return column == "true"
    if dtype == pl.Date:
        return column.str.to_date("%Y-%m-%d")
    texts = column.map_elements(unguard, return_dtype=pl.String)
    if dtype.is_nested():
        return texts.str.json_decode(dtype)
    return texts.cast(dtype)
