"""The frames of one answer or of many, and what they can become."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from importlib import import_module
from os import PathLike
from typing import TYPE_CHECKING, Any

from medrecon.errors import MissingExtra

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True, eq=False)
class Frames(Mapping[str, "pl.DataFrame"]):
    """Polars frames by name; also as attributes. Their columns are those of `schema()`, always.

    Each frame speaks the Arrow PyCapsule interface: `pyarrow.table(frames.findings)`, DuckDB and
    others take it without copying.
    """

    medications: pl.DataFrame
    findings: pl.DataFrame
    entries: pl.DataFrame
    treatments: pl.DataFrame
    problems: pl.DataFrame
    decisions: pl.DataFrame
    about: pl.DataFrame

    def __getitem__(self, name: str) -> pl.DataFrame:
        if name not in _NAMES:
            raise KeyError(name)
        frame: pl.DataFrame = getattr(self, name)
        return frame

    def __iter__(self) -> Iterator[str]:
        return iter(_NAMES)

    def __len__(self) -> int:
        return len(_NAMES)

    def __repr__(self) -> str:
        return f"Frames({', '.join(f'{name}: {frame.height}' for name, frame in self.items())})"

    def to_arrow(self) -> dict[str, Any]:
        """The frames as pyarrow Tables. Only texts are copied: pyarrow compares no string views yet.

        Raises MissingExtra where pyarrow is not installed.
        """
        _need("pyarrow")
        return {name: frame.to_arrow() for name, frame in self.items()}

    def to_pandas(self) -> dict[str, Any]:
        """The frames as pandas DataFrames with Arrow columns, so that a null stays a null.

        Raises MissingExtra where pandas or pyarrow is not installed.
        """
        _need("pandas")
        _need("pyarrow")
        return {
            name: frame.to_pandas(use_pyarrow_extension_array=True) for name, frame in self.items()
        }

    def write_csv(self, folder: str | PathLike[str]) -> None:
        """One CSV file a frame in `folder`, safe to open in a spreadsheet; `read_frames` reads them back."""
        from medrecon.frames.csv_files import write_csv
        from medrecon.frames.folder import made

        where = made(folder)
        for name, frame in self.items():
            write_csv(frame, where / f"{name}.csv")

    def write_parquet(self, folder: str | PathLike[str]) -> None:
        """One Parquet file a frame in `folder`; `read_frames` reads them back."""
        from medrecon.frames.folder import made

        where = made(folder)
        for name, frame in self.items():
            frame.write_parquet(where / f"{name}.parquet")


_NAMES = tuple(f.name for f in fields(Frames))


def _need(library: str) -> Any:
    """Raise MissingExtra where an optional library is not installed."""
    try:
        return import_module(library)
    except ImportError:
        raise MissingExtra(
            f"{library}", "an installation without it", hint=f"pip install {library}"
        ) from None
