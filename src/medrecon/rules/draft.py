"""What a rule says, before it becomes a finding with its id, severity and evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from medrecon.model import Confidence, Evidence, Finding, Intent, Origin, Severity
from medrecon.treatment import Case, Line

if TYPE_CHECKING:
    from medrecon.rules.facts import Fact


@dataclass(frozen=True, slots=True)
class Draft:
    """One thing a rule has to say.

    `because` are the reasons that may raise or lower the severity (names of the severity table);
    `fields` the entry fields that it rests on. `severity` overrides the table where a row of the
    policy gives its own.
    """

    kind: str
    ingredients: tuple[str, ...]
    lines: tuple[Line, ...]
    message: str
    question: str
    fields: tuple[str, ...] = ("medication", "dosage", "status")
    because: tuple[str, ...] = ()
    severity: Severity | None = None
    intent: Intent = "unknown"
    origin: Origin = "reconciliation"
    confidence: Confidence = "medium"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with its stable id (`family.name`) and where it comes from.

    `needs` is what it can speak of: a case with none of these has nothing for it (`facts`). `says` are
    the finding types it makes, the usual one first; empty where its name is its type.
    """

    id: str
    source: str
    judge: Callable[[Case], Iterator[Draft]]
    needs: tuple[Fact, ...]
    says: tuple[str, ...] = ()

    @property
    def types(self) -> tuple[str, ...]:
        """The finding types it makes, the usual one first."""
        return self.says or (self.id.partition(".")[2],)


def finish(draft: Draft, rule: Rule, case: Case) -> Finding:
    """The finding of a draft: severity from the table, evidence from the entries' own fields.

    It gets its id when all that is one problem is one finding (`judge`).
    """
    because = set(draft.because) | risks(draft.ingredients, draft.lines, case)
    lines = sorted({line.id: line for line in draft.lines}.values(), key=lambda x: x.id)
    evidence = tuple([e for line in lines for e in _evidence(line, draft.fields)])
    return Finding.of(
        {
            "id": "",
            "type": draft.kind,
            "severity": draft.severity or case.policy.severity(draft.kind, because),
            "ingredients": draft.ingredients,
            "sources": tuple(sorted({line.n.entry.source.kind for line in lines})),
            "entry_ids": tuple(line.id for line in lines),
            "message": draft.message,
            "question": draft.question,
            "rule": rule.id,
            "intent": draft.intent,
            "origin": draft.origin,
            "confidence": draft.confidence,
            "time_critical": case.policy.on("time_critical", draft.ingredients),
            "evidence": evidence,
        }
    )


def risks(ingredients: Iterable[str], lines: Iterable[Line], case: Case) -> set[str]:
    """The risk lists on which any of the moieties stands, by the route by which it is given.

    What is put on the skin or into eye, ear or nose carries no risk of the tablet of that name, but
    for what acts in the body from there.
    """
    names, routes = tuple(ingredients), {line.n.route_class for line in lines}
    if routes and routes <= LOCAL and not case.policy.on("acts_in_the_body", names):
        return set()
    found = {"high_risk"} if case.policy.on("high_risk", names) else set()
    if not case.policy.on("not_critical_omission", names):
        lists = ("critical_omission", "time_critical")
        found |= {name for name in lists if case.policy.on(name, names)}
    return found


LOCAL = frozenset({"topical", "ocular", "otic", "nasal"})


def _evidence(line: Line, fields: Iterable[str]) -> list[Evidence]:
    e, found = line.n.entry, []
    for name in fields:
        value = getattr(e, name)
        if name == "dosage" and value is not None:
            value = value.text
        if value is None or (value.__class__ is tuple and not value):
            continue
        found.append(Evidence.of({"entry_id": e.id, "field": name, "value": str(value)}))
    return found


def name_of(lines: Iterable[Line]) -> str:
    """How a message names a treatment: its moieties, or the text where it is not resolved."""
    for line in lines:
        return " and ".join(line.n.moieties)
    return ""


def where(lines: Iterable[Line]) -> str:
    """The lists in which lines stand, in words."""
    return " and ".join([_IN_WORDS[scope] for scope in sorted({line.scope for line in lines})])


_IN_WORDS = {
    "gp": "the GP record",
    "pmr": "the pharmacy record",
    "specialist": "the specialist record",
    "patient": "the patient's account",
    "inpatient": "the inpatient chart",
    "discharge": "the discharge list",
    "history": "the hospital's drug history",
}


def said(lines: Iterable[Line]) -> str:
    """The dosage texts of lines, as written."""
    texts = [f"{line.n.entry.medication} {line.n.dosage.text}".strip() for line in lines]
    return "; ".join(dict.fromkeys(texts))
