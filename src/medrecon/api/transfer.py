"""Documents about a transfer of care, from an answer alone: it holds what it was made from."""

from __future__ import annotations

import datetime as dt

from medrecon.api.gather import gather
from medrecon.maintain.record import Record
from medrecon.maintain.transfers import TransferDocument, transfer
from medrecon.model import Answer


def transfer_of(
    answer: Answer,
    kind: str,
    since: dt.date | dt.datetime | None,
    contact: str | None,
) -> TransferDocument:
    """The document of that kind; the same from an answer that was stored and read again."""
    record = Record.of(answer)
    given = gather(record.items())
    return transfer(
        kind,
        answer,
        given.entries,
        patient=record.patient if record.patient is not None else given.patient,
        sources=given.sources,
        encounters=record.encounters,
        since=since,
        contact=contact,
    )
