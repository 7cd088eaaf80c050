"""Do the records agree on whether it is current: ended without a reason, the opposite said, forgotten."""

from __future__ import annotations

from collections.abc import Iterator

from medrecon.rules.draft import Draft, name_of, where
from medrecon.rules.stops import a_decision, on_day, why
from medrecon.treatment import Case, Line, Treatment
from medrecon.treatment.again import decided_again, of_the_supply
from medrecon.treatment.decide import restarted
from medrecon.treatment.harms import says_harm
from medrecon.treatment.held import BY_ITS_WORDS
from medrecon.treatment.supersede import LEFT_OVER, REPLACED


def stop_undocumented(case: Case) -> Iterator[Draft]:
    """A home medicine that the hospital ended, and no reason stands anywhere."""
    if "inpatient" not in case.asked and "discharge" not in case.asked:
        return
    for t in case.odd:
        stay = ("inpatient",) if case.target == ("inpatient",) else ("inpatient", "discharge")
        home = tuple(x for x in t.current() if x.scope not in stay)
        if not home or not t.resolved or t.current(*stay):
            continue
        ended = [x for x in t.of(*stay) if _ended(x)]
        held = [x for x in t.lines if x.state.state == "on_hold"]
        if not ended or held or any(_explained(case, x) for x in ended):
            continue
        if any(x.said and ended[0].state.since and x.said > ended[0].state.since for x in home):
            continue
        yield Draft(
            "stop_undocumented",
            t.ingredients,
            (*ended, *home),
            f"{name_of(ended).capitalize()} ended{on_day(ended[0].state.since)} in {where(ended)} "
            f"with no reason, and is current in {where(home)}.",
            "Was it stopped on purpose?",
            fields=("medication", "status", "stop_reason", "end", "last_issued"),
            intent="undocumented",
        )


def _ended(x: Line) -> bool:
    """An order that somebody ended; a course that ran its length was not."""
    if x.state.state == "stopped":
        return x.n.entry.status != "cancelled"
    course = any(line.duration is not None for line in x.n.dosage.lines)
    return x.n.entry.status == "completed" and x.n.entry.course != "stat" and not course


def _explained(case: Case, x: Line) -> bool:
    """Whether a line gives any reason in words; a note about its supply is none.

    Of an order that was ended for the order's sake it is asked why nothing follows it (`omission`).
    """
    e = x.n.entry
    noted = e.note and x.scope != "gp" and not of_the_supply(e.note, case.policy)
    return bool(e.stop_reason or e.change_reason or noted)


def status_conflict(case: Case) -> Iterator[Draft]:
    """Two records say the opposite about whether it is current, and neither settles it."""
    for t in case.odd:
        if not t.resolved:
            continue
        yield from _patient_says_no(t)
        yield from _own_words(case, t)
        for end in t.ended[:1]:
            live = tuple(
                x
                for x in t.current("gp", "specialist", "discharge")
                if x is not end and x.scope != end.scope and not x.is_supply
            )
            live = tuple(x for x in live if not restarted(x, end, case.policy))
            if not a_decision(end):
                live = (*live, *t.current("pmr"))
            lag = case.policy.windows["lag_gp"]
            day = end.state.since
            if day is None and end.scope == "discharge":
                day = case.discharged or case.as_of
            if not live or end.scope == "inpatient" or end.state.state == "on_hold":
                continue
            outside = end.scope in ("discharge", "specialist")
            if outside and day is not None and (case.as_of - day).days <= lag:
                continue
            yield Draft(
                "status_conflict",
                t.ingredients,
                (end, *live),
                f"{name_of([end]).capitalize()} is stopped in {where([end])}{why(end)} "
                f"and current in {where(live)}.",
                "Which of the two is right?",
                fields=("medication", "status", "stop_reason", "end", "start"),
            )


def _own_words(case: Case, t: Treatment) -> Iterator[Draft]:
    """A line that its source has as current, and its own words say that it was stopped.

    Where a stop stands elsewhere and it was not supplied since, only the list is left to be tidied.
    """
    lines = tuple(x for x in t.lines if x.state.reason.startswith(BY_ITS_WORDS))
    for scope in sorted({x.scope for x in lines if x.scope != "patient"}):
        told = tuple(x for x in lines if x.scope == scope)
        others = tuple(x for x in t.current() if x.scope != "patient")
        again = [x for x in others if decided_again(x, case.policy)]
        if any(x.said is None or told[0].said is None or x.said >= told[0].said for x in again):
            continue
        agreed = t.state.state == "stopped" and not others
        current = f", and it is current in {where(others)}" if others else ""
        words = told[0].n.ended or ""
        yield Draft(
            "status_conflict",
            t.ingredients,
            (*told, *others),
            f"{name_of(told).capitalize()} stands as active in {where(told)}, whose own words say "
            f"otherwise (“{words}”){current}.",
            "Is it to be taken?",
            fields=("medication", "status", "dosage", "note", "change_reason", "last_issued"),
            because=("harm",) if says_harm(words, t.ingredients, case.policy) else (),
            severity="low" if agreed else None,
        )


def _patient_says_no(t: Treatment) -> Iterator[Draft]:
    no = tuple(
        x
        for x in t.of("patient")
        if (x.state.state in ("stopped", "completed") and not x.state.reason.startswith(REPLACED))
        or x.state.reason.startswith(BY_ITS_WORDS)
        or (x.n.entry.taken or "").casefold() in _NO
    )
    live = t.current("gp", "specialist", "discharge", "inpatient")
    if no and live and t.state.state == "current":
        yield Draft(
            "status_conflict",
            t.ingredients,
            (*no, *live),
            f"{name_of(no).capitalize()}: the patient does not take it; {where(live)} has it as current.",
            "Is it to be taken?",
            fields=("medication", "status", "taken", "stop_reason", "note"),
            origin="history",
        )


_NO = ("n", "no", "not-taken", "not taken", "false", "on-hold", "stopped")


def stale_entry(case: Case) -> Iterator[Draft]:
    """On the GP list, and not issued or supplied for longer than the window."""
    for t in case.treatments:
        gp = t.current("gp")
        left = tuple(x for x in t.of("gp") if x.state.reason.startswith(LEFT_OVER))
        if left:
            yield _stale(left)
        if not gp or t.state.state != "current" or t.current("pmr", "specialist"):
            continue
        old = tuple(x for x in gp if x.state.confidence == "low")
        if len(old) < len(gp):
            continue
        yield _stale(old)


def _stale(old: tuple[Line, ...]) -> Draft:
    return Draft(
        "stale_entry",
        old[0].n.moieties,
        old,
        f"{name_of(old).capitalize()} is on the GP list and was last issued on "
        f"{max(x.supplied for x in old if x.supplied)}.",
        "Is it still needed?",
        fields=("medication", "last_issued", "status"),
        origin="supply",
    )
