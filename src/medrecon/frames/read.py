"""Frames from files: the answers of a batch, and frames that were written before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from os import PathLike
from pathlib import Path
from typing import Any

from medrecon.errors import UnreadableInput
from medrecon.frames.build import frames_of_json
from medrecon.frames.csv_files import read_csv
from medrecon.frames.schema import schema
from medrecon.frames.value import Frames

_HINT = "medrecon batch IN OUT writes such a file"


def read_answers(path: str | PathLike[str]) -> Frames:
    """The frames of a file of answers, one a line with its `patient_id`, as `medrecon batch` writes.

    Raises UnreadableInput where a line is no answer.
    """
    where = Path(path)
    try:
        with where.open(encoding="utf-8") as file:
            return frames_of_json(_answers(file, where.name))
    except OSError as error:
        raise UnreadableInput(
            "a file of answers", error.strerror or "an error", at=where.name, hint=_HINT
        ) from None


def _answers(lines: Iterator[str], name: str) -> Iterator[tuple[str | None, dict[str, Any]]]:
    parts = set(schema()) - {"decisions"}  # answers before schema version 1.1 have none
    for n, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            answer = json.loads(line)
        except ValueError:
            answer = None
        if not isinstance(answer, dict) or not parts <= set(answer):
            raise UnreadableInput(
                "an answer in JSON", "another line", at=f"{name} line {n}", hint=_HINT
            )
        yield answer.get("patient_id"), answer


def read_frames(folder: str | PathLike[str]) -> Frames:
    """The frames that `write_parquet` or `write_csv` wrote to a folder, Parquet where both are there.

    Raises UnreadableInput where one of them is missing, or is another table.
    """
    import polars as pl

    found = {}
    for name, frame in schema().items():
        parquet, text = (Path(folder) / f"{name}{suffix}" for suffix in (".parquet", ".csv"))
        if parquet.is_file():
            found[name] = pl.read_parquet(parquet)
            if dict(found[name].schema) != frame.dtypes():
                raise UnreadableInput(f"the columns of {name}", "others", at=parquet.name)
        elif text.is_file():
            found[name] = read_csv(text, frame)
        else:
            raise UnreadableInput(
                f"{name}.parquet or {name}.csv", "neither of them", at=str(folder)
            )
    return Frames(**found)
