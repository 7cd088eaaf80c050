"""Rules of the grammar about when, on which days, and for how long."""

from __future__ import annotations

from decimal import Decimal

from medrecon.dosage import Measure
from medrecon.dose.draft import Reading, first, numbers
from medrecon.dose.frequency_rules import fixed
from medrecon.dose.scan import Lexeme

Run = list[Lexeme]
_ONE = Decimal(1)
_DAILY = (_ONE, _ONE, "d")
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MINUTES = {"min": 1, "h": 60}


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
    if one_and_a_half(run) and r.line.dose is None:
        r.doubt("one and a half, or one and then half")
    if time.value == "d" and not numbers(before):  # one a day, before food
        fixed(r, [*before[-1:], time])
        return
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


def one_and_a_half(run: Run) -> bool:
    """`1 half an hour`: nothing says that the two numbers are one."""
    symbols = "".join(x.symbol for x in run[:4])
    return any(pair in symbols for pair in ("nL", "NL", "nT", "NT"))


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
    new = [day for day in found if day not in r.line.days]
    if r.line.days and new and r.before not in ("&", ","):
        r.doubt("days, and days of something else")
    r.line.days += new


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


def worn(r: Reading, run: Run) -> None:
    """`on at 08:00, off at 22:00`: a patch is put on once a day, and when it comes off is no second dose."""
    off = next(i for i, x in enumerate(run) if x.symbol == "3")
    on = next(x for x in run[:off] if x.symbol in "8W")
    if on.symbol == "8":
        r.line.times.append(on.value)
    else:
        r.add_when([on.value])
    if r.words([run[off]]) != "off":  # `half in the morning, rest at night`
        r.doubt("a break, or what is left of the dose")
    r.line.additional.append(r.clause(run[off:]))


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
        if time and not numbers(run) and r.text[time.end - 1] == "s":
            r.doubt("a plural without its number")
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
    for x in run:
        kind = kinds.get(x.symbol, "until" if x.symbol == "-" else kind)
        if x.symbol == "K" and run[0].symbol == "Y":
            r.line.events.append(x.value)
            r.line.event_span = (run[0].start, x.end)
        elif x.symbol == "K" and kind == "until":
            r.line.until_date = x.value
        elif x.symbol == "K":
            r.line.from_date = x.value
