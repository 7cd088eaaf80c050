"""The content of a referral to the NHS Discharge Medicines Service (toolkit PAR366, 2021)."""

from __future__ import annotations

from medrecon.maintain.transfers import parts
from medrecon.maintain.transfers.asked import Asked
from medrecon.maintain.transfers.discharge import medicines
from medrecon.maintain.transfers.document import Element, Item, Section

ELSEWHERE = ("homecare", "clinic", "supervised", "cycle", "elsewhere")


def sections(asked: Asked) -> tuple[Section, ...]:
    """The essential content, then the recommended content."""
    return (
        parts.person(asked),
        parts.contact(asked),
        *medicines(asked, "dms"),
        parts.allergies(asked),
        _hospital_only(asked),
        _last_doses(asked),
        Section("Information given to the person", (), "not recorded"),
        parts.to_resolve(asked),
        *parts.decided(asked),
    )


def _hospital_only(asked: Asked) -> Section:
    """What a specialist service supplies, and what the GP record holds as prescribed elsewhere."""
    ids = sorted(
        i
        for i, e in asked.entries.items()
        if (e.source.kind == "specialist" or e.course in ELSEWHERE or e.prescribed_elsewhere)
        and asked.summaries[i].state in ("current", "on_hold", "unknown")
    )
    return Section(
        "Medicines supplied by hospital or a specialist service", _lines(asked, ids), _none(ids)
    )


def _last_doses(asked: Asked) -> Section:
    """Last and next doses of depots, weekly and monthly medicines, where a source records them."""
    ids = sorted(
        i
        for i, e in asked.entries.items()
        if (e.last_administered or e.next_due)
        and asked.summaries[i].state in ("current", "on_hold")
    )
    return Section(
        "Last and next dose of weekly and monthly medicines, injections and cycles",
        _lines(asked, ids),
        _none(ids),
    )


def _none(ids: list[str]) -> str | None:
    return None if ids else "none recorded"


def _lines(asked: Asked, ids: list[str]) -> tuple[Item, ...]:
    return tuple(
        Item(
            parts.named(asked, i),
            (
                parts.recorded_as(asked, i),
                Element("Last dose", _text(asked.entries[i].last_administered), (i,)),
                Element("Next due", _text(asked.entries[i].next_due), (i,)),
            ),
            (i,),
        )
        for i in ids
    )


def _text(date: object) -> str | None:
    return str(date) if date is not None else None
