"""The entries table out of a frame in memory: polars, pandas, pyarrow, or anything that speaks Arrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from medrecon.errors import MissingExtra, UnreadableInput
from medrecon.model import Reading
from medrecon.sources.table.files import slices
from medrecon.sources.table.rows import Table

if TYPE_CHECKING:
    import polars as pl


def is_frame(what: object) -> bool:
    """Whether something is a table: the Arrow PyCapsule interface, or a lazy polars frame."""
    return hasattr(what, "__arrow_c_stream__") or hasattr(what, "collect_schema")


def read_frame(frame: Any, source: str | None, into: Table | None = None) -> Reading:
    """Read a frame as the entries table; it is taken over through Arrow, without a copy where Arrow can.

    Raises UnreadableInput where it lacks a column that every row needs, and MissingExtra where the
    frame itself needs a library to speak Arrow (pandas needs pyarrow).
    """
    held = _lazy(frame)
    table = slices(held, held.collect_schema().names(), "the frame", source, into)
    return table.reading("entries-frame")


def _lazy(frame: Any) -> pl.LazyFrame:
    import polars as pl

    if isinstance(frame, pl.LazyFrame):
        return frame
    try:
        return pl.DataFrame(frame).lazy()
    except ImportError:
        raise MissingExtra(
            "pyarrow", "an installation without it", hint="pip install pyarrow"
        ) from None
    except (pl.exceptions.PolarsError, TypeError, ValueError) as error:
        raise UnreadableInput(
            "a frame that Arrow can hold",
            type(error).__name__,
            at="the frame",
            hint="a column of mixed Python objects is cast to text first",
        ) from None
