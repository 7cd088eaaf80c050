"""Which statements of a GP2GP extract are one therapy line: only references decide, of one medicine."""

from __future__ import annotations

from dataclasses import dataclass, field

from medrecon.sources.v3.shape import attribute, kid
from medrecon.sources.v3.statements import AUTHORISE, DISCONTINUE, PRESCRIBE, Statement, Supply


@dataclass(slots=True)
class Therapy:
    """A therapy line: the statement that speaks for it, those folded under it, and what stopped it."""

    head: Statement
    folded: list[Statement] = field(default_factory=list)
    stops: list[Supply] = field(default_factory=list)

    @property
    def refs(self) -> list[str]:
        """The ids of every statement and of every act."""
        out: dict[str, None] = {}
        for statement in (self.head, *self.folded):
            out |= dict.fromkeys(statement.ids)
            for act in statement.supplies:
                out |= dict.fromkeys(act.ids)
        return list(out)


class _Index:
    """Which statement and act an id belongs to; an authorisation comes before all others."""

    def __init__(self, statements: list[Statement]) -> None:
        self.acts: dict[str, tuple[Statement, Supply]] = {}
        self.statements: dict[str, Statement] = {}
        for kind in (AUTHORISE, PRESCRIBE, DISCONTINUE):
            for statement in statements:
                for act in statement.acts(kind):
                    for own in act.ids:
                        self.acts.setdefault(own.lower(), (statement, act))
        for statement in statements:
            for own in statement.ids:
                self.statements.setdefault(own.lower(), statement)

    def find(self, ref: str) -> tuple[Statement, Supply | None] | None:
        """The statement that an id leads to, with the act where it names one."""
        if ref in self.acts:
            return self.acts[ref]
        found = self.statements.get(ref)
        return (found, None) if found is not None else None


def fold(statements: list[Statement]) -> list[Therapy]:
    """Therapy lines in message order; every statement is in exactly one."""
    index = _Index(statements)
    parent: dict[int, Statement] = {}
    missing: dict[str, list[Statement]] = {}
    for statement in statements:
        if statement.acts(AUTHORISE):
            continue
        refs = [r for s in statement.supplies for r in _links(s)]
        found = [f[0] for r in refs if (f := index.find(r)) and f[0] is not statement]
        if found and not _same_medicine(statement, found[0]):
            statement.place.problem(
                "inFulfillmentOf",
                "medicine-mismatch",
                "a reference to a line of the same medicine",
                "one to a line of another",
            )
        elif found:
            parent[id(statement)] = found[0]
        elif refs and statement.acts(PRESCRIBE):
            missing.setdefault(refs[0], []).append(statement)
    for group in missing.values():
        head = max(group, key=_day)
        for one in group:
            if one is not head and one.material == head.material:
                parent[id(one)] = head
    return _gathered(statements, parent, index)


def _same_medicine(a: Statement, b: Statement) -> bool:
    """Whether two statements may be of one medicine: the same words, or a code that both have."""
    names = [" ".join(s.material.text.casefold().split()) for s in (a, b)]
    codes = [{c.code for c in s.material.codings if c.code} for s in (a, b)]
    if any(not name and not held for name, held in zip(names, codes, strict=True)):
        return True
    return names[0] == names[1] or not codes[0].isdisjoint(codes[1])


def _links(supply: Supply) -> list[str]:
    return supply.links("reversalOf" if supply.kind == DISCONTINUE else "inFulfillmentOf")


def _day(statement: Statement) -> str:
    return attribute(kid(statement.element, "availabilityTime"), "value") or ""


def _gathered(
    statements: list[Statement], parent: dict[int, Statement], index: _Index
) -> list[Therapy]:
    tops = _tops(statements, parent)
    out = {id(s): Therapy(s) for s in statements if tops[id(s)] is s}
    for statement in statements:
        if tops[id(statement)] is not statement:
            out[id(tops[id(statement)])].folded.append(statement)
    for statement in statements:
        for act in statement.acts(DISCONTINUE):
            _stop(statement, act, out, tops, index)
    return list(out.values())


def _tops(statements: list[Statement], parent: dict[int, Statement]) -> dict[int, Statement]:
    """The statement that each leads to; of those that lead to each other, the first."""
    order = {id(s): n for n, s in enumerate(statements)}
    tops: dict[int, Statement] = {}
    for statement in statements:
        here, line, seen = statement, [], set()
        while id(here) in parent and id(here) not in tops and id(here) not in seen:
            seen.add(id(here))
            line.append(here)
            here = parent[id(here)]
        if id(here) in tops:
            top = tops[id(here)]
        elif id(here) in seen:
            top = min(line[line.index(here) :], key=lambda s: order[id(s)])
        else:
            top = here
        for one in (*line, here):
            tops.setdefault(id(one), top)
    return tops


def _stop(
    statement: Statement,
    act: Supply,
    out: dict[int, Therapy],
    tops: dict[int, Statement],
    index: _Index,
) -> None:
    """Apply a discontinuation to what it reverses: one issue, or the therapy as a whole."""
    found = [f for r in act.links("reversalOf") if (f := index.find(r)) is not None]
    if not found and act.links("reversalOf"):
        act.place.problem("reversalOf", "reference", "an act of this message", "another id")
    for target, what in found or [(statement, None)]:
        if what is not None and what.kind == PRESCRIBE:
            what.cancelled = True
        else:
            out[id(tops[id(target)])].stops.append(act)
