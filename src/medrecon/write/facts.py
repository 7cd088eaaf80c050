"""What the resources of one Bundle have in common: the answer, its entries as read, whose they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from medrecon.model import Answer, Entry, EntrySummary, Identity, PartialDate, Patient, Source
from medrecon.write.ids import Ids, ids_for

WRONG_PATIENT = "wrong_patient"


@dataclass(frozen=True)
class Facts:
    """An answer with what is looked up in it again and again.

    `patient` is the reference by which the receiver knows the person, None where the Bundle is to bring
    a Patient of its own.
    """

    answer: Answer
    patient: str | None = None

    @cached_property
    def day(self) -> str:
        """The day asked about, the only date that is not a source's own."""
        return self.answer.about.as_of.isoformat()

    @cached_property
    def one_person(self) -> bool:
        """Whether the entries are about one person; if not, nothing of them may be listed.

        A decision that closes the question does not make two people one.
        """
        closed = (d.finding for d in self.answer.decisions if d.finding is not None)
        return all(f.type != WRONG_PATIENT for f in (*self.answer.findings, *closed))

    @cached_property
    def entries(self) -> Mapping[str, EntrySummary]:
        """The entries by id, as the answer shows them."""
        return {e.id: e for e in self.answer.entries}

    @cached_property
    def read(self) -> Mapping[str, Entry]:
        """The entries by id, as they were read; those of an older answer are not there."""
        return {
            e.id: e.as_read.entry(dict(e)) for e in self.answer.entries if e.as_read is not None
        }

    @cached_property
    def who(self) -> Identity | None:
        """Whose answer it is, as far as the caller and the messages agree."""
        if not self.one_person:
            return None
        given = self.answer.given
        asked = _identity(given.patient) if given is not None and given.patient else Identity()
        people = [] if given is None else [_identity(p) for p in given.people]
        told = [*people, *(e.patient for e in self.read.values() if e.patient is not None)]
        known = Identity(
            patient_id=_agreed(one.patient_id for one in told),
            nhs_number=_digits(asked) or _agreed(map(_digits, told)),
            birth_date=asked.birth_date or _agreed_day(one.birth_date for one in told),
            sex=asked.sex or _agreed(one.sex for one in told),
        )
        return known if known != Identity() else None

    @cached_property
    def ids(self) -> Ids:
        """The ids of the Bundle's resources."""
        return ids_for(self.answer, self.who)

    @cached_property
    def sources(self) -> tuple[tuple[Source, int], ...]:
        """Each source once, with the newest day it answered on, and how many entries came from it."""
        given = self.answer.given
        asked: Iterable[Source] = given.sources if given is not None else ()
        found = {_which(s): s for s in (_shown(e) for e in self.answer.entries)}
        counts = Counter(_which(_shown(e)) for e in self.answer.entries)
        for source in (*asked, *(e.source for e in self.read.values())):
            before = found.get(_which(source), source)
            found[_which(source)] = _newest(before, source)
        return tuple((found[key], counts[key]) for key in sorted(found))


def _identity(patient: Patient) -> Identity:
    born = patient.birth_date
    if born is not None and not isinstance(born, PartialDate):
        born = PartialDate.of(born)
    return Identity(nhs_number=patient.nhs_number, birth_date=born, sex=patient.sex)


def _digits(who: Identity) -> str | None:
    """The NHS number without the blanks and hyphens that people write in it."""
    return "".join(c for c in who.nhs_number or "" if c.isalnum()) or None


def _agreed(values: Iterable[str | None]) -> str | None:
    """The one value that is told; None where two contradict each other."""
    found = {v for v in values if v}
    return found.pop() if len(found) == 1 else None


def _agreed_day(values: Iterable[PartialDate | None]) -> PartialDate | None:
    """The most precise of the dates that are told, None where two cannot be one day."""
    found = sorted({v for v in values if v is not None}, key=lambda d: (d.last - d.first, d.text))
    fits = all(d.first <= found[0].first and found[0].last <= d.last for d in found)
    return found[0] if found and fits else None


def _which(source: Source) -> tuple[str, str, str]:
    return (source.kind, source.system or "", source.organisation or "")


def _shown(entry: EntrySummary) -> Source:
    return Source(entry.source, entry.system, entry.organisation)


def _newest(a: Source, b: Source) -> Source:
    dates = [s.as_of for s in (a, b) if s.as_of is not None]
    return replace(
        a,
        document=None,
        as_of=max(dates, key=lambda d: (d.last, d.text)) if dates else None,
        complete=False if False in (a.complete, b.complete) else a.complete or b.complete,
        warnings=tuple(sorted({*a.warnings, *b.warnings})),
    )
