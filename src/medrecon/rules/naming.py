"""The id of a finding: which question it is, and what was said that raised it.

The first half names the question (type and medicine), the second what each list says about it. So the
id stays while the evidence does, whatever else is on the record, whatever the entries are called, and
however often the same supply is told again; and a decision about one id is about that evidence only. The
person is part of the evidence where the entries name one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from medrecon.model import Finding
from medrecon.treatment import Line, stable_id

HALF = 8
_SUPPLIED = ("last_issued", "last_administered")


def finding_id(kind: str, ingredients: Iterable[str], said: Iterable[str]) -> str:
    """`f-` and sixteen hexadecimal digits: eight for the question, eight for the evidence.

    >>> a, b = (
    ...     finding_id("omission", ["x"], ["gp 1 od"]),
    ...     finding_id("omission", ["x"], ["gp 2 od"]),
    ... )
    >>> a[:10] == b[:10], a == b
    (True, False)
    """
    question = _question(kind, tuple(ingredients))
    evidence = stable_id("f", question, *said)
    return question[: 2 + HALF] + evidence[2 : 2 + HALF]


@lru_cache(maxsize=4096)
def _question(kind: str, ingredients: tuple[str, ...]) -> str:
    return stable_id("f", kind, *ingredients)


def named(finding: Finding, lines: Mapping[str, Line], target: Collection[str] = ()) -> Finding:
    """The finding with its id; the same supply told again is no new evidence.

    What is missing is missing in one list: the list that is judged (`target`: its scopes) is evidence of
    an omission, and the day of the last issue is not.
    """
    orders: list[str] = []
    supplies: set[str] = set()
    missing = finding.type == "omission"
    told = {e.entry_id: lines[e.entry_id] for e in finding.evidence}
    for e in finding.evidence:
        line = told[e.entry_id]
        if missing and e.field in _SUPPLIED:
            continue
        words = f"{line.scope}\x1e{e.field}\x1e{e.value}"
        if line.is_supply:
            supplies.add(words)
        else:
            orders.append(words)
    said = [*sorted(orders), "", *sorted(supplies)]
    if missing:
        said += _judged(lines.values(), target)
    said += _person(told.values())
    return finding.having(id=finding_id(finding.type, finding.ingredients, said))


def _judged(lines: Iterable[Line], target: Collection[str]) -> list[str]:
    """The systems and organisations whose list is judged; nothing where they do not say which they are."""
    sources = {x.n.entry.source for x in lines if x.current and x.scope in target}
    names = {f"{s.system or ''}\x1e{s.organisation or ''}" for s in sources}
    return ["", *sorted(names - {"\x1e"})]


def _person(lines: Iterable[Line]) -> list[str]:
    """Whose finding it is, where the entries say so: two people never share a decision."""
    who = [w for x in lines if (w := x.n.entry.patient) is not None]
    written = {w.nhs_number for w in who if w.nhs_number}
    numbers = {"".join(filter(str.isalnum, number)) for number in written}
    ids = {w.patient_id for w in who if w.patient_id}
    return ["", *sorted(numbers or ids)] if numbers or ids else []
