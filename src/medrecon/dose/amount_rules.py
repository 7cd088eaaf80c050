"""Rules of the grammar about amounts: doses, maxima, rates, strengths, supplies."""

from __future__ import annotations

from decimal import Decimal

from medrecon.dosage import Measure
from medrecon.dose.draft import Reading, first, numbers, units
from medrecon.dose.scan import Lexeme
from medrecon.units import convert, unit

Run = list[Lexeme]
_MOST_UNITS = 20  # more than this of anything at a time, without a unit, is a pack
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
    if name is None and high > _MOST_UNITS:
        r.doubt("a number that may be a supply")
    upto = run[0].symbol == "U"
    plain = name is None
    put(r, Measure(None if upto else low, high, name), run, plain)


def said_twice(r: Reading, run: Run) -> None:
    """`ONE (1) tablet`: the number in words and in digits."""
    values, names = numbers(run), units(run)
    if len(values) != 2 or values[0] != values[1]:
        r.doubt("a number said twice, and differently")
        return
    put(r, Measure(values[0], values[0], names[0] if names else None), run)


def product_of(r: Reading, run: Run) -> None:
    """`2 x 5mg`, `2 x 5mg tablets`: so many of so much."""
    (count, each), names = numbers(run), units(run)
    total = Measure(count * each, count * each, names[0])
    if len(names) == 2:
        put(r, Measure(count, count, names[1]), run)
        if total not in (r.line.dose, *r.line.alternatives):
            r.line.alternatives.append(total)
    else:
        put(r, total, run)
    r.line.additional.append(f"({r.words(run[:4])})")


def units_of(r: Reading, run: Run) -> None:
    """`two 5mg tablets`: the number counts tablets, the rest is their strength."""
    names = units(run)
    if names[1] == "dose" and numbers(run[:1]) == [1]:
        value = numbers(run[1:])[0]
        put(r, Measure(value, value, names[0]), run)
        return
    if _physical(names[1]) or not _physical(names[0]):
        r.doubt("two numbers before one unit")
        return
    count = numbers(run[:1])[0]
    put(r, Measure(count, count, names[1]), run)
    r.leave(run[1:-1])


def named_strength(r: Reading, run: Run) -> None:
    """`5mg tablets` is a strength; `a 6 mg dose` is a dose."""
    names = units(run)
    nebulised = r.words(run[-1:]) in ("neb", "nebs")
    if names[1] == "dose" or nebulised:
        value = numbers(run)[0]
        put(r, Measure(value, value, names[0]), run)
        r.line.route = "inhalation" if nebulised else r.line.route
    elif _physical(names[0]) and not _physical(names[1]):
        r.form = names[1]
        r.leave(run)
    else:
        r.doubt("one number before two units")


def _physical(name: str) -> bool:
    return unit(name) is not None


def put(r: Reading, measure: Measure, run: Run, plain: bool = False) -> None:
    """A dose takes its place: in this line, as another way to say it, or in a line of its own."""
    line = r.line
    if r.joined == "then" and not line.empty:
        line = r.begin("then", run[0].start)
    before, r.dose_span = r.dose_span, (run[0].start, run[-1].end)
    if line.dose is None:
        if (
            line.rate is not None
            and line.rate.unit
            and ("/kg" in line.rate.unit or "/m2" in line.rate.unit)
        ):
            r.doubt("a dose, and a rate by weight")
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
    if line.timed and r.before == "?":
        r.doubt("a dose after words that are not known: of another medicine, perhaps")
    follows = line.duration is not None and not r.linked
    line = r.begin("then" if follows else "and", run[0].start)
    line.linked, line.follows = r.linked, follows
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
    elif dose.unit is None and not _physical(measure.unit):
        if (measure.low, measure.high) != (dose.low, dose.high):
            r.doubt("two doses that contradict each other")
        r.line.dose = measure
    elif _contradicts(dose, measure):
        r.doubt("two doses that contradict each other")
    elif measure not in (dose, *r.line.alternatives):
        r.line.alternatives.append(measure)


def _contradicts(a: Measure, b: Measure) -> bool:
    if a.unit is None or b.unit is None or a.high is None or b.high is None:
        return False
    same = convert(b.high, b.unit, a.unit)
    return same is not None and same != a.high


def dilution(r: Reading, run: Run) -> None:
    """`in 100ml`, `with a glass of water`: what it is taken in, kept in words."""
    names = units(run)
    poured = all(name in ("ml", "litre") for name in names) or first(run, "~") is not None
    if numbers(run) and not poured:
        r.doubt("two doses, or a dose in something")
    r.line.additional.append(r.clause(run))


def bare_unit(r: Reading, run: Run) -> None:
    """A unit without a number says what the product is; `neb` says how it is given."""
    name = run[0].value
    if name in ("nebule", "inhalation") and r.line.route is None:
        r.line.route = "inhalation"
    elif name in ("kg", "m2"):
        r.doubt("an amount by weight or surface")
    elif _physical(name):
        r.doubt("a unit apart from its number")  # `5.mg`, `5?mg`: dropping it would leave a bare 5
    elif r.line.dose is None and not _physical(name) and name != "dose":
        r.form = r.form or name
    elif r.line.dose and r.line.dose.unit is None and name != "dose":
        r.line.dose = Measure(r.line.dose.low, r.line.dose.high, name)


def strength(r: Reading, run: Run) -> None:
    """`10mg/5ml`, `0.9%`: not the dose."""
    names = units(run)
    if len(names) == 2 and (names[1] not in _DENOMINATORS or not _physical(names[0])):
        r.doubt("two amounts, or a strength of unknown kind")
    r.leave(run)
    if run[-1].symbol == "t" and "patch" in r.text:
        rate = Measure(numbers(run)[0], numbers(run)[0], f"{names[0]}/{run[-1].value}")
        r.patch_rates.append((rate, (run[0].start, run[-1].end)))


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
