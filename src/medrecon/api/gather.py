"""What a caller hands over (entries, Readings, or both) as one flat, order-free input."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from medrecon.api.run import Run
from medrecon.errors import UsageError
from medrecon.maintain.record import identified
from medrecon.model import (
    Answer,
    AsRead,
    Entry,
    EntrySummary,
    Given,
    Patient,
    Problem,
    ReadEntries,
    Reading,
    Source,
)
from medrecon.model.frozen import FrozenDict, quick_init
from medrecon.sources.check import expect_entry
from medrecon.sources.combine import content, told_once
from medrecon.sources.one_patient import one_patient
from medrecon.sources.versions import without_superseded


@quick_init
@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything that was handed over, duplicates of a whole resource left out.

    `people` are what each message says of the patient, `patient` what they say together. `as_sent` are
    the entries that go by another id here than in their message, `folded` those of which several
    copies of one item were made one line, and `lines` the ids of those lines. `run` says
    what it was all read from.
    """

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    sources: tuple[Source, ...]
    patient: Patient | None
    people: tuple[Patient, ...] = ()
    as_sent: Mapping[str, Entry] = FrozenDict()
    folded: tuple[Entry, ...] = ()
    lines: frozenset[str] = frozenset()
    run: Run = field(default=Run(), compare=False)


def gather(given: Reading | Iterable[Entry | Reading]) -> Gathered:
    """Flatten entries and Readings; a copy of the same resource counts once.

    Two different entries that share an id (ids are unique only inside one message) get ids that
    are told apart by their source, the same way whatever the order they came in.
    """
    if isinstance(given, ReadEntries):
        apart, as_sent = _distinct(list(given))
        return Gathered(tuple(apart), (), (), None, as_sent=as_sent, run=Run.of((), len(given)))
    entries, sources, patients, readings = _apart(given)
    entries, problems = _standing(entries, readings)
    patient, contrary = one_patient(patients)
    if patient is None and len(patients) > 1:
        entries = _of_their_people(entries, readings)
    problems += contrary
    apart, as_sent = _distinct(entries)
    of_one = [len(r.entries) for r in readings] == [len(entries)]
    lines = apart if of_one else told_once(apart)
    told: dict[str, Any] = {
        "problems": tuple(sorted(set(problems), key=_problem_key)),
        "sources": tuple(sorted(set(sources), key=repr)),
        "patient": patient,
        "people": tuple(sorted(set(patients), key=repr)),
        "run": Run.of(readings, len(entries)),
    }
    if lines is apart or list(map(id, lines)) == list(map(id, apart)):
        return Gathered(tuple(lines), as_sent=as_sent, **told)
    kept, before = {id(e) for e in lines}, {id(e) for e in apart}
    return Gathered(
        tuple(lines),
        as_sent=as_sent,
        folded=tuple(as_sent.get(e.id, e) for e in apart if id(e) not in kept),
        lines=frozenset(e.id for e in lines if id(e) not in before),
        **told,
    )


def with_given(answer: Answer, given: Gathered, patient: Patient | None) -> Answer:
    """The answer with what it was made from, so that it can be made again.

    `patient` is what the caller said, None where it was left to the messages.
    """
    fields: dict[str, Any] = {
        "given": Given(
            given.sources,
            given.people,
            patient,
            given.folded,
            tuple(sorted(given.run.encounters, key=repr)),
        ),
    }
    if given.as_sent or given.lines:
        fields["entries"] = tuple(_as_sent(e, given) for e in answer.entries)
    return answer.having(**fields)


def _as_sent(shown: EntrySummary, given: Gathered) -> EntrySummary:
    if shown.id in given.lines:
        return shown.having(as_read=None)
    entry = given.as_sent.get(shown.id)
    if entry is None:
        return shown
    return shown.having(as_read=AsRead(entry, renamed=True))


def _apart(
    given: Reading | Iterable[Entry | Reading],
) -> tuple[list[Entry], list[Source], list[Patient], list[Reading]]:
    """The entries, sources and people of everything, and the messages among it."""
    entries: list[Entry] = []
    sources: list[Source] = []
    patients: list[Patient] = []
    readings: list[Reading] = []
    for index, item in enumerate(_items(given)):
        if isinstance(item, Entry):
            expect_entry(item, f"entries[{index}]")
            entries.append(item)
        elif isinstance(item, Reading):
            readings.append(item)
            entries += item.entries
            sources += item.sources
            if item.patient is not None:
                patients.append(item.patient)
        else:
            raise UsageError("an Entry or a Reading", type(item).__name__, at=f"entries[{index}]")
    return entries, sources, patients, readings


def _standing(entries: list[Entry], readings: list[Reading]) -> tuple[list[Entry], list[Problem]]:
    """The entries and problems without older versions of a resource, which only several messages bring."""
    if [len(r.entries) for r in readings] == [len(entries)]:
        return entries, list(readings[0].problems)
    return without_superseded(readings, entries)


def _of_their_people(entries: list[Entry], readings: Iterable[Reading]) -> list[Entry]:
    """Each entry with the identity of its Reading, where the Readings are about different people."""
    own = {
        id(e): named
        for r in readings
        if r.patient is not None
        for e, named in zip(r.entries, identified(r.entries, r.patient), strict=True)
    }
    return [own.get(id(e), e) for e in entries]


def _items(given: object) -> Iterable[object]:
    if isinstance(given, Reading):
        return (given,)
    if isinstance(given, Iterable) and not isinstance(given, (str, bytes)):
        return given
    raise UsageError(
        "entries or Readings",
        type(given).__name__,
        at="entries",
        hint="pass medrecon.read(path), several of them in a list, or a list of Entry",
    )


def _problem_key(problem: Problem) -> tuple[str, str, str, str]:
    return (problem.path, problem.code, problem.id or "", problem.message)


def _distinct(entries: list[Entry]) -> tuple[list[Entry], dict[str, Entry]]:
    """The entries without copies, each with an id of its own, in an order of their own; and those that
    had another id in their message, by the id that they have here.

    A message that was sent again (another document id, another order inside) is a copy.
    """
    alone = {e.id: e for e in entries}
    if len(alone) == len(entries):
        return [alone[entry_id] for entry_id in sorted(alone)], {}
    by_id: dict[str, list[Entry]] = {}
    for entry in entries:
        by_id.setdefault(entry.id, []).append(entry)
    out: list[Entry] = []
    as_sent: dict[str, Entry] = {}
    for entry_id in sorted(by_id):
        group = by_id[entry_id]
        if len(group) > 1:
            group = _without_copies(group)
        if len(group) > 1:
            group = _in_order(group)
            names = _names(entry_id, len(group), by_id)
            as_sent.update(zip(names, group, strict=True))
            group = [replace(e, id=own) for e, own in zip(group, names, strict=True)]
        out += group
    return out, as_sent


def _without_copies(group: list[Entry]) -> list[Entry]:
    ordered = sorted(group, key=lambda e: (e.source.document or "", e.path or "", repr(e)))
    seen: dict[Entry, Entry] = {}
    for entry in ordered:
        seen.setdefault(content(entry), entry)
    return list(seen.values())


def _in_order(group: list[Entry]) -> list[Entry]:
    return sorted(group, key=lambda e: (e.source.kind, e.source.document or "", repr(e)))


def _names(entry_id: str, count: int, taken: dict[str, list[Entry]]) -> list[str]:
    names = []
    for n in range(1, count + 1):
        name = f"{entry_id}~{n}"
        while name in taken:
            name += "~"
        names.append(name)
    return names
