"""How an answer is held against a vignette: in words, one sentence a fault."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from vignette_files import Vignette

from medrecon.model import SEVERITIES, Answer, DailyDose, Finding, ReconciledMedication
from medrecon.units import convert, fold_unit

Wanted = dict[str, object]


def faults(vignette: Vignette, answer: Answer) -> list[str]:
    """Everything in the answer that a pharmacist would not have said, or would have missed."""
    return [*_finding_faults(vignette, answer.findings), *_list_faults(vignette, answer)]


def pair(expected: Sequence[dict], found: Sequence[Finding]) -> dict[int, int]:
    """Index of expected -> index of found: one to one, as many as can be, equal types before accepted."""
    equal = [[j for j, f in enumerate(found) if _meets(e, f)] for e in expected]
    accepted = [
        [j for j, f in enumerate(found) if _meets(e, f, *e.get("accept_types", ()))]
        for e in expected
    ]
    taken: dict[int, int] = {}

    def place(i: int, choices: list[list[int]], tried: set[int]) -> bool:
        for j in choices[i]:
            if j not in tried:
                tried.add(j)
                if j not in taken or place(taken[j], choices, tried):
                    taken[j] = i
                    return True
        return False

    for choices in (equal, [a + b for a, b in zip(equal, accepted, strict=True)]):
        for i in range(len(expected)):
            if i not in taken.values():
                place(i, choices, set())
    return {i: j for j, i in taken.items()}


def _meets(wanted: dict, finding: Finding, *types: str) -> bool:
    """Same type (or one of `types`), a shared medicine, and not whispered when it matters."""
    audible = finding.severity != "low" or wanted.get("severity", "low") == "low"
    return finding.type in (types or (wanted["type"],)) and _shares(wanted, finding) and audible


def _shares(wanted: dict, finding: Finding) -> bool:
    return "*" in wanted["ingredients"] or bool(
        set(wanted["ingredients"]) & set(finding.ingredients)
    )


def _says(finding: Finding) -> str:
    return (
        f"{finding.severity} {finding.type} on {', '.join(finding.ingredients)}: {finding.message}"
    )


def _finding_faults(v: Vignette, found: Sequence[Finding]) -> list[str]:
    pairs = pair(v.findings, found)
    out = []
    for i, e in enumerate(v.findings):
        what = f"{e['severity']} {e['type']} on {', '.join(e['ingredients'])}"
        if i not in pairs:
            out.append(f"missed: {what}")
        elif _steps(e["severity"], found[pairs[i]].severity) > 1:
            out.append(f"severity: {what} was called {found[pairs[i]].severity}")
    for j, f in enumerate(found):
        if j in pairs.values() or f.severity == "low":
            continue
        repeats = any(
            _meets(e, f) or _meets(e, f, *e.get("accept_types", ()))
            for i, e in enumerate(v.findings)
            if i in pairs
        )
        if any(_meets(m, f) for m in v.must_not_flag):
            out.append(f"must not be said: {_says(f)}")
        elif not repeats and not any(_meets(a, f) for a in v.also_acceptable):
            out.append(f"false: {_says(f)}")
    return out


def _steps(a: str, b: str) -> int:
    return abs(SEVERITIES.index(a) - SEVERITIES.index(b))


def _list_faults(v: Vignette, answer: Answer) -> list[str]:
    current = [m for m in answer.medications if m.state == "current"]
    got = {i for m in current for i in m.ingredients}
    wanted = {i for c in v.current for i in c["ingredients"]}
    not_current = {*v.on_hold, *v.stopped} - wanted
    out = []
    if wanted - got:
        out.append(f"not on the current list: {', '.join(sorted(wanted - got))}")
    if not_current & got:
        out.append(f"shown as current: {', '.join(sorted(not_current & got))}")
    if extra := got - wanted - not_current - set(v.undecided):
        out.append(f"current, not expected: {', '.join(sorted(extra))}")
    noticed = {i for f in answer.findings for i in f.ingredients}
    if "*" not in noticed and (silent := (set(v.undecided) & got) - noticed - wanted):
        out.append(f"undecided, shown as current without a word: {', '.join(sorted(silent))}")
    return out + [fault for c in v.current for fault in _dose_fault(c, current)]


def _dose_fault(wanted: dict, current: Sequence[ReconciledMedication]) -> list[str]:
    """A daily dose may be left out, or stand on one line or on several that add up; never be wrong."""
    if "daily_dose" not in wanted:
        return []
    value, unit = wanted["daily_dose"].split(" ", 1)
    target = (Decimal(value), fold_unit(unit) or unit)
    mine = [m for m in current if set(m.ingredients) == set(wanted["ingredients"])]
    amounts = [a for m in mine if m.daily_dose and (a := _amount(m.daily_dose, target[1]))]
    if not amounts:
        return [f"no daily dose: {', '.join(wanted['ingredients'])}, {wanted['daily_dose']}"]
    if target[0] in (*amounts, sum(amounts)):
        return []
    said = ", ".join(str(m.daily_dose) for m in mine)
    return [f"daily dose: {', '.join(wanted['ingredients'])} {said}, not {wanted['daily_dose']}"]


def _amount(dose: DailyDose, unit: str) -> Decimal | None:
    same = convert(dose.value, fold_unit(dose.unit) or dose.unit, unit)
    return dose.value if dose.unit == unit else same
