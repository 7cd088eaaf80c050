"""Do the lists agree on when, and for how long."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from medrecon.rules.draft import Draft, name_of, said, where
from medrecon.rules.follows import says_what_follows
from medrecon.rules.regimen import burst, differing, told
from medrecon.treatment import Case, Difference, Line, Treatment
from medrecon.treatment.days import add_days, course_days, course_end, first, has_an_end


def timing_conflict(case: Case) -> Iterator[Draft]:
    """Clock times, weekdays, morning and night, or how much at which of them, differ; grave where timed."""
    for t, d in told(case, "clock"):
        if case.policy.on("clock_critical", t.ingredients):
            if any(x.n.timing.clock for x in d.b):
                yield differing(t, d, "timing_conflict", "the clock time", ("clock_critical",))
            elif {x.scope for x in d.b} <= _CHARTS:
                yield _no_clock_times(t, d)
        elif case.policy.on("time_critical", t.ingredients) and _hours_apart(d) > _FAR:
            yield differing(t, d, "timing_conflict", "the clock time", ("hours_apart",))
    for t, d in told(case, "weekday"):
        grave = any(line.n.is_weekly for line in d.a) and case.policy.on("high_risk", t.ingredients)
        yield differing(
            t, d, "timing_conflict", "the day of the week", ("weekly",) if grave else ()
        )
    for t, d in told(case, "slot"):
        because = ("time_critical",) if _timed(case, t) else ()
        yield differing(t, d, "timing_conflict", "morning or night", because)
    for t, d in told(case, "parts"):
        if _reaches(case, t):
            grade = "parts_timed" if _timed(case, t) else "parts"
            yield differing(t, d, "timing_conflict", "how much at which time of day", (grade,))
    for t in case.odd:
        yield from _next_due(case, t)


def _timed(case: Case, t: Treatment) -> bool:
    """Whether the time of its doses matters."""
    p = case.policy
    return p.on("time_critical", t.ingredients) and not p.on("not_critical_omission", t.ingredients)


_CHARTS = frozenset(("inpatient", "discharge"))


def _no_clock_times(t: Treatment, d: Difference) -> Draft:
    """The clock times of one list are not on the chart, of a medicine whose clock is its dose."""
    return Draft(
        "timing_conflict",
        t.ingredients,
        (*d.a, *d.b),
        f"{name_of(d.a).capitalize()}: the clock times of {where(d.a)} ({said(d.a)}) do not stand in "
        f"{where(d.b)} ({said(d.b)}).",
        "At which times is it taken?",
        fields=("medication", "dosage"),
        because=("clock_critical",),
        intent="undocumented",
        confidence="high",
    )


_FAR = 4.0


def _hours_apart(d: Difference) -> float:
    """The widest gap between the clock times of two lists that name equally many; 0 where they do not."""
    sides = [sorted({t for x in side for t in x.n.timing.clock}) for side in (d.a, d.b)]
    if not sides[0] or len(sides[0]) != len(sides[1]):
        return 0.0
    hours = [[int(t[:2]) + int(t[3:5]) / 60 for t in side] for side in sides]
    gaps = [abs(x - y) for x, y in zip(*hours, strict=True)]
    return float(max(min(g, 24 - g) for g in gaps))


def dose_split(case: Case) -> Iterator[Draft]:
    """The same amount a day in another number of doses, of a medicine for which that matters."""
    for t, d in told(case, "split"):
        if not case.policy.on("split_matters", t.ingredients) or not _reaches(case, t):
            continue
        if not {x.scope for x in (*d.a, *d.b)} <= _SPLIT_LISTS or _as_its_product_is_given(t, d):
            continue
        lines = (*d.a, *d.b)
        grave = case.policy.on("high_risk", t.ingredients)
        yield Draft(
            "timing_conflict",
            t.ingredients,
            lines,
            f"{name_of(lines).capitalize()}: the day's amount is given in another number of doses: "
            f"{said(d.a)} in {where(d.a)}, {said(d.b)} in {where(d.b)}.",
            "How is the day's amount to be spread?",
            fields=("medication", "dosage"),
            because=("split_risk" if grave else "time_critical",),
            intent="undocumented",
        )


_SPLIT_LISTS = frozenset(("gp", "specialist", "inpatient", "discharge"))


def _as_its_product_is_given(t: Treatment, d: Difference) -> bool:
    """Whether another modified-release product, given for 12 or for 24 hours, brings its own number."""
    if all(x.n.release != "modified" for x in (*d.a, *d.b)):
        return False
    return any(x.kind in ("brand", "release") and (x.a, x.b) == (d.a, d.b) for x in t.differences)


def _reaches(case: Case, t: Treatment) -> bool:
    """Whether it is taken for the whole body, as far as its route is known."""
    return t.route_class is None or t.route_class in case.policy.systemic


def _next_due(case: Case, t: Treatment) -> Iterator[Draft]:
    """Two lists give another date for the next dose of a depot, patch or weekly medicine.

    Where a list says only when the last dose was given, its interval says when the next is due.
    """
    if not any(x.n.entry.next_due for x in t.current()):
        return
    dated = [(due, x) for x in t.current() if (due := _due(x)) is not None]
    if len({x.n.strengths for _, x in dated}) > 1:
        return
    days = sorted({day for day, _ in dated})
    if len({x.scope for _, x in dated}) < 2 or (days[-1] - days[0]).days < 1:
        return
    if all(x.n.entry.next_due is None for _, x in dated if x.scope not in case.target):
        slack = max((1 / float(x.n.times_per_day or 1)) * 0.1 for _, x in dated)
        if (days[-1] - days[0]).days <= slack:
            return
    lines = tuple(x for _, x in dated)
    grave = any(case.policy.on(n, t.ingredients) for n in ("high_risk", "time_critical"))
    yield Draft(
        "timing_conflict",
        t.ingredients,
        lines,
        f"{name_of(lines).capitalize()}: the next dose is due on {' or '.join(map(str, days))}.",
        "When was the last dose given, and when is the next due?",
        fields=("medication", "dosage", "next_due", "last_administered"),
        severity="high" if grave else "moderate",
    )


def _due(x: Line) -> dt.date | None:
    stated, given = first(x.n.entry.next_due), first(x.n.entry.last_administered)
    times = x.n.times_per_day
    if stated is not None or given is None or not times or times > 1 / 3:
        return stated
    return add_days(given, 1 / float(times))


def duration_conflict(case: Case) -> Iterator[Draft]:
    """Planned lengths differ, or a length is missing where the discharge list must give one."""
    for t in case.treatments:
        listed = t.current("discharge") if case.event == "discharge" else ()
        bare = tuple(x for x in listed if _no_length(x, case))
        if bare and _must_have_length(case, t):
            yield Draft(
                "duration_conflict",
                t.ingredients,
                bare,
                f"{name_of(bare).capitalize()} is on the discharge list with no planned length.",
                "How long is it to be taken?",
                fields=("medication", "dosage", "end"),
                because=("minor",) if t.route_class == "topical" else (),
            )
        yield from _lengths(t)


def nothing_follows(case: Case) -> Iterator[Draft]:
    """Taken for long at home, and the discharge list has a course of it and not what follows."""
    if case.event != "discharge":
        return
    for m in sorted(case.policy.lists["burst"].moieties & case.by_moiety.keys()):
        for t in (case.treatments[i] for i in case.by_moiety[m]):
            home = tuple(x for x in t.current("gp", "specialist") if _for_long(x))
            courses = tuple(x for x in t.current("discharge") if not x.n.as_needed)
            if t.ingredients[0] != m or not home or not courses:
                continue
            if not all(has_an_end(x.n) and not says_what_follows(x, case.policy) for x in courses):
                continue
            if any(d.kind == "amount" and not d.documented for d in t.differences) and not all(
                burst(case, t, d) for d in t.differences if d.kind == "amount"
            ):
                continue
            must = case.policy.on("dose_must_be_known", t.ingredients)
            yield Draft(
                "duration_conflict",
                t.ingredients,
                (*home, *courses),
                f"{name_of(home).capitalize()} is taken for long ({said(home)}); the discharge list has "
                f"{said(courses)}, and not what follows it.",
                "What is taken after the course?",
                fields=("medication", "dosage", "end"),
                because=("maintenance",) if must else (),
                intent="undocumented",
            )


def _for_long(x: Line) -> bool:
    e = x.n.entry
    return not (x.n.as_needed or has_an_end(x.n) or e.course == "acute" or not x.n.states_dose)


def _must_have_length(case: Case, t: Treatment) -> bool:
    """Whether the policy wants a length, and it is no long-term prophylaxis."""
    p = case.policy
    if t.of("gp") or not p.on("duration_required", t.ingredients):
        return False
    words = " ".join(x.n.entry.indication or "" for x in t.lines).casefold()
    antibacterial = p.in_class("antibacterial", t.ingredients)
    return not (
        p.in_class("long-term prophylactic antibacterial", t.ingredients)
        or (antibacterial and "prophyla" in words)
    )


_LENGTH = re.compile(
    r"\d+\s*(?:more\s+)?(?:days?|weeks?|months?|/7|/52|/12)|until|long.?term|lifelong"
)


def _no_length(line: Line, case: Case) -> bool:
    e = line.n.entry
    text = f"{line.n.dosage.text} {e.note or ''} {e.indication or ''} {e.change_reason or ''}"
    return not (
        e.end
        or e.review_date
        or e.days_supply
        or any(x.duration or x.end or x.count_high for x in line.n.dosage.lines)
        or _LENGTH.search(text.casefold())
        or any(w in text.casefold() for w in case.policy.words["plan_of_course"])
    )


def _lengths(t: Treatment) -> Iterator[Draft]:
    """Two lists plan a course of another length that also ends on another day."""
    if len(t.scopes) < 2:
        return
    planned: dict[str, set[float]] = {}
    ends: dict[str, set[dt.date]] = {}
    lines: list[Line] = []
    for x in t.lines:
        if x.state.state not in ("current", "completed") or x.n.entry.course in ("cycle", "repeat"):
            continue
        length, end = _planned(x)
        if length is not None and end is not None:
            planned.setdefault(x.scope, set()).add(length)
            ends.setdefault(x.scope, set()).add(end)
            lines.append(x)
    if len(planned) < 2 or not any(x.current for x in lines):
        return
    if set.intersection(*planned.values()) or _meet(list(ends.values())):
        return
    yield Draft(
        "duration_conflict",
        t.ingredients,
        tuple(lines),
        f"{name_of(lines).capitalize()}: the planned lengths differ ({said(lines)}).",
        "How long is it to be taken?",
        fields=("medication", "dosage", "start", "end"),
    )


def _planned(x: Line) -> tuple[float | None, dt.date | None]:
    """The planned length of a course in days, and its last day."""
    e = x.n.entry
    begun = first(e.start) or x.supplied
    length = course_days(x.n)
    if length is None and begun and e.end and e.end.day and not x.is_supply:
        length = float((e.end.last - begun).days + 1)
    end = e.end.last if e.end and e.end.day else None
    if end is None and begun is not None and (after := course_end(x.n, begun)) is not None:
        end = add_days(after, -1)
    return length, end


def _meet(ends: list[set[dt.date]]) -> bool:
    """Whether the lists have last days in common, give or take one."""
    first_list, *rest = ends
    return any(
        all(any(abs((d - e).days) <= 1 for e in other) for other in rest) for d in first_list
    )
