"""Is the call itself right? Wrong calls raise; wrong clinical data never does."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields
from decimal import Decimal
from math import isfinite
from operator import attrgetter
from typing import Any

from medrecon.errors import MedrecError, UsageError
from medrecon.model import (
    CodedText,
    Coding,
    Decision,
    Entry,
    FrozenDict,
    Identity,
    Issue,
    PartialDate,
    Patient,
    Source,
    WrittenDosage,
)
from medrecon.sources.guard import MAX_DEPTH

_NONE: Any = type(None)
_TEXT = (frozenset({str}), "text")
_MAYBE_TEXT = (frozenset({str, _NONE}), "text or None")
_MAYBE_DATE = (frozenset({PartialDate, _NONE}), "a PartialDate or None")
_MAYBE_NUMBER = (frozenset({Decimal, _NONE}), "a Decimal or None")
_MAYBE_COUNT = (frozenset({int, _NONE}), "a whole number or None")
_SPECIAL: dict[str, tuple[frozenset[Any], str]] = {
    **dict.fromkeys(("id", "medication", "kind", "status"), _TEXT),
    **dict.fromkeys(("days_supply", "quantity"), _MAYBE_NUMBER),
    **dict.fromkeys(("number_of_issues", "repeats_allowed"), _MAYBE_COUNT),
    "source": (frozenset({Source}), "a Source"),
    "dosage": (frozenset({WrittenDosage, _NONE}), "a WrittenDosage or None"),
    "patient": (frozenset({Identity, _NONE}), "an Identity or None"),
    "extra": (frozenset[Any]((dict, FrozenDict)), "a mapping"),
    "prescribed_elsewhere": (frozenset({bool, _NONE}), "True, False or None"),
}
_MANY: dict[str, type] = {"codings": Coding, "dosages": WrittenDosage, "issues": Issue, "refs": str}


def _rule(name: str, type_name: str) -> tuple[frozenset[Any], str]:
    if name in _MANY:
        return frozenset({tuple}), f"a tuple of {_MANY[name].__name__}"
    return _SPECIAL.get(name) or (_MAYBE_DATE if "PartialDate" in type_name else _MAYBE_TEXT)


_NAMES = tuple(f.name for f in fields(Entry))
_RULES = tuple(_rule(f.name, str(f.type)) for f in fields(Entry))
_values_of = attrgetter(*_NAMES)
_many_of = attrgetter(*_MANY)
_KINDS = tuple(frozenset({kind}) for kind in _MANY.values())
_RIGHT: set[tuple[type, ...]] = set()
_MOST_REMEMBERED = 4096
_HALF_PAIR = re.compile("[\ud800-\udfff]")
_PARTS: dict[type, tuple[str, ...]] = {
    kind: ("text",) if kind is PartialDate else tuple(f.name for f in fields(kind))
    for kind in (
        CodedText,
        Coding,
        Decision,
        Identity,
        Issue,
        PartialDate,
        Patient,
        Source,
        WrittenDosage,
    )
}


def expect(
    value: object,
    kind: type,
    at: str,
    *,
    optional: bool = False,
    hint: str | None = None,
    error: type[MedrecError] = UsageError,
) -> None:
    """Raise `error` unless `value` is a `kind` (or None, where that is allowed)."""
    if isinstance(value, kind) or (optional and value is None):
        return
    wanted = f"a {kind.__module__.partition('.')[0]}.{kind.__name__}"
    raise error(wanted + (" or None" if optional else ""), type(value).__name__, at=at, hint=hint)


def expect_entry(entry: Entry, at: str) -> None:
    """Raise UsageError where a hand-built Entry holds a value of the wrong type, or one that cannot be written.

    Entries of a Reading are right by construction and are not looked at. Combinations of types that
    were found right are remembered, as the entries of one list have few.
    """
    types = tuple(map(type, _values_of(entry)))
    if types not in _RIGHT:
        for name, (kinds, wanted), found in zip(_NAMES, _RULES, types, strict=True):
            if found not in kinds:
                raise UsageError(wanted, found.__name__, at=f"{at}.{name}")
        if len(_RIGHT) < _MOST_REMEMBERED:
            _RIGHT.add(types)
    if not entry.id:
        raise UsageError("an id", "nothing", at=f"{at}.id")
    for name, kinds, values in zip(_MANY, _KINDS, _many_of(entry), strict=True):
        if values and not kinds.issuperset(map(type, values)):
            raise UsageError(
                f"a tuple of {_MANY[name].__name__}", "another value", at=f"{at}.{name}"
            )
    for name, value in zip(_NAMES, _values_of(entry), strict=True):
        if value and not (value.__class__ is str and value.isascii()):
            _expect_writable(value, f"{at}.{name}")


_PLAIN_KINDS = frozenset({str, bool, int, float, Decimal, _NONE, dt.date, dt.datetime})
_LONGEST_INTEGER = 10**1000


def _expect_writable(value: Any, at: str, level: int = 0) -> None:
    """Raise UsageError where a value holds what no answer can be written with.

    That is a half of a surrogate pair, which is no character, a number that is none or without end,
    nesting without end, and what JSON has no shape for.
    """
    kind = value.__class__
    if kind is str:
        if not value.isascii() and _HALF_PAIR.search(value):
            raise UsageError("Unicode text", "half of a surrogate pair", at=at)
    elif level > MAX_DEPTH:
        raise UsageError(f"at most {MAX_DEPTH} levels", "deeper nesting", at=at)
    elif isinstance(value, Mapping):
        for one in (*value, *value.values()):
            _expect_writable(one, at, level + 1)
    elif kind in (tuple, list):
        for one in value:
            _expect_writable(one, at, level + 1)
    elif kind in _PARTS:
        for name in _PARTS[kind]:
            held = getattr(value, name)
            if held and not (held.__class__ is str and held.isascii()):
                _expect_writable(held, at, level + 1)
    elif (kind is float and not isfinite(value)) or (kind is Decimal and not value.is_finite()):
        raise UsageError("a number", "one that is none, or without end", at=at)
    elif kind is int and abs(value) > _LONGEST_INTEGER:
        raise UsageError("a number of ordinary length", "a longer one", at=at)
    elif kind not in _PLAIN_KINDS:
        raise UsageError("what JSON has a shape for", kind.__name__, at=at)


def expect_patient(patient: Patient) -> None:
    """Raise UsageError where a hand-built Patient holds a value of the wrong type."""
    born = patient.birth_date
    if born is not None and not isinstance(born, (dt.date, PartialDate)):
        raise UsageError("a date or None", type(born).__name__, at="patient.birth_date")
    for name in ("sex", "nhs_number"):
        value = getattr(patient, name)
        if value is not None and not isinstance(value, str):
            raise UsageError("text or None", type(value).__name__, at=f"patient.{name}")
    for name in ("allergies", "problems"):
        value = getattr(patient, name)
        if not isinstance(value, (tuple, list)) or not all(
            isinstance(v, (str, CodedText, Mapping)) for v in value
        ):
            raise UsageError("a tuple of text or CodedText", "another value", at=f"patient.{name}")
    for name in ("birth_date", "sex", "nhs_number", "allergies", "problems", "identifiers"):
        _expect_writable(getattr(patient, name), f"patient.{name}")


def expect_decisions(decisions: object) -> tuple[Decision, ...]:
    """The decisions as a tuple. Raises UsageError unless each is one."""
    if isinstance(decisions, (str, bytes)) or not isinstance(decisions, Iterable):
        raise UsageError("Decisions", type(decisions).__name__, at="decisions")
    taken = tuple(decisions)
    for n, one in enumerate(taken):
        expect(one, Decision, f"decisions[{n}]")
        _expect_writable(one, f"decisions[{n}]")
    return taken
