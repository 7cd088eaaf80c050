"""The state of one line on one day, by the rule order of docs/reconciliation.md."""

from __future__ import annotations

import datetime as dt

from medrecon.model import Entry
from medrecon.normalise import NormalisedEntry
from medrecon.policy import Policy
from medrecon.treatment.by_kind import acute, administered, repeat, specialist, stat, supplied
from medrecon.treatment.days import (
    STANDING,
    SUPPLY,
    add_days,
    course_end,
    first,
    hold_day,
    last_supply,
    noted_day,
    said_day,
    stop_day,
    supply_length,
)
from medrecon.treatment.held import held_in_words, stopped_in_words
from medrecon.treatment.steps import at_step
from medrecon.treatment.value import Line, LineState, make_line


def line_of(n: NormalisedEntry, as_of: dt.date, policy: Policy) -> Line:
    """The entry as a line of its treatment: list, state, and the dates that matter."""
    if n.timing.steps > 1:
        n = at_step(n, as_of)
    e = n.entry
    last, length = last_supply(e, as_of), supply_length(n)
    lasts = add_days(last, length) if last is not None and length is not None else None
    state = _state(n, as_of, policy, last, length)
    if n.ended is not None and state.state == "current":
        state = stopped_in_words(n, policy) or state
    current, supply = state.state == "current", e.kind in SUPPLY
    said = said_day(e, as_of) if current or state.state not in _ENDED else state.since
    return make_line(n, scope_of(e), state, said, last, lasts, e.id, current, supply)


_ENDED = frozenset(("stopped", "on_hold"))


def scope_of(e: Entry) -> str:
    """In which list an entry stands."""
    kind = e.source.kind
    if kind != "epma":
        return kind if kind in ("gp", "pmr", "specialist", "patient") else "history"
    if e.course == "discharge":
        return "discharge"
    return "history" if e.kind == "statement" and e.course is None else "inpatient"


def _state(
    n: NormalisedEntry,
    as_of: dt.date,
    policy: Policy,
    last: dt.date | None,
    length: float | None,
) -> LineState:
    """The state; `last` is the newest supply and `length` for how many days one lasts."""
    e = n.entry
    if not _nothing_decides(n, as_of):
        decided = (
            _no_order(e) or _decided(e, as_of) or held_in_words(n, as_of) or _timed(n, as_of, last)
        )
        if decided is not None:
            return decided
    if e.source.kind == "gp" and e.course not in _SHORT and e.kind not in SUPPLY:
        return repeat(n, as_of, policy, last, length)
    if e.course == "stat":
        return stat(e, as_of)
    bought = e.course == "otc" and (e.source.kind != "patient" or last is not None)
    if bought or e.kind in ("dispense", "issue"):
        return supplied(n, as_of, policy, last, length)
    if e.kind == "administration":
        return administered(n, as_of, policy, last)
    if e.source.kind == "gp" and e.course == "acute":
        return acute(n, as_of, policy, last, length)
    if e.source.kind == "specialist":
        return specialist(n, as_of, policy, last)
    said = said_day(e, as_of) if e.course == "discharge" else None
    if said is not None and (as_of - said).days > policy.windows["repeat_recent"]:
        return LineState("unknown", f"{OLD_LIST} {said}", "low", said)
    if e.kind == "statement" and e.status == "unknown" and e.source.kind != "patient":
        return LineState("unknown", "the source does not say whether it is current", "low")
    return LineState("current", _listed(e), "high" if e.status == "active" else "medium")


def _nothing_decides(n: NormalisedEntry, as_of: dt.date) -> bool:
    """Whether a line is active, begun and not ended, and no words of it say otherwise.

    Most lines are. What might decide their state is then not asked for: each of those says nothing.
    """
    e = n.entry
    return (
        e.status == "active"
        and n.held is None
        and n.timing.course_days is None
        and (e.change_status is None or e.change_status not in _ENDING)
        and e.kind not in SUPPLY
        and (e.start is None or e.start.first <= as_of)
        and (e.end is None or e.end.last >= as_of)
        and _NO_ORDER.isdisjoint(e.extra)
    )


_ENDING = frozenset(("stopped", "suspended"))
_SHORT = frozenset(("acute", "stat", "otc"))
_NO_ORDER = frozenset(("do_not_perform", "intent", "status", "statement_status"))


OLD_LIST = "on a discharge list of"


def _listed(e: Entry) -> str:
    if e.source.kind == "patient":
        return "reported by the patient or carer"
    return {"discharge": "on the discharge list", "inpatient": "ordered in hospital"}.get(
        e.course or "", "on the list of the source"
    )


def _no_order(e: Entry) -> LineState | None:
    """What only looks like an order, and a list that contradicts itself (FHIR; docs/sources/)."""
    if e.status == "entered-in-error":
        return None
    if e.extra.get("do_not_perform"):
        return LineState("unknown", "an order not to give it", "low")
    if e.extra.get("intent") in ("proposal", "option"):
        return LineState("unknown", "proposed, not ordered", "low")
    if e.status == "planned" and e.extra.get("status") == "draft":
        return LineState("planned", "a draft, not yet ordered", "medium")
    if e.extra.get("statement_status") == "entered-in-error":
        return LineState("unknown", "its statement was entered in error, its plan was not", "low")
    return None


def _decided(e: Entry, as_of: dt.date) -> LineState | None:
    """Explicit decisions: error, stop, hold, completion; those of a later day do not count yet."""
    if e.status == "entered-in-error":
        return LineState("unknown", "entered in error, so it counts for nothing", "low")
    if e.status == "cancelled":
        return LineState("stopped", "cancelled by the source", "medium", stop_day(e))
    if e.status == "stopped" or e.change_status == "stopped":
        day = stop_day(e) or noted_day(e)
        if day is None or day <= as_of:
            why = (
                f": {e.stop_reason or e.change_reason}" if e.stop_reason or e.change_reason else ""
            )
            return LineState("stopped", f"stopped{_on(day)}{why}", "high", day)
    if e.status == "on-hold" or e.change_status == "suspended":
        day = hold_day(e)
        if day is None or day <= as_of:
            why = (
                f": {e.stop_reason or e.change_reason}" if e.stop_reason or e.change_reason else ""
            )
            told = first(e.change_date, e.stopped_on) or noted_day(e)
            return LineState("on_hold", f"on hold{_on(told)}{why}", "high", day)
    if e.status == "completed" and e.kind not in ("dispense", "administration", "issue"):
        day = first(e.end)
        if day is None or day <= as_of:
            return LineState("completed", f"completed{_on(day)}", "high", day)
    return None


def _timed(n: NormalisedEntry, as_of: dt.date, last: dt.date | None) -> LineState | None:
    """What the line's own dates say: not begun yet (and not supplied), or past its end."""
    e = n.entry
    begin = first(e.start)
    if begin is not None and begin > as_of and last is None:
        return LineState("planned", f"starts on {begin}", "high", begin)
    if e.status == "planned" and begin is None:
        return LineState("planned", "planned, no date given", "medium")
    if e.kind in ("dispense", "issue") and (day := first(e.last_issued)) and day > as_of:
        return LineState("planned", f"dated {day}, after the day asked about", "low", day)
    if e.end is not None and e.end.last < as_of:
        if e.course in STANDING:
            return LineState("stopped", f"ended on {e.end}", "medium", e.end.last)
        return LineState("completed", f"planned end was {e.end}", "high", e.end.last)
    if begin is None or n.entry.course in STANDING:
        return None
    end = course_end(n, begin)
    if end is None or end >= as_of or e.source.kind not in ("epma", "specialist"):
        return None
    if e.course == "cycle":
        return None
    days = (end - begin).days
    return LineState("completed", f"a course of {days} days from {begin}", "medium", end)


def _on(day: dt.date | None) -> str:
    return f" on {day}" if day is not None else ""
