"""Which lines of one list were said together, and which stand for what was said before.

A discharge letter, a clinic letter, a hospital's drug history, a chart or what a patient reports is whole: the
newest stands, and what an older one said of the same medicine is history (PRSB eDischarge Summary;
Nictiz MP9: a change supersedes). The lines of one statement add up, whenever each of them was begun.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence

from medrecon.model import Entry, PartialDate
from medrecon.policy import Policy
from medrecon.treatment.amounts import week_ratio
from medrecon.treatment.days import SUPPLY, first, has_an_end
from medrecon.treatment.regimen import UNSURE, roles
from medrecon.treatment.value import Line, LineState

_WHOLE = ("discharge", "history", "inpatient")
_EACH_STANDS = ("cycle", "supervised", "homecare")


def restated(
    stating: Sequence[Line], lines: Sequence[Line], policy: Policy
) -> dict[str, Line | None]:
    """By id, the line that stands for an older one; None where that cannot be told.

    `stating` are the current ones of `lines` that may be part of a whole statement.
    """
    groups: dict[Hashable, list[Line]] = defaultdict(list)
    for line in stating:
        if (key := _list(line)) is not None:
            groups[key].append(line)
    found: dict[str, Line | None] = {}
    for group in groups.values():
        if len(group) > 1:
            found.update(_of_list(group, lines, policy))
            left = [x for x in group if x.id not in found]
            if _course_beside(left, policy):
                found.update((x.id, None) for x in left)
    return found


def _course_beside(group: Sequence[Line], policy: Policy) -> bool:
    """Whether a course stands beside the usual dose: on top of it, or before it goes on, is not said."""
    return (
        len({has_an_end(x.n) for x in group if x.scope == "discharge"}) == 2
        and len({x.n.as_needed for x in group}) == 1
        and policy.on("burst", group[0].n.moieties)
    )


def _list(line: Line) -> Hashable:
    """The list, and the role in it, of which one statement stands; None where lines always add up."""
    e, n = line.n.entry, line.n
    if line.scope == "specialist":
        return (line.scope, e.source.system, e.source.organisation, n.as_needed, n.release)
    if line.scope == "patient" or (line.scope == "inpatient" and _ordered(e)):
        return (line.scope, n.as_needed, n.release)
    return (
        (line.scope,) if line.scope in ("discharge", "history") and e.kind not in SUPPLY else None
    )


def _of_list(
    group: Sequence[Line], lines: Sequence[Line], policy: Policy
) -> Iterable[tuple[str, Line | None]]:
    statements: dict[Hashable, list[Line]] = defaultdict(list)
    for line in group:
        statements[_statement(line)].append(line)
    if len(statements) < 2 and None not in statements:
        return ()
    told = [max(days) for said in statements.values() if (days := _days(said))]
    if len(told) == len(statements):
        last = max(told)
        newest = [x for said in statements.values() if last in _days(said) for x in said]
        older = [x for x in group if x not in newest and not _of_another_time(x, newest)]
        return [(x.id, newest[0]) for x in older]
    if group[0].scope == "specialist" or _may_be_two_letters(group):
        return _by_their_begin(group, lines, policy)
    return ()


def _may_be_two_letters(group: Sequence[Line]) -> bool:
    """Whether lines of discharge lists, none of which says that it goes on, are of one role."""
    continued = any(x.n.entry.change_status in ("continued", "unchanged") for x in group)
    one_role = len({(x.n.as_needed, x.n.release) for x in group}) == 1
    return group[0].scope == "discharge" and one_role and not continued


def _ordered(e: Entry) -> bool:
    return e.kind not in SUPPLY and e.course != "stat"


def _statement(line: Line) -> Hashable:
    """What was said in one piece: a chart, a message, or all that was recorded on one day."""
    source = line.n.entry.source
    if line.scope == "inpatient":
        return (source.system, source.organisation)
    return source.document or _day(line)


def _day(line: Line) -> dt.date | None:
    """The day on which it was said; None where the line tells only when it was begun."""
    e = line.n.entry
    left = e.extra.get("discharge_date")
    if isinstance(left, str) and (day := PartialDate.parse(left)) is not None:
        return day.first
    if line.scope == "inpatient" or e.kind in SUPPLY or e.course in _EACH_STANDS:
        return line.said
    if e.recorded is None and e.change_date is not None and line.scope not in _WHOLE:
        return e.change_date.first
    return e.recorded.first if e.recorded is not None else None


def _days(said: Iterable[Line]) -> list[dt.date]:
    return [day for x in said if (day := _day(x)) is not None]


def _of_another_time(line: Line, newest: Iterable[Line]) -> bool:
    """Whether a line is for another time of day than the newer ones: a part of the dose, not its past."""
    mine = line.n.timing.moments
    theirs = [x.n.timing.moments for x in newest]
    return line.scope not in _WHOLE and bool(mine) and all(m and not m & mine for m in theirs)


def _by_their_begin(
    group: Sequence[Line], lines: Sequence[Line], policy: Policy
) -> Iterable[tuple[str, Line | None]]:
    """Where only the begin of each line is known: parts begun together, else what another list has.

    A begin is no day of a letter: 25 micrograms may have come to 100, or stand in their place.
    """
    begun = {day for x in group if (day := first(x.n.entry.start)) is not None}
    if len(begun) < 2 or (max(begun) - min(begun)).days <= policy.windows["change_pair"]:
        return ()
    newest = [x for x in group if first(x.n.entry.start) == max(begun)]
    older = [
        x for x in group if x.n.entry.start and x not in newest and not _of_another_time(x, newest)
    ]
    changed = any(x.n.entry.change_status == "changed" for x in newest)
    known = all(x.n.states_dose and not x.n.as_needed for x in group)
    if changed or not known or all(week_ratio([x], newest) == 1 for x in older):
        return [(x.id, newest[0]) for x in older]
    others = _lines_elsewhere(group[0].scope, lines)
    if any(week_ratio([*newest, *older], x) == 1 for x in others):
        return ()
    stands = newest[0] if any(week_ratio(newest, x) == 1 for x in others) else None
    return [(x.id, stands) for x in (older if stands else [*older, *newest])]


def _lines_elsewhere(scope: str, lines: Iterable[Line]) -> list[tuple[Line, ...]]:
    """The regular lines of each other list, without copies."""
    lists: dict[str, list[Line]] = defaultdict(list)
    for x in lines:
        if x.scope != scope and x.current and not x.n.as_needed:
            lists[x.scope].append(x)
    return [role.counted for found in lists.values() for role in roles(found)]


def left_open(line: Line) -> Line:
    """The line, current as far as anybody knows, with what cannot be told as its reason."""
    return line.having(LineState("current", UNSURE, "low", line.state.since))
