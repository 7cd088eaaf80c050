"""Several Readings as one: copies dropped, ids made unique, people kept apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from medrecon.model import Entry, Problem, Reading
from medrecon.sources.copies import fold_copies
from medrecon.sources.names import unique
from medrecon.sources.one_patient import one_patient
from medrecon.sources.v2 import amended
from medrecon.sources.versions import unversioned, without_superseded


def told_once(entries: Iterable[Entry]) -> list[Entry]:
    """What several messages say of one order or item put together: each is told once."""
    return fold_copies(amended(entries))


def combine(readings: Sequence[Reading], problems: Sequence[Problem] = ()) -> Reading:
    """One Reading of many, in order, without copies of earlier entries and older versions of others."""
    standing, problems_told = without_superseded(readings, [e for r in readings for e in r.entries])
    entries: dict[tuple[str, Entry], Entry] = {}
    for entry in standing:
        entries.setdefault((entry.id, content(entry)), entry)
    kept = told_once(entries.values())
    ids = unique([e.id for e in kept])
    named = tuple(
        e if e.id == own else replace(e, id=own) for e, own in zip(kept, ids, strict=True)
    )
    patient, apart = one_patient(r.patient for r in readings if r.patient is not None)
    formats = list(dict.fromkeys(r.format for r in readings))
    told = [*problems_told, *problems, *apart]
    return Reading(
        formats[0] if len(formats) == 1 else "mixed",
        named,
        tuple(dict.fromkeys(told)),
        patient,
        tuple(dict.fromkeys(s for r in readings for s in r.sources)),
        tuple(dict.fromkeys(e for r in readings for e in r.encounters)),
        tuple(d for r in readings for d in r.documents),
    )


def content(entry: Entry) -> Entry:
    """The entry without what differs between two copies of one message."""
    source = replace(entry.source, document=None, as_of=None)
    entry = unversioned(entry)
    return replace(entry, path=None, source=source, refs=tuple(sorted(entry.refs)))
