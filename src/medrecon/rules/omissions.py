"""What is missing: from the judged list, from the GP record after a discharge, from a regimen."""

from __future__ import annotations

from collections.abc import Iterator

from medrecon.model import Severity
from medrecon.normalise.sentence import folded
from medrecon.rules.cover import (
    at_home,
    classmates,
    covered,
    for_a_time,
    look_alike_in_target,
    open_by_route,
    other_route_in,
    substitute_in,
    unidentified_in_target,
)
from medrecon.rules.draft import LOCAL, Draft, grave_to_miss, name_of, said, where
from medrecon.rules.instead import covered_by_more, doses_alike, replaced_in_words, stands_in
from medrecon.rules.regimen import told
from medrecon.rules.route_open import route_is_open
from medrecon.treatment import Case, Difference, Line, Treatment
from medrecon.treatment.cycle import cycle_of, resting
from medrecon.treatment.days import add_days, first
from medrecon.treatment.harms import any_of
from medrecon.treatment.order_end import order_only

LISTS = {
    "inpatient": "the inpatient chart",
    "discharge": "the discharge list",
    "gp": "the GP record",
}


def omission(case: Case) -> Iterator[Draft]:
    """Current in a trusted source, silent in the judged list, and nobody says why."""
    if not case.target or case.target == ("gp",):
        return
    for t in case.treatments:
        if not t.resolved or t.state.state in ("on_hold", "stopped", "completed", "planned"):
            continue
        if _listed(case, t) or _ended_in_hospital(case, t):
            continue
        home = tuple(
            line
            for line in at_home(case, t)
            if line.state.confidence != "low"
            and not _begun_since(case, line)
            and not for_a_time(case, line)
        )
        if not home or not _expected_now(case, home):
            continue
        if covered(case, t, case.target) or other_route_in(case, t, case.target):
            continue
        other = substitute_in(case, t)
        if look_alike_in_target(case, t) or replaced_in_words(case, t) or covered_by_more(case, t):
            continue
        if other is not None:
            if case.target != ("inpatient",) or stands_in(case, t, other):
                continue
            yield _instead(case, t, home, other)
            continue
        if unread := unidentified_in_target(case, t):
            yield _perhaps(case, t, home, unread)
            continue
        if unsaid := [x for o in open_by_route(case, t) for x in o.current(*case.target)]:
            yield route_is_open(case, t, home, unsaid, minor=bool(_minor(case, t, home)))
            continue
        yield Draft(
            "omission",
            t.ingredients,
            home,
            f"{name_of(home).capitalize()} is current in {where(home)} "
            f"and is not on {LISTS[case.target[0]]}; no reason is recorded.",
            "Is it meant to be left out, and if so why?",
            fields=("medication", "dosage", "status", "last_issued"),
            because=_minor(case, t, home),
            intent="unintended-likely",
        )


def _instead(case: Case, t: Treatment, home: tuple[Line, ...], other: Treatment) -> Draft:
    """Another of the class is charted, and nothing says that it stands in, or at another strength."""
    lines = other.current(*case.target)
    grave = grave_to_miss(t.ingredients, case.policy)
    severity: Severity | None = None
    if doses_alike(case, t, other):
        severity = "high" if grave else "moderate"
    return Draft(
        "omission",
        t.ingredients,
        (*home, *lines),
        f"{name_of(home).capitalize()} ({said(home)}) is current in {where(home)} and is not on "
        f"{LISTS[case.target[0]]}, which has {name_of(lines)} ({said(lines)}) of the same class; "
        "nothing says that the one stands in for the other.",
        "Is it meant in its place, and at that dose?",
        fields=("medication", "dosage", "indication", "note"),
        because=_minor(case, t, home),
        severity=severity,
        intent="undocumented",
    )


def _perhaps(case: Case, t: Treatment, home: tuple[Line, ...], unread: tuple[Line, ...]) -> Draft:
    """The judged list has a line that could not be identified and may be this medicine."""
    grave = grave_to_miss(t.ingredients, case.policy)
    return Draft(
        "omission",
        t.ingredients,
        (*home, *unread),
        f"{name_of(home).capitalize()} is current in {where(home)} and is not on "
        f"{LISTS[case.target[0]]} by its name; “{unread[0].n.entry.medication}” there could not "
        "be identified and may be it.",
        "Is it the same medicine?",
        fields=("medication", "code", "dosage", "status"),
        severity="high" if grave else "moderate",
        confidence="low",
    )


def not_taken_up(case: Case) -> Iterator[Draft]:
    """After a discharge: on the discharge list to go on, absent from the GP record past the lag."""
    lag = case.policy.windows["lag_gp"]
    if case.discharged is None or "gp" not in case.asked:
        return
    if (case.as_of - case.discharged).days <= lag:
        return
    for t in case.treatments:
        listed = t.current("discharge")
        if not listed or not t.resolved or t.of("gp") or t.state.state != "current":
            continue
        if covered(case, t, ("gp",)) or all(_short(case, line) for line in listed):
            continue
        if other_route_in(case, t, ("gp",)):
            continue
        yield Draft(
            "omission",
            t.ingredients,
            listed,
            f"{name_of(listed).capitalize()} is on the discharge list and not in the GP record.",
            "Is it to continue, and has the GP taken it over?",
            fields=("medication", "dosage", "change_status", "change_reason"),
            because=_minor(case, t, listed),
            intent="unintended-likely",
        )


def unlisted(case: Case) -> Iterator[Draft]:
    """Handed out for weeks, or given by carers, and the GP list that is judged has nothing of it."""
    if case.target != ("gp",):
        return
    for t in case.treatments:
        lines = tuple(x for x in t.current("pmr", "patient") if _steady(case, x))
        if not lines or not t.resolved or t.of("gp", "specialist", "discharge"):
            continue
        if covered(case, t, ("gp",)) or look_alike_in_target(case, t) is not None:
            continue
        if case.policy.on("hospital_only", t.ingredients):
            continue
        if any(o.current("gp") and n in case.policy.duplicates for n, o in classmates(case, t)):
            continue
        yield Draft(
            "omission",
            t.ingredients,
            lines,
            f"{name_of(lines).capitalize()} is given or dispensed by {where(lines)} "
            "and is not in the GP record.",
            "Who prescribes it, and should the GP record hold it?",
            fields=("medication", "dosage", "last_issued", "last_administered"),
            because=_minor(case, t, lines),
            origin="history",
        )


def _steady(case: Case, line: Line) -> bool:
    """Administered by carers, or dispensed for a fortnight or more, and no short course."""
    if line.n.entry.course == "otc" or case.policy.on("short_course", line.n.moieties):
        return False
    if line.scope == "patient":
        return line.n.entry.kind == "administration"
    return (
        line.lasts is not None
        and line.supplied is not None
        and (line.lasts - line.supplied).days >= 14
    )


def _begun_since(case: Case, line: Line) -> bool:
    """Whether a line began after the discharge that is judged, which then cannot hold it."""
    if case.target != ("discharge",) or case.discharged is None:
        return False
    begun = first(line.n.entry.start)
    if begun is None and line.n.entry.course == "acute":
        begun = line.supplied
    return begun is not None and begun > case.discharged


def _short(case: Case, line: Line) -> bool:
    e = line.n.entry
    return (
        e.end is not None
        or any(x.duration is not None for x in line.n.dosage.lines)
        or line.n.as_needed
        or case.policy.on("short_course", line.n.moieties)
    )


def _listed(case: Case, t: Treatment) -> bool:
    """Whether the judged list has a line of it, and not only an order that was to be written anew."""
    return any(not order_only(line, case.policy) for line in t.of(*case.target))


def _ended_in_hospital(case: Case, t: Treatment) -> bool:
    """Whether it was stopped or held there; an order ended for the order's sake is no such decision."""
    return any(
        line.state.state in ("stopped", "on_hold") and not order_only(line, case.policy)
        for line in t.of("inpatient", "discharge")
    )


def _expected_now(case: Case, home: tuple[Line, ...]) -> bool:
    """Not one that is given weeks apart and is not due yet, nor a cycle in its rest."""
    for line in home:
        e, times = line.n.entry, line.n.times_per_day
        due = first(e.next_due)
        if due is not None and due > add_days(case.as_of, 7):
            return False
        if cycle_of(line.n) is not None and resting(line.n, case.as_of) is not False:
            return False
        if due is None and ((times and float(times) <= 1 / 28) or _months_apart(case, line)):
            return False
        if due is None and line.n.form == "implant":
            return False
    return True


def _months_apart(case: Case, line: Line) -> bool:
    """An injection that is said to be given once in months, or for which no more often is usual.

    A dosage that could be read says itself how often it is; of a review or bloods once a year nothing follows.
    """
    n = line.n
    if n.times_per_day is not None or n.route_class != "parenteral":
        return False
    words, other = case.policy.words["months_apart"], frozenset(case.policy.words["not_how_often"])
    said = any(
        any_of(words).search(f" {clause} ") and other.isdisjoint(clause.split())
        for clause in folded(n.dosage.text).split("|")
    )
    return said or case.policy.on("given_months_apart", n.moieties)


def _minor(case: Case, t: Treatment, lines: tuple[Line, ...]) -> tuple[str, ...]:
    """What a ward may leave out without harm: skin, ear and nose, comfort as required."""
    local = t.route_class in LOCAL and not case.policy.on("acts_in_the_body", t.ingredients)
    if local and t.route_class != "ocular":
        return ("minor",)
    if not local and case.policy.on("high_risk", t.ingredients):
        return ()
    comfort = case.policy.in_class("simple inpatient comfort", t.ingredients)
    return ("minor",) if comfort and all(line.n.as_needed for line in lines) else ()


def missing_line(case: Case) -> Iterator[Draft]:
    """A part of the regimen that the judged list lacks: background without breakthrough, day without night."""
    for t, d in told(case, "missing_line"):
        judged = {x.scope for x in d.b} & set(case.target) & {"inpatient", "discharge"}
        trusted = {x.scope for x in d.a} & {"gp", "specialist", "history"}
        matters = any(case.policy.on(n, t.ingredients) for n in ("high_risk", "time_critical"))
        matters = matters or all(x.n.form == "nebuliser" and not x.n.as_needed for x in d.a)
        if all(x.n.interval is not None for x in d.a):
            matters = _expected_now(case, d.a)
        if not judged or not trusted or not matters or not _of_its_own(d):
            continue
        yield Draft(
            "omission",
            t.ingredients,
            (*d.a, *d.b),
            f"{name_of(d.a).capitalize()}: {said(d.a)} in {where(d.a)} has no counterpart "
            f"in {where(d.b)}, which has {said(d.b)}.",
            "Is this part meant to be left out?",
            fields=("medication", "dosage", "status"),
            intent="unintended-likely",
        )


def _of_its_own(d: Difference) -> bool:
    """Whether the missing lines are another kind of line than all that are there."""
    return all(
        x.n.entry.course != "acute"
        and all(x.n.as_needed != y.n.as_needed or x.n.release != y.n.release for y in d.b)
        for x in d.a
    )
