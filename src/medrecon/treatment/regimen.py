"""What one list says about a treatment, by role, and how two lists pair.

A role is what a line is for: regular or as required, its release class, nebuliser or inhaler. Lines
of one role add up: 100 and 25 micrograms are 125, morning and noon are one day. Roles of two lists
are paired over the whole set, at the least total difference, never first come.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations
from operator import attrgetter

from medrecon.dosage import Amount
from medrecon.model.frozen import maker, quick_init
from medrecon.model.memo import Memo
from medrecon.treatment.value import Line
from medrecon.units import convert, unit

EXHAUSTIVE = 6
_APART = frozenset(("nebuliser", "injection", "patch", "suppository", "enema", "spray"))


@quick_init
@dataclass(frozen=True, slots=True)
class Role:
    """The lines of one list that serve one purpose, added up.

    `unlike` are the first lines of each wording, `counted` those of them that are no copies: the amounts are
    theirs. `weekly` is the regular amount in seven days, None where any line's is unknown; `each` the
    amount each time where all lines agree. `several_strengths` says that the lines are of products of another strength: a count of them
    (`3 patches`) is then no amount, and `daily` is None unless it is one of the ingredient.
    """

    as_needed: bool
    release: str | None
    form: str | None
    lines: tuple[Line, ...]
    weekly: Amount | None
    daily: Amount | None
    each: Amount | None
    unlike: tuple[Line, ...]
    counted: tuple[Line, ...]
    several_strengths: bool = False


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two lists of one treatment: their roles in pairs, and what has no partner."""

    pairs: tuple[tuple[Role, Role], ...]
    only_a: tuple[Role, ...]
    only_b: tuple[Role, ...]


def roles(lines: Iterable[Line]) -> tuple[Role, ...]:
    """The lines of one list by role; a line that stands twice counts once."""
    groups: dict[tuple[bool, str, str], tuple[list[Line], list[Line]]] = {}
    group_of: dict[object, list[Line]] = {}
    for line in sorted(lines, key=_BY_ID):
        n = line.n
        group = group_of.get(n.alike)
        if group is None:
            key = (n.as_needed, n.release or "", n.form if n.form in _APART else "")
            group, unlike = groups.setdefault(key, ([], []))
            group_of[n.alike] = group
            unlike.append(line)
        group.append(line)
    return tuple([_role(key, *groups[key]) for key in sorted(groups)])


def _role(key: tuple[bool, str, str], group: Sequence[Line], unlike: Sequence[Line]) -> Role:
    """The role of lines, of which the `unlike` are the first of each wording."""
    lines = _intended(group)
    if len(lines) < len(group):
        worded: dict[object, Line] = {}
        for line in lines:
            worded.setdefault(line.n.alike, line)
        unlike = list(worded.values())
    added = _added(unlike)
    counted = tuple([unlike[i] for i in added.places])
    weekly, daily = added.weekly, added.daily
    if len(counted) > 1 and any(map(unsure, counted)):
        weekly = daily = None
    return _make_role(
        key[0],
        key[1] or None,
        lines[0].n.form,
        tuple(lines),
        weekly,
        daily,
        added.each,
        tuple(unlike),
        counted,
        added.several,
    )


_make_role = maker(Role)


@dataclass(frozen=True, slots=True)
class _Added:
    """What lines add up to, by their wordings: `places` are those of them that count."""

    places: tuple[int, ...]
    weekly: Amount | None
    daily: Amount | None
    each: Amount | None
    several: bool


def _added(unlike: Sequence[Line]) -> _Added:
    """What lines that are worded unlike add up to, worked out once for their wordings."""
    wordings = tuple([line.n.alike for line in unlike])
    found = _REMEMBERED.get(wordings)
    return _REMEMBERED.keep(wordings, _add(unlike)) if found is None else found


_REMEMBERED: Memo[tuple[object, ...], _Added] = Memo(16384)


def _add(unlike: Sequence[Line]) -> _Added:
    places = _once(unlike)
    counted = [unlike[i].n for i in places]
    first = counted[0]
    if len(counted) == 1:
        return _Added(places, first.weekly, first.daily, first.each, False)
    several = len({n.strengths for n in counted}) > 1
    daily = total(n.daily for n in counted)
    return _Added(
        places,
        total(n.weekly for n in counted),
        None if several and daily is not None and is_count(daily) else daily,
        first.each if all(n.each == first.each for n in counted) else None,
        several,
    )


_BY_ID = attrgetter("id")


def is_count(amount: Amount) -> bool:
    """Whether an amount counts pieces or volumes of a product, and is none of its ingredient."""
    found = unit(amount.unit)
    return found is None or found.kind not in _OF_AN_INGREDIENT


_OF_AN_INGREDIENT = ("mass", "activity", "substance")


def unsure(line: Line) -> bool:
    """Whether it cannot be told if a line adds to another of its list or one stands for the other."""
    return line.state.reason.startswith(UNSURE)


UNSURE = "whether another line of its list adds to it or replaces it is not said"


def _intended(group: Sequence[Line]) -> Sequence[Line]:
    """The lines without the doses given, where an order of the same list says what should be given."""
    orders = [x for x in group if not x.is_supply or x.n.entry.kind != "administration"]
    if len(orders) == len(group):
        return group
    return orders if any(line.n.states_dose for line in orders) else group


def _once(unlike: Sequence[Line]) -> tuple[int, ...]:
    """The places of lines that are no copies: the same amount of the same product, at no other time of day."""
    if len(unlike) == 1:
        return (0,)
    seen: dict[object, int] = {}
    for place, line in enumerate(unlike):
        n = line.n
        how_much = (n.weekly.low, n.weekly.high, n.weekly.unit) if n.weekly else n.dosage.lines
        seen.setdefault((n.strengths, n.form, how_much, n.timing.moments), place)
    return tuple(seen.values())


def total(amounts: Iterable[Amount | None]) -> Amount | None:
    """The exact sum of amounts of one kind of unit; None where one is unknown or of another kind."""
    found = list(amounts)
    if not found or any(a is None for a in found):
        return None
    known = [a for a in found if a is not None]
    if len(known) == 1:
        return known[0]
    unit = known[0].unit
    low = high = Decimal(0)
    for a in known:
        x, y = in_unit(a.low, a.unit, unit), in_unit(a.high, a.unit, unit)
        if x is None or y is None:
            return None
        low, high = low + x, high + y
    return Amount(low, high, unit, " plus ".join(a.how for a in known))


def in_unit(value: Decimal, from_unit: str, to_unit: str) -> Decimal | None:
    """The same amount in another unit, None where they do not compare."""
    return value if from_unit == to_unit else convert(value, from_unit, to_unit)


def ratio(a: Amount | None, b: Amount | None) -> Decimal | None:
    """The second over the first where both are known and comparable; for ranges that overlap it is 1."""
    if a is None or b is None:
        return None
    low, high = in_unit(b.low, b.unit, a.unit), in_unit(b.high, b.unit, a.unit)
    if low is None or high is None or a.high <= 0 or high <= 0:
        return None
    if low <= a.high and a.low <= high:
        return Decimal(1)
    return high / a.high


def pair(a: Sequence[Role], b: Sequence[Role]) -> Pairing:
    """The assignment of roles with the least total difference."""
    if not a or not b:
        return Pairing((), tuple(a), tuple(b))
    short, long, flipped = (a, b, False) if len(a) <= len(b) else (b, a, True)
    if len(long) > EXHAUSTIVE:
        best = tuple(range(len(short)))
    else:
        best = min(
            permutations(range(len(long)), len(short)),
            key=lambda p: (sum(_cost(short[i], long[j]) for i, j in enumerate(p)), p),
        )
    pairs = tuple((short[i], long[j]) for i, j in enumerate(best))
    left = tuple(role for j, role in enumerate(long) if j not in best)
    if flipped:
        return Pairing(tuple((y, x) for x, y in pairs), left, ())
    return Pairing(pairs, (), left)


def _cost(a: Role, b: Role) -> float:
    cost = 0.0
    if a.as_needed != b.as_needed:
        cost += 4
    if a.release and b.release and a.release != b.release:
        cost += 3
    if (a.form in _APART or b.form in _APART) and a.form != b.form:
        cost += 3
    amount = (
        ratio(a.weekly, b.weekly) if not (a.as_needed or b.as_needed) else ratio(a.each, b.each)
    )
    if amount is None:
        cost += 0.5
    elif amount != 1:
        cost += 1
    if a.each is not None and a.each != b.each:
        cost += 0.25
    return cost
