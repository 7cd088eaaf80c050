"""The parts of a day's dose: how much at which time of day, where the total is the same.

24 units in the morning and 16 at night are not 16 and 24, though both are 40 a day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from medrecon.dosage import Amount, DosageLine
from medrecon.dosage.amounts import line_dose, slot_count, slots_of, times_a_day
from medrecon.policy import Policy
from medrecon.treatment.amounts import role_ratio
from medrecon.treatment.regimen import Role, ratio
from medrecon.treatment.value import Difference, Line
from medrecon.units import unit

# the hour for which a part of the day stands when parts are put in order, never compared by itself
_HOUR = {"WAKE": 7, "MORN": 8, "NOON": 12, "AFT": 15, "EVE": 18, "NIGHT": 22}
_NEXT_DAY = 4  # a dose before this hour of the clock ends the day before


class Parts(NamedTuple):
    """The doses of a day in the order of the day where each has its time (`in_order`), else by size."""

    doses: tuple[Fraction, ...]
    unit: str
    in_order: bool


def parts(x: Role, y: Role, told: bool, policy: Policy) -> Iterator[Difference]:
    """The same amount a day in other parts, in another number, or at other times, where both sides say."""
    if x.as_needed or y.as_needed or x.weekly is None or y.weekly is None:
        return
    alike = x.each is not None and x.each == y.each
    if alike or role_ratio(x, y, policy) != 1:
        return
    count = _number(x), _number(y)
    if count[0] != count[1]:
        if None not in count and not any(_may_be_a_total(r) for r in (x, y)):
            yield Difference("split", x.lines, y.lines, None, told)
        return
    a, b = parts_of(x), parts_of(y)
    if a is None or b is None or a.unit != b.unit or len(a.doses) != len(b.doses):
        return
    known = a.in_order and b.in_order
    if (a.doses != b.doses) if known else (sorted(a.doses) != sorted(b.doses)):
        yield Difference("parts", x.lines, y.lines, None, told)


def _number(role: Role) -> Decimal | None:
    """How many doses a role gives in a day, None where a line does not say.

    Tablets of two strengths as often as each other are taken together, unless their times differ.
    """
    lines = role.counted
    times = [line.n.times_per_day for line in lines]
    if len(lines) == 1:
        return times[0]
    if len({line.n.strengths for line in lines}) == len(lines) and len(set(times)) == 1:
        moments = {line.n.timing.moments for line in lines}
        if len(moments) == 1:
            return times[0]
        if frozenset() in moments:
            return None
    return None if None in times else sum(filter(None, times), Decimal(0))


_A_DAY = re.compile(r"\b(?:daily|(?:a|per|each|every) day)\b")
_ONCE = re.compile(r"\bonce\b|\bsingle\b|\bone (?:time|dose)\b|\bo\.?d\b|\bo\.?[mn]\b|\bq\.?d\b")


def _may_be_a_total(role: Role) -> bool:
    """Whether `10mg daily` may be the amount of a day in any number of doses: nothing says once, or when.

    One tablet a day is one dose, in number or as the strength of the product.
    """
    if len(role.counted) != 1:
        return False
    (line,) = role.counted
    doses = [x for x in line.n.dosage.lines if x.states_dose]
    if line.n.times_per_day != 1 or len(doses) != 1 or slot_count(doses[0].when, doses[0].times):
        return False
    words = (doses[0].text or line.n.dosage.text or "").casefold()
    if not _A_DAY.search(words) or _ONCE.search(words):
        return False
    return not _is_one_piece(doses[0], line)


def _is_one_piece(x: DosageLine, line: Line) -> bool:
    """Whether a dose is one tablet or capsule, as a count or as the amount in one."""
    dose, product = x.dose, line.n.product
    if dose is None or dose.exact is None:
        return False
    known = unit(dose.unit or "")
    if known is None or known.kind not in ("mass", "activity", "substance", "volume"):
        return dose.exact == 1
    if product is None or not product.discrete or len(product.ingredients) != 1:
        return False
    strength = product.ingredients[0].strength
    if strength is None or strength.per_unit:
        return False
    one = Amount(strength.value, strength.value, strength.unit, "")
    return ratio(one, line.n.each) == 1


def parts_of(role: Role) -> Parts | None:
    """The doses of one role's day; None where one is not exact, not each day, or has no certain place."""
    doses: dict[float, Fraction] = {}
    name: str | None = None
    lines = [(x, line) for line in role.counted for x in line.n.dosage.lines if x.states_dose]
    for x, line in lines:
        found, times = _dose(x, line), times_a_day(x)
        if found is None or times is None or times[0] != times[1] or times[0].denominator != 1:
            return None
        if line.n.timing.steps > 1 or x.days or (name is not None and name != found[1]):
            return None
        name = found[1]
        hours = _hours(x)
        if len(hours) != times[0]:
            if len(lines) > 1:
                return None
            return Parts((found[0],) * int(times[0]), name, in_order=False)
        for hour in hours:
            doses[hour] = doses.get(hour, Fraction(0)) + found[0]
    if name is None:
        return None
    return Parts(tuple(doses[h] for h in sorted(doses)), name, in_order=True)


def _dose(x: DosageLine, line: Line) -> tuple[Fraction, str] | None:
    """One exact dose in the base of its unit; a count of tablets by the strength that they must share."""
    found = line_dose(x, line.n.product)
    if found is None or found[0][0] != found[0][1]:
        return None
    known = unit(found[1])
    if known is None or known.kind == "volume":
        return found[0][0], f"{found[1]} of {line.n.strengths}"
    return found[0][0] * Fraction(known.factor), known.kind


def _hours(x: DosageLine) -> tuple[float, ...]:
    """The times of day of a line as hours, each once; empty where not all of them can be placed."""
    named = slots_of(x.when) if x.when else set()
    if not named <= _HOUR.keys():
        return ()
    clock = [int(t[:2]) + int(t[3:5]) / 60 for t in x.times]
    at = [float(_HOUR[s]) for s in named] + [t + 24 if t < _NEXT_DAY else t for t in clock]
    return tuple(sorted(set(at)))
