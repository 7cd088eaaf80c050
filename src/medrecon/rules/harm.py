"""Is a class-mate given of what was stopped for harm, or the same medicine in another product."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from medrecon.model import Severity
from medrecon.policy import ClassHarm
from medrecon.rules.cover import for_the_whole_body, of_one_route, reaches_the_body, sharing
from medrecon.rules.draft import Draft, name_of, where
from medrecon.rules.stops import on_day, why
from medrecon.treatment import Case, Line, Treatment
from medrecon.treatment.again import decided_again, says_again
from medrecon.treatment.days import first
from medrecon.treatment.harms import harmed, reasons, refuted, tells


def class_stopped_for_harm(case: Case) -> Iterator[Draft]:
    """One of a class was stopped for a harm that speaks against the class, and another is given."""
    for end, row in stopped_for_harm(case):
        for t in class_mates_of(case, end, row):
            lines = t.current("gp", "pmr", "specialist", "inpatient", "discharge")
            lines = tuple(x for x in lines if x.n.entry.course != "otc")
            if not lines or decided(case, t) or _long_since(case, lines, end):
                continue
            stopped = set(end.n.moieties) if row.type == "discontinued_represcribed" else set()
            stands = f"{name_of(lines)}, {_like(end, row)}, stands in {where(lines)}"
            names = {*t.ingredients, *stopped}
            yield _in_spite_of(end, lines, names, stands, row.type, row.severity)


def _like(end: Line, row: ClassHarm) -> str:
    return (
        "which does the same harm"
        if row.moieties.isdisjoint(end.n.moieties)
        else "of the same class"
    )


def same_medicine_after_harm(case: Case) -> Iterator[Draft]:
    """A medicine was stopped for harm, and stands again in a combination, by itself, or by another route."""
    for t in case.odd:
        for end in t.ended:
            harm = _harm_of(case, end) if harmed(end, case.policy, case.as_of) else None
            if harm is None or any(decided_again(x, case.policy) for x in t.current()):
                continue
            for other in sharing(case, t):
                lines = other.current()
                shared = harm.moieties & set(other.ingredients)
                if not shared or other.state.state != "current" or not lines:
                    continue
                if not (harm.allergic or _both_in_the_body(case, t, other)):
                    continue
                if decided(case, other) or _long_since(case, lines, end):
                    continue
                yield _given_again(end, other, lines, shared, harm)


@dataclass(frozen=True, slots=True)
class _Harm:
    """What a stop speaks against: medicines of its own that may have done the harm."""

    moieties: frozenset[str]
    allergic: bool
    severity: Severity


def _harm_of(case: Case, end: Line) -> _Harm:
    """Which of its medicines may have done the harm: those of a class known for it, else any of them."""
    text, mine = reasons(end), frozenset(end.n.moieties)
    rows = [
        r
        for r in case.policy.class_harms
        if r.moieties & mine and tells(text, r.words, case.policy)
    ]
    known = [r.moieties for r in rows]
    allergic = tells(text, case.policy.words["harm_of_any_part"], case.policy)
    allergic = allergic or any(r.type == "allergy_conflict" for r in rows)
    sure = len(mine) == 1 or allergic or bool(known)
    return _Harm(
        mine & frozenset().union(*known) if known else mine,
        allergic,
        "critical" if sure else "high",
    )


def _both_in_the_body(case: Case, a: Treatment, b: Treatment) -> bool:
    """Whether both reach the body, as far as their routes are known, or both the same place of it."""
    if of_one_route(case, a, b):
        return True
    return all(x.route_class is None or reaches_the_body(case, x) for x in (a, b))


def _given_again(
    end: Line, other: Treatment, lines: tuple[Line, ...], shared: frozenset[str], harm: _Harm
) -> Draft:
    names = {*other.ingredients} if harm.allergic else {*other.ingredients, *end.n.moieties}
    kind = "allergy_conflict" if harm.allergic else "discontinued_represcribed"
    held = " and ".join(sorted(shared))
    stands = f"{lines[0].n.entry.medication} in {where(lines)} has {held} in it"
    return _in_spite_of(end, lines, names, stands, kind, harm.severity)


def _in_spite_of(
    end: Line,
    lines: tuple[Line, ...],
    names: set[str],
    stands: str,
    kind: str,
    severity: Severity,
) -> Draft:
    """What a stop for harm speaks against is there, and nobody says that it was decided; `stands` says what is where."""
    return Draft(
        kind,
        tuple(sorted(names)),
        (end, *lines),
        f"{name_of([end]).capitalize()} was stopped{on_day(end.state.since)} in {where([end])}"
        f"{why(end)}; {stands}, and no decision about it is recorded.",
        "Is it meant, with the earlier harm in mind?",
        fields=("medication", "status", "stop_reason", "end", "start", "last_issued"),
        severity=severity,
        intent="unintended-likely",
    )


def stopped_for_harm(case: Case) -> Iterator[tuple[Line, ClassHarm]]:
    """The stops whose words name a harm of the medicine's class, with the row that says so."""
    for t in case.odd:
        rows = _rows_on(case, t) if t.ended else ()
        for end in t.ended if rows else ():
            text = reasons(end)
            for row in rows:
                if not tells(text, row.words, case.policy):
                    continue
                if row.type != "allergy_conflict" or not refuted(text, case.policy):
                    yield end, row


def _rows_on(case: Case, t: Treatment) -> tuple[ClassHarm, ...]:
    """The rows of the classes to which a medicine of the treatment belongs."""
    rows = case.policy.class_harms
    return tuple([row for row in rows if not row.by.isdisjoint(t.ingredients)])


def class_mates_of(case: Case, end: Line, row: ClassHarm) -> Iterator[Treatment]:
    """Current systemic treatments with another member of the class."""
    mine = set(end.n.moieties)
    places = sorted({i for m in row.moieties for i in case.by_moiety.get(m, ())})
    for t in (case.treatments[i] for i in places):
        if t.state.state != "current" or mine & set(t.ingredients):
            continue
        if for_the_whole_body(case, t):
            yield t


def decided(case: Case, t: Treatment) -> bool:
    """Whether any line says that it is given all the same; any other note or reason is no decision."""
    return any(
        says_again(text, case.policy)
        for x in t.current()
        for text in (x.n.entry.change_reason, x.n.entry.note)
    )


def _long_since(case: Case, lines: tuple[Line, ...], end: Line) -> bool:
    """Whether it was begun after the harm and has been taken for longer than an old stop is old."""
    begun = min((d for x in lines if (d := first(x.n.entry.start)) is not None), default=None)
    if begun is None or end.state.since is None or begun < end.state.since:
        return False
    return (case.as_of - begun) > dt.timedelta(days=case.policy.windows["old_stop"])
