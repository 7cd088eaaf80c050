"""One order group of an HL7 v2 message as entries; its supplies and doses are folded under it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from medrecon.model import (
    Entry,
    Issue,
    PartialDate,
    WrittenDosage,
    freeze,
)
from medrecon.sources.stamp import stamp
from medrecon.sources.table.cells import number
from medrecon.sources.v2.directions import dates_of, dosage_of
from medrecon.sources.v2.group import Context, Order, codes, coding, system_of
from medrecon.sources.v2.mixtures import parts_of
from medrecon.sources.v2.syntax import Segment
from medrecon.sources.v3.shape import Place, best


def entries_of(order: Order, context: Context) -> list[Entry]:
    """The entries of a group: the order with its supplies under it, or each line by itself.

    Without a number nothing ties the lines together, so that each is an entry of its own.
    """
    rank = {"RXE": 0, "RXO": 1, "RXG": 2, "RXD": 3, "RXA": 4}
    lines = sorted(order.lines, key=lambda x: (rank[x[1].name], x[0]))
    entries = [_entry(s, n, order, context) for n, s in lines]
    if order.ids and len(entries) > 1:
        head, rest = entries[0], entries[1:]
        issues = tuple(_issue(e, head) for e in rest)
        given = [i for i in issues if i.date and i.status == "completed"]
        entries = [_with(head, issues, given)]
    return parts_of(entries, order)


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

    dosages, extra = dosage_of(segment, row, shift, order, at)
    ids = order.ids or [f"{context.place.id or context.place.path}-{segment.name}-{n}"]
    extra |= {
        "item": f"hl7v2:{ids[0]}" if order.ids else None,
        "control": order.orc.part(1) if order.orc else None,
    }
    held = at("quantity")
    amount = number(held) if held else None
    return Entry(
        id=ids[0],
        source=context.source,
        kind=row["kind"],
        dosage=WrittenDosage("\n".join(d.text for d in dosages if d.text)) if dosages else None,
        dosages=tuple(dosages) if len(dosages) > 1 else (),
        form=at("form"),
        quantity=amount,
        quantity_unit=at("quantity_unit"),
        quantity_text=held if amount is None else None,
        indication=at("indication"),
        note=_note(segment, order, at("notes")),
        patient=context.patient,
        refs=tuple(ids),
        path=place.path,
        extra=freeze({k: v for k, v in extra.items() if v}),
        **_medicine(segment, row["code"], shift, place),
        **_history(segment, row, order, context),
    )


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


def _note(segment: Segment, order: Order, own: str | None) -> str | None:
    lines = [segment.marks.plain(s.raw(3)) for s in order.rest if s.name == "NTE"]
    return "\n".join(x for x in (*lines, own) if x) or None


def _history(
    segment: Segment, row: dict[str, Any], order: Order, context: Context
) -> dict[str, Any]:
    """Status and dates, and what the message says of a stop or a change."""
    status = _status(segment, row, order)
    start, end = dates_of(segment, row, order, context)
    done, stopped = status == "completed", status in ("stopped", "cancelled")
    changed = order.orc is not None and order.orc.part(1) in ("XO", "XX", "XR")
    routes = [s.said(1) for s in order.rest if s.name == "RXR"]
    return {
        "status": status,
        "course": _course(order, context),
        "route": next((r for r in routes if r), None),
        "start": start,
        "end": end,
        "last_issued": start if row["kind"] == "dispense" and done else None,
        "last_administered": start if row["kind"] == "administration" and done else None,
        "recorded": stamp(order.orc.part(9) or "") if order.orc else context.sent,
        "change_status": "changed" if changed else None,
        "change_date": context.sent if changed else None,
        "stop_reason": order.orc.said(16) if order.orc and stopped else None,
        "stopped_on": context.sent if stopped else None,
    }


def _status(segment: Segment, row: dict[str, Any], order: Order) -> str:
    if row["kind"] == "administration":
        said = segment.part(row["completion"])
        return str(codes()["completion"].get(said or "CP", "unknown"))
    control = order.orc.part(1) if order.orc else None
    status = codes()["control"].get(control or "")
    told = codes()["order_status"].get((order.orc.part(5) if order.orc else None) or "")
    if row["kind"] == "dispense":
        return "cancelled" if "cancelled" in (status, told) else "completed"
    return str(told if status in (None, "active") and told else status or "unknown")


def _course(order: Order, context: Context) -> str | None:
    for segment in order.rest:
        if segment.name == "TQ1" and (segment.part(9) or "").upper() in ("S", "STAT"):
            return "stat"
    found = codes()["class"].get((context.visit or "").upper())
    return str(found) if found else None
