"""What a rule says, before it becomes a finding with its id, severity and evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from medrecon.model import Confidence, Finding, Intent, Origin, Severity
from medrecon.model.frozen import quick_init
from medrecon.model.memo import Memo
from medrecon.policy import Policy
from medrecon.rules.naming import MISSING, id_of, told
from medrecon.treatment import Case, Line

if TYPE_CHECKING:
    from medrecon.rules.facts import Fact


@quick_init
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
    """The finding of a draft: severity from the table, evidence from the entries' own fields, its id.

    What is missing gets its id when all that is one problem is one finding (`judge`).
    """
    by_id = {line.id: line for line in draft.lines}
    ids = tuple(sorted(by_id))
    lines = [by_id[i] for i in ids]
    evidence, said = told(lines, draft.fields)
    severity, time_critical = _weight(draft, lines, case.policy)
    return _make_finding(
        {
            "id": ""
            if draft.kind == MISSING
            else id_of(draft.kind, draft.ingredients, said, lines),
            "type": draft.kind,
            "severity": severity,
            "ingredients": draft.ingredients,
            "sources": tuple(sorted({line.n.entry.source.kind for line in lines})),
            "entry_ids": ids,
            "message": draft.message,
            "question": draft.question,
            "rule": rule.id,
            "intent": draft.intent,
            "origin": draft.origin,
            "confidence": draft.confidence,
            "time_critical": time_critical,
            "evidence": evidence,
        }
    )


_make_finding = Finding.maker()


def _weight(draft: Draft, lines: Sequence[Line], policy: Policy) -> tuple[Severity, bool]:
    """The severity of a draft and whether its medicine is time-critical, worked out once for its like."""
    local = LOCAL.issuperset([line.n.route_class for line in lines]) and bool(lines)
    key = (policy.version, draft.kind, draft.because, draft.severity, draft.ingredients, local)
    weight = _WEIGHTS.get(key)
    if weight is None:
        because = {*draft.because, *risks(draft.ingredients, local, policy)}
        severity = draft.severity or policy.severity(draft.kind, because)
        timed = policy.on("time_critical", draft.ingredients)
        weight = _WEIGHTS.keep(key, (severity, timed))
    return weight


_WEIGHTS: Memo[tuple[object, ...], tuple[Severity, bool]] = Memo(16384)


def risks(names: Sequence[str], local: bool, policy: Policy) -> set[str]:
    """The risk lists on which any of the moieties stands, by the route by which it is given.

    What is put on the skin or into eye, ear or nose (`local`) carries no risk of the tablet of that
    name, but for what acts in the body from there.
    """
    if local and not policy.on("acts_in_the_body", names):
        return set()
    found = {"high_risk"} if policy.on("high_risk", names) else set()
    if not policy.on("not_critical_omission", names):
        lists = ("critical_omission", "time_critical")
        found |= {name for name in lists if policy.on(name, names)}
    return found


def grave_to_miss(names: Sequence[str], policy: Policy) -> bool:
    """Whether any of the moieties must not be left out: by its risk, or for what its absence does."""
    return policy.on("high_risk", names) or policy.on("critical_omission", names)


LOCAL = frozenset({"topical", "ocular", "otic", "nasal"})


def name_of(lines: Iterable[Line]) -> str:
    """How a message names a treatment: its moieties, or the text where it is not resolved."""
    for line in lines:
        return " and ".join(line.n.moieties)
    return ""


def where(lines: Iterable[Line]) -> str:
    """The lists in which lines stand, in words."""
    scopes = {line.scope for line in lines}
    if len(scopes) == 1:
        return _IN_WORDS[scopes.pop()]
    return " and ".join([_IN_WORDS[scope] for scope in sorted(scopes)])


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
