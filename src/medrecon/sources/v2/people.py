"""The people of an HL7 v2 message: who each order is for, and what PID and AL1 say of them.

A message may carry several people (each PID begins one); what stands under a PID is of that person
and of nobody else.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from medrecon.model import CodedText, Identity, PartialDate, Patient, Problem, Source
from medrecon.model.local_ids import of_organisation
from medrecon.sources.nhs_number import normal, only
from medrecon.sources.one_patient import one_patient
from medrecon.sources.stamp import stamp
from medrecon.sources.table.columns import SEXES
from medrecon.sources.v2.group import Context, codes, coding
from medrecon.sources.v2.syntax import Message, Segment
from medrecon.sources.v3.shape import Place

Person = tuple[Identity | None, Patient]


def by_person(message: Message) -> list[list[tuple[int, Segment]]]:
    """The segments of each person with their number in the message, MSH first in each.

    What stands before the first of several PIDs is of no known person.
    """
    numbered = list(enumerate(message.segments, 1))
    starts = [i for i, (_, s) in enumerate(numbered) if s.name == "PID"]
    if len(starts) < 2:
        return [numbered]
    bounds = [0, *starts, len(numbered)]
    parts = [numbered[a:b] for a, b in pairwise(bounds)]
    return [parts[0], *([numbered[0], *p] for p in parts[1:])]


def context_of(
    segments: list[tuple[int, Segment]], n: int, source: str | None, problems: list[Problem]
) -> tuple[Context, Patient]:
    """What a message says for all orders of one person, and the person."""
    first = {s.name: s for _, s in reversed(segments)}
    head, pid, visit = segments[0][1], first.get("PID"), first.get("PV1")
    place = Place(f"message[{n}]", head.part(10), problems)
    sent = stamp(head.part(7) or "")
    origin = Source(source or "epma", head.part(3), head.part(4), head.part(10), as_of=sent)
    who = _identity(pid, place, head.part(4))
    context = Context(origin, who, sent, visit.part(2) if visit else None, place)
    told = [(s, a) for _, s in segments if s.name == "AL1" and (a := _allergy(s))]
    listed = tuple(a for _, a in told if not _none_known(a))
    born = who.birth_date if who else None
    patient = Patient(
        birth_date=born.day if born and born.day else born,
        sex=who.sex if who else None,
        nhs_number=who.nhs_number if who else None,
        allergies=listed,
        allergies_known=True if told else None,
    )
    return context, patient


def _identity(pid: Segment | None, place: Place, facility: str | None) -> Identity | None:
    """Whose PID it is. An NHS number that is none is not shown as one, nor one of two, but still tells people apart.

    A number of a hospital is that hospital's own, so that it is kept with who gave it.
    """
    if pid is None:
        return None
    written: list[str | None] = []
    local = None
    for parts in pid.repeats(3) + pid.repeats(2):
        whose = " ".join(parts[3:5]).upper()
        if "NHS" in whose or "NH" in parts[4:5] or (not whose and normal(parts[0])):
            written.append(parts[0])
        elif parts[0]:
            owner = (parts[3] if len(parts) > 3 else "") or facility
            local = local or (of_organisation(owner, parts[0]) if owner else parts[0])
    number, unsure = only(written, place, "PID-3")
    born = pid.part(7)
    day: PartialDate | None = stamp(born) if born else None
    if born and day is None:
        place.problem("PID-7", "date", "an HL7 time", f"text of {len(born)} characters")
    sex = SEXES.get((pid.part(8) or "").lower())
    return Identity(None if number else local or unsure, number, day, sex)


def _allergy(segment: Segment) -> CodedText | None:
    found = coding(segment, 3)
    if not found:
        return None
    text = next((c.display or c.code for c in found if c.display or c.code), None)
    return CodedText(
        text,
        found,
        kind=segment.said(2),
        criticality=segment.said(4),
        reaction=segment.said(5),
        recorded=stamp(segment.part(6) or ""),
    )


def _none_known(allergy: CodedText) -> bool:
    """Whether it states that there are none: the list was asked for, and is empty."""
    table = codes()["no_allergy"]
    text = (allergy.text or "").casefold()
    words = text.replace(",", " ").split()
    return any(c.code in table["codes"] for c in allergy.codings) or any(
        w in words if " " not in w else text.startswith(w) for w in table["words"]
    )


def one_person(people: Iterable[Person]) -> tuple[Patient | None, tuple[Problem, ...]]:
    """The one person of all messages; None, and a Problem, where they are about several."""
    held = list(dict.fromkeys(people))
    numbers = {w.nhs_number or w.patient_id for w, _ in held if w} - {None}
    if len(numbers) > 1:
        said = f"expected one patient, got {len(numbers)}. Hint: each line keeps its own identity."
        return None, (Problem("messages", "several-patients", said),)
    return one_patient(p for _, p in held)
