"""Rules of the grammar about rates: an amount in a time, or by weight and time."""

from __future__ import annotations

from decimal import Decimal

from medrecon.dosage import Measure
from medrecon.dose.amount_rules import put
from medrecon.dose.draft import Reading, first, numbers, units
from medrecon.dose.scan import Lexeme
from medrecon.units import unit

Run = list[Lexeme]


def rate(r: Reading, run: Run) -> None:
    """`10 ml/hour`, `2 litres per minute`; `40mg/day` does not say how it is divided, so it stays a rate."""
    if len(run) == 1:
        return
    values, name, time = numbers(run), units(run)[0], run[-1].value
    if unit(name) is None and not _one_a_day(r, run, values):
        r.doubt("an amount a day without the dose each time")
    size = run[-2].value if run[-2].symbol in "nh" else None
    span = values[:-1] if size is not None else values
    if run[0].symbol != "$" and time in ("d", "wk") and size is None:
        if first(run, "/") and time == "d" and unit(name) is not None:
            _put_rate(r, Measure(span[0], span[-1], f"{name}/d"), run)
            return
        if first(run, "/"):
            r.doubt("an amount a day without the dose each time")
            return
        put(r, Measure(span[0], span[-1], name), run)
        r.line.frequency = (1, 1, Decimal(1), Decimal(1), time)
        return
    per = f"{size} {time}" if size is not None and size != 1 else time
    found = Measure(span[0], span[-1], f"{name}/{per}")
    if "patch" in r.text:
        r.leave(run)
        r.patch_rates.append((found, (run[0].start, run[-1].end)))
        return
    _put_rate(r, found, run)


def _one_a_day(r: Reading, run: Run, values: list[Decimal]) -> bool:
    """`1 tablet per day`: one cannot be parted, so it is once a day."""
    return values == [1] and run[-1].value == "d" and not first(run, "/") and not r.line.timed


def per_weight(r: Reading, run: Run) -> None:
    """`15mg/kg`, `0.1 units/kg/hour`: a rate by weight or surface, which is no dose without them."""
    names, values = units(run), numbers(run)
    if names[1] not in ("kg", "m2"):
        r.leave(run)
        if len(run) != 4 or names[1] not in ("ml", "dose", "g", "puff", "spray"):
            r.doubt("a strength or a rate of unknown kind")
        return
    if r.line.dose is not None and r.joined != "then":
        r.leave(run)
        if not r.bracket:
            r.doubt("a dose, and a rate by weight")
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
