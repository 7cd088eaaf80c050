"""Documents about a transfer of care: admission history, discharge medicines, DMS referral."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from medrecon.errors import UsageError
from medrecon.maintain.transfers import admission, discharge, dms, parts
from medrecon.maintain.transfers.asked import Asked
from medrecon.maintain.transfers.document import (
    NOT_RECORDED,
    Clock,
    Element,
    Item,
    Section,
    TransferDocument,
)
from medrecon.maintain.transfers.standards import clocks, kinds, standard
from medrecon.model import Answer, Encounter, Entry, Patient, Source

__all__ = [
    "NOT_RECORDED",
    "Clock",
    "Element",
    "Item",
    "Section",
    "TransferDocument",
    "transfer",
]

_SECTIONS: dict[str, Callable[[Asked], tuple[Section, ...]]] = {
    "admission": admission.sections,
    "discharge": discharge.sections,
    "dms": dms.sections,
}


def transfer(
    kind: str,
    answer: Answer,
    entries: Iterable[Entry],
    *,
    patient: Patient | None = None,
    sources: Iterable[Source] = (),
    encounters: Iterable[Encounter] = (),
    since: dt.date | dt.datetime | None = None,
    contact: str | None = None,
) -> TransferDocument:
    """The document of a transfer (`admission`, `discharge`, `dms`) from an answer and its entries.

    `since` is when the clock began: the admission, or the practice's receipt of the discharge
    information. Without it an admission counts from the stay that the messages carry, and a discharge
    from nothing, for no message says when it was received. `contact` is whom to ask about the document.

    Entries of two identities make a document that lists no medicine. Raises UsageError for another
    kind, and for a `since` that is no date.
    """
    if kind not in kinds():
        raise UsageError(f"one of {', '.join(kinds())}", "another word", at="transfer")
    if since is not None and not isinstance(since, dt.date):
        raise UsageError("a date or a datetime", type(since).__name__, at="since")
    asked = Asked.of(
        answer,
        entries,
        patient,
        sources,
        encounters,
        since.isoformat() if since is not None else None,
        contact,
    )
    follows = standard(kind)
    return TransferDocument(
        kind,
        follows["title"],
        answer.about.as_of,
        f"{follows['source']}, {follows['date']}",
        (_nobody(asked) if _several_people(answer) else _SECTIONS[kind](asked)),
        clocks(
            kind,
            asked.since or (_admitted(asked) if kind == "admission" else None),
            answer.about.as_of,
        ),
        answer.about,
    )


def _several_people(answer: Answer) -> bool:
    """Whether identities differ. No decision makes two people one."""
    closed = (d.finding for d in answer.decisions if d.finding is not None)
    return any(f.type == "wrong_patient" for f in (*answer.findings, *closed))


def _nobody(asked: Asked) -> tuple[Section, ...]:
    """What is said where the entries are about two people: whose they are must be known first."""
    note = "no medicine is listed: the entries are not about one person"
    return (Section("Medicines", (), note), parts.to_resolve(asked))


def _admitted(asked: Asked) -> str | None:
    """When the stay began that holds the day asked about; None where no or several stays do."""
    day = asked.answer.about.as_of
    starts = {
        e.start.text
        for e in asked.encounters
        if e.start is not None and e.start.first <= day and (e.end is None or e.end.last >= day)
    }
    return starts.pop() if len(starts) == 1 else None
