"""For each source, what would bring it in line with the reconciled list.

Only open findings make proposals, and those that a person has answered with “the source is to be
corrected”. A definite proposal needs a list that is certain (a known product, directions that were
understood, more than low confidence, nothing else open that questions dose, safety, duplication or
taking) and one place where it goes; everything else is a review. A source that already says what the
list says is offered nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from medrecon.maintain.offers import offers
from medrecon.maintain.setting import Setting, lines_in, plain, proposal, source_of
from medrecon.maintain.stops import live_stops, planned_stop
from medrecon.model import (
    SEVERITIES,
    Answer,
    EntrySummary,
    Evidence,
    Finding,
    Proposal,
    ProposalKind,
    ReconciledMedication,
    Source,
)

_ASK_EACH = frozenset(("data", "duplication", "safety"))
"""Families in which a line is in question by itself, not because it differs from another."""


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


def _of_finding(setting: Setting, f: Finding) -> Iterator[Proposal]:
    if f.type == "wrong_patient":
        return
    medicines = setting.medicines(f)
    definite = _definite(setting, f, medicines)
    if definite is not None:
        yield from definite
        return
    for source, ids in _asked_to_review(setting, f, medicines):
        yield proposal(setting, f, "review", source, lines_in(medicines), ids)


def _definite(
    setting: Setting, f: Finding, medicines: Sequence[ReconciledMedication]
) -> list[Proposal] | None:
    """What is certain to bring the sources in line; None where a person must look."""
    offer = offers().get(f.rule)
    if offer is None or offer.do == "review" or f.confidence == "low" or not medicines:
        return None
    if offer.to == "live":
        return live_stops(setting, f, medicines)
    kind = "gp" if offer.to == "gp" else "epma"
    to = [s for s in setting.sources if s.kind == kind]
    if len(to) != 1:
        return None
    if offer.do == "plan":
        return _as_planned(setting, f, medicines, to[0])
    if setting.questioned(f, medicines) or setting.partly_read(to[0]):
        return None
    exact = offer.do == "add"
    if not all(_certain(setting, m, exact=exact) for m in medicines):
        return None
    if any(setting.lines_of(to[0], m) for m in medicines):
        return None
    do: ProposalKind = "add" if offer.do == "add" else "record_elsewhere"
    return [proposal(setting, f, do, to[0], m.lines, ()) for m in medicines]


def _certain(setting: Setting, m: ReconciledMedication, *, exact: bool = True) -> bool:
    """Current, more than low confidence, and product and directions known for every line.

    `exact` wants the product itself; for a note that a medicine is taken, the medicine is enough.
    """
    known = all(
        x.product is not None
        and x.dosage_text
        and not (exact and (x.product.level == "VTM" or not setting.understood(x)))
        for x in m.lines
    )
    return (
        m.state == "current"
        and m.confidence != "low"
        and bool(m.lines)
        and known
        and setting.taken_as_intended(m)
    )


def _as_planned(
    setting: Setting, f: Finding, medicines: Sequence[ReconciledMedication], to: Source
) -> list[Proposal] | None:
    """What a dated plan asked the source to do, where it says so plainly."""
    plans = [e for i in f.entry_ids if _plans(e := setting.entries[i])]
    stopped = [m for m in medicines if m.state == "stopped"]
    if stopped and any(e.state == "stopped" for e in plans):
        return planned_stop(setting, f, medicines, to)
    if len(medicines) != 1 or setting.questioned(f, medicines):
        return None
    m = medicines[0]
    if not all(plain(setting.entries[i]) for i in m.entry_ids):
        return None
    held = setting.lines_of(to, m)
    if not _certain(setting, m) or [x.entry_id for x in m.lines] != [e.id for e in plans]:
        return None
    if not held:
        if setting.partly_read(to):
            return None
        return [proposal(setting, f, "add", to, m.lines, ())]
    if len(held) > 1 or m.daily_dose is None or held[0].daily_dose is None:
        return None
    if held[0].daily_dose == m.daily_dose:
        return None
    return [proposal(setting, f, "change_dose", to, m.lines, [held[0].id])]


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
