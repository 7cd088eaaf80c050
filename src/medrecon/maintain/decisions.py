"""Decisions on findings: what each closes, and what has become of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from medrecon.model import (
    Answer,
    Decision,
    DecisionOutcome,
    DecisionState,
    EntrySummary,
    Finding,
    ReconciledMedication,
)

QUESTION = len("f-") + 8
"""How much of a finding's id names the question; the rest names the evidence."""

TAKING = {"confirmed_taken": "confirmed taken", "confirmed_not_taken": "confirmed not taken"}


def decided(answer: Answer, decisions: Iterable[Decision]) -> Answer:
    """The answer with its decisions: findings that one closes are no longer open.

    A decision is about the evidence that its finding had: when a list says something else, the finding
    has another id and is open. Of several decisions on one finding the newest counts. Whatever is
    handed over is told in `decisions`, in the order in which it was decided.
    """
    given = sorted(set(decisions), key=_order)
    if not given:
        return answer
    findings = {f.id: f for f in answer.findings}
    questions = {f.id[:QUESTION]: f for f in answer.findings}
    newest = {d.finding_id: d for d in given if d.day <= answer.about.as_of}
    outcomes = tuple(
        _outcome(d, newest.get(d.finding_id), findings, questions, answer.about.as_of)
        for d in given
    )
    closed = {o.finding_id for o in outcomes if o.state == "standing"}
    return answer.model_copy(
        update={
            "medications": _taking(answer, outcomes),
            "findings": tuple(f for f in answer.findings if f.id not in closed),
            "decisions": outcomes,
        }
    )


def _order(d: Decision) -> tuple[object, ...]:
    return (_instant(d), d.finding_id, d.kind, d.by, d.note, str(d.until), d.about)


def _instant(d: Decision) -> dt.datetime:
    """When it was decided, to sort by; a day without a time is the end of that day, as it was said last."""
    at = d.at if isinstance(d.at, dt.datetime) else dt.datetime.combine(d.day, dt.time.max)
    return at if at.tzinfo is not None else at.replace(tzinfo=dt.UTC)


def _outcome(
    d: Decision,
    newest: Decision | None,
    findings: dict[str, Finding],
    questions: dict[str, Finding],
    as_of: dt.date,
) -> DecisionOutcome:
    finding = findings.get(d.finding_id)
    state, reason = _state(d, newest, finding, questions.get(d.finding_id[:QUESTION]), as_of)
    return DecisionOutcome(
        finding_id=d.finding_id,
        kind=d.kind,
        note=d.note,
        by=d.by,
        at=d.moment,
        until=d.until,
        about=d.about,
        state=state,
        reason=reason,
        finding=finding if state == "standing" else None,
    )


def _state(
    d: Decision,
    newest: Decision | None,
    finding: Finding | None,
    question: Finding | None,
    as_of: dt.date,
) -> tuple[DecisionState, str]:
    if d.day > as_of:
        return "not_yet", f"decided on {d.day}, after the day asked about"
    if d is not newest:
        return "superseded", "a later decision on the same finding counts"
    if finding is None and question is not None:
        return "reopened", "what the records say has changed since, so it is asked again"
    if finding is None:
        return "settled", "the records no longer raise the question"
    if d.until is not None and d.until <= as_of:
        return "ended", f"it was to be asked again on {d.until}"
    return "standing", f"closed by {d.by} on {d.day}"


def _taking(
    answer: Answer, outcomes: Sequence[DecisionOutcome]
) -> tuple[ReconciledMedication, ...]:
    """What was confirmed with the patient stands in `taking`; what is intended stays as it is."""
    told = [o for o in outcomes if o.state == "standing" and o.kind in TAKING and o.finding]
    reports = {e.id: e for e in answer.entries if e.source == "patient"}
    return tuple(_told(m, told, reports) for m in answer.medications)


def _told(
    m: ReconciledMedication,
    outcomes: Sequence[DecisionOutcome],
    reports: Mapping[str, EntrySummary],
) -> ReconciledMedication:
    """A medicine with what was confirmed. What the patient reported is kept beside it, and stands alone
    where it is not older: the confirmation was about what was known then.
    """
    said_of = [e for i in m.entry_ids if (e := reports.get(i)) is not None]
    for o in reversed(outcomes):
        about = o.finding
        if (
            about is not None
            and set(about.ingredients) & set(m.ingredients)
            and set(about.entry_ids) & set(m.entry_ids)
        ):
            if any(e.id not in about.entry_ids and not _before(e, o.at[:10]) for e in said_of):
                return m
            said = f"{TAKING[o.kind]} on {o.at[:10]} by {o.by}"
            said = f"{said}: {o.note}" if o.note else said
            return m.having(taking=f"{said}; before, {m.taking}" if m.taking else said)
    return m


def _before(report: EntrySummary, day: str) -> bool:
    """Whether a report of the patient is dated before a day."""
    if report.as_read is None:
        return False
    e = report.as_read.entry(dict(report))
    dates = [d for d in (e.recorded, e.change_date, e.stopped_on, e.end, e.source.as_of) if d]
    return bool(dates) and max(d.last for d in dates).isoformat() < day
