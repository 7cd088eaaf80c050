"""The id of a finding: which question it is, and what was said that raised it.

The first half names the question (type and medicine), the second what each list says about it. So the
id stays while the evidence does, whatever else is on the record, whatever the entries are called, and
however often the same supply is told again; and a decision about one id is about that evidence only. The
person is part of the evidence where the entries name one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from medrecon.model import Evidence, Finding, PartialDate, WrittenDosage, make_evidence
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


def told(
    lines: Iterable[Line], fields: Iterable[str]
) -> tuple[tuple[Evidence, ...], tuple[str, ...]]:
    """What lines say in some of their fields: as evidence, and in the words that an id is made of.

    The same supply told again is no new evidence.
    """
    evidence: list[Evidence] = []
    orders: list[str] = []
    supplies: list[str] = []
    for line in lines:
        e, scope = line.n.entry, line.scope
        words = supplies if line.is_supply else orders
        for field in fields:
            value = getattr(e, field)
            kind = value.__class__
            if kind is not str:
                if kind in _WRITTEN:
                    value = value.text
                if value is None or value == ():
                    continue
                value = str(value)
            evidence.append(make_evidence(e.id, field, value))
            words.append(f"{scope}\x1e{field}\x1e{value}")
    return tuple(evidence), _ordered(orders, supplies)


_WRITTEN = frozenset((WrittenDosage, PartialDate))  # shown as their source wrote them


def _ordered(orders: Iterable[str], supplies: Iterable[str]) -> tuple[str, ...]:
    return (*sorted(orders), "", *(sorted(set(supplies)) if supplies else ()))


def id_of(
    kind: str, ingredients: tuple[str, ...], said: Iterable[str], lines: Iterable[Line]
) -> str:
    """The id of what is told of a medicine (`told`) by those lines."""
    return finding_id(kind, ingredients, (*said, *_person(lines)))


def named(finding: Finding, lines: Mapping[str, Line], target: Collection[str] = ()) -> Finding:
    """The finding with its id, from its evidence; the same supply told again is no new evidence.

    What is missing is missing in one list: the list that is judged (`target`: its scopes) is evidence of
    an omission, and the day of the last issue is not.
    """
    orders: list[str] = []
    supplies: list[str] = []
    missing = finding.type == MISSING
    told = {e.entry_id: lines[e.entry_id] for e in finding.evidence}
    for e in finding.evidence:
        line = told[e.entry_id]
        if missing and e.field in _SUPPLIED:
            continue
        words = supplies if line.is_supply else orders
        words.append(f"{line.scope}\x1e{e.field}\x1e{e.value}")
    said = _ordered(orders, supplies)
    if missing:
        said += _judged(lines.values(), target)
    return finding.having(id=id_of(finding.type, finding.ingredients, said, told.values()))


MISSING = "omission"


def _judged(lines: Iterable[Line], target: Collection[str]) -> tuple[str, ...]:
    """The systems and organisations whose list is judged; nothing where they do not say which they are."""
    sources = {x.n.entry.source for x in lines if x.current and x.scope in target}
    names = {f"{s.system or ''}\x1e{s.organisation or ''}" for s in sources}
    return ("", *sorted(names - {"\x1e"}))


def _person(lines: Iterable[Line]) -> tuple[str, ...]:
    """Whose finding it is, where the entries say so: two people never share a decision."""
    numbers, ids = set(), set()
    last = None
    for line in lines:
        who = line.n.entry.patient
        if who is None or who is last:
            continue
        last = who
        if who.nhs_number:
            numbers.add(_digits(who.nhs_number))
        if who.patient_id:
            ids.add(who.patient_id)
    return ("", *sorted(numbers or ids)) if numbers or ids else ()


def _digits(number: str) -> str:
    """An NHS number without the blanks and hyphens that people write in it."""
    return number if number.isalnum() else "".join(filter(str.isalnum, number))
