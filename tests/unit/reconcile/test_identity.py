"""Whose record it is: spellings of one number are one person, and contradictions are never merged."""

from __future__ import annotations

import datetime as dt

import pytest

from medrecon.engine.identity import conflicts, main_person
from medrecon.model import Entry, Identity, PartialDate, Patient, Source


def entry(source: str = "gp", **who: object) -> Entry:
    return Entry(id=source, source=Source(source), medication="x", patient=Identity(**who))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("a", "b", "differs"),
    [
        ({"nhs_number": "943 476 5919"}, {"nhs_number": "9434765919"}, ()),
        ({"nhs_number": "943-476-5919"}, {"nhs_number": "9434765919"}, ()),
        ({"nhs_number": "9434765919"}, {"nhs_number": "9000000009"}, ("nhs_number",)),
        ({"patient_id": "A"}, {"patient_id": "B"}, ("patient_id",)),
        ({"patient_id": "A"}, {}, ()),
        (
            {"patient_id": "A", "nhs_number": "9434765919"},
            {"patient_id": "B", "nhs_number": "9434765919"},
            (),
        ),
        (
            {"birth_date": PartialDate.parse("1950-01-15")},
            {"birth_date": PartialDate.parse("1950-01-16")},
            ("birth_date",),
        ),
        (
            {"birth_date": PartialDate.parse("1950-01-15")},
            {"birth_date": PartialDate.parse("1950")},
            (),
        ),
    ],
)
def test_what_contradicts(
    a: dict[str, object], b: dict[str, object], differs: tuple[str, ...]
) -> None:
    assert conflicts([entry("gp", **a), entry("epma", **b)], None) == differs


def test_the_patient_who_was_asked_about_counts() -> None:
    line = entry(birth_date=PartialDate.parse("1950-01-15"))
    assert conflicts([line], Patient(birth_date=dt.date(1950, 1, 15))) == ()
    assert conflicts([line], Patient(birth_date=dt.date(1960, 1, 15))) == ("birth_date",)


def test_which_of_two_was_asked_about() -> None:
    ward, gp = [entry("epma", patient_id="B")], [entry("gp", patient_id="A")]
    assert main_person([ward, gp], None) == 1
    assert main_person([ward], None) is None
    older = [entry("epma", birth_date=PartialDate.parse("1950-01-15"))]
    younger = [entry("gp", birth_date=PartialDate.parse("1980-01-15"))]
    assert main_person([older, younger], Patient(birth_date=dt.date(1950, 1, 15))) == 0
