"""The state of a line that nobody ended, by what it is: a supply, a dose given, an acute, a repeat.

Its own dates decide, and how long what was supplied lasts (docs/reconciliation.md).
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from medrecon.model import Confidence, Entry
from medrecon.normalise import NormalisedEntry
from medrecon.policy import Policy
from medrecon.treatment.cycle import cycle_of
from medrecon.treatment.days import add_days, course_days, course_end, first, grace, once_only
from medrecon.treatment.value import LineState


def stat(e: Entry, as_of: dt.date) -> LineState:
    """A dose ordered once: over, unless it was ordered today and nobody has given it."""
    begin = first(e.start, e.recorded)
    if begin == as_of and e.last_administered is None:
        return LineState("current", "once only, ordered today", "medium", begin)
    return LineState("completed", "once only", "high", begin)


def _once(day: dt.date, as_of: dt.date) -> LineState:
    """A single dose that was issued or handed out: over when its day is."""
    if day == as_of:
        return LineState("current", f"acute course from {day} to {day}", "medium", day)
    return LineState("completed", f"once only, of {day}", "medium", day)


def supplied(
    n: NormalisedEntry,
    as_of: dt.date,
    policy: Policy,
    last: dt.date | None,
    length: float | None,
) -> LineState:
    """Dispensed, issued or sold: current while the supply can last; its end is no stop."""
    if last is None:
        return LineState("unknown", "no date of supply", "low")
    w = policy.windows
    lasted = int(length) if length is not None else None
    if n.entry.course == "otc":
        short = policy.on("short_course", n.moieties) and policy.in_class(
            "antibacterial", n.moieties
        )
        until = add_days(last, w["otc_short_window" if short else "otc_window"])
        if lasted is not None:
            until = add_days(add_days(last, lasted), grace(lasted, policy))
        if as_of <= until:
            return LineState("current", f"bought or supplied on {last}", "medium", last)
        return LineState("completed", f"last bought or supplied on {last}", "medium", last)
    if once_only(n):
        return _once(last, as_of)
    if n.as_needed or not n.states_dose:
        window = w["prn_recent"] if n.as_needed else w["fill_recent"]
        if as_of <= add_days(last, window):
            return LineState("current", f"last supplied on {last}", "medium", last)
        return LineState("unknown", f"last supplied on {last}", "low", last)
    days = lasted if lasted is not None else w["supply_imputed"]
    if as_of <= add_days(last, days + grace(days, policy)):
        how = "" if lasted is not None else " (length of supply assumed)"
        return LineState("current", f"last supplied on {last}{how}", "medium", last)
    return LineState("unknown", f"the supply of {last} has run out; that is no stop", "low", last)


def administered(
    n: NormalisedEntry, as_of: dt.date, policy: Policy, last: dt.date | None
) -> LineState:
    """A dose that was given: current while the next is not overdue."""
    if last is None and n.entry.status == "unknown":
        return LineState("unknown", "no dose is recorded as given", "low")
    if last is None:
        return LineState("current", "on the administration record", "medium")
    times = n.times_per_day
    interval = 1 / float(times) if times else 30.0 if n.as_needed else 1.0
    if (cycle := cycle_of(n)) is not None:
        interval = float(cycle[1] or policy.windows["cycle_imputed"])
    due = first(n.entry.next_due)
    until = add_days(last, max(3.0, interval * policy.windows["interval_slack"]))
    if as_of <= max(until, due or until):
        return LineState("current", f"last given on {last}", "high", last)
    return LineState("unknown", f"last given on {last}", "low", last)


def acute(
    n: NormalisedEntry,
    as_of: dt.date,
    policy: Policy,
    last: dt.date | None,
    length: float | None,
) -> LineState:
    """An acute is current for its days of supply; an `active` status means nothing after that."""
    begin = last or first(n.entry.start, n.entry.recorded)
    if begin is None:
        return LineState("unknown", "an acute without a date", "low")
    if once_only(n):
        return _once(begin, as_of)
    w = policy.windows
    length = length or course_days(n)
    if length is None and n.form == "implant":
        why = f"an implant or device of {begin}: how long it acts is not said"
        return LineState("unknown", why, "low", begin)
    slack = w["acute_grace"] if length is not None else 0
    days = length if length is not None else w["gp_acute_imputed"]
    end = add_days(begin, max(days, 1) - 1)
    if length == course_days(n) and (after := course_end(n, begin)) is not None:
        end = add_days(after, -1)
    if as_of <= add_days(end, slack):
        return LineState("current", f"acute course from {begin} to {end}", "medium", begin)
    return LineState("completed", f"acute course ended on {end}", "medium", end)


def specialist(
    n: NormalisedEntry, as_of: dt.date, policy: Policy, last: dt.date | None
) -> LineState:
    """Current until its interval and a half has passed since it was last given."""
    e, slack = n.entry, policy.windows["interval_slack"]
    given = first(e.last_administered) or (last if e.course in ("clinic", "cycle") else None)
    times = n.times_per_day
    if given is not None and times and float(times) < 1 / 6:
        due = first(e.next_due) or add_days(given, 1 / float(times))
        until = add_days(given, max((due - given).days, 1 / float(times)) * slack)
        if as_of > until:
            return LineState("current", f"last given on {given}, was due on {due}", "low", given)
        return LineState("current", f"last given on {given}, next due {due}", "high", given)
    if e.status == "unknown":
        return LineState("current", "on the specialist's list", "medium")
    return LineState("current", "under the specialist", "high", first(e.change_date, e.start))


def repeat(
    n: NormalisedEntry,
    as_of: dt.date,
    policy: Policy,
    last: dt.date | None,
    length: float | None,
) -> LineState:
    """A GP repeat that nobody ended is current, never issued or not; trust falls with its age."""
    e, w = n.entry, policy.windows
    if e.prescribed_elsewhere or e.course == "elsewhere":
        return LineState("current", "recorded as prescribed elsewhere", "medium")
    if e.status == "unknown" and e.kind == "statement":
        return LineState("unknown", "the source does not say whether it is current", "low")
    if last is None:
        return LineState("current", "authorised, no issue recorded", "medium")
    age = (as_of - last).days
    if age <= (length or w["supply_imputed"]) * 1.5:
        return _last_issued(last, "high")
    recent = w["prn_recent"] if n.as_needed else w["repeat_recent"]
    trust: Confidence = "medium" if age <= recent else "low"
    return _last_issued(last, trust)


@lru_cache(maxsize=4096)
def _last_issued(last: dt.date, trust: Confidence) -> LineState:
    return LineState("current", f"repeat, last issued {last}", trust, last)
