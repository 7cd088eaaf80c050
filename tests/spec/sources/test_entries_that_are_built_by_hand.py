"""Entries built by hand: what could not be written again is refused when it is handed over, by its place."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import medrecon
from medrecon.errors import UsageError
from medrecon.model import (
    Coding,
    Decision,
    Entry,
    Identity,
    Issue,
    PartialDate,
    Patient,
    Source,
    WrittenDosage,
    freeze,
)

HALF = "caf\ud83d"
DAY = date(2026, 3, 16)


def reconciled(*entries: Entry, **more: Any) -> medrecon.Reconciliation:
    """The answer for entries built by hand."""
    return medrecon.reconcile(
        list(entries), dictionary=medrecon.Dictionary.sample(), as_of=DAY, **more
    )


def entry(**fields: Any) -> Entry:
    """An entry with those fields."""
    return Entry(
        **{"id": "1", "source": Source("gp"), "medication": "Senna 7.5mg tablets", **fields}
    )


def nested(levels: int) -> Any:
    """A value inside so many others."""
    out: Any = "a"
    for _ in range(levels):
        out = {"in": out}
    return out


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", HALF),
        ("medication", HALF),
        ("source", Source("gp", HALF)),
        ("dosage", WrittenDosage(HALF)),
        ("dosage", WrittenDosage(None, freeze({"text": HALF}))),
        ("codings", (Coding(None, "1", HALF),)),
        ("issues", (Issue(None, "issue", dosage=HALF),)),
        ("patient", Identity(HALF)),
        ("start", PartialDate(HALF, DAY, DAY)),
        ("extra", {HALF: "a"}),
        ("extra", {"a": [{"b": HALF}]}),
    ],
)
def test_half_of_a_surrogate_pair_is_no_text(field: str, value: Any) -> None:
    with pytest.raises(UsageError, match=rf"half of a surrogate pair @ entries\[0\]\.{field}"):
        reconciled(entry(**{field: value}))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("quantity", Decimal("NaN")),
        ("quantity", Decimal("sNaN")),
        ("days_supply", Decimal("Infinity")),
        ("issues", (Issue(None, "issue", quantity=Decimal("NaN")),)),
        ("dosage", WrittenDosage("1 daily", freeze({"a": float("nan")}))),
        pytest.param("number_of_issues", 10**5000, id="5,000 digits"),
    ],
)
def test_what_is_no_number_is_refused_where_one_is_due(field: str, value: Any) -> None:
    with pytest.raises(UsageError, match=rf"expected a number.* @ entries\[0\]\.{field}"):
        reconciled(entry(**{field: value}))


@pytest.mark.parametrize("value", [{1}, b"a", object()])
def test_what_json_has_no_shape_for_is_refused(value: Any) -> None:
    with pytest.raises(UsageError, match=r"JSON has a shape for.* @ entries\[0\]\.extra"):
        reconciled(entry(extra={"a": value}))


def test_dates_and_numbers_are_written() -> None:
    written = {"a": DAY, "b": 1, "c": 0.5, "d": Decimal("0.1"), "e": None, "f": True}
    assert reconciled(entry(quantity=Decimal("1E+3"), extra=written)).model_dump_json()


def test_an_entry_has_an_id() -> None:
    with pytest.raises(UsageError, match=r"expected an id, got nothing @ entries\[0\]\.id"):
        reconciled(entry(id=""))


def test_whole_characters_of_any_kind_are_text() -> None:
    answer = reconciled(entry(note="µg ½ \U0001f600", extra={"é": "ü"}))
    assert "\U0001f600" in answer.model_dump_json()


@pytest.mark.parametrize("field", ["extra", "dosage"])
def test_nesting_without_end_is_refused(field: str) -> None:
    deep = nested(100)
    value = deep if field == "extra" else WrittenDosage("1 daily", freeze(deep))
    with pytest.raises(UsageError, match="deeper nesting"):
        reconciled(entry(**{field: value}))


def test_what_is_nested_as_messages_are_is_written() -> None:
    answer = reconciled(entry(extra=nested(50)))
    assert answer.model_dump_json()


def test_patients_and_decisions_too() -> None:
    with pytest.raises(UsageError, match="surrogate pair @ patient"):
        reconciled(entry(), patient=Patient(allergies=(HALF,)))
    decision = Decision("f-1", "confirmed_taken", note=HALF, by="M. Rao", at=DAY)
    with pytest.raises(UsageError, match=r"surrogate pair @ decisions\[0\]"):
        reconciled(entry(), decisions=[decision])
