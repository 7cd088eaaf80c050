"""One answer as proposals look at it: its entries, its sources, and what is in doubt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from medrecon.maintain.offers import affirms, leaves_certain, questions_stop
from medrecon.model import (
    Answer,
    EntrySummary,
    Finding,
    MedicationLine,
    Proposal,
    ProposalKind,
    ReconciledMedication,
    Source,
)
from medrecon.treatment import stable_id

ENDED = ("stopped", "completed")
_SETTLED = ("accepted_difference", "confirmed_taken")
"""Decisions after which a finding questions nothing any more."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One answer, looked up by entry and by source."""

    answer: Answer
    entries: dict[str, EntrySummary]
    sources: tuple[Source, ...]

    @classmethod
    def of(cls, answer: Answer) -> Setting:
        """The answer with its sources: those asked, and those that entries came from."""
        asked = answer.given.sources if answer.given is not None else ()
        known = [Source(s.kind, s.system, s.organisation) for s in asked]
        known += [source_of(e) for e in answer.entries]
        ordered = sorted(set(known), key=lambda s: (s.kind, s.system or "", s.organisation or ""))
        named = {s.kind for s in ordered if s.system or s.organisation}
        return cls(
            answer,
            {e.id: e for e in answer.entries},
            tuple(s for s in ordered if s.system or s.organisation or s.kind not in named),
        )

    def medicines(self, finding: Finding) -> list[ReconciledMedication]:
        """The medicines of the list that a finding is about."""
        about, ids = set(finding.ingredients), set(finding.entry_ids)
        return [
            m
            for m in self.answer.medications
            if about & set(m.ingredients) and ids & set(m.entry_ids)
        ]

    def lines_of(self, source: Source, m: ReconciledMedication) -> list[EntrySummary]:
        """The lines of one source about a medicine that are not over."""
        mine = [self.entries[i] for i in m.entry_ids]
        return [e for e in mine if source_of(e) == source and e.state not in ENDED]

    def questioned(self, f: Finding, medicines: Iterable[ReconciledMedication]) -> bool:
        """Whether another finding questions the dose, the safety or the taking of the medicines."""
        about = {i for m in medicines for i in m.ingredients}
        return any(
            other.id != f.id
            and other.type not in leaves_certain()
            and about & set(other.ingredients)
            for other in self._unsettled()
        )

    def stop_questioned(self, f: Finding) -> bool:
        """Whether another finding on the same medicine questions that it was stopped."""
        about = set(f.ingredients)
        return any(
            other.id != f.id and other.type in questions_stop() and about & set(other.ingredients)
            for other in self._unsettled()
        )

    def understood(self, line: MedicationLine) -> bool:
        """Whether the directions of a line were understood to the last word, and say how or when."""
        entry = self.entries.get(line.entry_id)
        return (
            entry is not None
            and not entry.dosage_unparsed
            and bool(line.dosage)
            and all(set(d) & {"doseAndRate", "timing", "asNeededBoolean"} for d in line.dosage)
        )

    def taken_as_intended(self, m: ReconciledMedication) -> bool:
        """Whether nobody reports that it is not taken, or taken in another way."""
        said = (m.taking or "").casefold()
        return not said or said.startswith(affirms())

    def partly_read(self, source: Source) -> bool:
        """Whether more may stand in a source than was read: it says so, or lines could not be read."""
        given = self.answer.given
        asked = given.sources if given is not None else ()
        short = any(_same(s, source) and s.complete is False for s in asked)
        known = {name for e in self.answer.entries for name in (e.id, *e.refs)}
        return short or any(p.id is not None and p.id not in known for p in self.answer.problems)

    def _unsettled(self) -> Sequence[Finding]:
        decided = [
            o.finding
            for o in self.answer.decisions
            if o.state == "standing" and o.kind not in _SETTLED and o.finding is not None
        ]
        return (*self.answer.findings, *decided)


def source_of(e: EntrySummary) -> Source:
    """The source of an entry, without the message that it came in."""
    return Source(e.source, e.system, e.organisation)


def _same(a: Source, b: Source) -> bool:
    return (a.kind, a.system, a.organisation) == (b.kind, b.system, b.organisation)


def plain(e: EntrySummary) -> bool:
    """Whether a line says plainly that it goes on or is over: no hold, no plan, no error, no doubt."""
    return e.state in ("current", *ENDED) and e.status in ("active", *ENDED)


def lines_in(medicines: Iterable[ReconciledMedication]) -> tuple[MedicationLine, ...]:
    """The lines of several medicines."""
    return tuple(line for m in medicines for line in m.lines)


def proposal(
    setting: Setting,
    f: Finding,
    kind: ProposalKind,
    to: Source,
    lines: Sequence[MedicationLine],
    entry_ids: Iterable[str],
) -> Proposal:
    """A proposal to one source that a finding gives rise to."""
    ids = tuple(sorted(entry_ids))
    return Proposal(
        id=stable_id(
            "p", kind, to.kind, str(to.system), str(to.organisation), *f.ingredients, f.id
        ),
        kind=kind,
        to=to,
        ingredients=f.ingredients,
        lines=tuple(lines),
        reason=f.message,
        question=f.question,
        severity=f.severity,
        as_of=setting.answer.about.as_of,
        finding_ids=(f.id,),
        entry_ids=ids,
        evidence=f.evidence,
    )
