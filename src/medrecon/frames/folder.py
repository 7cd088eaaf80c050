"""A folder that frames are written to or read from."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from medrecon.errors import UsageError


def made(folder: str | PathLike[str]) -> Path:
    """The folder, made where it is not there yet. Raises UsageError where it cannot be."""
    where = Path(folder)
    try:
        where.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            "a folder that can be written to", error.strerror or "an error", at=str(where)
        ) from None
    return where
