"""The state of a treatment: the newest statement of intent decides, supply never does.

A stop with a start of the same medicine within three days is a change. A stop or hold that stands
with a date or a reason is not undone by an issue, a dispensing or an order that gives no reason: that
is what a finding is for. A deliberate restart is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from medrecon.policy import Policy
from medrecon.treatment.again import decided_again, of_the_supply, says_again
from medrecon.treatment.days import add_days, first
from medrecon.treatment.frequency import other_frequency
from medrecon.treatment.harms import harmed, lived_with
from medrecon.treatment.held import BY_ITS_WORDS
from medrecon.treatment.order_end import goes_on_as, order_only
from medrecon.treatment.value import Line, LineState

_WORTH = ("gp", "discharge", "specialist", "inpatient", "history", "pmr", "patient")


def decide(
    lines: Sequence[Line],
    ended: Sequence[Line],
    as_of: dt.date,
    event: str | None,
    policy: Policy,
    discharged: bool,
) -> tuple[LineState, tuple[Line, ...]]:
    """The state of the treatment and the lines that its proposed regimen is taken from.

    `ended` are the stops and holds among the lines (`ends`). An inpatient order speaks for the list
    only in hospital.
    """
    live = [line for line in lines if line.current]
    if discharged and event not in ("admission", "transfer"):
        live = [line for line in live if line.scope != "inpatient"]
    end = standing_end(ended, live, policy, as_of) if ended else None
    if end is not None and (others := beside(end, live)):
        reason = f"{others[0].state.reason}; another product of it was stopped"
        return LineState("unknown", reason, "low"), choose(others, as_of, policy)
    if end is not None and not (live and _only_target_new(live, end, policy)):
        state = end.state
        if state.state == "stopped" and not explained(end, policy) and live:
            state = LineState(
                "unknown", "ended in one record without a reason, current in another", "low"
            )
        return state, (end,)
    if live and not any(line.n.resolved for line in lines):
        first_live = choose(live, as_of, policy)
        reason = f"{first_live[0].state.reason}; the medicine could not be identified"
        return LineState("unknown", reason, "low"), first_live
    if live:
        chosen = choose(live, as_of, policy)
        if len(live) < len(lines) and said_stopped(lines, live, policy):
            return LineState("unknown", _CONTRADICTED, "low"), chosen
        best = chosen[0]
        return LineState("current", best.state.reason, best.state.confidence), chosen
    rest = sorted(lines, key=_rest_order)
    best = rest[0]
    state = best.state
    if best.current:
        state = LineState("completed", "given in hospital only", "medium")
    return state, (best,)


_CONTRADICTED = "the words of one record say that it is stopped, another has it as current"


def said_stopped(lines: Iterable[Line], live: Sequence[Line], policy: Policy) -> tuple[Line, ...]:
    """The lines whose own words say that it was stopped, which no line of their list or a later word undoes."""
    ordered = {line.scope for line in live if not line.is_supply}
    return tuple(
        line
        for line in lines
        if line.n.ended is not None
        and line.state.reason.startswith(BY_ITS_WORDS)
        and line.scope != "patient"
        and line.scope not in ordered
        and not any(decided_again(x, policy) and _no_older(x, line) for x in live)
    )


def _no_older(line: Line, other: Line) -> bool:
    return line.said is None or other.said is None or line.said >= other.said


def _rest_order(line: Line) -> tuple[int, int, str]:
    rank = ("planned", "on_hold", "stopped", "completed", "unknown", "current")
    return (rank.index(line.state.state), _WORTH.index(line.scope), line.id)


def explained(line: Line, policy: Policy) -> bool:
    """Whether a stop or hold gives a reason, or was decided outside a hospital chart.

    A note about how it is supplied or given is none.
    """
    e = line.n.entry
    told = e.stop_reason or e.change_reason or line.n.held
    noted = e.note and not of_the_supply(e.note, policy)
    return bool(told or noted) or line.scope != "inpatient"


def ends(lines: Iterable[Line], policy: Policy) -> tuple[Line, ...]:
    """The stops and holds among the lines that are decisions about the medicine, newest first."""
    found = [
        line
        for line in lines
        if not line.current
        and line.state.state in ("stopped", "on_hold")
        and line.n.entry.status != "cancelled"
        and line.scope != "patient"
        and not (line.is_supply and not line.n.entry.stop_reason)
        and not order_only(line, policy)
    ]
    return tuple(sorted(found, key=lambda x: (-(x.state.since or dt.date.min).toordinal(), x.id)))


def standing_end(
    ended: Sequence[Line], live: Sequence[Line], policy: Policy, as_of: dt.date
) -> Line | None:
    """The newest stop or hold, unless something has undone it; None where the treatment goes on."""
    if not ended:
        return None
    end = ended[0]
    harm = harmed(end, policy, as_of)
    return None if any(undoes(line, end, harm, policy, as_of) for line in live) else end


def beside(end: Line, live: Iterable[Line]) -> tuple[Line, ...]:
    """The current lines of other products than the one stopped, where a list has them side by side.

    Levothyroxine 100 and 25 micrograms are two lines of one treatment. A stop of the 25 says nothing of
    the 100, and the 100 must not leave the list with it.
    """
    if end.state.state != "stopped" or end.n.product is None:
        return ()
    lists: dict[str, list[Line]] = {}
    for line in live:
        if line.n.product is not None and not line.is_supply:
            lists.setdefault(line.scope, []).append(line)
    sides = [
        (_code(line) == _code(end), line)
        for lines in lists.values()
        if any(_code(line) == _code(end) for line in lines)
        for line in lines
    ]
    return tuple(line for same, line in sides if not same)


def stopped_beside(
    ended: Sequence[Line], chosen: Sequence[Line], live: Sequence[Line]
) -> Line | None:
    """The stop that left other products of its treatment on the list; None where there is none."""
    if not ended or not chosen:
        return None
    others = {line.id for line in beside(ended[0], live)}
    return ended[0] if {line.id for line in chosen} <= others else None


def _code(line: Line) -> str | None:
    """The product without its brand: a stop of one is a stop of the other."""
    product = line.n.product
    return (product.vmp or product).code if product is not None else None


def undoes(line: Line, end: Line, harm: bool, policy: Policy, as_of: dt.date) -> bool:
    """Whether a current line is a decision that came after a stop, or lives beside it.

    `harm` is whether the stop tells of one (`harmed`).
    """
    day, e = end.state.since, line.n.entry
    if is_change(line, end, policy) or e.replaces == end.id or goes_on_as(line, end, policy):
        return True
    despite = harm and not decided_again(line, policy)
    if line.scope == end.scope and not line.is_supply:
        other = line.n.as_needed != end.n.as_needed or not line.of_one_product(end)
        if other and end.state.state == "stopped" and not (despite and begun_after(line, end)):
            return True
        if day is None and line.said is not None:
            return True
    if day is None or line.is_supply or line.scope == "patient":
        return False
    if despite:
        return lived_with(line, end, policy, as_of)
    if end.state.state == "stopped" and (as_of - day).days > policy.windows["old_stop"]:
        return True
    going_on = e.change_status == "continued" or (
        line.scope == "specialist" and end.scope == "gp" and line.supplied is not None
    )
    return _ordered_after(line, day, policy) or (
        going_on and line.said is not None and line.said > day
    )


def begun_after(line: Line, end: Line) -> bool:
    """Whether a line is known to have begun on a later day than a stop."""
    begun, day = first(line.n.entry.start), end.state.since
    return begun is not None and day is not None and begun > day


def restarted(line: Line, end: Line, policy: Policy) -> bool:
    """Whether a line is a deliberate order of a later day: dated after the stop, by a prescriber.

    After a harm the day alone decides nothing: somebody has to say so.
    """
    day = end.state.since
    if day is None or not _ordered_after(line, day, policy):
        return False
    begun = first(line.n.entry.change_date, line.n.entry.start)
    return not harmed(end, policy, begun) or decided_again(line, policy)


def _ordered_after(line: Line, day: dt.date, policy: Policy) -> bool:
    """Whether a line is an order of a later day, of one who says why where it is a ward's.

    A note that it was restarted, or is given with the harm in mind, says why.
    """
    e = line.n.entry
    begun = first(e.change_date, e.start)
    if begun is None or begun <= day:
        return False
    if line.scope in ("gp", "specialist", "discharge"):
        return True
    why = e.indication or e.change_reason or e.change_status == "restarted"
    return bool(why) or says_again(e.note, policy)


def is_change(line: Line, end: Line, policy: Policy) -> bool:
    """A stop with a start of the same medicine within three days, in the same list."""
    day = end.state.since
    if day is None or line.scope != end.scope or end.state.state != "stopped" or line is end:
        return False
    begun = first(line.n.entry.start, line.n.entry.change_date)
    return begun is not None and abs((begun - day).days) <= policy.windows["change_pair"]


def _only_target_new(live: Sequence[Line], end: Line, policy: Policy) -> bool:
    """Whether what lives is wholly later than an undated, unexplained end."""
    return end.state.since is None and not explained(end, policy) and any(x.said for x in live)


def choose(live: Sequence[Line], as_of: dt.date, policy: Policy) -> tuple[Line, ...]:
    """The list whose lines become the proposal.

    The newest dated change of a prescriber, else the GP, the discharge list, the specialist, the
    history, the pharmacy; a ward order only where nobody else has it, or where it says why it
    differs. Where that list states no dose the next that does is taken, unless it is given at another
    frequency: its amount would be a guess.
    """
    lists: dict[str, list[Line]] = {}
    for line in live:
        lists.setdefault(line.scope, []).append(line)
    if len(lists) == 1:
        return tuple(live)
    oldest = add_days(as_of, -policy.windows["repeat_recent"])
    ranked = sorted(lists.values(), key=lambda lines: _rank(lines, oldest))
    best = ranked[0]
    stating = next((x for x in ranked if any(line.n.states_dose for line in x)), best)
    return tuple(best if other_frequency(best, stating) else stating)


def _rank(lines: Sequence[Line], oldest: dt.date) -> tuple[int, int, int]:
    """Decisions of the last months first, newest first; an older letter is history beside a list."""
    newest = 0
    for line in lines:
        said = line.said or _UNDATED
        if (line.said is None or said >= oldest) and not line.is_supply and _decision(line):
            newest = max(newest, said.toordinal())
    scope = lines[0].scope
    return (0 if scope not in ("pmr", "patient") else 1, -newest, _WORTH.index(scope))


_UNDATED = add_days(dt.date.min, 1)  # before every date, but after no decision at all


def _decision(line: Line) -> bool:
    """Whether the line is a dated decision about the dose rather than a standing copy."""
    e = line.n.entry
    if line.scope == "discharge":
        return True
    if e.change_status in ("changed", "started", "restarted"):
        return bool(line.scope != "inpatient" or e.change_reason or e.indication)
    return line.scope == "specialist" and e.change_status is None and e.start is not None
