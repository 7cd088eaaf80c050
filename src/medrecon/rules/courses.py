"""Did a course end when it was to end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from medrecon.rules.draft import Draft, name_of, where
from medrecon.treatment import Case, Line, Treatment
from medrecon.treatment.amounts import week_ratio
from medrecon.treatment.days import add_days, course_end, first, has_an_end, stop_day


def acute_overrun(case: Case) -> Iterator[Draft]:
    """A course that went past its planned end, or one short course after another."""
    for t in case.odd:
        serial = _serial(case, t)
        if serial:
            yield _overrun(t, serial, f"{len(serial)} short courses in three months", ("serial",))
            continue
        over = [(x, end) for x in t.lines if (end := _planned_end(x)) and end < case.as_of]
        standing = [x for x in t.lines if _stands(x)] if over else []
        late: dict[dt.date, list[Line]] = {}
        for course, end in over:
            if end not in late:
                late[end] = [x for x in standing if _late(x, end, case)]
            after = tuple(x for x in late[end] if _goes_on(t, x, course))
            if not after and course.scope == "discharge":
                after = tuple(x for x in standing if _made_a_repeat(x, course, end, case))
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
    if e.end is None and x.n.timing.course_days is None:
        return None
    if x.state.state in ("stopped", "on_hold") or x.is_supply or e.course in ("cycle", "stat"):
        return None
    if x.scope == "inpatient" and e.status != "active" and x.n.timing.course_days is None:
        return None
    if e.end is not None and stop_day(e) is not None:
        return e.end.last if e.course not in ("repeat", "repeat-dispensing") else None
    begun = first(e.start, e.change_date)
    after = course_end(x.n, begun) if begun is not None else None
    return add_days(after, -1) if after is not None else None


def _stands(x: Line) -> bool:
    """Whether a line can keep a course going: supplied or on repeat at home, or ordered on the ward."""
    e = x.n.entry
    if x.scope == "inpatient":
        return e.status == "active"
    if not x.current or x.scope not in ("gp", "pmr"):
        return False
    if x.supplied is None:
        return x.scope == "gp" and e.course == "repeat"
    return x.scope == "pmr" or e.course != "acute"


def _late(x: Line, end: dt.date, case: Case) -> bool:
    """Whether it was supplied well after that day and was not begun since; true where undated."""
    if x.scope == "inpatient":
        return case.event in ("admission", "transfer") and (case.as_of - end).days > 1
    if x.said is not None and x.said > end:
        return False
    return x.supplied is None or (x.supplied - end).days > case.policy.windows["acute_grace"]


def _goes_on(t: Treatment, x: Line, course: Line) -> bool:
    """Whether a late line is about this course: on the ward its own order, else another line.

    A repeat without a supply goes on with the course of a discharge list only.
    """
    if x is course or x.scope == "inpatient":
        return x is course and x.scope == "inpatient"
    if _of_its_own(x, course) or _handed_out_for_it(t, x, course):
        return False
    if x.supplied is None:
        return course.scope == "discharge"
    return not _another_course(t, x, course)


def _of_its_own(x: Line, course: Line) -> bool:
    """Whether a repeat was there before the course, at another dose: a burst or loading beside it.

    What is taken for long goes on after five days of a higher dose.
    """
    begun, day = first(x.n.entry.start), first(course.n.entry.start, course.n.entry.change_date)
    if x.scope != "gp" or begun is None or day is None or begun >= day:
        return False
    return week_ratio([x], [course]) not in (None, 1)


def _handed_out_for_it(t: Treatment, x: Line, course: Line) -> bool:
    """Whether what was handed out is the dose of a repeat that the course stood beside."""
    return x.scope == "pmr" and any(
        _of_its_own(y, course) and week_ratio([y], [x]) == 1 for y in t.current("gp")
    )


def _made_a_repeat(x: Line, course: Line, end: dt.date, case: Case) -> bool:
    """Whether a GP repeat was begun soon after a hospital's course had ended, and nobody says why.

    Nobody asked for it to go on; a repeat with a reason, or a course that says what follows, is no slip.
    """
    e, begun = x.n.entry, first(x.n.entry.start)
    if x.scope != "gp" or begun is None:
        return False
    if e.course not in ("repeat", "repeat-dispensing") or has_an_end(x.n):
        return False
    if e.indication or e.note or e.change_reason or e.change_status:
        return False
    soon = 0 < (begun - end).days <= case.policy.windows["made_repeat"]
    return soon and not _to_go_on(course, case)


def _to_go_on(course: Line, case: Case) -> bool:
    """Whether a course says that it may go on, or that somebody is to decide."""
    e = course.n.entry
    text = f"{course.n.dosage.text} {e.note or ''} {e.indication or ''} {e.change_reason or ''}"
    words = case.policy.words["course_goes_on"]
    return e.revert_at is not None or any(w in text.casefold() for w in words)


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
