"""Is it meant to be current: stopped and given again, held and forgotten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from medrecon.rules.draft import Draft, name_of, where
from medrecon.treatment import Case, Line, Treatment
from medrecon.treatment.days import first
from medrecon.treatment.decide import ends, explained, is_change, restarted


def discontinued_represcribed(case: Case) -> Iterator[Draft]:
    """Stopped with a date or a reason, and ordered, issued or dispensed again with no decision."""
    for t in case.treatments:
        for end in ends(t.lines)[:1]:
            again = tuple(line for line in t.lines if _again(case, line, end))
            if end.state.state != "stopped" or not again or not _a_decision(end):
                continue
            if _gone_on(case, t, end):
                continue
            day = end.state.since
            harm = _says(case, end, "harm")
            yield Draft(
                "discontinued_represcribed",
                t.ingredients,
                (end, *again),
                f"{name_of([end]).capitalize()} was stopped{_on(day)} in {where([end])}"
                f"{_why(end)} and stands again in {where(again)}.",
                "Is it to be taken, and who decided so?",
                fields=(
                    "medication",
                    "status",
                    "stop_reason",
                    "end",
                    "stopped_on",
                    "start",
                    "last_issued",
                ),
                because=("harm",) if harm else (),
                intent="unintended-likely",
                confidence="high" if day is not None else "medium",
            )


def _a_decision(end: Line) -> bool:
    return end.state.since is not None or explained(end)


def _says(case: Case, line: Line, words: str) -> bool:
    e = line.n.entry
    text = " ".join(filter(None, (e.stop_reason, e.change_reason, e.note))).casefold()
    return any(w in text for w in case.policy.words[words])


def _again(case: Case, line: Line, end: Line) -> bool:
    """Whether a line is an order, issue or supply that came after a stop and is no new decision."""
    if line is end or line.state.state not in ("current", "unknown", "completed"):
        return False
    if line.n.entry.status in ("cancelled", "entered-in-error"):
        return False
    if is_change(line, end, case.policy) or restarted(line, end):
        return False
    day = end.state.since
    if day is None:
        return line.current and line.scope != end.scope and line.scope != "patient"
    slack = 0 if _says(case, end, "harm") or line.scope != "pmr" else case.policy.windows["lag_pmr"]
    if line.supplied is not None:
        return (line.supplied - day).days > slack
    begun = first(line.n.entry.start, line.n.entry.recorded)
    if line.scope == "inpatient":
        return line.current and (begun is None or begun > day)
    return begun is not None and begun > day and line.current


def _gone_on(case: Case, t: Treatment, end: Line) -> bool:
    """Whether the treatment lives on by a documented decision, or the stop was one line of several."""
    if end.state.since and (case.as_of - end.state.since).days > case.policy.windows["old_stop"]:
        return True
    return any(
        is_change(line, end, case.policy)
        or restarted(line, end)
        or line.n.entry.replaces == end.id
        or _parallel(line, end)
        for line in t.lines
        if line.current
    )


def _parallel(line: Line, end: Line) -> bool:
    """Another strength or form in the same list: the stop ended one line, not the treatment."""
    if line.scope != end.scope or line.is_supply:
        return False
    return line.n.product != end.n.product or line.n.as_needed != end.n.as_needed


def _on(day: dt.date | None) -> str:
    return f" on {day}" if day is not None else ""


def _why(end: Line) -> str:
    reason = end.n.entry.stop_reason or end.n.entry.change_reason
    return f" ({reason})" if reason else ""
