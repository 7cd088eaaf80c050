"""One order group of an HL7 v2 message as entries; its supplies and doses are folded under it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from medrecon.model import (
    Entry,
    Issue,
    PartialDate,
    WrittenDosage,
    freeze,
)
from medrecon.sources.table.cells import number
from medrecon.sources.v2.directions import dosage_of
from medrecon.sources.v2.group import Context, Order, codes, coding, item_of, system_of
from medrecon.sources.v2.history import history_of, status_of, told_of
from medrecon.sources.v2.mixtures import parts_of
from medrecon.sources.v2.syntax import Segment
from medrecon.sources.v3.shape import Place, best

RANK = {"RXE": 0, "RXO": 1, "RXG": 2, "RXD": 3, "RXA": 4}


def entries_of(order: Order, context: Context) -> list[list[Entry]]:
    """The entries of a group: the order with its supplies under it, then the parts of its mixture.

    Without a number nothing ties the lines together, so that each is an entry of its own. An order
    number alone (`ORC|DC|…`) is an entry without a medicine.
    """
    if not order.lines:
        return [[_bare(order, context)]]
    lines = sorted(order.lines, key=lambda x: (RANK[x[1].name], x[0]))
    entries = [_entry(s, n, order, context) for n, s in lines]
    notes = _notes(order)
    if order.ids and len(entries) > 1:
        head, rest = entries[0], entries[1:]
        issues = withdrawn([_issue(e, head) for e in rest])
        given = [i for i in issues if i.date and i.status == "completed"]
        entries = [_with(head, issues, given)]
        notes = {0: [w for _, words in sorted(notes.items()) for w in words]}
    else:
        places = {n: i for i, (n, _) in enumerate(order.lines)}
        whole = notes.get(-1, [])
        notes = {i: notes.get(places[n], []) for i, (n, _) in enumerate(lines)}
        notes[0] = [*whole, *notes[0]]
    entries = [
        replace(e, note="\n".join([*notes.get(i, []), *([e.note] if e.note else [])]) or None)
        for i, e in enumerate(entries)
    ]
    if not order.ids:
        return [parts_of(entries[:1], order), *([e] for e in entries[1:])]
    return [parts_of(entries, order)]


def withdrawn(issues: list[Issue]) -> tuple[Issue, ...]:
    """The issues, those told before that a later one withdraws (RXA-21 `D`) with it."""
    gone = {(i.date, i.quantity, i.medication) for i in issues if i.status == "entered-in-error"}
    return tuple(
        replace(i, status="entered-in-error")
        if i.kind == "administration" and (i.date, i.quantity, i.medication) in gone
        else i
        for i in issues
    )


def _bare(order: Order, context: Context) -> Entry:
    """An order of which a message gives only the number."""
    ids = order.ids
    path = f"{context.place.path}.ORC"
    extra = {"item": item_of(order, context), "control": order.control}
    extra |= {"namespace": order.namespace}
    row: dict[str, Any] = {"kind": "order"}
    status = status_of(None, row, order)
    return Entry(
        id=ids[0],
        source=context.source,
        medication="",
        kind="order",
        patient=context.patient,
        refs=tuple(ids),
        path=path,
        note="\n".join(w for words in _notes(order).values() for w in words) or None,
        extra=freeze({k: v for k, v in extra.items() if v}),
        status=status,
        **told_of(status, order, context),
    )


def _notes(order: Order) -> dict[int, list[str]]:
    """The NTE of each medicine segment, -1 for those of the whole order."""
    return {
        at: [text for s in found if (text := s.marks.plain(s.raw(3)))]
        for at, found in order.beside("NTE").items()
    }


def _slipped(segment: Segment, n: int) -> bool:
    """Whether the code stands one field further on, where the standard has an amount."""
    here, there = (next(iter(segment.repeats(x)), []) for x in (n, n + 1))
    if len(there) < 2 or not any(c.isalpha() for c in there[1]):
        return False
    whole = len(here) > 1 and bool(here[0] and here[1])
    return not whole or (_known(there) and not _known(here))


def _known(parts: list[str]) -> bool:
    return len(parts) > 2 and system_of(parts[2]) is not None


def _with(head: Entry, issues: tuple[Issue, ...], given: list[Issue]) -> Entry:
    supplies = [i.date for i in given if i.kind == "dispense" and i.date]
    doses = [i.date for i in given if i.kind == "administration" and i.date]
    return replace(
        head,
        issues=issues,
        last_issued=_newest(supplies) or head.last_issued,
        last_administered=_newest(doses) or head.last_administered,
    )


def _newest(days: list[PartialDate]) -> PartialDate | None:
    return max(days, key=lambda d: (d.first, d.text)) if days else None


def _issue(entry: Entry, head: Entry) -> Issue:
    said = entry.dosage.text if entry.dosage else None
    own = head.dosage.text if head.dosage else None
    return Issue(
        id=None,
        kind=entry.kind,
        date=entry.start,
        status=entry.status,
        quantity=entry.quantity,
        quantity_unit=entry.quantity_unit,
        dosage=said if said != own else None,
        medication=entry.medication if entry.medication != head.medication else None,
        code=entry.code if entry.code != head.code else None,
    )


def _entry(segment: Segment, n: int, order: Order, context: Context) -> Entry:
    row = codes()["segment"][segment.name]
    own = next(iter(order.ids), None)
    place = Place(f"{context.place.path}.{segment.name}[{n}]", own, context.place.problems)
    shift = int(_slipped(segment, row["code"]))
    if shift:
        place.problem(str(row["code"]), "shifted", "a code", "fields shifted by one")

    def at(key: str) -> str | None:
        return segment.said(row[key] + shift) if key in row else None

    words = [t for m in row["instructions"] if (t := segment.said(m + shift))]
    dosages, extra = dosage_of(segment, n, words, order, at, place)
    ids = order.ids or [f"{context.place.id or context.place.path}-{segment.name}-{n}"]
    extra |= _aside(segment, row, order, context, at)
    strength = at("strength"), at("strength_unit")
    medicine = _strong(_medicine(segment, row["code"], shift, place), strength, extra, place)
    return Entry(
        id=ids[0],
        source=context.source,
        kind=row["kind"],
        dosage=_whole(dosages),
        dosages=tuple(dosages) if len(dosages) > 1 else (),
        form=at("form"),
        indication=at("indication"),
        note=at("notes"),
        patient=context.patient,
        refs=tuple(ids),
        path=place.path,
        extra=freeze({k: v for k, v in extra.items() if v}),
        **medicine,
        **_quantity(at),
        **history_of(segment, n, row, order, context),
    )


def _whole(dosages: list[WrittenDosage]) -> WrittenDosage | None:
    """The dosages as one; with the structure where there is one only."""
    if not dosages:
        return None
    text = "\n".join(d.text for d in dosages if d.text)
    return WrittenDosage(text, dosages[0].structure if len(dosages) == 1 else None)


def _quantity(at: Callable[[str], str | None]) -> dict[str, Any]:
    held = at("quantity")
    amount = number(held) if held else None
    return {
        "quantity": amount,
        "quantity_unit": at("quantity_unit"),
        "quantity_text": held if amount is None else None,
    }


def _aside(
    segment: Segment,
    row: dict[str, Any],
    order: Order,
    context: Context,
    at: Callable[[str], str | None],
) -> dict[str, Any]:
    """What has no field of its own: the order's number and its giver, ORC-1, the rate."""
    done = segment.part(row["completion"]) if "completion" in row else None
    return {
        "item": item_of(order, context),
        "namespace": order.namespace,
        "control": order.control,
        "rate": " ".join(w for w in (at("rate"), at("rate_unit")) if w),
        "not_given": codes()["not_given"].get(done or ""),
    }


def _strong(
    medicine: dict[str, Any],
    strength: tuple[str | None, str | None],
    extra: dict[str, Any],
    place: Place,
) -> dict[str, Any]:
    """The medicine with the strength that a field of its own gives (RXE-25 and its like).

    The field is there for names and codes without a strength. Where the name has a number, and another
    one, a Problem says so; the field is then only told beside it.
    """
    extra["strength"] = " ".join(w for w in strength if w)
    value, unit = strength
    if not value or not unit or number(value) is None:
        return medicine
    name = medicine["medication"]
    if not any(c.isdigit() for c in name):
        return {**medicine, "medication": f"{name} {value}{unit}"} if name else medicine
    if number(value) not in {number(w) for w in re.findall(r"\d+(?:\.\d+)?", name)}:
        place.problem("strength", "strength", "the strength of the name", "another")
    return medicine


def _medicine(segment: Segment, n: int, shift: int, place: Place) -> dict[str, Any]:
    """The medicine fields of an entry; a lone text without a system is a name and no code."""
    found = coding(segment, n + shift)
    text = next((c.display for c in found if c.display), None)
    first = best(tuple(c for c in found if c.display or c.system))
    if text is None and found and found[0].system is None:
        text, found, first = found[0].code, (), None
    if text is None and not found:
        place.problem(str(n), "no-medicine", "a medicine", "neither name nor code")
    return {
        "medication": text or "",
        "code": first.code if first else None,
        "code_system": first.system if first else None,
        "codings": found,
    }
