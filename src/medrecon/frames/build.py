"""Answers as frames: the JSON of an answer, column by column."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from medrecon.frames.schema import Column, FrameSchema, schema
from medrecon.frames.value import Frames
from medrecon.model import Answer

if TYPE_CHECKING:
    import polars as pl

ANSWERS_AT_ONCE = 2_000
Row = Mapping[str, Any]


def to_frames(answer: Answer, patient_id: str | None = None) -> Frames:
    """One answer as frames. `patient_id` fills that column, null when None."""
    return frames_of([(patient_id, answer)])


def frames_of(answers: Iterable[tuple[str | None, Answer]]) -> Frames:
    """Many answers, each with the id of its patient, as one set of frames.

    Rows keep the order of the answers. What `reconcile_table` gives can be handed over as it is.
    """
    return frames_of_json((who, answer.model_dump(mode="json")) for who, answer in answers)


def frames_of_json(answers: Iterable[tuple[str | None, Row]]) -> Frames:
    """The same of answers that are JSON already, as a line of `medrecon batch` is."""
    builder = _Builder()
    for who, answer in answers:
        builder.add(who, answer)
    return builder.frames()


class _Builder:
    """Columns as they fill; every few thousand answers they become frames, which need less room."""

    def __init__(self) -> None:
        self._readers = {name: [_reader(c) for c in f.columns] for name, f in schema().items()}
        self._parts: dict[str, list[pl.DataFrame]] = {name: [] for name in schema()}
        self._answers = 0
        self._fresh()

    def _fresh(self) -> None:
        self._cells: dict[str, list[list[Any]]] = {
            name: [[] for _ in frame.columns] for name, frame in schema().items()
        }

    def add(self, who: str | None, answer: Row) -> None:
        for name, readers in self._readers.items():
            rows = (answer["about"],) if name == "about" else answer.get(name, ())
            for read, cells in zip(readers, self._cells[name], strict=True):
                cells += [read(row) for row in rows] if read else [who] * len(rows)
        self._answers += 1
        if self._answers % ANSWERS_AT_ONCE == 0:
            self._flush()

    def _flush(self) -> None:
        for name, frame in schema().items():
            self._parts[name].append(_frame(frame, self._cells[name]))
        self._fresh()

    def frames(self) -> Frames:
        import polars as pl

        self._flush()
        return Frames(
            **{name: pl.concat(parts, rechunk=True) for name, parts in self._parts.items()}
        )


def _frame(frame: FrameSchema, cells: list[list[Any]]) -> pl.DataFrame:
    """The cells as a frame. Lists come as JSON: polars reads that many times faster than Python lists."""
    import polars as pl

    kinds = frame.dtypes()
    flat = {name: pl.String() if kind.is_nested() else kind for name, kind in kinds.items()}
    held = pl.DataFrame(dict(zip(kinds, cells, strict=True)), schema=flat)
    return held.with_columns(
        held[name].str.json_decode(kind) for name, kind in kinds.items() if kind.is_nested()
    )


def _reader(column: Column) -> Callable[[Row], Any] | None:
    """What takes a column's value out of one row of the answer; None for the patient's id."""
    if column.name == "patient_id":
        return None
    convert = _CONVERT.get(column.dtype.partition("(")[0])
    if len(column.path) == 1:
        (key,) = column.path
        if convert is None:
            return lambda row: row.get(key)
        return lambda row: convert(row.get(key))
    outer, inner = column.path

    def read(row: Row) -> Any:
        held = row.get(outer)
        value: Any = None
        if isinstance(held, list):
            value = [part[inner] for part in held]
        elif held is not None:
            value = held[inner]
        return value if convert is None else convert(value)

    return read


_CONVERT: dict[str, Callable[[Any], Any]] = {
    "Float64": lambda value: None if value is None else float(value),
    "Date": lambda value: None if value is None else dt.date.fromisoformat(value),
    "List": lambda value: None if value is None else json.dumps(value),
}
