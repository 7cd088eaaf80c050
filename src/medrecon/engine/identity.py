"""People are never mixed: entries of two identities are told apart before anything is compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from medrecon.model import Entry, Evidence, Finding, PartialDate, Patient
from medrecon.model.local_ids import tokens, told_apart
from medrecon.policy import Policy
from medrecon.treatment import stable_id

Key = tuple[str, str, str]


def identity(entry: Entry) -> Key:
    """NHS number, patient id and birth date of an entry, empty where not recorded."""
    who = entry.patient
    if who is None:
        return ("", "", "")
    born = who.birth_date.day.isoformat() if who.birth_date and who.birth_date.day else ""
    return (_number(who.nhs_number), who.patient_id or "", born)


def _number(text: str | None) -> str:
    """An NHS number without the blanks and hyphens that people write in it."""
    if text and text.isalnum():
        return text
    return "".join(c for c in text or "" if c.isalnum())


def conflicts(entries: Iterable[Entry], patient: Patient | None) -> tuple[str, ...]:
    """Which identifiers contradict each other, also those of the patient who was asked about.

    Ids that systems give are told apart only where no NHS number says that they are one person, and
    those of two systems say nothing of each other (`model.local_ids`).
    """
    keys = {identity(e) for e in {id(e.patient): e for e in entries}.values()}
    if patient is None and len(keys) < 2:
        return ()
    numbers = {k[0] for k in keys} - {""}
    born = {k[2] for k in keys} - {""}
    if patient is not None:
        if patient.nhs_number:
            numbers.add(_number(patient.nhs_number))
        day = patient.birth_date
        day = day.day if isinstance(day, PartialDate) else day
        if day is not None:
            born.add(day.isoformat())
    ids = {tokens(k[1]) for k in keys if k[1]}
    one_person = len(numbers) == 1 and all(k[0] for k in keys)
    found = {
        "nhs_number": len(numbers) > 1,
        "patient_id": not one_person and told_apart(ids),
        "birth_date": len(born) > 1,
    }
    return tuple(name for name, differs in found.items() if differs)


def main_person(people: Sequence[Sequence[Entry]], patient: Patient | None) -> int | None:
    """Which of several identities was asked about, by what is known of the patient; else the one in
    the GP record. None where that does not tell.
    """
    if patient is not None:
        number = _number(patient.nhs_number)
        day = patient.birth_date
        day = day.day if isinstance(day, PartialDate) else day
        born = day.isoformat() if day is not None else ""
        keys = [identity(group[0]) for group in people]
        fits = [
            i
            for i, key in enumerate(keys)
            if (number and key[0] == number) or (born and key[2] == born)
        ]
        if len(fits) == 1:
            return fits[0]
        contrary = [i for i, key in enumerate(keys) if born and key[2] and key[2] != born]
        if len(people) - len(contrary) == 1:
            return next(i for i in range(len(people)) if i not in contrary)
    with_gp = [i for i, group in enumerate(people) if any(e.source.kind == "gp" for e in group)]
    return with_gp[0] if len(with_gp) == 1 else None


def wrong_patient(entries: Sequence[Entry], names: tuple[str, ...], policy: Policy) -> Finding:
    """The one finding of a call in which identities differ. It shows no identifier."""
    ids = tuple(sorted(e.id for e in entries))
    told = " and ".join(n.replace("_", " ") for n in names)
    return Finding(
        id=stable_id("f", "wrong_patient", *names, *ids),
        type="wrong_patient",
        severity=policy.severity("wrong_patient"),
        ingredients=("*",),
        sources=tuple(sorted({e.source.kind for e in entries})),
        entry_ids=ids,
        message=f"The entries are not about one person: the {told} differs. Nothing was compared.",
        question="Whose record is this?",
        rule="data.wrong_patient",
        origin="data",
        confidence="high",
        evidence=tuple(
            Evidence(entry_id=e.id, field=name)
            for e in sorted(entries, key=lambda x: x.id)
            for name in names
            if e.patient is not None
        ),
    )
