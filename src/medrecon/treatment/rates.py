"""Doses given as a rate: a patch's micrograms an hour, an infusion's milligrams over 24 hours.

A chart orders a patch by its rate ("75 micrograms/hour every 72 hours") where the GP orders one of a
product of that rate. Rates compare with rates and with the strength of a patch of which some are
applied, whatever the interval of change; how often the patch is changed compares apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from medrecon.dosage import DosageLine, Measure
from medrecon.dosage.amounts import line_dose, times_a_day
from medrecon.model import Strength
from medrecon.policy import Policy
from medrecon.treatment.frequency import (
    one_frequency,
    one_is_weekly,
    same_days,
    same_interval,
    silent,
)
from medrecon.treatment.regimen import Role
from medrecon.treatment.value import Difference, Line
from medrecon.units import unit

_HOURS = {
    "min": Fraction(1, 60),
    "h": Fraction(1),
    "hour": Fraction(1),
    "d": Fraction(24),
    "wk": Fraction(168),
}
_PERIOD = re.compile(r"(?:(\d+(?:\.\d+)?) )?(min|h|d|wk)")
_DAY = 24
_RUNS = 6  # an infusion of fewer hours without a frequency is one dose, not a rate that goes on
_NEARLY = Fraction(19, 20)  # a patch called 12 gives off 12.5
_PATCHES = 4  # more patches than this at a time are taken for another meaning of the number


@dataclass(frozen=True, slots=True)
class Rate:
    """From `low` to `high` of `kind` (`mass`, …, in its base unit) in `hours`.

    `hours` is None where a patch is named by a bare amount ("25 micrograms"), which is that of its rate in
    whatever time the product says. `stated` says that the dosage itself gives a rate; else it is the
    product's. `runs` is for how many hours of the day it runs, where that is said.
    """

    low: Fraction
    high: Fraction
    kind: str
    hours: Fraction | None
    stated: bool
    runs: Fraction | None = None


def at_rates(x: Role, y: Role, told: bool, policy: Policy) -> tuple[Difference, ...] | None:
    """What two roles differ in of which one is dosed by a rate; None where none is."""
    one, two = (_of_role(r, policy) for r in (x, y))
    if not any(rate is not None and rate.stated for rate in (one, two)):
        return None
    found: list[Difference] = []
    times = _ratio(one, two) if one is not None and two is not None else None
    if times is not None and times != 1:
        found.append(Difference("amount", x.lines, y.lines, times, told))
    found += _changed(x, y, told, policy)
    return tuple(found)


def _changed(x: Role, y: Role, told: bool, policy: Policy) -> Iterator[Difference]:
    """How often a patch is changed, where both sides say it."""
    if not (_is_patch(x.counted[0]) and _is_patch(y.counted[0])):
        return
    a, b = one_frequency(x.counted), one_frequency(y.counted)
    if a and b and a != b and not same_interval(a, b) and not same_days(x, y, policy):
        kind = "weekly" if one_is_weekly(x, y) else "frequency"
        yield Difference(kind, x.lines, y.lines, b / a, told)


def _of_role(role: Role, policy: Policy) -> Rate | None:
    """The rates of a role's lines added up: patches of 25 and 100 are 125."""
    found = [_of_line(line, policy) for line in role.counted]
    whole = found[0]
    for rate in found[1:]:
        if whole is None or rate is None:
            return None
        if (whole.kind, whole.hours, whole.runs) != (rate.kind, rate.hours, rate.runs):
            return None
        both = whole.stated or rate.stated
        whole = replace(whole, low=whole.low + rate.low, high=whole.high + rate.high, stated=both)
    return whole


def _of_line(line: Line, policy: Policy) -> Rate | None:
    n = line.n
    if n.as_needed or n.timing.steps > 1 or n.dosage.status == "ambiguous":
        return None
    stating = [x for x in n.dosage.lines if x.states_dose]
    if len(stating) != 1:
        return None
    x = stating[0]
    if x.rate is not None:
        return _stated(x, line)
    if x.over is not None:
        return _over(x, line)
    return _of_patches(x, line, policy) if _is_patch(line) else None


def _is_patch(line: Line) -> bool:
    return line.n.form == "patch" or line.n.route_class == "transdermal"


def _stated(x: DosageLine, line: Line) -> Rate | None:
    """`75 micrograms/hour`; None for a rate by weight or surface."""
    of, _, period = ((x.rate.unit if x.rate else None) or "").partition("/")
    found = _PERIOD.fullmatch(period)
    if x.rate is None or x.dose is not None or found is None:
        return None
    whole = _amount(replace(x.rate, unit=of), x, line)
    hours = Fraction(found[1] or 1) * _HOURS[found[2]]
    runs = x.over.exact if x.over is not None and x.over.unit == "h" else None
    if whole is None:
        return None
    return Rate(*whole, hours, stated=True, runs=None if runs is None else Fraction(runs))


def _over(x: DosageLine, line: Line) -> Rate | None:
    """`20mg over 24 hours`, where the next dose begins as this one ends; not `1g over 30 minutes bd`."""
    over = x.over.exact if x.over is not None else None
    if x.dose is None or x.over is None or not over or x.over.unit not in _HOURS:
        return None
    hours, times = Fraction(over) * _HOURS[x.over.unit], times_a_day(x)
    goes_on = hours >= _RUNS if not x.states_timing else times == (_DAY / hours, _DAY / hours)
    whole = _amount(x.dose, x, line) if goes_on else None
    if whole is None:
        return None
    low, high, kind = whole
    return Rate(low * _DAY / hours, high * _DAY / hours, kind, Fraction(_DAY), stated=True)


def _of_patches(x: DosageLine, line: Line, policy: Policy) -> Rate | None:
    """Patches by the rate of each; of a dosage that says only how often one is meant."""
    strength, dose = _hourly(line), x.dose
    if dose is None:
        if strength is None or not silent(line):
            return None
        dose = Measure(Decimal(1), Decimal(1), "patch")
    if dose.low is None or dose.high is None:
        return None
    if dose.unit in (None, "patch"):
        return None if strength is None else _times(strength, dose.low, dose.high, stated=False)
    whole = _amount(dose, x, line)
    if whole is None or policy.on("patch_named_by_content", line.n.moieties):
        return None
    if strength is None:
        return None if line.n.strengths else Rate(*whole, hours=None, stated=True)
    each = _times(strength, Decimal(1), Decimal(1), stated=True)
    if each is None or each.kind != whole[2] or whole[0] != whole[1]:
        return None
    count = whole[0] / each.low
    if count.denominator != 1 or count > _PATCHES:
        return None
    return replace(each, low=each.low * count, high=each.high * count)


def _hourly(line: Line) -> Strength | None:
    """The strength of a patch of one ingredient that is given as a rate."""
    product = line.n.product
    if product is None or len(product.ingredients) != 1:
        return None
    strength = product.ingredients[0].strength
    return strength if strength is not None and strength.per_unit in _HOURS else None


def _times(strength: Strength, low: Decimal, high: Decimal, *, stated: bool) -> Rate | None:
    known = unit(strength.unit)
    if known is None or strength.value <= 0 or strength.per_unit is None:
        return None
    each = Fraction(strength.value) * Fraction(known.factor)
    hours = Fraction(strength.per_value or 1) * _HOURS[strength.per_unit]
    return Rate(each * Fraction(low), each * Fraction(high), known.kind, hours, stated)


def _amount(measure: Measure, x: DosageLine, line: Line) -> tuple[Fraction, Fraction, str] | None:
    """An amount in the base of its unit, through the product's concentration where that is known."""
    found = line_dose(replace(x, dose=measure, alternatives=()), line.n.product)
    known = unit(found[1]) if found is not None else None
    if found is None or known is None or found[0][0] <= 0:
        return None
    return found[0][0] * Fraction(known.factor), found[0][1] * Fraction(known.factor), known.kind


def _ratio(a: Rate, b: Rate) -> Decimal | None:
    """The second rate over the first; None where one is not of the whole day and the other is of another time."""
    if a.kind != b.kind:
        return None
    hours = (a.hours or b.hours, b.hours or a.hours)
    if hours[0] is None or hours[1] is None:
        return None
    if hours[0] != hours[1] and not all(map(_goes_on, hours)):
        return None
    low, high = b.low * hours[0] / hours[1], b.high * hours[0] / hours[1]
    found = high / a.high
    if (low <= a.high and a.low <= high) or _NEARLY < found < 1 / _NEARLY:
        found = Fraction(1)
    if a.runs is not None and b.runs is not None:
        found *= b.runs / a.runs
    return Decimal(found.numerator) / Decimal(found.denominator)


def _goes_on(hours: Fraction | None) -> bool:
    """Whether a rate in that time goes on day and night: `mg/16 h` is that of a patch taken off at night."""
    return hours is not None and (hours <= 1 or hours % _DAY == 0)
