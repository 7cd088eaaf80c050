"""Was what was planned done: titrations, tapers, temporary changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from medrecon.rules.draft import Draft, name_of, said, where
from medrecon.treatment import Case, Line, Treatment
from medrecon.treatment.compare import compare
from medrecon.treatment.days import first
from medrecon.treatment.steps import step_amount


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
    if x.scope not in ("discharge", "specialist"):
        return False
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
        f"{name_of([plan]).capitalize()}: {where([plan])} {_asked(plan)} {said([plan])}"
        f"{_dated(plan)}; {kept}.",
        "Was the change to be made, and has it been?",
        fields=("medication", "dosage", "change_status", "change_date", "action_by", "start"),
        intent="unintended-likely",
    )


def _asked(plan: Line) -> str:
    return "stopped" if plan.state.state == "stopped" else "asked for"


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
    for plan in (x for x in t.lines if x.n.timing.steps > 1):
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
