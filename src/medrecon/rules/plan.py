"""Was what was planned done: holds reviewed, titrations and tapers taken up, courses ended."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from medrecon.rules.draft import Draft, name_of, said, where
from medrecon.treatment import Case, Line, Treatment
from medrecon.treatment.compare import compare
from medrecon.treatment.days import add_days, course_days, first, stop_day
from medrecon.treatment.decide import ends
from medrecon.treatment.steps import step_amount

_SPAN = re.compile(
    r"\b(?:in|for|after|within)?\s*(\d{1,3}|one|two|three|four|six)\s*(?:-|to)?\s*"
    r"(hours?|hrs?|h|days?|d|weeks?|wks?|months?|/7|/52|/12)\b"
)
_NUMBER = {"one": 1, "two": 2, "three": 3, "four": 4, "six": 6}
_DAYS = {"h": 1 / 24, "d": 1.0, "w": 7.0, "m": 30.0, "/7": 1.0, "/52": 7.0, "/12": 30.0}


def on_hold_not_restarted(case: Case) -> Iterator[Draft]:
    """A hold past its review, or left behind by the end of the stay, and nobody decided."""
    for t in case.odd:
        if t.state.state != "on_hold":
            continue
        held = [x for x in ends(t.lines) if x.state.state == "on_hold"]
        if not held or _given_since(case, t, held[0]):
            continue
        hold = held[0]
        due = review_day(hold)
        why = None
        if due is not None and due < case.as_of:
            why = f"its review was due on {due}"
        elif _left_behind(case, t, hold):
            why = "the discharge list does not say what becomes of it"
        elif due is None and hold.scope != "inpatient" and hold.state.since is not None:
            limit = add_days(hold.state.since, case.policy.windows["hold_without_review"])
            why = (
                f"nothing has been decided since {hold.state.since}" if limit < case.as_of else None
            )
        if why is None:
            continue
        yield Draft(
            "on_hold_not_restarted",
            t.ingredients,
            (hold, *(x for x in t.lines if x.scope in ("gp", "discharge"))),
            f"{name_of([hold]).capitalize()} was put on hold in {where([hold])}"
            f" ({hold.n.entry.stop_reason or hold.n.entry.change_reason or 'no reason'}); {why}.",
            "Restart, or stop?",
            fields=(
                "medication",
                "status",
                "stop_reason",
                "review_date",
                "change_date",
                "last_issued",
            ),
            intent="unintended-likely",
            confidence="high",
        )


def _given_since(case: Case, t: Treatment, hold: Line) -> bool:
    day, lag = hold.state.since, case.policy.windows["lag_gp"]
    return day is not None and any(
        x.supplied is not None and (x.supplied - day).days > lag for x in t.current("gp", "pmr")
    )


def review_day(hold: Line) -> dt.date | None:
    """When a hold was to be looked at again: as recorded, else as its words say."""
    e = hold.n.entry
    stated = first(e.review_date, e.revert_at)
    if stated is not None or hold.state.since is None:
        return stated
    text = " ".join(filter(None, (e.stop_reason, e.change_reason, e.note, hold.n.dosage.text)))
    found = _SPAN.search(text.casefold())
    if found is None:
        return None
    number = _NUMBER.get(found[1]) or int(found[1])
    unit = found[2] if found[2].startswith("/") else found[2][0]
    return add_days(hold.state.since, max(1, round(number * _DAYS[unit])))


def _left_behind(case: Case, t: Treatment, hold: Line) -> bool:
    return (
        case.event == "discharge"
        and "discharge" in case.asked
        and hold.scope == "inpatient"
        and not t.of("discharge")
    )


def planned_change_not_actioned(case: Case) -> Iterator[Draft]:
    """A dated plan whose day has passed, and the record that should hold it does not."""
    for t in case.odd:
        if t.state.state == "on_hold":
            continue
        gp = t.current("gp")
        for plan in t.lines:
            if not _is_plan(case, plan) or not _newer(plan, gp):
                continue
            if plan.state.state == "stopped":
                open_lines = gp if not any(_supplied_after(x, plan) for x in t.lines) else ()
            else:
                open_lines = _differing(case, plan, t, gp)
            if open_lines or (plan.current and not t.of("gp") and _asks_gp(case, plan)):
                yield _not_done(t, plan, tuple(open_lines))
        yield from _overrun_change(case, t)
        yield from _taper(case, t)


def _is_plan(case: Case, x: Line) -> bool:
    e, lag = x.n.entry, case.policy.windows["lag_gp"]
    day = first(e.change_date, e.start, e.stopped_on, e.recorded) or x.state.since or x.said
    if x.scope == "discharge" and e.change_status in ("changed", "stopped"):
        day = day or case.discharged
    elif (
        x.scope != "specialist"
        or e.course in ("homecare", "supervised", "cycle")
        or not (
            e.change_status in ("changed", "started", "stopped", "restarted")
            or e.action_by == "gp"
            or e.kind == "plan"
        )
    ):
        return False
    if e.change_status == "continued" or "gp" not in case.asked:
        return False
    return day is not None and (case.as_of - day).days > lag


def _asks_gp(case: Case, plan: Line) -> bool:
    return plan.scope == "specialist" and plan.n.entry.action_by == "gp" and "gp" in case.asked


def _newer(plan: Line, gp: Sequence[Line]) -> bool:
    """Whether the GP has not decided anything since the plan."""
    day = plan.said or plan.state.since
    return day is None or not any(x.said is not None and x.said > day for x in gp)


def _supplied_after(x: Line, plan: Line) -> bool:
    day = plan.state.since
    return bool(day and x is not plan and x.supplied is not None and x.supplied > day)


def _differing(case: Case, plan: Line, t: Treatment, gp: Sequence[Line]) -> tuple[Line, ...]:
    if not gp:
        return ()
    asked = tuple(x for x in t.current(plan.scope) if _is_plan(case, x))
    kinds = {"amount", "frequency", "weekly", "as_needed", "release"}
    found = [d for d in compare(tuple(gp), asked, case.policy) if d.kind in kinds]
    return tuple(x for d in found for x in d.a)


def _not_done(t: Treatment, plan: Line, others: tuple[Line, ...]) -> Draft:
    kept = (
        f"{where(others)} still has {said(others)}" if others else "the GP record does not have it"
    )
    return Draft(
        "planned_change_not_actioned",
        t.ingredients,
        (plan, *others, *(x for x in t.current("pmr", "inpatient") if others)),
        f"{name_of([plan]).capitalize()}: {where([plan])} asked for {said([plan])}"
        f"{_dated(plan)}; {kept}.",
        "Was the change to be made, and has it been?",
        fields=("medication", "dosage", "change_status", "change_date", "action_by", "start"),
        intent="unintended-likely",
    )


def _dated(plan: Line) -> str:
    day = plan.said or plan.state.since
    return f" on {day}" if day is not None else ""


def _overrun_change(case: Case, t: Treatment) -> Iterator[Draft]:
    """A temporary change whose day to go back has passed."""
    for x in t.current():
        day = first(x.n.entry.revert_at)
        if day is None or day >= case.as_of:
            continue
        yield Draft(
            "planned_change_not_actioned",
            t.ingredients,
            (x,),
            f"{name_of([x]).capitalize()}: {said([x])} was to go back on {day} and still stands in {where([x])}.",
            "Is the earlier dose to be resumed?",
            fields=("medication", "dosage", "revert_at", "change_status"),
            intent="unintended-likely",
        )


def _taper(case: Case, t: Treatment) -> Iterator[Draft]:
    """A reducing course: what stands elsewhere is an earlier step."""
    for plan in t.lines:
        step = step_amount(plan.n, case.as_of)
        if step is None or plan.state.state in ("stopped", "on_hold"):
            continue
        behind = tuple(
            x
            for x in t.current("gp", "pmr", "inpatient", "discharge")
            if x is not plan
            and x.scope != plan.scope
            and x.n.timing.steps == 1
            and x.n.daily is not None
            and (step == 0 or x.n.daily.low > step)
        )
        if behind:
            yield _not_done(t, plan, behind)


def acute_overrun(case: Case) -> Iterator[Draft]:
    """A course that went past its planned end, or one short course after another."""
    for t in case.odd:
        serial = _serial(case, t)
        if serial:
            yield _overrun(t, serial, f"{len(serial)} short courses in three months", ("serial",))
            continue
        for course in t.lines:
            end = _planned_end(course)
            if end is None or end >= case.as_of:
                continue
            after = tuple(
                x
                for x in t.lines
                if _past(x, course, end, case) and not _another_course(t, x, course)
            )
            if after:
                yield _overrun(t, (course, *after), f"the course was to end on {end}", ())
                break


def _serial(case: Case, t: Treatment) -> tuple[Line, ...]:
    window, least = case.policy.windows["serial_window"], int(case.policy.windows["serial_courses"])
    if not case.policy.on("short_course", t.ingredients):
        least += 2
    courses: dict[dt.date, Line] = {}
    for x in t.of("gp"):
        if x.n.entry.course != "acute" or x.n.as_needed or x.n.entry.status == "cancelled":
            continue
        days = {d for d in (first(x.n.entry.start), x.supplied) if d is not None}
        days |= {i.date.first for i in x.n.entry.issues if i.date is not None}
        for day in days:
            if 0 <= (case.as_of - day).days <= window:
                courses[day] = x
    return tuple(courses[d] for d in sorted(courses)) if len(courses) >= least else ()


def _planned_end(x: Line) -> dt.date | None:
    """When a course was to end: its end date, else its start and stated length."""
    e = x.n.entry
    if x.state.state in ("stopped", "on_hold") or x.is_supply or e.course in ("cycle", "stat"):
        return None
    if x.scope == "inpatient" and e.status != "active" and x.n.timing.course_days is None:
        return None
    if e.end is not None and stop_day(e) is not None:
        return e.end.last if e.course not in ("repeat", "repeat-dispensing") else None
    length, begun = course_days(x.n), first(e.start, e.change_date)
    if length is None or begun is None:
        return None
    return add_days(begun, length - 1)


def _past(x: Line, course: Line, end: dt.date, case: Case) -> bool:
    """Whether a line keeps a course going after its end: supplied, standing on repeat, or ordered."""
    e = x.n.entry
    if x is course:
        live = (
            e.status == "active"
            and x.scope == "inpatient"
            and case.event in ("admission", "transfer")
        )
        return live and (case.as_of - end).days > 1
    if (
        not x.current
        or (x.said is not None and x.said > end)
        or (e.indication and x.scope == "inpatient")
    ):
        return False
    if x.scope in ("gp", "pmr") and x.supplied is not None:
        return (x.supplied - end).days > case.policy.windows["acute_grace"] and (
            e.course != "acute" or x.scope == "pmr"
        )
    return x.scope == "gp" and e.course == "repeat" and course.scope == "discharge"


def _another_course(t: Treatment, x: Line, course: Line) -> bool:
    """Whether a supply belongs to an acute issue of its own."""
    return x.scope == "pmr" and any(
        y.supplied is not None
        and x.supplied is not None
        and 0 <= (x.supplied - y.supplied).days <= _COLLECTED_WITHIN
        for y in t.of("gp")
        if y is not course and y.n.entry.course == "acute"
    )


_COLLECTED_WITHIN = 14


def _overrun(t: Treatment, lines: tuple[Line, ...], what: str, because: tuple[str, ...]) -> Draft:
    return Draft(
        "acute_overrun",
        t.ingredients,
        lines,
        f"{name_of(lines).capitalize()} goes on: {what} ({where(lines)}).",
        "Is it meant as long-term treatment now?",
        fields=("medication", "dosage", "start", "end", "last_issued"),
        because=because,
        origin="supply",
    )
