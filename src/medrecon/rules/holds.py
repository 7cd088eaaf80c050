"""Was a hold looked at again: restarted, stopped, or left behind."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from medrecon.rules.draft import Draft, name_of, where
from medrecon.treatment import Case, Line, Treatment
from medrecon.treatment.days import add_days, first

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
        held = [x for x in t.ended if x.state.state == "on_hold"]
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
