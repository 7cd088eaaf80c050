"""Is something stopped, and given again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from medrecon.rules.draft import Draft, name_of, where
from medrecon.rules.line_end import for_want_of_need, of_the_line
from medrecon.treatment import Case, Line, Treatment, documented
from medrecon.treatment.again import decided_again, of_the_supply, says_again
from medrecon.treatment.days import first
from medrecon.treatment.decide import begun_after, is_change, restarted
from medrecon.treatment.harms import harmed, lived_with
from medrecon.treatment.order_end import goes_on_as


def discontinued_represcribed(case: Case) -> Iterator[Draft]:
    """Stopped with a date or a reason, and ordered, issued or dispensed again with no decision."""
    for t in case.odd:
        for end in t.ended[:1]:
            if end.state.state != "stopped" or not a_decision(end):
                continue
            harm = harmed(end, case.policy, case.as_of)
            again = tuple(line for line in t.lines if _again(case, t, line, end, harm))
            if not again or _goneon_day(case, t, end, harm):
                continue
            day = end.state.since
            yield Draft(
                "discontinued_represcribed",
                t.ingredients,
                (end, *again),
                f"{name_of([end]).capitalize()} was stopped{on_day(day)} in {where([end])}"
                f"{why(end)} and stands again in {where(again)}.",
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


def a_decision(end: Line) -> bool:
    """Whether a stop carries a date or a reason."""
    e = end.n.entry
    return bool(end.state.since is not None or e.stop_reason or e.change_reason)


def _again(case: Case, t: Treatment, line: Line, end: Line, harm: bool) -> bool:
    """Whether a line is an order, issue or supply that came after a stop and is no new decision.

    `harm` says that the stop tells of one.
    """
    if line is end or line.state.state not in ("current", "unknown", "completed"):
        return False
    if line.n.entry.status in ("cancelled", "entered-in-error"):
        return False
    day = end.state.since
    if day is None and end.scope in ("discharge", "inpatient"):
        day = case.discharged or case.as_of
    if line.scope == "discharge" and end.scope != "discharge":
        old = case.event == "discharge" and line.n.entry.status == "active"
        return (line.current or old) and _listed_again(case, t, line, end, day, harm)
    if is_change(line, end, case.policy) or restarted(line, end, case.policy):
        return False
    if goes_on_as(line, end, case.policy):
        return False
    if day is None:
        return line.current and line.scope != end.scope and line.scope != "patient"
    slack = 0 if harm or line.scope != "pmr" else case.policy.windows["lag_pmr"]
    if line.supplied is not None:
        return (line.supplied - day).days > slack
    begun = first(line.n.entry.start, line.n.entry.recorded)
    if line.scope == "inpatient":
        return line.current and (begun is None or begun > day)
    if line.n.entry.change_status == "continued" and not harm:
        return False
    if begun is None and harm and line.scope == "gp" and end.scope != "gp":
        return line.current and (case.as_of - day).days > case.policy.windows["lag_gp"]
    return begun is not None and begun > day and line.current


def _listed_again(
    case: Case, t: Treatment, line: Line, end: Line, day: dt.date | None, harm: bool
) -> bool:
    """Whether the discharge list has what was stopped before, and nobody says why.

    At a discharge the list is as young as the discharge, whatever the date of a line. An order that
    ended on the ward without a reason, or for one of the chart, was not stopped for good.
    """
    e = end.n.entry
    reasoned = bool(e.stop_reason or e.change_reason)
    if decided_again(line, case.policy):
        return False
    if end.scope == "inpatient" and not harm and (not reasoned or of_the_line(case, t, end)):
        return False
    begun = first(line.n.entry.start, line.n.entry.recorded)
    listed = case.discharged if case.event == "discharge" else None
    newest = max((d for d in (begun, listed) if d is not None), default=None)
    same_stay = end.scope == "inpatient" and case.event == "discharge"
    if day is not None and not same_stay and (newest is None or newest < day):
        return False
    if day is None and end.scope == "gp" and newest is not None and not harm:
        return False
    later = begun is not None and day is not None and begun > day
    note = line.n.entry.note
    noted = note and not of_the_supply(note, case.policy)
    return harm or not (documented(line) or noted or (later and line.n.entry.indication))


def _goneon_day(case: Case, t: Treatment, end: Line, harm: bool) -> bool:
    """Whether the treatment lives on by a documented decision, or the stop was one line of several."""
    live = t.current()
    used_to = not harm or any(lived_with(x, end, case.policy, case.as_of) for x in live)
    if used_to and _old(case, end):
        return True
    return any(
        is_change(line, end, case.policy)
        or (restarted(line, end, case.policy) and not _again(case, t, line, end, harm))
        or line.n.entry.replaces == end.id
        or (_parallel(line, end) and not (harm and begun_after(line, end)))
        for line in live
    )


def _old(case: Case, end: Line) -> bool:
    """Whether a stop is so long past that a later order needs no word about it, harm apart."""
    day = end.state.since
    return day is not None and (case.as_of - day).days > case.policy.windows["old_stop"]


def _parallel(line: Line, end: Line) -> bool:
    """Another strength or form in the same list: the stop ended one line, not the treatment."""
    if line.scope != end.scope or line.is_supply:
        return False
    return line.n.as_needed != end.n.as_needed or not line.of_one_product(end)


def on_day(day: dt.date | None) -> str:
    """A day for a message, nothing where it is not recorded."""
    return f" on {day}" if day is not None else ""


def why(end: Line) -> str:
    """The reason of a stop for a message, nothing where none is given."""
    reason = end.n.entry.stop_reason or end.n.entry.change_reason
    return f" ({reason})" if reason else ""


def restarted_undocumented(case: Case) -> Iterator[Draft]:
    """A deliberate new order after a stop, or after a stop long past, and no reason given."""
    for t in case.odd:
        for end in t.ended[:1]:
            day = end.state.since
            if day is None:
                continue
            if end.state.state == "on_hold":
                yield from _given_while_held(case, t, end, day)
                continue
            if of_the_line(case, t, end) and t.current(end.scope):
                continue
            old = _old(case, end)
            against = _against_the_medicine(case, t, end)
            lines = tuple(
                x
                for x in t.lines
                if x.current
                and x is not end
                and x.scope not in ("patient", "pmr")
                and x.n.entry.replaces != end.id
                and not is_change(x, end, case.policy)
                and not (_parallel(x, end) and (x.said is None or x.said <= day))
                and (restarted(x, end, case.policy) or (old and not _before(x, day)))
                and not _reasoned(case, x, against)
            )
            if lines:
                yield Draft(
                    "restarted_undocumented",
                    t.ingredients,
                    (end, *lines),
                    f"{name_of([end]).capitalize()} was stopped on {day}{why(end)} "
                    f"and started again in {where(lines)}; no reason is recorded.",
                    "Why was it started again?",
                    fields=("medication", "status", "stop_reason", "end", "start", "change_status"),
                    intent="undocumented",
                )


def _given_while_held(case: Case, t: Treatment, hold: Line, day: dt.date) -> Iterator[Draft]:
    """Issued or dispensed well into a hold, and nobody wrote that it was restarted."""
    lag = case.policy.windows["lag_gp"]
    lines = tuple(
        x
        for x in t.current("gp", "pmr")
        if x.supplied is not None and (x.supplied - day).days > lag and not _reasoned(case, x)
    )
    if lines and not any(_reasoned(case, x) and restarted(x, hold, case.policy) for x in t.lines):
        yield Draft(
            "restarted_undocumented",
            t.ingredients,
            (hold, *lines),
            f"{name_of([hold]).capitalize()} was put on hold on {day}{why(hold)} "
            f"and has been supplied since in {where(lines)}; no decision to restart is recorded.",
            "Was it meant to be restarted?",
            fields=("medication", "status", "stop_reason", "change_date", "start", "last_issued"),
            intent="undocumented",
        )


def _before(line: Line, day: dt.date) -> bool:
    """Whether a line is known to be from before a day and has not been supplied since."""
    newest = max((d for d in (line.said, line.supplied) if d is not None), default=None)
    return newest is not None and newest <= day


def _against_the_medicine(case: Case, t: Treatment, end: Line) -> bool:
    """Whether a stop of the last year gives a reason that what the medicine is for does not answer.

    A stop for want of need, or one of a line, or on a chart that is still being written, is no such.
    """
    if not (end.n.entry.stop_reason or end.n.entry.change_reason) or end.scope == "inpatient":
        return False
    need = for_want_of_need(end, case.policy)
    return not (need or _old(case, end) or of_the_line(case, t, end))


def _reasoned(case: Case, line: Line, against: bool = False) -> bool:
    """Whether a line says why it is given; what it is for is no answer to a stop `against` the medicine."""
    e = line.n.entry
    return bool(
        e.change_reason
        or (e.indication and not against)
        or (e.change_status == "restarted" and e.note)
        or says_again(e.note, case.policy)
    )
