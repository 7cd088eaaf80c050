"""Is a class-mate given of what was stopped for harm."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from medrecon.policy import ClassHarm
from medrecon.rules.draft import Draft, name_of, where
from medrecon.rules.stops import on_day, why
from medrecon.treatment import Case, Line, Treatment
from medrecon.treatment.days import first
from medrecon.treatment.harms import named, reasons


def class_stopped_for_harm(case: Case) -> Iterator[Draft]:
    """One of a class was stopped for a harm that speaks against the class, and another is given."""
    for end, row in stopped_for_harm(case):
        for t in class_mates_of(case, end, row):
            lines = t.current("gp", "pmr", "specialist", "inpatient", "discharge")
            lines = tuple(x for x in lines if x.n.entry.course != "otc")
            if not lines or decided(t) or _long_since(case, lines, end):
                continue
            stopped = set(end.n.moieties) if row.type == "discontinued_represcribed" else set()
            yield Draft(
                row.type,
                tuple(sorted({*t.ingredients, *stopped})),
                (end, *lines),
                f"{name_of([end]).capitalize()} was stopped{on_day(end.state.since)} in "
                f"{where([end])}{why(end)}; {name_of(lines)}, of the same class, stands in "
                f"{where(lines)}, and no decision about it is recorded.",
                "Is it meant, with the earlier harm in mind?",
                fields=("medication", "status", "stop_reason", "end", "start", "last_issued"),
                severity=row.severity,
                intent="unintended-likely",
            )


def stopped_for_harm(case: Case) -> Iterator[tuple[Line, ClassHarm]]:
    """The stops whose words name a harm of the medicine's class, with the row that says so."""
    for t in case.odd:
        rows = _rows_on(case, t) if t.ended else ()
        for end in t.ended if rows else ():
            text = reasons(end)
            for row in rows:
                if any(named(text, row.words, case.policy)):
                    yield end, row


def _rows_on(case: Case, t: Treatment) -> tuple[ClassHarm, ...]:
    """The rows of the classes to which a medicine of the treatment belongs."""
    rows = case.policy.class_harms
    return tuple([row for row in rows if not row.moieties.isdisjoint(t.ingredients)])


def class_mates_of(case: Case, end: Line, row: ClassHarm) -> Iterator[Treatment]:
    """Current systemic treatments with another member of the class."""
    mine = set(end.n.moieties)
    places = sorted({i for m in row.moieties for i in case.by_moiety.get(m, ())})
    for t in (case.treatments[i] for i in places):
        systemic = t.route_class in case.policy.systemic
        if systemic and t.state.state == "current" and not mine & set(t.ingredients):
            yield t


def decided(t: Treatment) -> bool:
    """Whether any line says why it was begun all the same."""
    return any(x.n.entry.change_reason or x.n.entry.note for x in t.current())


def _long_since(case: Case, lines: tuple[Line, ...], end: Line) -> bool:
    """Whether it was begun after the harm and has been taken for longer than an old stop is old."""
    begun = min((d for x in lines if (d := first(x.n.entry.start)) is not None), default=None)
    if begun is None or end.state.since is None or begun < end.state.since:
        return False
    return (case.as_of - begun) > dt.timedelta(days=case.policy.windows["old_stop"])
