"""What is otherwise than at the last look, each in a sentence for a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from medrecon.maintain.decisions import QUESTION
from medrecon.maintain.pairing import medicines, paired
from medrecon.model import (
    SEVERITIES,
    Answer,
    Cause,
    Change,
    ChangeKind,
    DailyDose,
    Finding,
    ReconciledMedication,
)

_INTO: dict[str, tuple[ChangeKind, str]] = {
    "stopped": ("stopped", "stopped"),
    "completed": ("completed", "completed"),
    "on_hold": ("held", "put on hold"),
    "unknown": ("uncertain", "no longer certain"),
    "planned": ("recorded", "now planned"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """Two looks at one person's list, and what came between them.

    `cause` is given where one thing alone lies between the two (another dictionary release); else it
    is told from `arrived`, the ids of the entries that are new or newer, and from the decisions.
    """

    before: Answer
    after: Answer
    arrived: frozenset[str] = frozenset()
    cause: Cause | None = None


def changes(look: Look) -> tuple[Change, ...]:
    """Medicines first, then findings, gravest first; empty where all is as it was."""
    return (*_medicines(look), *_findings(look))


def _medicines(look: Look) -> Iterator[Change]:
    before, after = medicines(look.before), medicines(look.after)
    for key in sorted({*before, *after}):
        for old, new in paired(before.get(key, ()), after.get(key, ())):
            for change in _medicine(old, new):
                yield replace(change, cause=_cause(look, change.entry_ids))


def _medicine(
    old: ReconciledMedication | None, new: ReconciledMedication | None
) -> Iterator[Change]:
    """What became of one medicine."""
    if old is None and new is not None:
        kind, said = _first_seen(new)
        yield _change(kind, new, f"{_said(new)}: {said}.", None, new.state)
    elif new is None and old is not None:
        if old.state not in ("stopped", "completed"):
            yield _change("withdrawn", old, f"{_said(old)}: no longer recorded.", old.state, None)
    elif old is not None and new is not None:
        if old.state != new.state:
            kind, said = _turned(old, new)
            why = f" ({new.reason})" if new.reason else ""
            yield _change(kind, new, f"{_said(new)}: {said}{why}.", old.state, new.state)
        yield from _regimen(old, new)
        if old.taking != new.taking:
            yield _change(
                "taking_changed",
                new,
                f"{new.name}: as reported, {new.taking or 'nothing'}; before, {old.taking or 'nothing'}.",
                old.taking,
                new.taking,
            )


def _first_seen(new: ReconciledMedication) -> tuple[ChangeKind, str]:
    if new.state == "current":
        return "started", f"new on the list ({new.reason})" if new.reason else "new on the list"
    return "recorded", f"recorded as {new.state.replace('_', ' ')}"


def _turned(old: ReconciledMedication, new: ReconciledMedication) -> tuple[ChangeKind, str]:
    if new.state == "current":
        again = old.state in ("stopped", "completed", "on_hold")
        return ("restarted", "current again") if again else ("started", "current")
    return _INTO[new.state]


def _regimen(old: ReconciledMedication, new: ReconciledMedication) -> Iterator[Change]:
    if new.state in ("stopped", "completed"):
        return
    if _dose(old.daily_dose) != _dose(new.daily_dose):
        a, b = _dose(old.daily_dose), _dose(new.daily_dose)
        text = f"{new.name}: {a or 'amount a day not known'} before, {b or 'not known'} now."
        yield _change("dose_changed", new, text, a, b)
    elif old.dosage_text != new.dosage_text and not (old.daily_dose and new.daily_dose):
        text = f"{new.name}: “{old.dosage_text or ''}” before, “{new.dosage_text or ''}” now."
        yield _change("directions_changed", new, text, old.dosage_text, new.dosage_text)
    if old.product != new.product:
        text = f"{old.name} before, {new.name} now."
        yield _change("product_changed", new, text, old.name, new.name)


def _change(
    kind: ChangeKind,
    m: ReconciledMedication,
    text: str,
    before: str | None,
    after: str | None,
) -> Change:
    return Change(kind, m.ingredients, text, "entries", before, after, None, m.entry_ids)


def _said(m: ReconciledMedication) -> str:
    return f"{m.name}, {m.dosage_text}" if m.dosage_text else m.name


def _dose(dose: DailyDose | None) -> str | None:
    return f"{dose.value.normalize():f} {dose.unit} a day" if dose is not None else None


def _findings(look: Look) -> Iterator[Change]:
    before, after = by_question(look.before.findings), by_question(look.after.findings)
    for question, f in after.items():
        old = before.get(question)
        if old is None:
            yield _finding(look, f, "finding_opened", "opened", None, f.severity)
        elif old.severity != f.severity:
            rose = SEVERITIES.index(f.severity) > SEVERITIES.index(old.severity)
            kind: ChangeKind = "finding_worsened" if rose else "finding_eased"
            yield _finding(
                look, f, kind, "now graver" if rose else "now less grave", *_grades(old, f)
            )
        elif old.id != f.id:
            yield _finding(look, f, "finding_changed", "on other evidence", *_grades(old, f))
    closed = {o.finding_id for o in look.after.decisions if o.state == "standing"}
    for question, f in before.items():
        if question not in after:
            change = _finding(look, f, "finding_closed", "closed", f.severity, None)
            yield replace(change, cause="decision") if f.id in closed else change


def by_question(findings: Iterable[Finding]) -> dict[str, Finding]:
    """Findings by the question they ask, whatever their evidence."""
    return {f.id[:QUESTION]: f for f in findings}


def _grades(old: Finding, new: Finding) -> tuple[str, str]:
    return old.severity, new.severity


def _finding(
    look: Look, f: Finding, kind: ChangeKind, said: str, before: str | None, after: str | None
) -> Change:
    text = f"Finding {said}: {f.severity} {f.type.replace('_', ' ')}. {f.message}"
    reopened = {o.finding_id[:QUESTION] for o in look.after.decisions if o.state == "ended"}
    cause = "time" if f.id[:QUESTION] in reopened else _cause(look, f.entry_ids)
    return Change(kind, f.ingredients, text, cause, before, after, f.id, f.entry_ids)


def _cause(look: Look, entry_ids: Iterable[str]) -> Cause:
    if look.cause is not None:
        return look.cause
    if look.arrived.intersection(entry_ids):
        return "entries"
    told = {o.finding_id for o in look.after.decisions} != {
        o.finding_id for o in look.before.decisions
    }
    if told and not look.arrived:
        return "decision"
    if look.arrived:
        return "entries"
    return "time" if look.before.about.as_of != look.after.about.as_of else "entries"
