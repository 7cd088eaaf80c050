"""The id of a finding: which question it is, and what was said that raised it.

The first half names the question (type and medicine), the second what each list says about it. So the
id stays while the evidence does, whatever else is on the record, whatever the entries are called, and
however often the same supply is told again; and a decision about one id is about that evidence only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from medrecon.model import Finding
from medrecon.treatment import Line, stable_id

HALF = 8


def finding_id(kind: str, ingredients: Iterable[str], said: Iterable[str]) -> str:
    """`f-` and sixteen hexadecimal digits: eight for the question, eight for the evidence.

    >>> a, b = (
    ...     finding_id("omission", ["x"], ["gp 1 od"]),
    ...     finding_id("omission", ["x"], ["gp 2 od"]),
    ... )
    >>> a[:10] == b[:10], a == b
    (True, False)
    """
    question = stable_id("f", kind, *ingredients)
    evidence = stable_id("f", question, *said)
    return question[: 2 + HALF] + evidence[2 : 2 + HALF]


def named(finding: Finding, lines: Mapping[str, Line]) -> Finding:
    """The finding with its id; the same supply told again is no new evidence."""
    orders: list[str] = []
    supplies: set[str] = set()
    for e in finding.evidence:
        line = lines[e.entry_id]
        words = f"{line.scope}\x1e{e.field}\x1e{e.value}"
        if line.is_supply:
            supplies.add(words)
        else:
            orders.append(words)
    said = [*sorted(orders), "", *sorted(supplies)]
    return finding.having(id=finding_id(finding.type, finding.ingredients, said))
