"""Everything that is known of one person, as it came: what a list is made from, again and again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from medrecon.errors import UsageError
from medrecon.maintain.versions import without_older
from medrecon.model import (
    Answer,
    Decision,
    Encounter,
    Entry,
    Identity,
    PartialDate,
    Patient,
    Problem,
    ReadDocument,
    Reading,
    Source,
)
from medrecon.sources.combine import content
from medrecon.sources.one_patient import one_patient
from medrecon.sources.versions import without_superseded

ONE, SEVERAL = 1, 2
_FROM_PEOPLE = ("several-patients", "patient-conflict")
"""Problems that are found anew each time, from what all messages say of the patient."""


@dataclass(frozen=True, slots=True)
class Record:
    """Entries, problems, sources asked, people as told, and the decisions taken.

    `patient` is what the caller said, None where it is left to the messages. `messages` is how many
    messages the entries came in, as far as it matters: none, one, or several. `encounters` are the stays
    that messages tell of, `documents` what was read.
    """

    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()
    sources: tuple[Source, ...] = ()
    people: tuple[Patient, ...] = ()
    patient: Patient | None = None
    decisions: tuple[Decision, ...] = ()
    messages: int = 0
    encounters: tuple[Encounter, ...] = ()
    documents: tuple[ReadDocument, ...] = ()

    @classmethod
    def of(cls, answer: Answer) -> Record:
        """The record behind an answer. Raises UsageError where the answer does not hold it."""
        given = answer.given
        if given is None:
            raise UsageError(
                "an answer that holds what it was made from",
                f"one of schema version {answer.about.schema_version}",
                at="previous",
                hint="reconcile the sources again; answers since schema version 1.1 hold them",
            )
        shown = (e.as_read.entry(e.__dict__) for e in answer.entries if e.as_read is not None)
        told = (given.sources, given.people, given.encounters, answer.problems)
        messages = ONE if any(told) else 0
        if given.entries or len(given.sources) > 1:
            messages = SEVERAL
        return cls(
            entries=(*shown, *given.entries),
            problems=tuple(
                Problem(p.path, p.code, p.message, p.id)
                for p in answer.problems
                if not (p.path == "messages" and p.code in _FROM_PEOPLE)
            ),
            sources=given.sources,
            people=given.people,
            patient=given.patient,
            decisions=tuple(d.decision() for d in answer.decisions),
            messages=messages,
            encounters=given.encounters,
            documents=(ReadDocument("answer", None, len(answer.entries), len(answer.problems)),),
        )

    @classmethod
    def received(cls, items: Iterable[Reading | Entry]) -> Record:
        """The record of readings and entries that came together."""
        entries: list[Entry] = []
        readings: list[Reading] = []
        for item in items:
            if isinstance(item, Reading):
                readings.append(item)
                entries += item.entries
            else:
                entries.append(item)
        standing, problems = without_superseded(readings, entries)
        return cls(
            entries=tuple(standing),
            problems=tuple(problems),
            sources=tuple(s for r in readings for s in r.sources),
            people=tuple(r.patient for r in readings if r.patient is not None),
            messages=min(len(readings), SEVERAL),
            encounters=tuple(e for r in readings for e in r.encounters),
            documents=tuple(d for r in readings for d in r.documents),
        )

    def then(self, newer: Record) -> Record:
        """The record with what came after it: newer versions stand in the place of older ones.

        A problem of an entry goes with the version that it was found in.
        """
        mine, theirs = self._of_their_people(newer)
        entries = without_older(mine, theirs)
        kept = {id(e) for e in entries}
        standing, told = (
            _problems_of(r.problems, [e for e in held if id(e) not in kept])
            for r, held in ((self, mine), (newer, theirs))
        )
        return Record(
            entries=entries,
            problems=_union(standing, told),
            sources=_union(self.sources, newer.sources),
            people=_union(self.people, newer.people),
            patient=newer.patient if newer.patient is not None else self.patient,
            decisions=_union(self.decisions, newer.decisions),
            messages=min(self.messages + newer.messages, SEVERAL),
            encounters=_union(self.encounters, newer.encounters),
            documents=self.documents + newer.documents,
        )

    def _of_their_people(self, newer: Record) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
        """The entries of both. Where the two are about different people, each entry is given its own."""
        together, _ = one_patient((*self.people, *newer.people))
        mine, theirs = (one_patient(r.people)[0] for r in (self, newer))
        if together is not None or mine is None or theirs is None:
            return self.entries, newer.entries
        return identified(self.entries, mine), identified(newer.entries, theirs)

    def unknown(self, newer: Record) -> frozenset[str]:
        """The ids of entries of a newer record that say something this one does not."""
        held: dict[str, list[Entry]] = {}
        for entry in self.entries:
            held.setdefault(entry.id, []).append(entry)
        return frozenset(
            e.id
            for e in newer.entries
            if not any(content(e) == content(old) for old in held.get(e.id, ()))
        )

    def items(self) -> tuple[Reading | Entry, ...]:
        """The record as `reconcile` takes it."""
        if not self.messages:
            return self.entries
        first = Reading(
            "record",
            (),
            self.problems,
            self.people[0] if self.people else None,
            self.sources,
            self.encounters,
            self.documents,
        )
        others = [Reading("record", patient=p) for p in self.people[1:]]
        if self.messages == SEVERAL and not others:
            others = [Reading("record")]
        return (*self.entries, first, *others)


def identified(entries: Iterable[Entry], person: Patient) -> tuple[Entry, ...]:
    """Entries with the identity of their message, where they name no NHS number of their own."""
    born = person.birth_date
    if born is not None and not isinstance(born, PartialDate):
        born = PartialDate.of(born)
    return tuple(
        e
        if (who := e.patient or Identity()).nhs_number
        else replace(
            e,
            patient=replace(who, nhs_number=person.nhs_number, birth_date=who.birth_date or born),
        )
        for e in entries
    )


def _problems_of(problems: tuple[Problem, ...], gone: list[Entry]) -> tuple[Problem, ...]:
    """The problems without those of entries that are gone."""
    names = {name for e in gone for name in (e.id, *e.refs)}
    return tuple(p for p in problems if p.id is None or p.id not in names)


def _union(a: tuple[Any, ...], b: tuple[Any, ...]) -> tuple[Any, ...]:
    """Both, each once, in order; values that cannot be hashed are told apart one by one."""
    try:
        return tuple(dict.fromkeys(a + b))
    except TypeError:
        return a + tuple(x for n, x in enumerate(b) if x not in a and x not in b[:n])
