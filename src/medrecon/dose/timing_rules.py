"""Rules of the grammar about time: how often, when, on which days, for how long."""

from __future__ import annotations

from decimal import Decimal

from medrecon.dosage import Measure
from medrecon.dose.draft import Frequency, Reading, first, numbers
from medrecon.dose.scan import Lexeme

Run = list[Lexeme]
_ONE = Decimal(1)
_DAILY = (_ONE, _ONE, "d")
_ONCE_DAILY = (1, 1, *_DAILY)
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MINUTES = {"min": 1, "h": 60, "d": 1440}


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
    if r.before == "&" and line.timed and not (line.when and frequency == _ONCE_DAILY):
        r.doubt("a further frequency without its dose")
    if line.frequency is not None and line.duration is not None and not r.linked:
        line = r.next_step(r.at)
    have = line.frequency
    if have is None or have == frequency:
        line.frequency = frequency
        return
    daily = (1, 1, _ONE, _ONE, "d")
    if have == daily and line.when and frequency[4] != "d":
        line.frequency = frequency
    else:
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
    _set(r, (found[0], found[-1], *_period(after)))


def every(r: Reading, run: Run) -> None:
    """`every 4-6 hours`, `4 hourly`, `6-hourly`; `for 4 days every 28 days` is a cycle, in words."""
    ordinal = first(run, "#g")
    if ordinal:
        unit = "h" if ordinal.symbol == "g" else run[-1].value
        _set(r, (1, 1, ordinal.value, ordinal.value, unit))
        return
    line = r.line
    if line.frequency and line.duration and not r.joined and _period(run)[2] in ("d", "wk", "mo"):
        line.additional.append(r.words(run))
        return
    _set(r, (1, 1, *_period(run)))


def n_rarely(r: Reading, run: Run) -> None:
    """`2 weekly` is every two weeks or twice a week; `12 weekly` after a dose is every 12 weeks."""
    number, unit = run[-1].value
    hyphen = r.text[run[0].end : run[-1].start].strip() == "-"
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


def days_a_week(r: Reading, _run: Run) -> None:
    """`5 days a week`, `12 hours a day`: which days, or how it goes with the rest, is not said."""
    r.doubt("so many days a week")


def fixed(r: Reading, run: Run) -> None:
    """`bd`, `daily`, `each day`, `a week`."""
    one = run[-1]
    if one.symbol == "F":
        count, number, unit = one.value
        _set(r, (count, count, number, number, unit))
    elif one.symbol == "t":
        if run[0].symbol == "a" and r.line.dose_plain and r.line.dose and r.line.dose.high != 1:
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


def when(r: Reading, run: Run) -> None:
    """`at night`, `each morning`, `mane`."""
    r.add_when([run[-1].value])


def omni_nocte(r: Reading, run: Run) -> None:
    """`1 on`: every night, where `on` ends the phrase and leads to nothing."""
    if r.line.dose is not None and not r.line.timed:
        r.line.when.append("NIGHT")
    else:
        r.leave(run)
        if r.line.dose is not None:
            r.doubt("`on` that leads to nothing")


def meal(r: Reading, run: Run) -> None:
    """`before food`, `30 minutes before breakfast`, `with breakfast, lunch and evening meal`, `pc`."""
    relation = {"B": "AC", "G": "PC", "w": "C", "@": "C"}
    if run[-1].symbol == "m":
        r.add_when([run[-1].value])
        return
    code = "C" if run[0].symbol == "M" and run[0].value else ""
    if run[0].symbol == "M" and not code:
        r.leave(run)
        return
    found = []
    for x in run:
        code = relation.get(x.symbol, code)
        if x.symbol == "M":
            found.append(code + x.value)
    r.add_when(found)
    _offset(r, run)


def _offset(r: Reading, run: Run) -> None:
    time = first(run, "t")
    if time is None:
        return
    before = run[: run.index(time)]
    values = numbers(before) or [_ONE]
    minutes = values[0] * _MINUTES.get(time.value, 0)
    if (
        run[0].symbol == "i"
        or (len(values) > 1 and values[0] != values[-1])
        or not minutes
        or minutes != int(minutes)
    ):
        r.line.additional.append(r.words(run))
    else:
        r.line.offset = int(minutes)


def with_or_after(r: Reading, _run: Run) -> None:
    """`with or after food` is one instruction of its own."""
    r.line.additional.append("with or after food")


def days(r: Reading, run: Run) -> None:
    """`on Mondays`, `mon wed fri`, `Monday to Friday`, `except Sundays`."""
    found: list[str] = []
    dash = False
    for x in run:
        if x.symbol == "D":
            if dash and found:
                a, b = _WEEK.index(found[-1]), _WEEK.index(x.value[-1])
                found += [_WEEK[i % 7] for i in range(a + 1, b + 1 if b > a else b + 8)]
            else:
                found += [day for day in x.value if day not in found]
        dash = x.symbol == "-"
        if x.symbol == "o":
            r.doubt("one day or another")
    if run[0].symbol == "E":
        found = [day for day in _WEEK if day not in found]
    r.line.days += [day for day in found if day not in r.line.days]


def clock(r: Reading, run: Run) -> None:
    """`at 08:00 and 18:00`, `at 0700 1100 1500`."""
    for x in run:
        if x.symbol == "8":
            if x.value < "04:00" and r.line.dose is None and run[0].symbol != "@":
                r.doubt("a clock time or an amount")
            r.line.times.append(x.value)
        elif x.symbol == "h":
            digits = f"{int(x.value):04d}"
            r.line.times.append(f"{digits[:2]}:{digits[2:]}")


def duration(r: Reading, run: Run) -> None:
    """`for 7 days`, `5/7`, `for up to 2 weeks`, `x 7 days`, `7 day course`, `for a week`."""
    token, upto = first(run, "d"), first(run, "UX")
    if token:
        value, unit = token.value
        span = Measure(value, value, unit)
        if run[0].symbol == "d" and not r.line.timed:
            r.doubt("a fraction or a number of days")
    else:
        time = first(run, "t")
        values = numbers(run) or [_ONE]
        least = first(run, "9")
        low, high = None if upto else values[0], None if least else values[-1]
        span = Measure(low, high, time.value if time else "d")
        if span.unit in ("s", "min") or (span.unit == "h" and values[-1] % 24):
            r.line.additional.append(r.words(run))
            return
    if r.line.duration is not None and r.line.duration != span:
        r.doubt("two durations")
    r.line.duration = span


def bare_duration(r: Reading, run: Run) -> None:
    """`bd 7 days`: days after a frequency are how long."""
    if not r.line.timed:
        r.doubt("a number of days or hours")
        r.leave(run)
        return
    duration(r, run)


def over(r: Reading, run: Run) -> None:
    """`over 8 hours`: how long one administration lasts."""
    time = first(run, "t")
    values = numbers(run) or [_ONE]
    low = None if first(run, "U") else values[0]
    if run[-1].symbol == ")" and run[-2].value != (time.value if time else None):
        r.line.additional.append(r.words(run[run.index(first(run, "X") or run[-1]) : -1]))
        values = values[:-1]
    r.line.over = Measure(low, values[-1], time.value if time else "h")


def first_day(r: Reading, run: Run) -> None:
    """`on the first day`."""
    if run[-1].symbol == "t" and (run[-2].value != 1 or run[-1].value != "d"):
        r.line.additional.append(r.words(run))
        return
    if r.line.count is None:
        r.line.duration = Measure(_ONE, _ONE, "d")
        r.line.frequency = r.line.frequency or (1, 1, _ONE, _ONE, "d")


def cycle(r: Reading, run: Run) -> None:
    """`days 1-21 of 28`: words; `on day 1`: the first day; `week 2`: a step if others stand beside it."""
    symbols = "".join(x.symbol for x in run if x.symbol not in "Yfr^")
    open_end = run[0].symbol == "r" or run[-1].symbol == "^"
    values = numbers(run)
    if symbols in ("tn", "tN") and values == [1] and not open_end and run[-2].value == "d":
        first_day(r, run)
    if symbols.lower() not in ("tn", "tn-n"):
        r.line.additional.append(r.words([x for x in run if x.symbol != "Y"]))
        return
    line = r.line
    if line.marker is not None:
        line = r.begin("then", run[0].start)
    time = first(run, "t")
    last = Decimal(0) if open_end else values[-1]
    line.marker = (time.value if time else "d", values[0], last, r.words(run))


def dated(r: Reading, run: Run) -> None:
    """`until 14/03/2026`, `from 1/4/2026`."""
    kinds = {"j": "until", "r": "from", "s": "until"}
    kind = "from"
    if run[-1].symbol == "D":
        r.leave(run)
        return
    for x in run:
        kind = kinds.get(x.symbol, "until" if x.symbol == "-" else kind)
        if x.symbol == "K" and run[0].symbol == "Y":
            r.line.events.append(x.value)
            r.line.event_span = (run[0].start, x.end)
        elif x.symbol == "K" and kind == "until":
            r.line.until_date = x.value
        elif x.symbol == "K":
            r.line.from_date = x.value
