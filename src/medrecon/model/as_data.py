"""Entries, sources and patients as plain JSON data and back, with nothing lost.

Only what is recorded is written: a field at its default is left out. Dates are the text of the source,
numbers their exact digits as text. What a source wrote beyond our fields (`extra`, the structure of a
dosage) is kept with its numbers marked, so that 1.0 stays 1.0.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import Any

from medrecon.model.dates import PartialDate
from medrecon.model.entry import (
    Coding,
    Entry,
    Identity,
    Issue,
    Problem,
    Source,
    WrittenDosage,
)
from medrecon.model.frozen import FrozenDict, freeze
from medrecon.model.patient import CodedText, Patient
from medrecon.model.reading import Encounter, ReadDocument

Data = FrozenDict


def to_data(value: Any) -> Data:
    """A value of the model as JSON data.

    >>> to_data(Source("gp", organisation="A81001"))
    {'kind': 'gp', 'organisation': 'A81001'}
    """
    return _written(value, _shape(type(value)))


def _written(value: Any, shape: _Shape) -> Data:
    out = {}
    for name, default, held in zip(shape.names, shape.defaults, shape.values(value), strict=True):
        if held is not None and held is not default and held != default:
            out[name] = _plain(held)
    return FrozenDict(out)


def rest_of(entry: Entry) -> Data:
    """What an entry recorded beyond the fields of its summary in the answer."""
    out = {}
    for name, default, held in zip(_REST, _REST_DEFAULTS, _rest_values(entry), strict=True):
        if held is not default and held != default:
            out[name] = _plain(held)
    source = _rest_of_source(entry.source)
    if source:
        out["source"] = source
    if entry.dosage is not None and (entry.dosage.structure is not None or not entry.dosage.text):
        out["dosage"] = to_data(entry.dosage)
    return FrozenDict(out)


def entry_of(shown: Mapping[str, Any], rest: Mapping[str, Any]) -> Entry:
    """The entry from the fields of its summary and `rest_of` it."""
    source = {k: shown[k] for k in ("system", "organisation") if shown[k] is not None}
    data = {k: shown[k] for k in _SHOWN if shown[k] is not None}
    if shown["dosage"] is not None:
        data["dosage"] = {"text": shown["dosage"]}
    data |= rest
    data["source"] = {"kind": shown["source"], **source, **rest.get("source", {})}
    found: Entry = from_data(Entry, data)
    return found


def from_data(kind: type[Any], data: Mapping[str, Any]) -> Any:
    """The value that `to_data` wrote."""
    shape = _shape(kind)
    read = {name: shape.readers[name](held) for name, held in data.items()}
    return kind(**(shape.required | read))


class _Shape:
    """The fields of one class: names, defaults, and how each is read back."""

    def __init__(self, kind: type[Any]) -> None:
        own = fields(kind)
        self.names = tuple(f.name for f in own)
        self.defaults = tuple(_default(f) for f in own)
        self.values = attrgetter(*self.names)
        self.required = {
            n: None for n, d in zip(self.names, self.defaults, strict=True) if d is MISSING
        }
        self.readers = {f.name: _READERS.get(str(f.type), _same) for f in own}


_SHAPES: dict[type[Any], _Shape] = {}


def _shape(kind: type[Any]) -> _Shape:
    found = _SHAPES.get(kind)
    if found is None:
        found = _SHAPES[kind] = _Shape(kind)
    return found


def _default(field: Field[Any]) -> Any:
    if field.default is not MISSING:
        return field.default
    return field.default_factory() if field.default_factory is not MISSING else MISSING


def _plain(value: Any) -> Any:
    kind = value.__class__
    if kind in (str, int, bool, float):
        return value
    if kind is PartialDate:
        return _date(value)
    if isinstance(value, (tuple, list)):
        return tuple([_plain(v) for v in value])
    if kind is Decimal:
        return str(value)
    if kind is Identity:
        return _identity(value)
    if isinstance(value, dict):
        return _marked(value)
    if isinstance(value, dt.date):
        return FrozenDict({"day": value.isoformat()})
    if kind is CodedText:
        return FrozenDict({"coded": to_data(value)})
    return to_data(value)


@lru_cache(maxsize=4096)
def _date(value: PartialDate) -> Any:
    if PartialDate.parse(value.text) == value:
        return value.text
    days = {"first": value.first.isoformat(), "last": value.last.isoformat()}
    return FrozenDict({"text": value.text, **days})


@lru_cache(maxsize=1024)
def _identity(value: Identity) -> Data:
    return to_data(value)


@lru_cache(maxsize=1024)
def _rest_of_source(source: Source) -> Data:
    data = to_data(source)
    return FrozenDict(
        {k: v for k, v in data.items() if k not in ("kind", "system", "organisation")}
    )


def _marked(value: Any) -> Any:
    """JSON data with each exact number marked as one."""
    if isinstance(value, Mapping):
        return FrozenDict({str(k): _marked(v) for k, v in value.items()})
    if isinstance(value, (tuple, list)):
        return tuple([_marked(v) for v in value])
    if isinstance(value, Decimal):
        return FrozenDict({_NUMBER: str(value)})
    if isinstance(value, dt.date):
        return value.isoformat()
    return value


def _unmarked(value: Any) -> Any:
    if isinstance(value, Mapping):
        if len(value) == 1 and _NUMBER in value:
            return Decimal(value[_NUMBER])
        return FrozenDict({k: _unmarked(v) for k, v in value.items()})
    if isinstance(value, (tuple, list)):
        return tuple([_unmarked(v) for v in value])
    return freeze(value)


def _same(value: Any) -> Any:
    return value


def _read_date(value: Any) -> PartialDate:
    if isinstance(value, str):
        found = PartialDate.parse(value)
        if found is None:
            raise ValueError("expected an ISO 8601 date")
        return found
    first, last = (dt.date.fromisoformat(value[k]) for k in ("first", "last"))
    return PartialDate(value["text"], first, last)


def _read_day(value: Any) -> dt.date | PartialDate:
    if isinstance(value, Mapping) and "day" in value:
        return dt.date.fromisoformat(value["day"])
    return _read_date(value)


def _read_fact(value: Any) -> Any:
    """An allergy or a problem: words, coded text, or data."""
    if isinstance(value, str):
        return value
    coded = isinstance(value, Mapping) and set(value) == {"coded"}
    return from_data(CodedText, value["coded"]) if coded else _unmarked(value)


def _one(kind: type[Any]) -> Callable[[Any], Any]:
    return lambda value: from_data(kind, value)


def _many(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda values: tuple([read(v) for v in values])


_NUMBER = "$number"
_FACTS = "tuple[str | CodedText | Mapping[str, Any], ...]"
_READERS: dict[str, Callable[[Any], Any]] = {
    "PartialDate | None": _read_date,
    "dt.date | PartialDate | None": _read_day,
    "Decimal | None": Decimal,
    "Source": _one(Source),
    "Identity | None": _one(Identity),
    "Patient | None": _one(Patient),
    "WrittenDosage | None": _one(WrittenDosage),
    "FrozenDict | None": _unmarked,
    "Mapping[str, Any]": _unmarked,
    "tuple[str, ...]": tuple,
    "tuple[Coding, ...]": _many(_one(Coding)),
    "tuple[WrittenDosage, ...]": _many(_one(WrittenDosage)),
    "tuple[Issue, ...]": _many(_one(Issue)),
    "tuple[Entry, ...]": _many(_one(Entry)),
    "tuple[Problem, ...]": _many(_one(Problem)),
    "tuple[Source, ...]": _many(_one(Source)),
    "tuple[Patient, ...]": _many(_one(Patient)),
    "tuple[Encounter, ...]": _many(_one(Encounter)),
    "tuple[ReadDocument, ...]": _many(_one(ReadDocument)),
    _FACTS: _many(_read_fact),
}
_SHOWN = ("id", "kind", "course", "status", "medication", "code", "code_system", "refs", "path")
_REST = tuple(f.name for f in fields(Entry) if f.name not in (*_SHOWN, "source", "dosage"))
_REST_DEFAULTS = tuple(_default(f) for f in fields(Entry) if f.name in _REST)
_rest_values = attrgetter(*_REST)
