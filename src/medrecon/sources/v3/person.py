"""Whose message it is, and whose word: patient, practice, time of the message."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from medrecon.model import CodedText, Identity, Patient, Source
from medrecon.sources.nhs_number import checked
from medrecon.sources.v3.codes import GENDER
from medrecon.sources.v3.shape import (
    NHS_NUMBER,
    ODS,
    Place,
    attribute,
    below,
    first_below,
    when,
)


def identity(place: Place, target: Any) -> Identity | None:
    """The person of a `recordTarget`; None where it says nothing that can be compared."""
    numbers = [
        attribute(i, "extension") for i in below(target, "id") if i.get("root") == NHS_NUMBER
    ]
    number = next((n for n in numbers if n), None)
    number = checked(number, place, "recordTarget.id") if number else None
    born = when(place, first_below(target, "birthTime"), "birthTime")
    sex = GENDER.get(attribute(first_below(target, "administrativeGenderCode"), "code") or "")
    if number is None and born is None and sex is None:
        return None
    return Identity(None, number, born, sex)


def patient(
    who: Identity | None,
    allergies: tuple[CodedText, ...] = (),
    asked: bool | None = None,
) -> Patient | None:
    """The one person of a message; None where it says nothing of them."""
    if who is None and not allergies and asked is None:
        return None
    who = who or Identity()
    born = who.birth_date
    return Patient(
        birth_date=born.day if born and born.day else born,
        sex=who.sex,
        allergies=allergies,
        nhs_number=who.nhs_number,
        allergies_known=asked,
    )


def organisation(element: Any) -> str | None:
    """The first ODS code inside an element."""
    for one in below(element, "id"):
        if one.get("root") in ODS and (held := attribute(one, "extension")):
            return held
    return None


def sources_of(entries: Iterable[Any], asked: Source) -> tuple[Source, ...]:
    """The sources of the entries; the one that was asked where there are none."""
    return tuple(dict.fromkeys(e.source for e in entries)) or (asked,)


def one_patient(entries: Iterable[Any]) -> Patient | None:
    """The person of all entries; None where they are several or none is named."""
    found = list(dict.fromkeys(e.patient for e in entries))
    return patient(found[0]) if len(found) == 1 else None
