"""Whose message it is: NHS number, birth date, sex, allergies and problems."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import Any

from medrecon.model import Coding, Identity, Patient
from medrecon.model.local_ids import NHS_NUMBER, token
from medrecon.sources.fhir.allergies import allergies_of, concept_of
from medrecon.sources.fhir.collect import Message, reference
from medrecon.sources.fhir.resolve import tail_of
from medrecon.sources.fhir.shape import (
    MEDICATIONS,
    Found,
    codes_of,
    many,
    one,
    word,
    word_at,
)
from medrecon.sources.nhs_number import checked, is_system, normal, only

SEXES = {"male": "male", "female": "female", "m": "male", "f": "female"}
_ABOUT = MEDICATIONS | {"AllergyIntolerance", "Condition"}


class People:
    """The patients of a message and the identity that each line gets.

    A local id (`Patient/17`) means nothing outside its message, so it is part of an identity only
    where the message is about several people.
    """

    def __init__(self, message: Message) -> None:
        self.message = message
        self.patients = message.of("Patient")
        self._cache: dict[tuple[int, str | None, str | None], Identity | None] = {}
        self._of_patient = {id(p): self._identity(p) for p in self.patients}
        subjects = {(f.space, _subject(f)): f for f in message.found if f.type in _ABOUT}
        people = {self._key(f, ref) for (_, ref), f in subjects.items() if ref}
        self._one_subject = len(people) < 2
        self.several = len(people) > 1 or len(self.patients) > 1

    @cached_property
    def _of_id(self) -> Counter[str | None]:
        """How many patients go by an id."""
        return Counter(p.id for p in self.patients)

    def _identity(self, patient: Found) -> Identity:
        number = _number(patient)
        sex = patient.text(patient.resource.get("gender"), "gender")
        born = patient.date(patient.resource.get("birthDate"), "birthDate")
        lasting = () if number else _lasting(patient)
        own = _tokens([(_system(i), word(i, "value")) for i in lasting])
        return Identity(own, number, born, SEXES.get((sex or "").lower()))

    def _key(self, found: Found, ref: str) -> str:
        target = self.message.resolve(found, ref, "Patient")
        return f"#{id(target.resource)}" if target else f"{found.base} {ref}"

    def identity(self, found: Found) -> Identity | None:
        """Whose line this is, None where neither line nor message says."""
        subject = found.resource.get("subject") or found.resource.get("patient")
        written = _as_written(found, subject)
        if written is not None and (known := self._cache.get(written, _NOT_MET)) is not _NOT_MET:
            return known
        if subject.__class__ is not dict:
            subject = one(found.resource, "subject") or one(found.resource, "patient")
        ref = word(subject, "reference") or (subject if isinstance(subject, str) else None)
        own = word(one(subject, "identifier"), "value")
        if len(held := many(subject, "identifier")) > 1:
            told = [word(i, "value") or "" for i in held if _is_nhs_number(i)]
            _, several = only(filter(normal, told), found, "subject.identifier")
            if several is not None:
                return Identity(several)
        key = (found.space, ref, own)
        if key not in self._cache or (ref or "").startswith("#"):
            self._cache[key] = self._look_up(found, ref, own, subject)
        return self._cache[key]

    def _look_up(
        self, found: Found, ref: str | None, own: str | None, subject: Any
    ) -> Identity | None:
        target = self.message.resolve(found, ref, "Patient") if ref else None
        if target is None and not ref and not own and len(self.patients) == 1:
            target = self.patients[0]
        known = self._of_patient.get(id(target)) if target else None
        if target is not None and known is None:
            known = self._identity(target)
        number = known.nhs_number if known else None
        system = word_at(subject, "identifier", "system") or ""
        is_number = not system or is_system(system)
        if own and is_number and (number is None or normal(own) not in (None, number)):
            said = checked(own, found, "subject.identifier")
            if number is not None:
                return self._contradicted(found, said)
            number = said
        local = known.patient_id if known else None
        if number is None and local is None and own:
            local = _tokens([(system, own)])
        if local is None and self.several:
            local = self._name(found, target, ref, own)
        born = known.birth_date if known else None
        sex = known.sex if known else None
        if number is None and born is None and sex is None and local is None:
            return None
        return Identity(local, number, born, sex)

    def _contradicted(self, found: Found, number: str | None) -> Identity:
        """Whose a line is that refers to one patient and names the NHS number of another: the number's."""
        got = "the NHS number of another"
        found.problem("subject", "patient-mismatch", "the patient of subject.reference", got)
        return Identity(None, number)

    def _name(
        self, found: Found, target: Found | None, ref: str | None, own: str | None
    ) -> str | None:
        """What a message of several people calls one of them: as the line does, where that is enough."""
        if ref is None:
            return own
        if target is None:
            return f"{found.base}/{ref}" if found.base and ":" not in ref else ref
        alike = self._of_id[target.id]
        return ref if alike < 2 else target.url or f"{ref} in {target.scope}"

    def _about(self, kind: str) -> list[Found]:
        """The resources of a type without those of another person, each of which is a Problem."""
        out = []
        for found in self.message.of(kind):
            ref = None if self._one_subject else _subject(found)
            if ref is None or self._key(found, ref) == f"#{id(self.patients[0].resource)}":
                out.append(found)
            else:
                found.problem("", "patient-mismatch", "the patient of the message", "another")
        return out

    def patient(self) -> Patient | None:
        """The one person of the message, with allergies and problems; None where there are several."""
        if len(self.patients) > 1 or (self.several and not self.patients):
            self.message.problems.append(_several(self.message, len(self.patients)))
            return None
        allergies, known = allergies_of(self.message, self._about("AllergyIntolerance"))
        problems = tuple(
            t for f in self._about("Condition") if (t := concept_of(f, "code")) is not None
        )
        who = self._of_patient[id(self.patients[0])] if self.patients else None
        if who is None:
            numbers = {i.nhs_number for i in self._cache.values() if i and i.nhs_number}
            who = Identity(None, numbers.pop()) if len(numbers) == 1 else None
        if who is None and not allergies and not problems and known is None:
            return None
        who = who or Identity()
        born = who.birth_date.day if who.birth_date and who.birth_date.day else who.birth_date
        return Patient(
            birth_date=born,
            sex=who.sex,
            allergies=allergies,
            problems=problems,
            nhs_number=who.nhs_number,
            identifiers=_identifiers(self.patients),
            allergies_known=known,
        )


def _as_written(found: Found, subject: Any) -> tuple[int, str | None, str | None] | None:
    """Reference and identifier of a subject of ordinary shape, which mean the same on every line."""
    if subject is None:
        return found.space, None, None
    if subject.__class__ is not dict:
        return None
    ref, held = subject.get("reference"), subject.get("identifier")
    own = held.get("value") if held.__class__ is dict else held
    if ref is None:
        return (found.space, None, own) if own.__class__ is str else None
    if ref.__class__ is str and ref[:1] != "#" and (own is None or own.__class__ is str):
        return found.space, ref, own
    return None


_NOT_MET = Identity()


def _number(patient: Found) -> str | None:
    """The NHS number of a Patient, an old one where it has no other; None, and a Problem, of several."""
    held = [i for i in many(patient.resource, "identifier") if _is_nhs_number(i)]
    current = [i for i in held if word(i, "use") != "old"]
    return only((word(i, "value") for i in current or held), patient, "identifier")[0]


def _is_nhs_number(identifier: Any) -> bool:
    """Whether an identifier is one by its system, or typed as one (`NH`, HL7 table 0203) and right."""
    if is_system(word(identifier, "system") or ""):
        return True
    typed = codes_of(one(identifier, "type"))
    return "NH" in typed and normal(word(identifier, "value") or "") is not None


def _system(identifier: Any) -> str | None:
    return NHS_NUMBER if _is_nhs_number(identifier) else word(identifier, "system")


def _subject(found: Found) -> str | None:
    subject = found.resource.get("subject")
    ref: Any = subject.get("reference") if subject.__class__ is dict else None
    if ref.__class__ is str and ref:
        return ref
    if ref is None and (subject is None or subject.__class__ is dict):
        return reference(found.resource, "patient") if "patient" in found.resource else None
    return reference(found.resource, "subject") or reference(found.resource, "patient")


def one_subject(message: Message, a: Found, b: Found) -> bool:
    """Whether two resources may be about one person: False where they name two.

    Two Patient resources with one identifier are one person.
    """
    one_, other = _subject(a), _subject(b)
    if one_ is None or other is None:
        return True
    if one_ == other and a.space == b.space and not one_.startswith("#"):
        return True
    who, whom = message.resolve(a, one_, "Patient"), message.resolve(b, other, "Patient")
    if who is None or whom is None:
        return who is whom and tail_of(one_) == tail_of(other)
    if who is whom or who.resource == whom.resource:
        return True
    return not set(_identifiers([who])).isdisjoint(_identifiers([whom]))


def _several(message: Message, count: int) -> Any:
    from medrecon.model import Problem

    return Problem(
        message.name or "message",
        "several-patients",
        f"expected one patient, got {max(count, 2)}. Hint: each line keeps its own identity.",
    )


def _lasting(patient: Found) -> list[Any]:
    """The identifiers of a person that are neither old nor temporary (FHIR identifier-use)."""
    held = many(patient.resource, "identifier")
    return [i for i in held if word(i, "use") not in ("old", "temp")]


def _tokens(rows: list[tuple[str | None, str | None]]) -> str | None:
    """The identifiers of systems as one text; of an NHS number with a wrong check digit its digits."""
    told = {token(NHS_NUMBER if is_system(s or "") else s, v) for s, v in rows}
    return ",".join(sorted(t for t in told if t)) or None


def _identifiers(patients: list[Found]) -> tuple[Coding, ...]:
    rows = [i for p in patients for i in many(p.resource, "identifier")]
    return tuple(Coding(word(i, "system"), v) for i in rows if (v := word(i, "value")))
