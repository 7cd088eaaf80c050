"""One order group of an HL7 v2 message as entries.

The instruction is the dosage where there is one. Amount and pattern are put together in the order in
which a prescriber writes them (`500 mg BD`) only where the message gives both as fields of their own;
an amount beside a written instruction is kept apart (`extra["give"]`), since which of them is the dose
is not for a reader to say.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any

from medrecon.model import (
    Coding,
    Entry,
    Identity,
    Issue,
    PartialDate,
    Source,
    WrittenDosage,
    freeze,
)
from medrecon.sources.stamp import stamp
from medrecon.sources.table.cells import number
from medrecon.sources.v2.syntax import Segment
from medrecon.sources.v3.shape import Place, best


@lru_cache(maxsize=1)
def codes() -> dict[str, Any]:
    """The code tables of HL7 v2 (`codes.toml`)."""
    return tomllib.loads(files(__package__).joinpath("codes.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Context:
    """What a message says for all of its orders."""

    source: Source
    patient: Identity | None
    sent: PartialDate | None
    visit: str | None
    place: Place


@dataclass(slots=True)
class Order:
    """An ORC, the medicine segments after it with their number in the message, and the rest."""

    orc: Segment | None
    lines: list[tuple[int, Segment]] = field(default_factory=list)
    rest: list[Segment] = field(default_factory=list)

    def has(self, name: str) -> bool:
        """Whether the group holds a medicine segment of that name."""
        return any(s.name == name for _, s in self.lines)

    @property
    def ids(self) -> list[str]:
        """Placer and filler number, whole and without their namespace."""
        if self.orc is None:
            return []
        mark = self.orc.marks.component
        held = [x for n in (2, 3) if (r := self.orc.raw(n)) for x in (r.split(mark)[0], r)]
        return list(dict.fromkeys(h for h in held if h))


def coding(segment: Segment, n: int) -> tuple[Coding, ...]:
    """The codes of a CE or CWE field: identifier, text, system, and the alternate three."""
    out = []
    for parts in segment.repeats(n)[:1]:
        cells = [*parts, *[""] * 6]
        for code, text, system in (cells[0:3], cells[3:6]):
            if code or text:
                out.append(Coding(_system(system) or system or None, code or None, text or None))
    return tuple(out)


def entries_of(order: Order, context: Context) -> list[Entry]:
    """The entries of a group: the order with its supplies under it, or each line by itself.

    Without a number nothing ties the lines together, so that each is an entry of its own.
    """
    rank = {"RXE": 0, "RXO": 1, "RXG": 2, "RXD": 3, "RXA": 4}
    lines = sorted(order.lines, key=lambda x: (rank[x[1].name], x[0]))
    entries = [_entry(s, n, order, context) for n, s in lines]
    if not order.ids or len(entries) == 1:
        return entries
    head, rest = entries[0], entries[1:]
    issues = tuple(_issue(e, head) for e in rest)
    given = [i for i in issues if i.date and i.status == "completed"]
    return [_with(head, issues, given)]


def _slipped(segment: Segment, n: int) -> bool:
    """Whether the code stands one field further on, where the standard has an amount."""
    here, there = (next(iter(segment.repeats(x)), []) for x in (n, n + 1))
    if len(there) < 2 or not any(c.isalpha() for c in there[1]):
        return False
    whole = len(here) > 1 and bool(here[0] and here[1])
    return not whole or (_known(there) and not _known(here))


def _known(parts: list[str]) -> bool:
    return len(parts) > 2 and _system(parts[2]) is not None


def _system(name: str) -> str | None:
    found = codes()["system"].get(name.upper().replace("-", "").replace("+", ""))
    return str(found) if found else None


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

    dosages, extra = _dosage(segment, row, shift, order, at)
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
    start, end = _dates(segment, row, order, context)
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


def _patterns(segment: Segment, order: Order) -> list[tuple[str | None, str]]:
    """Amount and repeat pattern of each timing: TQ1, else the old timing of RXE-1 or ORC-7."""
    timed = [s for s in order.rest if s.name == "TQ1"]
    out = [(s.part(2), s.part(3) or s.part(11) or "") for s in timed]
    if not any(p for _, p in out):
        old = [(segment, 1)] if segment.name == "RXE" else []
        old += [(order.orc, 7)] if order.orc else []
        out = [
            (parts[0] or None, parts[1])
            for s, n in old
            for parts in s.repeats(n)
            if len(parts) > 1 and parts[1]
        ][:4]
    return [(a, p) for a, p in out if p]


def _dosage(
    segment: Segment, row: dict[str, Any], shift: int, order: Order, at: Any
) -> tuple[list[WrittenDosage], dict[str, Any]]:
    least, most, unit = at("amount"), at("amount_max"), at("unit")
    if least and most and most != least:
        least = f"{least}-{most}"
    give = f"{least} {unit}" if least and unit and number(unit[:1]) is None else None
    words = [t for n in row["instructions"] if (t := segment.said(n + shift))]
    extra = {"give": give or least, "give_unit": None if give else unit}
    patterns = _patterns(segment, order)
    if words:
        extra["pattern"] = [p for _, p in patterns]
        return [WrittenDosage(" ".join(dict.fromkeys(words)))], extra
    if give and patterns:
        return [WrittenDosage(f"{give} {p}") for _, p in patterns], extra
    if patterns:
        return [WrittenDosage(p) for _, p in patterns], extra
    return ([WrittenDosage(give)] if give else []), extra


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


def _dates(
    segment: Segment, row: dict[str, Any], order: Order, context: Context
) -> tuple[PartialDate | None, PartialDate | None]:
    if "date" in row:
        end = segment.part(row["end"]) if "end" in row else None
        return stamp(segment.part(row["date"]) or "") or context.sent, stamp(end or "")
    timed = [s for s in order.rest if s.name == "TQ1"]
    starts = [(s.part(7), s.part(8)) for s in timed]
    starts += [(segment.part(1, 4), segment.part(1, 5))] if segment.name == "RXE" else []
    starts += [(order.orc.part(7, 4), order.orc.part(7, 5))] if order.orc else []
    start = next((d for s, _ in starts if s and (d := stamp(s))), None)
    end_ = next((d for _, e in starts if e and (d := stamp(e))), None)
    ordered = stamp(order.orc.part(9) or "") if order.orc else None
    return start or ordered or context.sent, end_


def _course(order: Order, context: Context) -> str | None:
    for segment in order.rest:
        if segment.name == "TQ1" and (segment.part(9) or "").upper() in ("S", "STAT"):
            return "stat"
    found = codes()["class"].get((context.visit or "").upper())
    return str(found) if found else None
