"""The arithmetic of a dosage: per administration, per day, per period. Exact, and it says how.

Amounts are intervals: `1-2 tablets` has a low and a high end. Through a product with one active
ingredient of stated strength an amount is that of the ingredient; else it stays in the dose's own unit.
Nothing is inferred: an unstated unit without a product stays unstated (the empty string).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from medrecon.dosage.strength import in_ingredient, in_unit, product_unit
from medrecon.dosage.value import Dosage, DosageLine, Measure
from medrecon.model import Product

_DAYS = {
    "min": Fraction(1, 1440),
    "h": Fraction(1, 24),
    "d": Fraction(1),
    "wk": Fraction(7),
    "mo": Fraction(30),
    "a": Fraction(365),
}
# words for treatment on some days and none on others, as they stand among the instructions
_IN_CYCLES = re.compile(
    r"\bcycle|\bdays? \d.* of (?:an? |each |every )?\d|^every \d+ (?:days|weeks|months)"
    r"|\b(?:day|week|month)s?[- ](?:off|break|free|rest|gap)\b"
)
_BOTH_SIDES = re.compile(r"\b(?:both|each|either) (?:eye|ear|nostril)")
_MEAL_SLOTS = {"M": "MORN", "D": "NOON", "V": "EVE"}
_SLOTS = {"HS": "NIGHT", "PHS": "NIGHT", "WAKE": "MORN"}

Span = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class Amount:
    """From `low` to `high` of `unit`; `how` says what was multiplied. The unit is empty if unstated."""

    low: Decimal
    high: Decimal
    unit: str
    how: str


def daily_amount(dosage: Dosage, product: Product | None = None) -> Amount | None:
    """How much in a day, taken regularly.

    None where it is as required only, has steps (it is not the same every day), is given less often than
    daily, in cycles, once only, on both sides (`2 drops in each ear`: the amount is that of one), or where
    dose or timing is not stated. Never more than the dosage's own maximum a day. `20mg/day` is 20 mg, in
    however many parts, and so is `20mg over 24 hours`, which lasts the day.
    """
    lines = _one_step(dosage)
    if not lines or any(line.as_needed for line in lines):
        return None
    total = _given_a_day(lines, product)
    if total is None or any(_sparse(line) for line in lines):
        return None
    span = _within_maximum(total[0], total[1], lines, product)
    return _amount(span, total[1], "a day: " + _how(lines))


def max_daily_amount(dosage: Dosage, product: Product | None = None) -> Amount | None:
    """The most in 24 hours, as required or not: the stated maximum, else dose times frequency."""
    lines = _one_step(dosage)
    if not lines:
        return None
    stated = [_stated_maximum(line, product) for line in lines if line.maximum]
    if len(stated) == 1 and stated[0] is not None:
        low, high, unit = stated[0]
        return _amount((low, high), unit, "the stated maximum in a day")
    total = _given_a_day(lines, product)
    if total is None or any(_sparse(line) for line in lines):
        return None
    (_, high), unit = total
    return _amount((high, high), unit, "at most a day: " + _how(lines))


def per_dose(dosage: Dosage, product: Product | None = None) -> Amount | None:
    """How much each time; None where the dosage gives several different doses or none."""
    found = {line_dose(line, product) for line in dosage.lines if line.states_dose}
    if len(found) != 1:
        return None
    (one,) = found
    return None if one is None else _amount(one[0], one[1], "each time")


def period_amount(dosage: Dosage, product: Product | None = None, days: int = 28) -> Amount | None:
    """How much in a number of days (28 by default), regularly; also for weekly medicines.

    >>> weekly = Dosage(
    ...     lines=(
    ...         DosageLine(
    ...             dose=Measure(Decimal(15), Decimal(15), "mg"),
    ...             frequency_low=1,
    ...             frequency_high=1,
    ...             period_low=Decimal(1),
    ...             period_high=Decimal(1),
    ...             period_unit="wk",
    ...         ),
    ...     )
    ... )
    >>> period_amount(weekly, days=7).low
    Decimal('15')
    """
    lines = _one_step(dosage)
    if not lines or any(line.as_needed for line in lines):
        return None
    total = _given_a_day(lines, product)
    if total is None:
        return None
    (low, high), unit = total
    return _amount((low * days, high * days), unit, f"in {days} days: " + _how(lines))


def times_per_day(dosage: Dosage) -> Decimal | None:
    """See `Dosage.times_per_day`."""
    total = Fraction(0)
    lines = _one_step(dosage)
    for line in lines:
        span = times_a_day(line)
        if span is None or span[0] != span[1]:
            return None
        total += span[0]
    return _decimal(total) if lines else None


def is_weekly(dosage: Dosage) -> bool:
    """See `Dosage.is_weekly`."""
    lines = _one_step(dosage)
    spans = [times_a_day(line) for line in lines]
    return len(lines) == 1 and spans[0] == (Fraction(1, 7), Fraction(1, 7))


def total_a_day(lines: tuple[DosageLine, ...], product: Product | None) -> tuple[Span, str] | None:
    """The exact sum over lines that run beside each other, and its unit."""
    low = high = Fraction(0)
    unit: str | None = None
    for line in lines:
        dose, times = line_dose(line, product), times_a_day(line)
        if times is None and (dose is None or _lasts_the_day(line)):
            dose, times = dose or _rate_a_day(line, product), (Fraction(1), Fraction(1))
        if dose is None or times is None:
            return None
        unit = dose[1] if unit is None else unit
        span = in_unit(dose[0], dose[1], unit)
        if span is None:
            return None
        low, high = low + span[0] * times[0], high + span[1] * times[1]
    return None if unit is None else ((low, high), unit)


def _given_a_day(lines: tuple[DosageLine, ...], product: Product | None) -> tuple[Span, str] | None:
    """The sum over lines; None for both eyes, ears or nostrils, where the dose is that of one side."""
    both = any(_BOTH_SIDES.search((line.site or "").casefold()) for line in lines)
    return None if both else total_a_day(lines, product)


def _rate_a_day(line: DosageLine, product: Product | None) -> tuple[Span, str] | None:
    """The amount of `20mg/day` or `20mg/24 hours`; None for a rate of another kind, or by weight."""
    rate = line.rate
    unit, _, period = (rate.unit or "").partition("/") if rate else ("", "", "")
    if rate is None or period not in ("d", "24 h") or line.over is not None:
        return None
    return line_dose(replace(line, dose=replace(rate, unit=unit), alternatives=()), product)


def _lasts_the_day(line: DosageLine) -> bool:
    """Whether one dose runs for 24 hours, so that it is the amount of a day."""
    over = line.over
    if over is None or line.states_timing:
        return False
    return (over.exact, over.unit) in ((Decimal(24), "h"), (Decimal(1), "d"))


def line_dose(line: DosageLine, product: Product | None) -> tuple[Span, str] | None:
    """One administration in the ingredient's unit where product or text gives it, else its own."""
    for measure in (line.dose, *line.alternatives):
        if measure is not None and (found := in_ingredient(measure, product)):
            return found
    dose = line.dose
    if dose is None or dose.high is None:
        return None
    low = dose.low if dose.low is not None else Decimal(0)
    own = product_unit(product) if dose.unit is None else dose.unit
    return (Fraction(low), Fraction(dose.high)), own or ""


def times_a_day(line: DosageLine) -> Span | None:
    """How often a day, as exact fractions; None where it is once only, or not stated."""
    if line.count_low is not None or line.count_high is not None or line.events:
        return None
    if line.period_low is None or line.period_unit not in _DAYS:
        if any(code in ("C", "AC", "PC") for code in line.when):
            return None
        slots = slot_count(line.when, line.times)
        each = Fraction(len(line.days) or 7, 7)
        if not slots and line.days:
            slots = 1
        return (slots * each, slots * each) if slots else None
    day, longest = _DAYS[line.period_unit], line.period_high or line.period_low
    if not line.period_low:
        return None
    low = line.frequency_low if line.frequency_low is not None else 0
    high = line.frequency_high if line.frequency_high is not None else 1
    if line.frequency_low is None and line.frequency_high is None:
        low = 1
    span = (low / (Fraction(longest) * day), high / (Fraction(line.period_low) * day))
    if line.days and line.period_unit == "d" and line.period_low == 1:
        return span[0] * len(line.days) / 7, span[1] * len(line.days) / 7
    return span


def slot_count(when: Iterable[str], times: Sequence[str]) -> int:
    """How many times of day are named; “with meals” names none."""
    return (len(slots_of(when)) if when else 0) + len(times)


def slots_of(when: Iterable[str]) -> set[str]:
    """The times of day named, folded: bedtime is night, breakfast the morning."""
    found = set()
    for code in when:
        if code.rstrip("MDV") in ("C", "AC", "PC"):
            meal = _MEAL_SLOTS.get(code[-1])
            found |= {meal} if meal else set()
        else:
            found.add(_SLOTS.get(code, code.partition(".")[0]))
    return found


def _one_step(dosage: Dosage) -> tuple[DosageLine, ...]:
    """The lines of the only step; nothing where there are several, or a further one in words."""
    if dosage.status == "ambiguous" or len(dosage.phases) != 1:
        return ()
    return tuple(line for line in dosage.lines if line.states_dose)


def _sparse(line: DosageLine) -> bool:
    """Whether it is given on some days only: a daily amount would be one that nobody takes."""
    times = times_a_day(line)
    if any(_IN_CYCLES.search(words.casefold()) for words in line.additional):
        return True
    return bool(line.days) or (times is not None and times[1] < 1 and times[1] > 0)


def _within_maximum(
    span: Span, unit: str, lines: tuple[DosageLine, ...], product: Product | None
) -> Span:
    """The amount cut at the stated maximum in a day, where there is one in that unit."""
    stated = [_stated_maximum(line, product) for line in lines if line.maximum]
    if len(stated) != 1 or stated[0] is None:
        return span
    found = in_unit(stated[0][:2], stated[0][2], unit)
    return span if found is None else (min(span[0], found[1]), min(span[1], found[1]))


def _stated_maximum(
    line: DosageLine, product: Product | None
) -> tuple[Fraction, Fraction, str] | None:
    m = line.maximum
    if m is None or m.period_unit not in _DAYS or Fraction(m.period) * _DAYS[m.period_unit] != 1:
        return None
    dose = line_dose(line, product)
    if m.unit == "dose" and dose is not None and (line.dose is None or line.dose.unit != "dose"):
        (_, high), unit = dose
        return high * Fraction(m.value), high * Fraction(m.value), unit
    stated = m.unit or (line.dose.unit if line.dose else None)
    measure = Measure(m.value, m.value, stated)
    found = in_ingredient(measure, product)
    if found:
        return found[0][0], found[0][1], found[1]
    return Fraction(m.value), Fraction(m.value), stated or ""


def _how(lines: tuple[DosageLine, ...]) -> str:
    from medrecon.dosage.clinical import line_text

    return " and ".join(line_text(line) for line in lines)


def _amount(span: Span, unit: str, how: str) -> Amount:
    return Amount(_decimal(span[0]), _decimal(span[1]), unit, how)


def _decimal(value: Fraction) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.normalize() if exact != exact.to_integral_value() else Decimal(int(exact))
