"""Is the call itself right? Wrong calls raise; wrong clinical data never does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal

from medrecon.errors import MedrecError, UsageError
from medrecon.model import (
    CodedText,
    Coding,
    Entry,
    Identity,
    Issue,
    PartialDate,
    Patient,
    Source,
    WrittenDosage,
)

_DATES = frozenset(f.name for f in fields(Entry) if "PartialDate" in str(f.type))
_KINDS: dict[str, type | tuple[type, ...]] = {
    "source": Source,
    "dosage": (WrittenDosage, type(None)),
    "patient": (Identity, type(None)),
    "extra": Mapping,
    "days_supply": (Decimal, type(None)),
    "quantity": (Decimal, type(None)),
    "number_of_issues": (int, type(None)),
    "repeats_allowed": (int, type(None)),
    "prescribed_elsewhere": (bool, type(None)),
}
_MANY: dict[str, type] = {"codings": Coding, "dosages": WrittenDosage, "issues": Issue, "refs": str}
_TEXTS = frozenset(("id", "medication", "kind", "status"))


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
    """Raise UsageError where a hand-built Entry holds a value of the wrong type.

    Entries that a reader made are right by construction and are not looked at.
    """
    for field in fields(Entry):
        name, value = field.name, getattr(entry, field.name)
        if name in _DATES:
            right, wanted = value is None or isinstance(value, PartialDate), "a PartialDate or None"
        elif name in _MANY:
            kind = _MANY[name]
            right = isinstance(value, tuple) and all(isinstance(v, kind) for v in value)
            wanted = f"a tuple of {kind.__name__}"
        elif name in _KINDS:
            right, wanted = isinstance(value, _KINDS[name]), str(field.type)
        elif name in _TEXTS:
            right, wanted = isinstance(value, str), "text"
        else:
            right, wanted = value is None or isinstance(value, str), "text or None"
        if not right:
            raise UsageError(wanted, type(value).__name__, at=f"{at}.{name}")


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
