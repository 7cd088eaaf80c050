"""The amount of one role against another, ingredient by ingredient where there are several."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from medrecon.dosage import Amount
from medrecon.policy import Policy
from medrecon.treatment.regimen import Role, is_count, ratio, total
from medrecon.treatment.value import Line
from medrecon.units import unit


def role_ratio(x: Role, y: Role, policy: Policy, *, each: bool = False) -> Decimal | None:
    """The amount of `y` over that of `x`, in a week or each time; None where they do not compare.

    An amount in tablets, patches or puffs of a product with several ingredients is taken through its
    strengths; of several ratios the one farthest from 1 counts. Metered and delivered strengths of
    one inhaler are equal.
    """
    a, b = (x.each, y.each) if each else (x.weekly, y.weekly)
    times = ratio(a, b)
    if times is None or a is None:
        return times
    if not is_count(a):
        return Decimal(1) if times != 1 and _named_otherwise(x, y, times, policy) else times
    if not each and (x.several_strengths or y.several_strengths):
        return lines_ratio(x.counted, y.counted)
    one, two = _strengths(x), _strengths(y)
    if one == two:
        return times
    if not one or not two or one.keys() != two.keys() or _equal_inhalers(one, two, policy):
        return times if one and two and one.keys() == two.keys() else None
    return _farthest([times * two[m] / one[m] for m in sorted(one)])


def total_ratio(a: Sequence[Role], b: Sequence[Role]) -> Decimal | None:
    """All of list `b` over all of list `a` in a week, whatever the roles; None where not known."""
    if any(r.weekly is None for r in (*a, *b)):
        return None
    return week_ratio([x for r in a for x in r.counted], [x for r in b for x in r.counted])


def week_ratio(a: Sequence[Line], b: Sequence[Line]) -> Decimal | None:
    """The week of lines `b` over that of lines `a`, a count of pieces by their strength."""
    one, two = total(x.n.weekly for x in a), total(x.n.weekly for x in b)
    times = ratio(one, two)
    if times is None or one is None or not is_count(one):
        return times
    if len({x.n.strengths for x in (*a, *b)}) == 1:
        return times
    return lines_ratio(a, b)


def lines_ratio(a: Iterable[Line], b: Iterable[Line]) -> Decimal | None:
    """The week of some lines over that of others, each line's count by its strength, added up.

    A patch of 25 and one of 100 micrograms are 125, whatever their number. None where a strength or a
    count is not known, or where the ingredients are not the same.
    """
    one, two = _by_ingredient(a), _by_ingredient(b)
    if not one or one.keys() != two.keys():
        return None
    found = [ratio(one[m], two[m]) for m in sorted(one)]
    return round(_farthest([r for r in found if r]), _DIGITS) if all(found) else None


_DIGITS = 9  # of a third of a patch a day the last digits are no difference


def _by_ingredient(lines: Iterable[Line]) -> dict[tuple[str, str], Amount]:
    """The amount a week of each ingredient in micrograms (or its own unit), by the unit that is counted."""
    found: dict[tuple[str, str], Amount] = {}
    for line in lines:
        strengths, weekly = strengths_of(line), line.n.weekly
        if not strengths or weekly is None:
            return {}
        for m, strength in strengths:
            key = (m, weekly.unit)
            more = Amount(weekly.low * strength, weekly.high * strength, "", weekly.how)
            before = found.get(key)
            found[key] = more if before is None else _plus(before, more)
    return found


def week_of(line: Line, moiety: str) -> Amount | None:
    """A line's week of one of its ingredients, in micrograms (or its own unit); None where it is not known."""
    weekly, strengths = line.n.weekly, dict(strengths_of(line))
    if weekly is None:
        return None
    known = unit(weekly.unit)
    if not is_count(weekly) and known is not None and line.n.moieties == (moiety,):
        factor = known.factor
    elif is_count(weekly) and moiety in strengths and _counts_whole(line, weekly.unit):
        factor = strengths[moiety]
    else:
        return None
    return Amount(weekly.low * factor, weekly.high * factor, "", weekly.how)


def _counts_whole(line: Line, counted: str) -> bool:
    """Whether a count is in the unit that the product's strengths are of: tablets, or ml of so much each."""
    product = line.n.product
    per = {i.strength.per_unit for i in product.ingredients if i.strength} if product else set()
    return per == {None} or per == {counted} or (per == {"dose"} and counted in ("puff", "dose"))


def _plus(a: Amount, b: Amount) -> Amount:
    return Amount(a.low + b.low, a.high + b.high, a.unit, f"{a.how} plus {b.how}")


def _farthest(ratios: Iterable[Decimal]) -> Decimal:
    return max(ratios, key=lambda r: (max(r, 1 / r), r))


def _strengths(role: Role) -> dict[str, Decimal]:
    """Strength of each moiety in micrograms (or its own unit), where all lines of the role agree."""
    found = {strengths_of(line) for line in role.lines}
    return dict(found.pop()) if len(found) == 1 else {}


def strengths_of(line: Line) -> tuple[tuple[str, Decimal], ...]:
    """The strength of each ingredient of a line's product; nothing where one is not known."""
    product = line.n.product
    if product is None or any(i.strength is None for i in product.ingredients):
        return ()
    strengths = []
    for i in product.ingredients:
        if i.strength is not None and i.strength.value > 0:
            u = unit(i.strength.unit)
            per = i.strength.per_value or Decimal(1)
            strengths.append((i.moiety, i.strength.value * (u.factor if u else 1) / per))
    return tuple(sorted(strengths))


def _named_otherwise(x: Role, y: Role, times: Decimal, policy: Policy) -> bool:
    """Whether as many puffs of one inhaler are named by the metered amount and once by the delivered one."""
    if x.form != "inhaler" or y.form != "inhaler":
        return False
    one, two = _strengths(x), _strengths(y)
    if len(one) != 1 or one.keys() != two.keys() or not _equal_inhalers(one, two, policy):
        return False
    return all(round(times * one[m] / two[m], _DIGITS) == 1 for m in one)


def _equal_inhalers(one: dict[str, Decimal], two: dict[str, Decimal], policy: Policy) -> bool:
    values = [tuple(d[m] for m in sorted(d)) for d in (one, two)]
    for moieties, pairs in policy.inhalers:
        if moieties != frozenset(one):
            continue
        for metered, delivered in pairs:
            sides = {tuple(map(Decimal, metered)), tuple(map(Decimal, delivered))}
            if set(values) <= sides:
                return True
    return False
