"""Ask every rule, fold what is one problem into one finding, and order the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from pydantic_core import to_json

from medrecon.model import SEVERITIES, Finding
from medrecon.policy import Policy
from medrecon.rules.draft import Rule, finish
from medrecon.rules.facts import Fact, facts
from medrecon.rules.naming import named
from medrecon.rules.registry import RULES
from medrecon.treatment import Case, stable_id


def judge(case: Case) -> tuple[Finding, ...]:
    """The findings of one patient, gravest first, in a fixed order."""
    asked = rules_for(facts(case))
    found = [finish(draft, rule, case) for rule in asked for draft in rule.judge(case)]
    if "wrong_patient" in [f.type for f in found]:
        found = [f for f in found if f.type == "wrong_patient"]
    left = swallow(merge(found), case.policy)
    if "" in [f.id for f in left]:
        lines = {line.id: line for t in case.treatments for line in t.lines}
        left = [f if f.id else named(f, lines, case.target) for f in left]
    return order(left)


@lru_cache(maxsize=4096)
def rules_for(has: frozenset[Fact]) -> tuple[Rule, ...]:
    """The rules that could speak of a case with these facts, in their order."""
    return tuple(rule for rule in RULES if not has.isdisjoint(rule.needs))


def order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Gravest first, then by type, medicine and id."""
    return tuple(
        sorted(findings, key=lambda f: (-SEVERITIES.index(f.severity), f.type, f.ingredients, f.id))
    )


def merge(findings: Iterable[Finding]) -> list[Finding]:
    """One finding for one type and medicine, with the evidence of all; of several its id is still to come."""
    groups: dict[tuple[str, tuple[str, ...]], list[Finding]] = {}
    for f in findings:
        groups.setdefault((f.type, f.ingredients), []).append(f)
    return [_merged(group) for group in groups.values()]


def _evidence_id(f: Finding) -> str:
    """An order of findings of one type and medicine that does not depend on who spoke first."""
    told = (e.entry_id + e.field for e in f.evidence)
    return stable_id("f", f.type, "|".join(f.ingredients), *told)


def _merged(group: list[Finding]) -> Finding:
    if len(group) == 1:
        return group[0]
    first = min(group, key=lambda f: (-SEVERITIES.index(f.severity), _evidence_id(f)))
    evidence = tuple(sorted({e for f in group for e in f.evidence}, key=to_json))
    return first.having(
        id="",
        sources=tuple(sorted({s for f in group for s in f.sources})),
        entry_ids=tuple(sorted({i for f in group for i in f.entry_ids})),
        evidence=evidence,
    )


def swallow(findings: list[Finding], policy: Policy) -> list[Finding]:
    """Leave out what another finding on the same medicine already explains.

    One of two medicines twice explains nothing of a third: a finding of the duplication family hides
    only what names no other medicine than it does.
    """
    by_moiety: dict[str, list[Finding]] = {}
    for f in findings:
        if f.type in policy.swallows:
            for m in f.ingredients:
                by_moiety.setdefault(m, []).append(f)
    return [f for f in findings if not _explained(f, by_moiety, policy)] if by_moiety else findings


def _explained(f: Finding, by_moiety: Mapping[str, list[Finding]], policy: Policy) -> bool:
    """Whether any finding on one of its medicines names the problem that it is a symptom of."""
    for m in f.ingredients:
        for g in by_moiety.get(m, ()):
            if _explains(g, f, policy):
                return True
    return False


def _explains(g: Finding, f: Finding, policy: Policy) -> bool:
    """Whether `f` is a symptom of the problem that `g` names; what is of little weight hides no danger."""
    named = policy.swallows[g.type]
    if f.type not in named and f.rule not in named:
        return False
    if g.severity == "low" and f.severity in ("high", "critical"):
        return False
    return not g.type.startswith("duplicate_") or set(f.ingredients) <= set(g.ingredients)
