"""Doses given and not given: the administrations of one item are one entry, each dose an issue of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from medrecon.model import Entry, Issue, WrittenDosage, freeze
from medrecon.sources.epma.dosage import TRUE
from medrecon.sources.epma.fields import Fields
from medrecon.sources.epma.shared import Context, course_of, date, medicine_of, source_of
from medrecon.sources.v3.shape import Place


def administered(record: Any, place: Place, context: Context) -> Entry:
    """One dose given or not given, as an entry of its own; `gathered` puts those of an item together."""
    fields = Fields.of(record.iter(), "administration")
    own = fields("own") or place.path
    place = Place(place.path, own, context.problems)
    given = date(fields("given"), place, "given") or date(fields("due"), place, "due")
    missed = (fields("not_given") or "").lower() in TRUE
    value = fields("dose")
    dose = fields("dose_text") or (
        f"{value} {fields('dose_unit')}" if value and fields("dose_unit") else value
    )
    extra = {
        "item": f"epma:{fields('item')}" if fields("item") else None,
        "status_text": fields("status"),
        "setting": fields("setting"),
        "not_given": [fields("not_given_reason") or "no reason recorded"] if missed else None,
    }
    issue = Issue(
        id=own,
        kind="administration",
        date=given,
        status="cancelled" if missed else "completed",
        dosage=dose,
    )
    return Entry(
        id=own,
        source=source_of(fields, context),
        kind="administration",
        status="unknown" if missed else "completed",
        dosage=WrittenDosage(dose) if dose else None,
        route=fields("route"),
        course=course_of(fields("setting_text")),
        start=given,
        last_administered=None if missed else given,
        issues=(issue,),
        recorded=date(fields("recorded"), place, "recorded"),
        patient=context.people.of(record, place),
        refs=(own,),
        path=place.path,
        extra=freeze({k: v for k, v in extra.items() if v}),
        **medicine_of(fields, place),
    )


def gathered(entries: list[Entry]) -> list[Entry]:
    """Entries with the administrations of one item, medicine and person put together."""
    out: dict[Any, dict[Entry, Entry]] = {}
    for n, e in enumerate(entries):
        item = e.extra.get("item") if e.kind == "administration" else None
        key = (item, e.medication, e.code, e.patient, e.route, e.source) if item else n
        out.setdefault(key, {}).setdefault(replace(e, path=None), e)
    return [_one(list(same.values())) for same in out.values()]


def _one(same: list[Entry]) -> Entry:
    if len(same) == 1:
        return same[0]
    same = sorted(same, key=lambda e: (e.start.text if e.start else "", e.id))
    given = [e for e in same if e.status == "completed"]
    head = given[0] if given else same[0]
    said = head.dosage.text if head.dosage else None
    issues = tuple(
        replace(i, dosage=None if i.dosage == said else i.dosage) for e in same for i in e.issues
    )
    reasons = [r for e in same for r in e.extra.get("not_given", ())]
    extra = {**head.extra, **({"not_given": reasons} if reasons else {})}
    return replace(
        head,
        start=same[0].start,
        last_administered=next((e.start for e in reversed(given) if e.start), None),
        issues=issues,
        refs=tuple(r for e in same for r in e.refs),
        extra=freeze(extra),
    )
