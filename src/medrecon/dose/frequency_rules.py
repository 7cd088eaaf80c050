"""Rules of the grammar about how often: `twice a day`, `every 4-6 hours`, `2 weekly`, `stat`."""

from __future__ import annotations

from decimal import Decimal

from medrecon.dosage import Measure
from medrecon.dose.draft import Frequency, Reading, first, numbers
from medrecon.dose.scan import Lexeme

Run = list[Lexeme]
_ONE = Decimal(1)
_DAILY = (_ONE, _ONE, "d")
_ONCE_DAILY = (1, 1, *_DAILY)
_RARE = ("wk", "mo", "a")
_TWICE = 2  # `one two times a day`: nobody says two times who means twice
MAY_BE_A_RANGE = "two numbers that may be a range"


def _after(run: Run, symbols: str) -> tuple[Run, Run]:
    """What stands before and after the first of these symbols."""
    for i, x in enumerate(run):
        if x.symbol in symbols:
            return run[:i], run[i + 1 :]
    return run, []


def _period(run: Run) -> tuple[Decimal, Decimal, str]:
    """`day`, `4-6 hours`, `weekly`."""
    unit = first(run, "tHAZ")
    values = numbers(run)
    if unit is None:
        return _ONE, _ONE, "d"
    if unit.symbol == "t":
        low, high = (values[0], values[-1]) if values else (_ONE, _ONE)
        return low, high, unit.value
    number, name = unit.value
    low, high = (values[0], values[-1]) if values else (_ONE, _ONE)
    return low * number, high * number, name


def _set(r: Reading, frequency: Frequency) -> None:
    """A frequency takes its place, or says the same as the one before, or contradicts it."""
    line = r.line
    words_beside = r.before == "?" or (r.after == "?" and not r.ended)
    if (
        frequency[4] in _RARE
        and words_beside
        and (line.when or line.as_needed or (line.timed and r.ended))
    ):
        r.doubt("how often, of the dose or of something else")
    if r.before == "&" and line.timed and not (line.when and frequency == _ONCE_DAILY):
        r.doubt("a further frequency without its dose")
    if line.frequency is not None and line.duration is not None and not r.linked:
        line = r.next_step(r.at)
    have = line.frequency
    if have is None or have == frequency:
        line.frequency = frequency
        return
    r.doubt("two frequencies that contradict each other")


def _count(value: Decimal) -> int | None:
    return int(value) if value == int(value) else None


def times(r: Reading, run: Run) -> None:
    """`three times a day`, `2-3 times daily`, `3 times every 8 hours`, `x3 daily`, `up to 4 times a day`."""
    upto = run[0].symbol == "U"
    body = run[1:] if run[0].symbol in "Ux" else run
    before, after = _after(body, "x")
    if not after:
        before, after = body, body
        values = numbers(body)[:1]
    else:
        values = numbers(before)
    low, high = _count(values[0]), _count(values[-1])
    _number_of_units(r, run, values[-1], _period(after)[2])
    beside = r.dose_span[1] and not r.text[r.dose_span[1] : run[0].start].strip()
    beside = beside and len(values) == 1
    if beside and r.line.dose_plain and r.line.dose and r.line.dose.exact == values[0] - 1:
        in_words = run[0].symbol == "N" and values[0] > _TWICE
        if not in_words or _period(after)[2] != "d":
            r.doubt(MAY_BE_A_RANGE)
        r.line.run_on = True
    if low is None or high is None or low > high:
        r.doubt("a frequency that is no whole number")
        return
    if not upto and not (numbers(after) and after is body):
        _set(r, (low, high, *_period(after)))
    elif upto:
        _up_to(r, high, after)
    else:
        unit = first(body, "tHAZ")
        _set(r, (low, high, *_period([unit] if unit else [])))


def _number_of_units(r: Reading, run: Run, count: Decimal, unit: str) -> None:
    """`2.5mg x 6 weekly` may be six tablets once a week; `500mg x3 daily` is three times a day."""
    sign = next(r.text[x.start : x.end] for x in run if x.symbol == "x")
    if sign not in ("x", "×") or run[-1].symbol not in "AZ":
        return
    leads = run[0].symbol == "x" and r.line.method != "apply"
    many = r.line.dose is not None and count > (_MOST_DAILY if unit == "d" else _MOST_RARELY)
    if many or (leads and unit != "d"):
        r.doubt("so many times, or so many of the product at a time")


_MOST_DAILY, _MOST_RARELY = 5, 3


def _up_to(r: Reading, high: int, after: Run) -> None:
    """`up to four times a day`: a frequency, or beside one a limit on the number of doses."""
    from medrecon.dosage import Maximum

    low, longest, unit = _period(after)
    have = r.line.frequency
    if have is not None and have[4] in ("h", "min") and unit == "d" and low == longest:
        r.line.maximum = Maximum(Decimal(high), "dose", low, unit)
    else:
        _set(r, (None, high, low, longest, unit))


def up_to_fixed(r: Reading, run: Run) -> None:
    """`up to qds`, `up to twice a day`, `up to 4 times a day`."""
    fixed, once = first(run, "F"), first(run, "O")
    if fixed:
        count, number, unit = fixed.value
        _up_to(r, count, [Lexeme("Z", (number, unit), fixed.start, fixed.end)])
    elif once:
        _up_to(r, once.value, run[run.index(once) + 1 :])
    else:
        times(r, run)


def counts(r: Reading, run: Run) -> None:
    """`once a day`, `twice daily`, `once or twice a week`, `once every 3 months`."""
    found = [x.value for x in run if x.symbol == "O"]
    _, after = _after(run, "O")
    if len(found) == 1 and first(run, "x"):
        before, after = _after(after, "x")
        found.append(int(numbers(before)[0]))
    elif len(found) == 2:
        _, after = _after(after, "O")
    if first(after, "tHAZ") is None:
        _set(r, (found[0], found[-1], _ONE, _ONE, "d"))
        return
    r.line.once_daily = found == [1]
    _set(r, (found[0], found[-1], *_period(after)))


def every(r: Reading, run: Run) -> None:
    """`every 4-6 hours`, `4 hourly`, `6-hourly`; `for 4 days every 28 days` is a cycle, in words."""
    ordinal = first(run, "#g")
    if ordinal:
        unit = "h" if ordinal.symbol == "g" else run[-1].value
        _set(r, (1, 1, ordinal.value, ordinal.value, unit))
        return
    line = r.line
    if line.duration and not r.joined and _period(run)[2] in ("d", "wk", "mo"):
        line.additional.append(r.words(run))
        return
    _set(r, (1, 1, *_period(run)))


def every_nothing(r: Reading, _run: Run) -> None:
    """`every two`, of what is not said."""
    r.doubt("every so many, of what is not said")


def n_rarely(r: Reading, run: Run) -> None:
    """`2 weekly` is every two weeks or twice a week; `12 weekly` after a dose is every 12 weeks."""
    number, unit = run[-1].value
    hyphen = r.text[run[0].end : run[-1].start].strip() == "-"
    if run[0].symbol == "N" and run[0].value != 1 and not hyphen:
        r.doubt("every so many weeks, or so many times a week")
    r.line.rarely = (run[0].value, number, unit, hyphen)
    _rarely(r)


def _rarely(r: Reading) -> None:
    line = r.line
    if line.rarely is None:
        return
    value, number, unit, hyphen = line.rarely
    least = 3 if unit == "mo" or hyphen else 4
    if value == 1 and line.dose is None:
        line.dose, line.dose_plain = Measure(value, value), True
        value = _ONE
    elif number != 1 or line.dose is None or line.dose_plain or value < least:
        r.doubt("every so many weeks, or so many times a week")
        return
    line.rarely = None
    _set(r, (1, 1, value * number, value * number, unit))


def days_a_week(r: Reading, run: Run) -> None:
    """`5 days a week` is five times a week, where nothing else says how often a day.

    `12 hours a day`, `10 days a month` do not say how that goes with the rest; `7 days a week` is daily.
    Of a rate, `16 hours a day` is how long it runs.
    """
    inner, outer = (x.value for x in run if x.symbol == "t")
    values, line = numbers(run), r.line
    if (inner, outer) == ("h", "d") and line.rate and not (line.timed or line.over or line.dose):
        line.over = Measure(values[0], values[-1], "h")
        line.frequency = _ONCE_DAILY
        return
    low, high = _count(values[0]), _count(values[-1])
    once = line.frequency in (None, _ONCE_DAILY) and not (line.count or line.duration or line.days)
    if (inner, outer) != ("d", "wk") or not once or low is None or high is None or high > _WEEK:
        r.doubt("so many days a week")
        return
    line.some_days = True
    daily = low == high == _WEEK
    upto = run[0].symbol == "U"
    line.frequency = _ONCE_DAILY if daily else (None if upto else low, high, _ONE, _ONE, "wk")
    if "night" in r.words(run):
        r.add_when(["NIGHT"])


_WEEK = 7


def fixed(r: Reading, run: Run) -> None:
    """`bd`, `daily`, `each day`, `a week`."""
    one = run[-1]
    if one.symbol == "F":
        count, number, unit = one.value
        r.line.once_daily = count == 1
        _set(r, (count, count, number, number, unit))
    elif one.symbol == "t":
        if r.text[one.end - 1] == "s":
            r.doubt("a plural without its number")
        if run[0].symbol in "ap" and r.line.dose_plain and r.line.dose and r.line.dose.high != 1:
            r.doubt("an amount a day without the dose each time")
        _set(r, (1, 1, _ONE, _ONE, one.value))
    else:
        number, unit = one.value
        if r.line.frequency and (number, unit) == (_ONE, "d") and r.line.frequency[2:] == _DAILY:
            return
        _set(r, (1, 1, number, number, unit))


def fixed_range(r: Reading, run: Run) -> None:
    """`tds or qds`; with a stroke or dash it is left alone."""
    low, high = run[0].value, run[-1].value
    if run[1].symbol != "o" or low[1:] != high[1:] or low[0] > high[0]:
        r.doubt("two frequencies at once")
        return
    _set(r, (low[0], high[0], low[1], low[1], low[2]))


def count_only(r: Reading, run: Run) -> None:
    """`once`, `3 times`: how often in all."""
    values = [Decimal(x.value) for x in run if x.symbol == "O"] or numbers(run)
    low, high = _count(values[0]), _count(values[-1])
    if low != 1 or high != 1 or r.line.count or r.line.timed:
        r.doubt("times without a period")
        return
    r.line.count = (low, high)


def once(r: Reading, run: Run) -> None:
    """`stat`, `as a single dose`."""
    r.line.count = (1, 1)
    r.line.single = run[0].value if "single" in run[0].value else None
    if run[0].value == "immediately":
        r.line.additional.append("immediately")
