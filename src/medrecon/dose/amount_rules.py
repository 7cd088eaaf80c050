"""Rules of the grammar about amounts: doses, maxima, rates, strengths, supplies."""

from __future__ import annotations

from decimal import Decimal

from medrecon.dosage import Maximum, Measure
from medrecon.dose.draft import Reading, first, numbers, units
from medrecon.dose.scan import Lexeme
from medrecon.units import convert, unit

Run = list[Lexeme]
_DENOMINATORS = frozenset(
    {
        "ml",
        "litre",
        "g",
        "dose",
        "puff",
        "spray",
        "actuation",
        "inhalation",
        "drop",
        "tablet",
        "capsule",
        "sachet",
        "vial",
        "ampoule",
        "patch",
    }
)


def dose(r: Reading, run: Run) -> None:
    """`2`, `1-2 tablets`, `5mg to 10mg`, `a patch`, `up to 10 ml`."""
    values, names = numbers(run), units(run)
    if not values:
        values = [Decimal(1)]
    name = names[-1] if names else None
    low, high = values[0], values[-1]
    if len(names) == 2 and names[0] != names[1]:
        moved = convert(low, names[0], names[1])
        if moved is None:
            r.doubt("a range in two units")
            return
        low = moved
    if low > high:
        r.doubt("a range that falls")
        return
    upto = run[0].symbol == "U"
    plain = name is None and run[-1].symbol in "nh"
    _put(r, Measure(None if upto else low, high, name), run, plain)


def said_twice(r: Reading, run: Run) -> None:
    """`ONE (1) tablet`: the number in words and in digits."""
    values, names = numbers(run), units(run)
    if len(values) != 2 or values[0] != values[1]:
        r.doubt("a number said twice, and differently")
        return
    _put(r, Measure(values[0], values[0], names[0] if names else None), run)


def product_of(r: Reading, run: Run) -> None:
    """`2 x 5mg`, `2 x 5mg tablets`: so many of so much."""
    (count, each), names = numbers(run), units(run)
    total = Measure(count * each, count * each, names[0])
    if len(names) == 2:
        _put(r, Measure(count, count, names[1]), run)
        if total not in (r.line.dose, *r.line.alternatives):
            r.line.alternatives.append(total)
    else:
        _put(r, total, run)
    r.line.additional.append(f"({r.words(run[:4])})")


def units_of(r: Reading, run: Run) -> None:
    """`two 5mg tablets`: the number counts tablets, the rest is their strength."""
    names = units(run)
    if names[1] == "dose" and numbers(run[:1]) == [1]:
        value = numbers(run[1:])[0]
        _put(r, Measure(value, value, names[0]), run)
        return
    if _physical(names[1]) or not _physical(names[0]):
        r.doubt("two numbers before one unit")
        return
    count = numbers(run[:1])[0]
    _put(r, Measure(count, count, names[1]), run)
    r.leave(run[1:-1])


def named_strength(r: Reading, run: Run) -> None:
    """`5mg tablets` is a strength; `a 6 mg dose` is a dose."""
    names = units(run)
    nebulised = r.words(run[-1:]) in ("neb", "nebs")
    if names[1] == "dose" or nebulised:
        value = numbers(run)[0]
        _put(r, Measure(value, value, names[0]), run)
        r.line.route = "inhalation" if nebulised else r.line.route
    elif _physical(names[0]) and not _physical(names[1]):
        r.form = names[1]
        r.leave(run)
    else:
        r.doubt("one number before two units")


def _physical(name: str) -> bool:
    return unit(name) is not None


def _put(r: Reading, measure: Measure, run: Run, plain: bool = False) -> None:
    """A dose takes its place: in this line, as another way to say it, or in a line of its own."""
    line = r.line
    if r.joined == "then" and not line.empty:
        line = r.begin("then", run[0].start)
    before, r.dose_span = r.dose_span, (run[0].start, run[-1].end)
    if line.dose is None:
        if line.timed and r.before == "&":
            r.doubt("a time without its dose")
        line.time_first = line.time_first or line.timed
        line.dose, line.dose_plain = measure, plain
        return
    if not r.text[before[1] : run[0].start].strip() and _strength_beside(
        r, line.dose, measure, before
    ):
        return
    if r.bracket:
        _said_again(r, line.dose, measure)
        return
    follows = line.duration is not None and not r.linked
    line = r.begin("then" if follows else "and", run[0].start)
    line.linked = r.linked
    line.dose, line.dose_plain = measure, plain


def _strength_beside(r: Reading, dose: Measure, measure: Measure, before: tuple[int, int]) -> bool:
    """`100mcg 2 puffs`, `2 tablets 500mg`: the number of units is the dose, the mass a strength."""
    if dose.unit is None or measure.unit is None or _physical(dose.unit) == _physical(measure.unit):
        return False
    if _physical(dose.unit):
        r.unparsed.append(before)
        r.line.dose = measure
    else:
        r.unparsed.append(r.dose_span)
    return True


def _said_again(r: Reading, dose: Measure, measure: Measure) -> None:
    """In brackets: the same dose once more, or in another unit; anything else is a contradiction."""
    if measure.unit in (None, dose.unit):
        if (measure.low, measure.high) != (dose.low, dose.high):
            r.doubt("two doses that contradict each other")
    elif _contradicts(dose, measure):
        r.doubt("two doses that contradict each other")
    elif measure not in (dose, *r.line.alternatives):
        r.line.alternatives.append(measure)


def _contradicts(a: Measure, b: Measure) -> bool:
    if a.unit is None or b.unit is None or a.high is None or b.high is None:
        return False
    same = convert(b.high, b.unit, a.unit)
    return same is not None and same != a.high


def maximum(r: Reading, run: Run) -> None:
    """`max 8 in 24 hours`, `no more than 4 doses a day`, `max 4g/24h`, `max qds`."""
    times = first(run, "xO")
    fixed = first(run, "F")
    span = first(run, "gtHAZ")
    rest = run[run.index(span) :] if span else []
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
        name = "dose" if times else (names[0] if names else None)
        limit = Maximum(value, name, *_span_of(span, before_period))
    r.line.limit_of_times = bool(times or fixed)
    if r.line.maximum is not None and r.line.maximum != limit:
        r.doubt("two maxima")
    r.line.maximum = limit


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


def rate(r: Reading, run: Run) -> None:
    """`10 ml/hour`, `2 litres per minute`; `40mg/day` does not say how it is divided."""
    if len(run) == 1:
        return
    values, name, time = numbers(run), units(run)[0], run[-1].value
    size = run[-2].value if run[-2].symbol in "nh" else None
    span = values[:-1] if size is not None else values
    if run[0].symbol != "$" and time in ("d", "wk") and size is None:
        divider = first(run, "/")
        if divider:
            r.doubt("an amount a day without the dose each time")
            return
        _put(r, Measure(span[0], span[-1], name), run)
        r.line.frequency = (1, 1, Decimal(1), Decimal(1), time)
        return
    if "patch" in r.text:
        r.leave(run)
        return
    per = f"{size} {time}" if size is not None and size != 1 else time
    _put_rate(r, Measure(span[0], span[-1], f"{name}/{per}"), run)


def per_weight(r: Reading, run: Run) -> None:
    """`15mg/kg`, `0.1 units/kg/hour`: a rate by weight or surface, which is no dose without them."""
    names, values = units(run), numbers(run)
    if names[1] not in ("kg", "m2"):
        r.leave(run)
        if len(run) != 4 or names[1] not in ("ml", "dose", "g", "puff", "spray"):
            r.doubt("a strength or a rate of unknown kind")
        return
    amount = numbers(run[: next(i for i, x in enumerate(run) if x.symbol == "u")])
    time = first(run, "t")
    size = f"{values[-1]} " if time and len(values) > len(amount) and values[-1] != 1 else ""
    parts = [*names, *([f"{size}{time.value}"] if time else [])]
    _put_rate(r, Measure(amount[0], amount[-1], "/".join(parts)), run)


def _put_rate(r: Reading, rate: Measure, run: Run) -> None:
    line = r.line
    if r.joined == "then" and not line.empty:
        line = r.begin("then", run[0].start)
    if line.rate is not None:
        r.doubt("two rates")
    line.rate = rate


def bare_unit(r: Reading, run: Run) -> None:
    """A unit without a number says what the product is; `neb` says how it is given."""
    name = run[0].value
    if name in ("nebule", "inhalation") and r.line.route is None:
        r.line.route = "inhalation"
    elif r.line.dose is None and not _physical(name) and name != "dose":
        r.form = r.form or name


def strength(r: Reading, run: Run) -> None:
    """`10mg/5ml`, `0.9%`: not the dose."""
    names = units(run)
    if len(names) == 2 and (names[1] not in _DENOMINATORS or not _physical(names[0])):
        r.doubt("two amounts, or a strength of unknown kind")
    r.leave(run)


def leave(r: Reading, run: Run) -> None:
    """Words that are understood and are not the dose."""
    r.leave(run)


def former(r: Reading, run: Run) -> None:
    """The dose before: `changed from 5mg to`, `(was 2.5mg)`."""
    r.leave(run)


def two_numbers(r: Reading, run: Run) -> None:
    """Two numbers where only one can be meant."""
    r.leave(run)
    r.doubt("two numbers before one unit")
