"""Why: a rule, a finding or a medication of an answer in plain words, with its source and its evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from medrecon.model import Answer, Finding, ReconciledMedication
from medrecon.policy import Policy
from medrecon.policy.types import Example, StateRule, finding_types, state_rule, state_rules
from medrecon.rules.table import RuleInfo, rules_table

_LISTS = ("high_risk", "time_critical", "critical_omission", "very_low_index")


def explain_type(name: str, policy: Policy) -> dict[str, Any] | None:
    """A finding type: what it says, how grave, by which rules, and two examples; None for another name.

    >>> explain_type("stale_entry", Policy.default())["severity"]
    {'base': 'low', 'because': {}}
    """
    kind = finding_types().get(name)
    if kind is None:
        return None
    row = policy.severities[name]
    rules = [r for r in rules_table() if name in (r.type, *r.also)]
    return {
        "type": name,
        "family": kind.family,
        "says": kind.says,
        "severity": {"base": row.base, "because": dict(row.because)},
        "explains": sorted(policy.swallows.get(name, ())),
        "rules": [_rule(r) for r in rules],
        "fires": _example(kind.fires),
        "silent": _example(kind.silent),
    }


def explain_rule(rule_id: str) -> dict[str, Any] | None:
    """A rule of findings or of states: when it speaks and where it comes from; None for another name."""
    found = next((_rule(r) for r in rules_table() if r.id == rule_id), None)
    if found is None:
        found = next((_state(r) for r in state_rules() if r.id == rule_id), None)
    return found


def explain_finding(finding: Finding, answer: Answer, policy: Policy) -> dict[str, Any]:
    """A finding: its sentence, its rule and source, why so grave, and the entry fields it rests on."""
    entries = {e.id: e for e in answer.entries}
    return {
        "id": finding.id,
        "type": finding.type,
        "severity": finding.severity,
        "because": list(_gravity(finding, policy)),
        "sentence": finding.message,
        "question": finding.question,
        "says": finding_types()[finding.type].says,
        "rule": explain_rule(finding.rule),
        "evidence": [
            {
                "entry_id": e.entry_id,
                "source": entries[e.entry_id].source if e.entry_id in entries else None,
                "field": e.field,
                "value": e.value,
            }
            for e in finding.evidence
        ],
    }


def _gravity(finding: Finding, policy: Policy) -> Iterator[str]:
    """Why the severity is what it is: base, reasons of that grade, rows that put a medicine on a list."""
    row = policy.severities[finding.type]
    if finding.severity == row.base:
        yield f"{finding.severity} is what this type is by itself"
    for reason, grade in row.because.items():
        if grade != finding.severity or grade == row.base:
            continue
        if reason not in _LISTS:
            yield f"{reason.replace('_', ' ')} makes it {grade}"
            continue
        listed = policy.lists[reason]
        for m in finding.ingredients:
            if m in listed:
                yield f"{m} is on the list {reason} ({listed.source_of[m]})"


def explain_medication(medication: ReconciledMedication, answer: Answer) -> dict[str, Any]:
    """A medication: why it has its state, by which rule, and what each line of its treatment says."""
    rule = state_rule(medication.reason)
    mine = set(medication.entry_ids)
    treatment = next((t for t in answer.treatments if mine & set(t.entry_ids)), None)
    ids = treatment.entry_ids if treatment is not None else medication.entry_ids
    entries = [e for e in answer.entries if e.id in set(ids)]
    return {
        "id": medication.id,
        "name": medication.name,
        "state": medication.state,
        "sentence": f"{medication.name} is {medication.state.replace('_', ' ')}: "
        f"{medication.reason or 'no reason given'}.",
        "confidence": medication.confidence,
        "rule": _state(rule) if rule is not None else None,
        "entries": [
            {
                "entry_id": e.id,
                "source": e.source,
                "medication": e.medication,
                "dosage": e.dosage,
                "state": e.state,
                "reason": e.state_reason,
                "rule": found.id if (found := state_rule(e.state_reason)) else None,
            }
            for e in entries
        ],
        "findings": [f.id for f in answer.findings if set(f.entry_ids) & set(ids)],
    }


def _rule(r: RuleInfo) -> dict[str, Any]:
    return {"id": r.id, "speaks_when": r.sentence, "source": r.citation, "types": [r.type, *r.also]}


def _state(r: StateRule) -> dict[str, Any]:
    return {"id": r.id, "speaks_when": r.says, "source": r.source, "fields": list(r.fields)}


def _example(e: Example) -> dict[str, Any]:
    return {
        "title": e.title,
        "event": e.event,
        "allergies": list(e.allergies),
        "lists": {name: list(lines) for name, lines in e.lists.items()},
    }
