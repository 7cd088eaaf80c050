"""What follows from a dosage alone, worked out once for each distinct text."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from medrecon.dosage import Dosage
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
    """How long a course is meant to last: the durations that its steps state, None where one does not."""
    total = Fraction(0)
    for step in dosage.phases:
        lengths = [
            _DAYS[x.duration.unit] * Fraction(x.duration.high or x.duration.low or 0)
            for x in step
            if x.duration is not None and x.duration.unit in _DAYS
        ]
        if not lengths:
            return None
        total += max(lengths)
    return float(total) if total else None


def injection_interval(times_per_day: Decimal | None, route_class: str | None) -> float | None:
    """Days between two injections, where they are a fortnight or more apart: one issue is one dose."""
    if route_class != "parenteral" or not times_per_day or float(times_per_day) > 1 / 14:
        return None
    return 1 / float(times_per_day)
