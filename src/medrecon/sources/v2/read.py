"""HL7 v2 pharmacy messages as a Reading: one entry an order, its supplies and doses folded under it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from medrecon.errors import NotMedication
from medrecon.model import (
    CodedText,
    Coding,
    Entry,
    Identity,
    Issue,
    Patient,
    Problem,
    Reading,
    Source,
)
from medrecon.sources.names import unique
from medrecon.sources.nhs_number import checked, normal
from medrecon.sources.stamp import stamp
from medrecon.sources.table.columns import SEXES
from medrecon.sources.v2.group import Context, Order, coding
from medrecon.sources.v2.mixtures import follow
from medrecon.sources.v2.orders import entries_of
from medrecon.sources.v2.syntax import Message, Segment, messages
from medrecon.sources.v3.shape import Place

_RX = ("RXO", "RXE", "RXD", "RXG", "RXA")


def is_v2(text: str) -> bool:
    """Whether a text is HL7 v2, alone or in a batch."""
    head = text.lstrip("\ufeff \t\r\n\x0b")[:4]
    return head[:3] in ("MSH", "FHS", "BHS") and not head[3:4].isalnum() and len(head) == 4


def read_v2(text: str, name: str | None, source: str | None) -> Reading:
    """Read every message of a file; a file without an order, a supply or a dose is refused."""
    problems: list[Problem] = []
    entries: list[Entry] = []
    patients: list[Patient] = []
    for n, message in enumerate(messages(text), 1):
        orders = _orders(message)
        if not orders:
            continue
        context, patient = _context(message, n, source, problems)
        patients.append(patient)
        for order in orders:
            entries += entries_of(order, context)
    if not entries:
        raise NotMedication(
            "a pharmacy message",
            "HL7 v2 without an RXO, RXE, RXD, RXG or RXA",
            at=name,
            hint="RDE, OMP, RDS, RGV and RAS messages are read",
        )
    kept = follow(_told_again(entries))
    ids = unique([e.id for e in kept])
    named = tuple(
        e if e.id == own else replace(e, id=own) for e, own in zip(kept, ids, strict=True)
    )
    return Reading(
        "hl7v2",
        named,
        tuple(problems),
        _one(patients),
        tuple(dict.fromkeys(e.source for e in named)),
    )


def _orders(message: Message) -> list[Order]:
    """The order groups: each ORC and what follows it, up to the next."""
    out: list[Order] = []
    for n, segment in enumerate(message.segments, 1):
        if segment.name == "ORC":
            out.append(Order(segment))
        elif segment.name in _RX:
            if not out or (segment.name in ("RXE", "RXO") and out[-1].has(segment.name)):
                out.append(Order(None))
            out[-1].lines.append((n, segment))
        elif out:
            out[-1].rest.append(segment)
    return [o for o in out if o.lines]


def _context(
    message: Message, n: int, source: str | None, problems: list[Problem]
) -> tuple[Context, Patient]:
    head = message.segments[0]
    place = Place(f"message[{n}]", head.part(10), problems)
    sent = stamp(head.part(7) or "")
    pid, visit = message.first("PID"), message.first("PV1")
    who = _identity(pid, place)
    origin = Source(source or "epma", head.part(3), head.part(4), head.part(10), as_of=sent)
    context = Context(origin, who, sent, visit.part(2) if visit else None, place)
    born = who.birth_date if who else None
    patient = Patient(
        birth_date=born.day if born and born.day else born,
        sex=who.sex if who else None,
        nhs_number=who.nhs_number if who else None,
        allergies=tuple(a for s in message.segments if s.name == "AL1" and (a := _allergy(s))),
    )
    return context, patient


def _identity(pid: Segment | None, place: Place) -> Identity | None:
    if pid is None:
        return None
    number = local = None
    for parts in pid.repeats(3) + pid.repeats(2):
        whose = " ".join(parts[3:5]).upper()
        if "NHS" in whose or "NH" in parts[4:5] or (not whose and normal(parts[0])):
            number = number or checked(parts[0], place, "PID-3")
        elif parts[0]:
            local = local or parts[0]
    born = pid.part(7)
    day = stamp(born) if born else None
    if born and day is None:
        place.problem("PID-7", "date", "an HL7 time", f"text of {len(born)} characters")
    sex = SEXES.get((pid.part(8) or "").lower())
    return Identity(None if number else local, number, day, sex)


def _allergy(segment: Segment) -> CodedText | None:
    found = coding(segment, 3)
    if not found:
        return None
    text = next((c.display or c.code for c in found if c.display or c.code), None)
    return CodedText(
        text,
        tuple(c for c in found if isinstance(c, Coding)),
        kind=segment.said(2),
        criticality=segment.said(4),
        reaction=segment.said(5),
        recorded=stamp(segment.part(6) or ""),
    )


def _one(patients: list[Patient]) -> Patient | None:
    """The one person of all messages, with the allergies that any of them gives."""
    people = {(p.nhs_number, p.birth_date, p.sex) for p in patients}
    if len(people) != 1:
        return None
    told = tuple(dict.fromkeys(a for p in patients for a in p.allergies))
    return replace(patients[0], allergies=told)


def _told_again(entries: list[Entry]) -> list[Entry]:
    """One entry an order number: what later messages say of it is applied, in message order.

    A later message that only stops, holds, supplies or gives is folded into the order. One that
    changes its dose (ORC-1 `XO`) stops it and starts another, which says what it replaces.
    """
    place: dict[Any, int] = {}
    out: list[Entry] = []
    told: dict[int, list[Issue]] = {}
    for entry in entries:
        key = (entry.extra.get("item"), entry.patient, entry.medication, entry.code)
        at = place.get(key) if entry.extra.get("item") else None
        if at is None:
            place[key] = len(out)
            out.append(entry)
        elif entry.change_status == "changed" and entry.dosage != out[at].dosage:
            old = out[at]
            out[at] = replace(old, status="stopped", stopped_on=entry.change_date)
            place[key] = len(out)
            out.append(replace(entry, id=f"{old.id}-{len(out) + 1}", replaces=old.id))
        else:
            told.setdefault(at, []).extend((_told(out[at], entry), *entry.issues))
            out[at] = _merged(out[at], entry)
    for at, issues in told.items():
        out[at] = replace(out[at], issues=(*out[at].issues, *issues))
    return out


def _told(old: Entry, new: Entry) -> Issue:
    """A later message of an order, with its dosage where it says another."""
    own, said = (e.dosage.text if e.dosage else None for e in (old, new))
    return Issue(
        None,
        new.kind,
        new.recorded or new.start,
        new.status,
        new.quantity,
        new.quantity_unit,
        dosage=said if said != own and own else None,
    )


_DECIDES = ("stopped", "cancelled", "completed", "on-hold", "entered-in-error")


def _merged(old: Entry, new: Entry) -> Entry:
    """An order with what a later message of its number says."""
    decides = new.status in _DECIDES and new.kind == "order"
    released = new.status == "active" and old.status == "on-hold"
    return replace(
        old,
        status=new.status if decides or released else old.status,
        stopped_on=new.stopped_on or old.stopped_on,
        stop_reason=new.stop_reason or old.stop_reason,
        dosage=old.dosage or new.dosage,
        last_issued=new.last_issued or old.last_issued,
        last_administered=new.last_administered or old.last_administered,
        course=old.course or new.course,
        route=old.route or new.route,
        refs=old.refs
        if set(new.refs) <= set(old.refs)
        else tuple(dict.fromkeys((*old.refs, *new.refs))),
    )
