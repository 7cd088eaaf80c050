"""Products of two strengths of which a list says how often and not how many: “Digoxin 250 microgram tablets, OD”.

Of tablets, capsules and patches one is then meant. That is enough to ask which strength is right, and is
no dose that an answer states.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from medrecon.treatment.amounts import strengths_of
from medrecon.treatment.frequency import is_piece, silent
from medrecon.treatment.regimen import Role, is_count
from medrecon.treatment.value import Difference
from medrecon.units import unit

_DIGITS = 9  # what is left of a division is no difference


def one_each(x: Role, y: Role, told: bool) -> Iterator[Difference]:
    """The difference in amount of two lists, of which at least one says only how often."""
    a, b = _in_a_day(x), _in_a_day(y)
    if a is None or b is None or a[0] != b[0]:
        return
    times = round(b[1] / a[1], _DIGITS)
    if times != 1:
        yield Difference("amount", x.lines, y.lines, times, told)


def _in_a_day(role: Role) -> tuple[str, Decimal] | None:
    """Ingredient and amount a day of the only line, in micrograms (or its own unit); None where that is not known."""
    line = role.counted[0]
    often = line.n.times_per_day
    strengths = strengths_of(line)
    if len(role.counted) != 1 or not often or len(strengths) != 1 or not is_piece(line):
        return None
    ((moiety, strength),) = strengths
    each = line.n.each
    if each is None:
        return (moiety, strength * often) if silent(line) else None
    if each.low != each.high:
        return None
    if is_count(each):
        return moiety, strength * each.low * often
    known = unit(each.unit)
    return (moiety, each.low * known.factor * often) if known is not None else None
