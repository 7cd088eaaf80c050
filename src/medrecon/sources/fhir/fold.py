"""Which resources are one therapy line: statement + plan + issues, copies of an order, its supplies.

Only references decide; a code never does (two degraded GP entries share one code). A reference
between two medicines folds nothing: both stay lines, and a Problem says so. A supply is folded only
where nothing that it says would be lost by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from medrecon.model import Issue, make_issue
from medrecon.sources.fhir.codes import SHARED_CODES
from medrecon.sources.fhir.collect import LINKS, Message, references
from medrecon.sources.fhir.dosage import is_words_only, said
from medrecon.sources.fhir.lines import Line, newest
from medrecon.sources.fhir.person import one_subject
from medrecon.sources.fhir.shape import Found, listed, word, word_at

_SUPPLY = {"order": "issue", "dispense": "dispense", "administration": "administration"}
_MEDICINE = ("medicationReference", "medicationCodeableConcept", "medication")
_ERROR = "entered-in-error"
_NOT_GIVEN = frozenset(("cancelled", _ERROR))


@dataclass(slots=True)
class Therapy:
    """A therapy line: the line that speaks for it, and what was folded under it."""

    head: Line
    statements: Sequence[Line] = ()
    supplies: Sequence[Line] = ()
    issues: Sequence[tuple[Found, Issue]] = ()


def fold(message: Message, lines: list[Line], fmt: str) -> list[Therapy]:
    """Therapy lines in message order; every line is head, statement or supply of exactly one."""
    linked = [x for x in lines if not x.found.resource.keys().isdisjoint(LINKS)]
    if not linked:
        return [Therapy(line) for line in lines]
    by_resource = {id(line.found.resource): line for line in lines}
    parent: dict[int, Line] = {}
    named_by: dict[int, Line] = {}
    for line in linked:
        target = _based_on(message, line, by_resource)
        if target is None or target is line or not _may_point(line, target):
            continue
        if not one_subject(message, line.found, target.found):
            _two_people(line)
            continue
        if line.kind in ("statement", "order") and not _agree(line, target, named_by):
            _mismatch(line, target)
        elif _may_fold(line, target, fmt):
            parent[id(line)] = target
    _share_a_plan(linked, parent)
    return _gather(lines, parent)


def _based_on(message: Message, line: Line, lines: dict[int, Line]) -> Line | None:
    resource = line.found.resource
    for key in LINKS:
        if key not in resource:
            continue
        for ref in references(resource, key):
            if ref.startswith("#"):
                continue
            target = message.resolve(line.found, ref, "MedicationRequest")
            if target is not None and id(target.resource) in lines:
                return lines[id(target.resource)]
    return None


def _may_point(line: Line, target: Line) -> bool:
    return line.kind != "plan" and target.kind in ("plan", "order")


def _may_fold(line: Line, target: Line, fmt: str) -> bool:
    if line.kind == "statement":
        return target.kind == "plan" or _same_medicine(line, target)
    if line.kind == "order":
        return _nothing_lost(line, target)
    if fmt == "eps-r4" and line.kind == "dispense":
        return False
    return _same_medicine(line, target) and _nothing_lost(line, target)


def _agree(line: Line, target: Line, named_by: dict[int, Line]) -> bool:
    """Whether a statement or an order is about the medicine of what it refers to.

    A statement and its plan may leave the name to each other; `named_by` keeps who named a plan, so
    that no second statement brings another medicine.
    """
    if line.medicine is target.medicine and line.medicine.text:
        return True
    if line.kind == "statement":
        if _nameless(line):
            return True
        if _nameless(target):
            target = named_by.setdefault(id(target), line)
    elif _nameless(target):
        return _nameless(line) and _says_the_same(line.found, target.found)
    return bool(_words(line) and _words(line) == _words(target)) or bool(
        _codes(line) & _codes(target)
    )


def _says_the_same(issue: Found, plan: Found) -> bool:
    """Whether an issue repeats to the letter what its plan says in vain of the medicine.

    A reference into the resource itself is not the same in two of them.
    """
    held = [(issue.resource.get(key), plan.resource.get(key)) for key in _MEDICINE]
    inside = any((word(a, "reference") or "").startswith("#") for a, _ in held)
    return not inside and issue.space == plan.space and all(a == b for a, b in held)


def _mismatch(line: Line, target: Line) -> None:
    """Note two medicines that a reference makes one; where one has no name, that is noted already."""
    if not _nameless(line) and not _nameless(target):
        line.found.problem(
            next(key for key in LINKS if key in line.found.resource),
            "medicine-mismatch",
            "a reference to a line of the same medicine",
            "one to a line of another",
        )


def _two_people(line: Line) -> None:
    line.found.problem(
        next(key for key in LINKS if key in line.found.resource),
        "patient-mismatch",
        "a reference to a line of the same patient",
        "one to a line of another",
    )


def _same_medicine(a: Line, b: Line) -> bool:
    one, other = _codes(a), _codes(b)
    if one and other:
        return bool(one & other) and (a.medicine.text == b.medicine.text or one == other)
    return bool(a.medicine.text) and a.medicine.text == b.medicine.text


def _codes(line: Line) -> set[str]:
    """The codes of the medicine, without those that many medicines share."""
    return {c.code for c in line.codes if c.code and c.code not in SHARED_CODES}


def _words(line: Line) -> str:
    return " ".join(line.medicine.text.casefold().split())


def _nameless(line: Line) -> bool:
    return not line.medicine.text and not _codes(line)


def _nothing_lost(line: Line, target: Line) -> bool:
    """Whether an Issue can hold all that the line says about its dose: words, or nothing new."""
    if line.same_dosage(target) or all(is_words_only(p.written.structure) for p in line.parts):
        return True
    if said(line.parts) and said(line.parts) == said(target.parts):
        return all(_plain(p.written.structure) for p in line.parts)
    return False


def _plain(structure: Any) -> bool:
    return not structure or not any(
        k in structure
        for k in ("timing", "doseAndRate", "doseQuantity", "doseRange", "maxDosePerPeriod")
    )


def _share_a_plan(lines: list[Line], parent: dict[int, Line]) -> None:
    """Issues of one plan that is not in the message: the newest speaks, the others are its issues."""
    groups: dict[tuple[int, str], list[Line]] = {}
    for line in lines:
        if line.kind == "order" and id(line) not in parent:
            for ref in references(line.found.resource, "basedOn")[:1]:
                groups.setdefault((line.found.space, ref), []).append(line)
    for group in groups.values():
        head = max(group, key=lambda x: _when(x))
        for line in group:
            if line is head or not one_subject(line.message, line.found, head.found):
                continue
            if _same_medicine(line, head) and _nothing_lost(line, head):
                parent[id(line)] = head


def _when(line: Line) -> tuple[str, str]:
    day = line.fields.get("recorded") or line.fields.get("start")
    return (day.text if day else "", line.found.id or "")


def _gather(lines: list[Line], parent: dict[int, Line]) -> list[Therapy]:
    tops = _tops(lines, parent)
    statements: dict[int, list[Line]] = {}
    supplies: dict[int, list[Line]] = {}
    for line in lines:
        top = tops[id(line)]
        if top is not line:
            held = statements if line.kind == "statement" else supplies
            held.setdefault(id(top), []).append(line)
    heads = [line for line in lines if tops[id(line)] is line]
    return [Therapy(x, statements.get(id(x), ()), supplies.get(id(x), ())) for x in heads]


def _tops(lines: list[Line], parent: dict[int, Line]) -> dict[int, Line]:
    """The line that each leads to; of those that lead to each other, the first by id."""
    tops: dict[int, Line] = {}
    for start in lines:
        here = start
        way: list[Line] = []
        at: dict[int, int] = {}
        while id(here) in parent and id(here) not in tops and id(here) not in at:
            at[id(here)] = len(way)
            way.append(here)
            here = parent[id(here)]
        if id(here) in tops:
            top = tops[id(here)]
        elif id(here) in at:
            top = min(way[at[id(here)] :], key=lambda x: (x.found.id or "", x.found.path))
        else:
            top = tops[id(here)] = here
        for line in way:
            tops[id(line)] = top
    return tops


def merged(therapy: Therapy) -> tuple[dict[str, Any], dict[str, Any], tuple[Issue, ...]]:
    """The fields, the rest and the issues of a therapy line under which others are folded."""
    head = therapy.head
    fields, extra = dict(head.fields), dict(head.extra)
    for statement in _standing(head, therapy.statements):
        for key, held in statement.fields.items():
            if fields.get(key) is None:
                fields[key] = held
        for key, held in statement.extra.items():
            extra.setdefault(key, held)
        _status(head, statement, fields, extra)
    differing = [issue_of(s, head, "statement") for s in therapy.statements if not _agrees(s, head)]
    issues = [issue_of(s, head, _SUPPLY[s.kind]) for s in therapy.supplies]
    issues += [issue for _, issue in therapy.issues]
    if len(issues) > 1:
        issues.sort(key=_told)
    given = [i for i in issues if i.status not in _NOT_GIVEN]
    if fields.get("last_issued") is None:
        fields["last_issued"] = newest(*[i.date for i in given if i.kind != "administration"])
    if fields.get("last_administered") is None:
        told = [i.date for i in given if i.kind == "administration"] if therapy.supplies else ()
        fields["last_administered"] = newest(*told)
    return fields, extra, (*differing, *issues)


def _told(issue: Issue) -> tuple[str, str]:
    """What supplies are told by: their dates, then their names."""
    return (issue.date.text if issue.date else "", issue.id or "")


def _standing(head: Line, statements: Sequence[Line]) -> Sequence[Line]:
    """The statements that were not entered in error; all, and a Problem, where the plan stands alone."""
    standing = [s for s in statements if s.fields["status"] != _ERROR]
    if statements and not standing and head.fields["status"] != _ERROR:
        statements[0].found.problem("status", "status-conflict", "the status of its plan", _ERROR)
    return standing or statements


def _agrees(line: Line, head: Line) -> bool:
    mine, theirs = line.parts, head.parts
    same = not mine or mine == theirs or said(mine) == said(theirs)
    return same and (not line.medicine.text or line.medicine.text == head.medicine.text)


def _status(head: Line, statement: Line, fields: dict[str, Any], extra: dict[str, Any]) -> None:
    """Where plan and statement differ the plan counts, unless it says nothing; both are kept."""
    own, other = head.fields.get("status"), statement.fields.get("status")
    if own == other:
        return
    extra["statement_status"] = other
    if own in (None, "unknown"):
        fields["status"] = other


def issue_of(line: Line, head: Line, kind: str) -> Issue:
    """A folded resource; dosage, medicine and code only where they differ from those of the line."""
    text = None if line.same_dosage(head) else said(line.parts)
    code, own = line.medicine.first, head.medicine.first
    fields = line.fields
    return make_issue(
        id=line.found.id or word_at(line.found.resource, "identifier", "value"),
        kind=kind,
        date=fields.get("start") or fields.get("recorded"),
        status="cancelled" if line.extra.get("status") == "not-done" else fields.get("status"),
        quantity=fields.get("quantity"),
        quantity_unit=fields.get("quantity_unit"),
        days_supply=fields.get("days_supply"),
        dosage=text if text and text != said(head.parts) else None,
        medication=line.medicine.text if line.medicine.text != head.medicine.text else None,
        code=code.code if code and (own is None or code.code != own.code) else None,
    )


def replaced(line: Line) -> list[str]:
    """The prescriptions that this one says it replaces (FHIR priorPrescription), as written."""
    held = line.found.resource.get("priorPrescription")
    return [r for v in listed(held) if (r := word(v, "reference"))] if held is not None else []
