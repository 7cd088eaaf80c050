"""For each source, what would bring it in line with the reconciled list.

Only open findings make proposals, and those that a person has answered with “the source is to be
corrected”. A definite proposal needs a list that is certain (a known product, its directions, more than
low confidence) and one place where it goes; everything else is a review. A source that already says what
the list says is offered nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from medrecon.maintain.offers import offers
from medrecon.model import (
    SEVERITIES,
    Answer,
    EntrySummary,
    Evidence,
    Finding,
    MedicationLine,
    Proposal,
    ProposalKind,
    ReconciledMedication,
    Source,
)
from medrecon.treatment import stable_id

ENDED = ("stopped", "completed")
_ASK_EACH = frozenset(("data", "duplication", "safety"))
"""Families in which a line is in question by itself, not because it differs from another."""


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


def proposals(answer: Answer) -> tuple[Proposal, ...]:
    """All proposals, gravest first; of one kind to one source about one medicine there is one."""
    setting = Setting.of(answer)
    corrected = [
        o.finding
        for o in answer.decisions
        if o.state == "standing" and o.kind == "source_to_be_corrected" and o.finding is not None
    ]
    found = [p for f in (*answer.findings, *corrected) for p in _of_finding(setting, f)]
    return tuple(sorted(_joined(found), key=_order))


def source_of(e: EntrySummary) -> Source:
    """The source of an entry, without the message that it came in."""
    return Source(e.source, e.system, e.organisation)


def _of_finding(setting: Setting, f: Finding) -> Iterator[Proposal]:
    if f.type == "wrong_patient":
        return
    medicines = setting.medicines(f)
    definite = _definite(setting, f, medicines)
    if definite is not None:
        yield from definite
        return
    for source, ids in _asked_to_review(setting, f, medicines):
        yield _proposal(setting, f, "review", source, _lines(medicines), ids)


def _definite(
    setting: Setting, f: Finding, medicines: Sequence[ReconciledMedication]
) -> list[Proposal] | None:
    """What is certain to bring the sources in line; None where a person must look."""
    offer = offers().get(f.rule)
    if offer is None or offer.do == "review" or f.confidence == "low" or not medicines:
        return None
    if offer.to == "live":
        return _stops(setting, f, medicines)
    kind = "gp" if offer.to == "gp" else "epma"
    to = [s for s in setting.sources if s.kind == kind]
    if len(to) != 1:
        return None
    if offer.do == "plan":
        return _as_planned(setting, f, medicines, to[0])
    exact = offer.do == "add"
    if not all(_certain(m, exact=exact) for m in medicines):
        return None
    if any(setting.lines_of(to[0], m) for m in medicines):
        return None
    do: ProposalKind = "add" if offer.do == "add" else "record_elsewhere"
    return [_proposal(setting, f, do, to[0], m.lines, ()) for m in medicines]


def _certain(m: ReconciledMedication, *, exact: bool = True) -> bool:
    """Current, more than low confidence, and product and directions known for every line.

    `exact` wants the product itself; for a note that a medicine is taken, the medicine is enough.
    """
    known = all(
        x.product is not None and x.dosage_text and not (exact and x.product.level == "VTM")
        for x in m.lines
    )
    return m.state == "current" and m.confidence != "low" and bool(m.lines) and known


def _stops(
    setting: Setting, f: Finding, medicines: Sequence[ReconciledMedication]
) -> list[Proposal] | None:
    """A stop for every source whose line goes on, where the list says that it was stopped."""
    if f.confidence != "high" or any(m.state != "stopped" for m in medicines):
        return None
    if not all(_plain(setting.entries[i]) for m in medicines for i in m.entry_ids):
        return None
    live: dict[Source, list[str]] = {}
    for m in medicines:
        for i in m.entry_ids:
            e = setting.entries[i]
            if e.state == "current":
                live.setdefault(source_of(e), []).append(i)
    if not live or any(s.kind == "patient" for s in live):
        return None
    lines = _lines(medicines)
    return [_proposal(setting, f, "stop", s, lines, ids) for s, ids in live.items()]


def _as_planned(
    setting: Setting, f: Finding, medicines: Sequence[ReconciledMedication], to: Source
) -> list[Proposal] | None:
    """What a dated plan asked the source to do, where it says so plainly."""
    if len(medicines) != 1:
        return None
    m = medicines[0]
    if not all(_plain(setting.entries[i]) for i in m.entry_ids):
        return None
    held = setting.lines_of(to, m)
    plans = [e for i in f.entry_ids if _plans(e := setting.entries[i])]
    if m.state == "stopped" and held and any(e.state == "stopped" for e in plans):
        return [_proposal(setting, f, "stop", to, m.lines, [e.id for e in held])]
    if not _certain(m) or [x.entry_id for x in m.lines] != [e.id for e in plans]:
        return None
    if not held:
        return [_proposal(setting, f, "add", to, m.lines, ())]
    if len(held) > 1 or m.daily_dose is None or held[0].daily_dose is None:
        return None
    if held[0].daily_dose == m.daily_dose:
        return None
    return [_proposal(setting, f, "change_dose", to, m.lines, [held[0].id])]


def _plain(e: EntrySummary) -> bool:
    """Whether a line says plainly that it goes on or is over: no hold, no plan, no error, no doubt."""
    return e.state in ("current", *ENDED) and e.status in ("active", *ENDED)


def _plans(e: EntrySummary) -> bool:
    """Whether a line of a hospital or a specialist speaks of what comes after the stay."""
    stay = e.kind == "administration" or e.course in ("inpatient", "stat", "as-required")
    return e.source in ("epma", "specialist") and not stay


def _asked_to_review(
    setting: Setting, f: Finding, medicines: Sequence[ReconciledMedication]
) -> list[tuple[Source, list[str]]]:
    """The sources whose lines are in question, and those lines; a list that lacks one is asked too."""
    mine: dict[Source, list[str]] = {}
    for i in f.entry_ids:
        e = setting.entries.get(i)
        if e is not None and e.source != "patient":
            mine.setdefault(source_of(e), []).append(i)
    offer = offers().get(f.rule)
    if offer is not None and offer.to != "live":
        kind = "gp" if offer.to == "gp" else "epma"
        return [(s, mine.get(s, [])) for s in setting.sources if s.kind == kind]
    if f.rule.partition(".")[0] in _ASK_EACH:
        return list(mine.items())
    differing = {
        s: ids
        for s, ids in mine.items()
        if not _agrees([setting.entries[i] for i in ids], medicines)
    }
    return list((differing or mine).items())


def _agrees(lines: Iterable[EntrySummary], medicines: Sequence[ReconciledMedication]) -> bool:
    """Whether every line of a source says what the list says."""
    return all(
        any(
            e.state == m.state and e.product == m.product and e.daily_dose == m.daily_dose
            for m in medicines
        )
        for e in lines
    )


def _lines(medicines: Iterable[ReconciledMedication]) -> tuple[MedicationLine, ...]:
    return tuple(line for m in medicines for line in m.lines)


def _proposal(
    setting: Setting,
    f: Finding,
    kind: ProposalKind,
    to: Source,
    lines: Sequence[MedicationLine],
    entry_ids: Iterable[str],
) -> Proposal:
    ids = tuple(sorted(entry_ids))
    return Proposal(
        id=stable_id("p", kind, to.kind, to.system, to.organisation, *f.ingredients, f.id),
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


def _joined(found: Iterable[Proposal]) -> list[Proposal]:
    """One proposal where several findings offer the same to the same source."""
    groups: dict[tuple[object, ...], list[Proposal]] = {}
    for p in found:
        groups.setdefault((p.kind, p.to, p.ingredients, _what(p)), []).append(p)
    return [_one(group) for group in groups.values()]


def _what(p: Proposal) -> tuple[str, ...]:
    """What tells two proposals of one kind apart: the lines; reviews of one medicine are one."""
    return () if p.kind == "review" else tuple(x.entry_id for x in p.lines)


def _one(group: Sequence[Proposal]) -> Proposal:
    first, *rest = sorted(group, key=_order)
    if not rest:
        return first
    evidence: dict[Evidence, None] = dict.fromkeys(e for p in group for e in p.evidence)
    return replace(
        first,
        reason=" ".join(dict.fromkeys(p.reason for p in (first, *rest))),
        question=" ".join(dict.fromkeys(p.question for p in (first, *rest) if p.question)) or None,
        finding_ids=tuple(sorted({i for p in group for i in p.finding_ids})),
        entry_ids=tuple(sorted({i for p in group for i in p.entry_ids})),
        evidence=tuple(sorted(evidence, key=lambda e: (e.entry_id, e.field, e.value or ""))),
    )


def _order(p: Proposal) -> tuple[object, ...]:
    grave = -SEVERITIES.index(p.severity)
    return (
        grave,
        p.to.kind,
        p.to.system or "",
        p.to.organisation or "",
        p.kind,
        p.ingredients,
        p.id,
    )
