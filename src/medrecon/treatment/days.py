"""The dates of a line: when it was said, when it was supplied, how long that lasts."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from medrecon.model import Entry, PartialDate
from medrecon.normalise import NormalisedEntry
from medrecon.policy import Policy

SUPPLY = frozenset(("dispense", "administration", "issue"))
STANDING = frozenset(("repeat", "repeat-dispensing"))
LONGESTSUPPLY = 730
LONGEST_IMPLANT = 3653  # a device in the womb lasts up to ten years


def first(*dates: PartialDate | None) -> dt.date | None:
    """The first of the dates that is recorded, at its earliest day."""
    for d in dates:
        if d is not None:
            return d.first
    return None


def latest(dates: Iterable[PartialDate | None], upto: dt.date) -> dt.date | None:
    """The newest recorded date on or before a day."""
    newest: dt.date | None = None
    for d in dates:
        if d is not None and d.first <= upto and (newest is None or d.first > newest):
            newest = d.first
    return newest


def add_days(day: dt.date, days: float) -> dt.date:
    """That many days later, held inside the calendar."""
    try:
        return day + dt.timedelta(days=int(days))
    except OverflowError:
        return dt.date.max if days > 0 else dt.date.min


def add_months(day: dt.date, months: int) -> dt.date:
    """That many months of the calendar later, at the latest on the last day of that month.

    >>> add_months(dt.date(2025, 8, 31), 6)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        return dt.date.max if months > 0 else dt.date.min
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def run_to(begin: dt.date, length: tuple[int, float]) -> dt.date:
    """The day after a course of (months, days) that begins on a day."""
    months, days = length
    return add_days(add_months(begin, months) if months else begin, days)


def stop_day(e: Entry) -> dt.date | None:
    """The day of a stop, None where it is not recorded."""
    return first(e.stopped_on, e.end, e.change_date if e.change_status == "stopped" else None)


def hold_day(e: Entry) -> dt.date | None:
    """The day from which a line may be on hold, at the latest that of the record; None where no date is."""
    return first(e.change_date, e.stopped_on, e.start, e.recorded)


def noted_day(e: Entry) -> dt.date | None:
    """The day on which an end was written down: that of the record, unless it only wrote the start.

    A discharge list is written on one day, the day of each of its lines.
    """
    day, begin = first(e.recorded), first(e.start)
    if e.course == "discharge":
        return day
    return day if day is not None and (begin is None or day > begin) else None


def said_day(e: Entry, upto: dt.date) -> dt.date | None:
    """The newest day on which the source said something about intent."""
    newest: dt.date | None = None
    for d in (e.change_date, e.start, e.recorded):
        if d is not None and d.first <= upto and (newest is None or d.first > newest):
            newest = d.first
    return newest


def last_supply(e: Entry, upto: dt.date) -> dt.date | None:
    """The newest supply that the line records, up to a day; None where it records none."""
    if not e.issues and e.last_administered is None and e.kind not in SUPPLY:
        issued = e.last_issued
        return issued.first if issued is not None and issued.first <= upto else None
    dates = [e.last_issued, e.last_administered, *(i.date for i in e.issues if _counts(i.status))]
    charted = e.kind == "administration" and e.status != "completed"
    if e.kind in SUPPLY and not any(dates) and not charted:
        dates.append(e.start or e.recorded)
    return latest(dates, upto)


def _counts(status: str | None) -> bool:
    return status not in ("cancelled", "entered-in-error", "stopped")


def course_days(n: NormalisedEntry) -> float | None:
    """How long a course is meant to last: the duration that the dosage states."""
    return n.timing.course_days


def course_end(n: NormalisedEntry, begin: dt.date) -> dt.date | None:
    """The day after the course that begins on a day; None where the dosage states no length."""
    length = n.timing.course_length
    return run_to(begin, length) if length is not None else None


def has_an_end(n: NormalisedEntry) -> bool:
    """Whether a line stops of its own: every step of it has a length, or it has an end."""
    return n.timing.course_length is not None or n.entry.end is not None


def once_only(n: NormalisedEntry) -> bool:
    """Whether the dosage is one single dose, and not as required."""
    lines = n.dosage.lines
    return bool(lines) and all(x.count_high == 1 and not x.as_needed for x in lines)


def supply_length(n: NormalisedEntry) -> float | None:
    """For how many days one supply lasts: as stated, else quantity over the daily amount."""
    e = n.entry
    if e.course == "repeat-dispensing" and (batches := _batches(e)) is not None:
        return batches
    if e.days_supply is not None and 0 < e.days_supply <= LONGESTSUPPLY:
        return float(e.days_supply)
    if e.days_supply is not None and n.form == "implant" and 0 < e.days_supply <= LONGEST_IMPLANT:
        return float(e.days_supply)
    if e.quantity is None or e.quantity <= 0 or n.weekly is None or n.weekly.high <= 0:
        stated = n.timing.course_days
        if stated and n.timing.cycle is None and e.course not in STANDING:
            return stated
        return n.interval if n.interval is not None and e.source.kind == "gp" else None
    total = _contents(n, e.quantity, n.weekly.unit)
    if total is None:
        return None
    days = total / n.weekly.high * 7
    return float(days) if 0 < days <= LONGESTSUPPLY else None


def _batches(e: Entry) -> float | None:
    """How long a repeat dispensing authority runs: its issues, one interval each."""
    if e.issues:
        return None
    count = e.number_of_issues or e.repeats_allowed
    interval = e.extra.get("issue_interval_days") or e.days_supply
    if not count or count <= 1 or not isinstance(interval, (int, float, Decimal)) or interval <= 0:
        return None
    return min(float(count) * float(interval), LONGESTSUPPLY)


def _contents(n: NormalisedEntry, quantity: Decimal, unit: str) -> Decimal | None:
    """A quantity in units of the product as an amount of its ingredient, in the unit of the dose."""
    if n.entry.quantity_unit and n.entry.quantity_unit.casefold() == unit:
        return quantity
    if n.product is None or len(n.product.ingredients) != 1:
        return None
    strength = n.product.ingredients[0].strength
    if strength is None or strength.per_unit is not None or strength.unit != unit:
        return None
    return quantity * strength.value


def grace(length: float, policy: Policy) -> float:
    """How many days a supply may run over before its end means anything."""
    w = policy.windows
    return max(w["supply_grace_min"], w["supply_grace_share"] * length)
