"""Decisions on findings: what each closes, and what has become of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from medrecon.model import (
    Answer,
    Decision,
    DecisionOutcome,
    DecisionState,
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
            "medications": _taking(answer.medications, outcomes),
            "findings": tuple(f for f in answer.findings if f.id not in closed),
            "decisions": outcomes,
        }
    )


def _order(d: Decision) -> tuple[str, ...]:
    return (d.moment, d.finding_id, d.kind, d.by, d.note, str(d.until), d.about)


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
    medications: Sequence[ReconciledMedication], outcomes: Sequence[DecisionOutcome]
) -> tuple[ReconciledMedication, ...]:
    """What was confirmed with the patient stands in `taking`; what is intended stays as it is."""
    told = [o for o in outcomes if o.state == "standing" and o.kind in TAKING and o.finding]
    return tuple(_told(m, told) for m in medications)


def _told(m: ReconciledMedication, outcomes: Sequence[DecisionOutcome]) -> ReconciledMedication:
    for o in reversed(outcomes):
        about = o.finding
        if (
            about is not None
            and set(about.ingredients) & set(m.ingredients)
            and set(about.entry_ids) & set(m.entry_ids)
        ):
            said = f"{TAKING[o.kind]} on {o.at[:10]} by {o.by}"
            return m.model_copy(update={"taking": f"{said}: {o.note}" if o.note else said})
    return m
