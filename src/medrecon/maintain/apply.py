"""What the sources would hold if each did as proposed: to look ahead, and to test the proposals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from medrecon.model import Coding, Entry, MedicationLine, PartialDate, Proposal, WrittenDosage

_ADDED = {
    "gp": ("plan", "repeat"),
    "epma": ("order", "inpatient"),
    "pmr": ("dispense", None),
    "specialist": ("order", "clinic"),
}
REASON = "as proposed"


def carried_out(
    entries: Iterable[Entry], proposals: Iterable[Proposal], *, event: str | None = None
) -> tuple[Entry, ...]:
    """The entries with every definite proposal done on its own day; a review changes nothing.

    `event` is that of the answer: what a hospital adds at a discharge goes on the discharge list.
    """
    held = {e.id: e for e in entries}
    for p in proposals:
        day = PartialDate.of(p.as_of)
        if p.kind in ("add", "record_elsewhere"):
            for n, line in enumerate(p.lines, 1):
                held[f"{p.id}-{n}"] = _new(p, line, f"{p.id}-{n}", day, event)
        for entry_id in p.entry_ids if p.kind == "stop" else ():
            held[entry_id] = replace(
                held[entry_id],
                status="stopped",
                stopped_on=day,
                end=day,
                stop_reason=REASON,
                change_status="stopped",
                change_date=day,
            )
        if p.kind == "change_dose":
            for entry_id, line in zip(p.entry_ids, p.lines, strict=True):
                held[entry_id] = _changed(held[entry_id], line, p.as_of)
    return tuple(held.values())


def _new(p: Proposal, line: MedicationLine, own: str, day: PartialDate, event: str | None) -> Entry:
    kind, course = _ADDED.get(p.to.kind, ("statement", None))
    if p.kind == "record_elsewhere":
        kind, course = "statement", "elsewhere"
    elif p.to.kind == "epma" and event == "discharge":
        course = "discharge"
    code = line.product.code if line.product else None
    return Entry(
        id=own,
        source=p.to,
        medication=line.name,
        kind=kind,
        course=course,
        status="active",
        code=code,
        codings=(Coding(None, code),) if code else (),
        dosage=WrittenDosage(line.dosage_text) if line.dosage_text else None,
        start=day,
        change_status="started",
        change_date=day,
        change_reason=REASON,
        prescribed_elsewhere=True if p.kind == "record_elsewhere" else None,
        refs=(own,),
    )


def _changed(entry: Entry, line: MedicationLine, day: dt.date) -> Entry:
    code = line.product.code if line.product else None
    return replace(
        entry,
        medication=line.name,
        code=code,
        code_system=None,
        codings=(Coding(None, code),) if code else (),
        dosage=WrittenDosage(line.dosage_text),
        dosages=(),
        change_status="changed",
        change_date=PartialDate.of(day),
        change_reason=REASON,
    )
