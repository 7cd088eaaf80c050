"""The findings of an answer as DetectedIssue: what does not agree, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from medrecon.model import DecisionOutcome, Finding, PartialDate
from medrecon.write.codes import HL7, ISSUE, OURS, SEVERITY, coding, made
from medrecon.write.device import device_id
from medrecon.write.facts import Facts
from medrecon.write.ids import to
from medrecon.write.person import subject
from medrecon.write.references import source_references
from medrecon.write.statement import Statement
from medrecon.write.texts import text, when


def issues(facts: Facts, listed: Sequence[Statement]) -> list[dict[str, Any]]:
    """Every open finding, in the order of the answer, then those that a decision has closed."""
    closed = (d for d in facts.answer.decisions if d.finding is not None)
    return [
        *(_issue(facts, f, listed) for f in facts.answer.findings),
        *(_issue(facts, d.finding, listed, d) for d in closed if d.finding is not None),
    ]


def _issue(
    facts: Facts, f: Finding, listed: Sequence[Statement], decided: DecisionOutcome | None = None
) -> dict[str, Any]:
    own = facts.ids.of("DetectedIssue", f.id)
    about = set(f.entry_ids)
    return made(
        resourceType="DetectedIssue",
        id=own,
        extension=list(_extensions(f)),
        identifier=[{"system": f"{OURS}finding", "value": f.id}],
        status="final" if decided else "preliminary",
        code={"coding": list(_codings(f)), "text": f.type.replace("_", " ")},
        severity=SEVERITY[f.severity],
        patient=subject(facts) if facts.one_person else None,
        identifiedDateTime=facts.day,
        author=to(device_id(facts)),
        implicated=[to(s.id) for s in listed if about & set(s.medication.entry_ids)],
        evidence=list(_evidence(facts, f)),
        detail=_detail(f),
        mitigation=[_mitigation(decided)] if decided else None,
    )


def _mitigation(d: DecisionOutcome) -> dict[str, Any]:
    """What a person decided about it, and when."""
    said = ": ".join(w for w in (d.kind.replace("_", " "), d.note) if w)
    by = text(d.by)
    return made(
        action={"text": text(said)},
        date=when(PartialDate.parse(str(d.at))),
        author={"display": by} if by else None,
    )


def _detail(f: Finding) -> str | None:
    """What was found, and what is asked of the person who reads it."""
    return text(" ".join(w for w in (f.message, f.question) if w))


def _codings(f: Finding) -> Iterator[dict[str, Any]]:
    yield coding(f"{OURS}finding-type", f.type)
    if f.type in ISSUE:
        yield coding(f"{HL7}v3-ActCode", ISSUE[f.type])


def _extensions(f: Finding) -> Iterator[dict[str, Any]]:
    """What DetectedIssue has no element for."""
    if f.severity == "critical":
        yield {"url": f"{OURS}severity", "valueCode": "critical"}
    if f.time_critical:
        yield {"url": f"{OURS}time-critical", "valueBoolean": True}


def _evidence(facts: Facts, f: Finding) -> Iterator[dict[str, Any]]:
    """For each entry, the fields that the finding rests on and the resources that they stand in."""
    rest = sorted(
        f.evidence, key=lambda e: f.entry_ids.index(e.entry_id) if e.entry_id in f.entry_ids else -1
    )
    for entry_id, group in groupby(rest, key=lambda e: e.entry_id):
        yield made(
            code=[{"text": said} for e in group if (said := _said(e.field, e.value))],
            detail=source_references(facts, entry_id),
        )


def _said(field: str, value: str | None) -> str | None:
    return text(
        f"{field.replace('_', ' ')}: {value}" if value is not None else field.replace("_", " ")
    )
