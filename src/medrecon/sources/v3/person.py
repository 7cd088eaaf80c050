"""Whose message it is, and whose word: patient, practice, time of the message."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from medrecon.model import CodedText, Identity, Patient, Source
from medrecon.sources.nhs_number import OID, only
from medrecon.sources.v3.codes import GENDER
from medrecon.sources.v3.shape import (
    ODS,
    Place,
    attribute,
    below,
    first_below,
    kid,
    when,
)
from medrecon.sources.xml_text import local


class Persons:
    """The people of a message that may hold several: each part is about the nearest `recordTarget`.

    A part around which nobody is named belongs to the only person of the message; where there are
    several, to none of them, and it is kept apart from all.
    """

    def __init__(self, root: Any, place: Place) -> None:
        self._targets = {t: identity(place, t) for t in below(root, "recordTarget")}
        found = list(dict.fromkeys(self._targets.values()))
        self.one = found[0] if len(found) == 1 else None
        self.several = len(found) > 1
        if self.several:
            place.problem("recordTarget", "several-patients", "one patient", str(len(found)))

    def of(self, element: Any) -> Identity | None:
        """Whose a part of the message is."""
        if not self.several:
            return self.one
        for up in (element, *element.iterancestors()):
            target = kid(up, "recordTarget")
            if target is not None:
                return self._targets[target]
        return Identity("unclear")


def identity(place: Place, target: Any) -> Identity | None:
    """The person of a `recordTarget`; None where it says nothing that can be compared.

    A number with a wrong check digit is nobody's NHS number, nor is one of two taken; they still tell two
    people apart, and stand as a local id.
    """
    ids = [i for i in below(target, "id") if i.get("root") == OID]
    own_ids = [i for i in ids if _is_own(i, target)]
    number, own = only(
        (attribute(i, "extension") for i in own_ids or ids), place, "recordTarget.id"
    )
    born = when(place, first_below(target, "birthTime"), "birthTime")
    sex = GENDER.get(attribute(first_below(target, "administrativeGenderCode"), "code") or "")
    if own is None and number is None and born is None and sex is None:
        return None
    return Identity(own, number, born, sex)


def _is_own(element: Any, target: Any) -> bool:
    """Whether an id is of the patient, not of a guardian or a contact named with them."""
    for up in element.iterancestors():
        if up is target:
            return True
        name = local(up.tag).lower()
        if not name.startswith("patient"):
            return False
    return True


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
