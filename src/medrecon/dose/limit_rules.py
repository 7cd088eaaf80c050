"""Rules of the grammar about the most that may be taken."""

from __future__ import annotations

from decimal import Decimal

from medrecon.dosage import Maximum
from medrecon.dose.draft import Reading, first, numbers, units
from medrecon.dose.scan import Lexeme

Run = list[Lexeme]


def maximum(r: Reading, run: Run) -> None:
    """`max 8 in 24 hours`, `no more than 4 doses a day`, `max 4g/24h`, `max qds`."""
    times = first(run, "xO")
    fixed = first(run, "F")
    span = first(run, "gtHAZ")
    rest = run[run.index(span) :] if span else []
    if run[-1].symbol == "W" and not _each_night(r, run):
        r.line.additional.append(r.words(run))
        return
    if fixed:
        count, number, name = fixed.value
        limit = Maximum(Decimal(count), "dose", number, name)
    elif times and times.symbol == "O":
        limit = Maximum(Decimal(times.value), "dose", *_period(run, times))
    else:
        values = numbers([x for x in run if x not in rest])
        value = span.value if span and span.symbol == "g" else values[0]
        before_period = values[1:2]
        if len(values) > 1 and run[1:] and _is_range(run):
            value, before_period = values[1], values[2:3]
        names = units(run)
        if times and value != int(value):
            r.doubt("a frequency that is no whole number")
        name = "dose" if times else (names[0] if names else None)
        limit = Maximum(value, name, *_span_of(span, before_period))
    r.line.limit_of_times = bool(times or fixed)
    if r.line.maximum is not None and r.line.maximum != limit:
        r.doubt("two maxima")
    r.line.maximum = limit


def _each_night(r: Reading, run: Run) -> bool:
    """`per night`, `each night`: as much as one a day; `max 2 in the morning` says nothing of the day."""
    said = r.words(run[-2:])
    each = run[-2].symbol in "pae/" or "each " in said or "every " in said
    return run[-1].value in ("NIGHT", "HS") and each


def _is_range(run: Run) -> bool:
    symbols = "".join(x.symbol for x in run)
    return any(s in symbols for s in ("n-n", "N-N", "NoN", "non"))


def _span_of(span: Lexeme | None, before: list[Decimal]) -> tuple[Decimal, str]:
    if span is None or span.symbol == "g":
        return Decimal(24) if span else Decimal(1), "h" if span else "d"
    if span.symbol == "t":
        return (before[0] if before else Decimal(1)), span.value
    number, name = span.value
    return number, name


def _period(run: Run, after: Lexeme) -> tuple[Decimal, str]:
    rest = run[run.index(after) + 1 :]
    return _span_of(first(rest, "tHAZ"), numbers(rest))


def max_period(r: Reading, run: Run) -> None:
    """`max weekly`: whether once at most, or what is taken in all, is not said."""
    r.doubt("a maximum without how many, which is not how often it is taken")
    r.line.additional.append(r.words(run))


def max_words(r: Reading, run: Run) -> None:
    """A maximum without a period, or of days: kept in words."""
    if len(run) == 1:
        r.leave(run)
        return
    values, names, dose = numbers(run), units(run), r.line.dose
    if (
        values
        and dose
        and dose.high
        and (not names or names[0] == dose.unit)
        and values[-1] < dose.high
    ):
        r.doubt("a maximum that contradicts the dose")
    r.line.additional.append(r.words(run))


def up_to_a_day(r: Reading, run: Run) -> None:
    """`1-2 up to 8 a day` is a maximum; `up to 8 a day` alone does not say how much each time."""
    if r.line.dose is None:
        r.doubt("an amount a day without the dose each time")
        return
    span = first(run, "gtHAZ")
    values = numbers(run[: run.index(span)] if span else run)
    names = units(run)
    r.line.maximum = Maximum(values[0], names[0] if names else None, *_span_of(span, values[1:]))
