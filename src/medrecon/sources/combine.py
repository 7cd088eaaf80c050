"""Several Readings as one: copies dropped, ids made unique, people kept apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from medrecon.model import Entry, Patient, Problem, Reading
from medrecon.sources.copies import fold_copies
from medrecon.sources.names import unique


def combine(readings: Sequence[Reading], problems: Sequence[Problem] = ()) -> Reading:
    """One Reading of many, in order. An entry that is the copy of an earlier one is left out."""
    entries: dict[tuple[str, Entry], Entry] = {}
    for reading in readings:
        for entry in reading.entries:
            entries.setdefault((entry.id, content(entry)), entry)
    kept = fold_copies(entries.values())
    ids = unique([e.id for e in kept])
    named = tuple(
        e if e.id == own else replace(e, id=own) for e, own in zip(kept, ids, strict=True)
    )
    patient, apart = _patient([r.patient for r in readings if r.patient is not None])
    formats = list(dict.fromkeys(r.format for r in readings))
    told = [p for r in readings for p in r.problems] + list(problems) + apart
    return Reading(
        formats[0] if len(formats) == 1 else "mixed",
        named,
        tuple(dict.fromkeys(told)),
        patient,
        tuple(dict.fromkeys(s for r in readings for s in r.sources)),
        tuple(dict.fromkeys(e for r in readings for e in r.encounters)),
    )


def content(entry: Entry) -> Entry:
    """The entry without what differs between two copies of one message."""
    source = replace(entry.source, document=None, as_of=None)
    return replace(entry, path=None, source=source, refs=tuple(sorted(entry.refs)))


def _patient(patients: list[Patient]) -> tuple[Patient | None, list[Problem]]:
    if not patients:
        return None, []
    numbers = {p.nhs_number for p in patients if p.nhs_number}
    births = {str(p.birth_date) for p in patients if p.birth_date}
    if len(numbers) > 1 or (len(births) > 1 and len(numbers) != 1):
        found = Problem(
            "messages",
            "several-patients",
            f"expected one patient, got {max(len(numbers), len(births))}. "
            "Hint: each line keeps its own identity.",
        )
        return None, [found]
    first = patients[0]
    known = [p.allergies_known for p in patients if p.allergies_known is not None]
    return replace(
        first,
        birth_date=next((p.birth_date for p in patients if p.birth_date), None),
        sex=next((p.sex for p in patients if p.sex), None),
        nhs_number=next(iter(numbers), None),
        allergies=tuple(dict.fromkeys(a for p in patients for a in p.allergies)),
        problems=tuple(dict.fromkeys(a for p in patients for a in p.problems)),
        identifiers=tuple(dict.fromkeys(i for p in patients for i in p.identifiers)),
        allergies_known=known[0] if known else None,
    ), []
