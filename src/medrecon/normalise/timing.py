"""What follows from a dosage alone, worked out once for each distinct text."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from medrecon.dosage import Dosage, DosageLine, Measure
from medrecon.normalise.cycle import cycle_in
from medrecon.normalise.value import Timing

_DAYS = {
    "h": Fraction(1, 24),
    "d": Fraction(1),
    "day": Fraction(1),
    "wk": Fraction(7),
    "week": Fraction(7),
    "mo": Fraction(28),
    "month": Fraction(28),
    "a": Fraction(365),
    "hour": Fraction(1, 24),
}
_MONTHS = {"mo": 1, "month": 1, "a": 12}


def timing(dosage: Dosage) -> Timing:
    """How often, when and for how long a dosage is."""
    lines = dosage.lines
    slots = frozenset(s for x in lines for s in x.when)
    clock = frozenset(t for x in lines for t in x.times)
    weekdays = frozenset(d for x in lines for d in x.days)
    return Timing(
        states_dose=any(x.dose is not None or x.rate is not None for x in lines),
        weekly=dosage.is_weekly,
        times_per_day=dosage.times_per_day,
        course_days=course_days(dosage),
        course_length=course_length(dosage.phases),
        slots=slots,
        clock=clock,
        weekdays=weekdays,
        moments=slots | clock | weekdays,
        as_needed=dosage.as_needed,
        steps=len(dosage.phases),
        cycle=cycle_in(dosage.text.casefold()),
        wording=dosage.to_text("clinical") or None,
    )


def course_days(dosage: Dosage) -> float | None:
    """How long a course is meant to last: the durations that its steps state, None where one does not.

    A month counts 28 days, so that 3 months and 12 weeks are one length; when a course ends is told by
    `course_length`.
    """
    total = Fraction(0)
    for step in dosage.phases:
        longest = _longest(step)
        if longest is None:
            return None
        total += _days(longest)
    return float(total) if total else None


def course_length(steps: Iterable[Iterable[DosageLine]]) -> tuple[int, float] | None:
    """(months, days) that steps last, one after the other; None where one states no length.

    Months are those of the calendar, a year is twelve; half a month is 14 days.
    """
    months, days = 0, Fraction(0)
    for step in steps:
        longest = _longest(step)
        if longest is None:
            return None
        count = _count(longest) * _MONTHS.get(longest.unit or "", 0)
        months += int(count)
        days += (count - int(count)) * _DAYS["mo"] if count else _days(longest)
    return (months, float(days)) if months or days else None


def _longest(step: Iterable[DosageLine]) -> Measure | None:
    stated = [x.duration for x in step if x.duration is not None and x.duration.unit in _DAYS]
    return max(stated, key=_days, default=None)


def _count(length: Measure) -> Fraction:
    return Fraction(length.high or length.low or 0)


def _days(length: Measure) -> Fraction:
    return _DAYS[length.unit or ""] * _count(length)


def injection_interval(times_per_day: Decimal | None, route_class: str | None) -> float | None:
    """Days between two injections, where they are a fortnight or more apart: one issue is one dose."""
    if route_class != "parenteral" or not times_per_day or float(times_per_day) > 1 / 14:
        return None
    return 1 / float(times_per_day)
