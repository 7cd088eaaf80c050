"""The amount of one role against another, ingredient by ingredient where there are several."""

from __future__ import annotations

from decimal import Decimal

from medrecon.dosage import Amount
from medrecon.policy import Policy
from medrecon.treatment.regimen import Role, ratio
from medrecon.units import unit


def role_ratio(x: Role, y: Role, policy: Policy, *, each: bool = False) -> Decimal | None:
    """The amount of `y` over that of `x`, in a week or each time; None where they do not compare.

    An amount in tablets or puffs of a product with several ingredients is taken through their
    strengths; of several ratios the one farthest from 1 counts. Metered and delivered strengths of
    one inhaler are equal.
    """
    a, b = (x.each, y.each) if each else (x.weekly, y.weekly)
    times = ratio(a, b)
    if times is None or _is_mass(a):
        return times
    one, two = _strengths(x), _strengths(y)
    if one == two:
        return times
    if not one or not two or one.keys() != two.keys() or _equal_inhalers(one, two, policy):
        return times if one and two and one.keys() == two.keys() else None
    each_one = [times * two[m] / one[m] for m in sorted(one)]
    return max(each_one, key=lambda r: (max(r, 1 / r), r))


def _is_mass(amount: Amount | None) -> bool:
    found = unit(amount.unit) if amount is not None else None
    return found is not None and found.kind in ("mass", "activity", "substance")


def _strengths(role: Role) -> dict[str, Decimal]:
    """Strength of each moiety in micrograms (or its own unit), where all lines of the role agree."""
    found: set[tuple[tuple[str, Decimal], ...]] = set()
    for line in role.lines:
        product = line.n.product
        if product is None or any(i.strength is None for i in product.ingredients):
            return {}
        strengths = []
        for i in product.ingredients:
            if i.strength is not None and i.strength.value > 0:
                u = unit(i.strength.unit)
                per = i.strength.per_value or Decimal(1)
                strengths.append((i.moiety, i.strength.value * (u.factor if u else 1) / per))
        found.add(tuple(sorted(strengths)))
    return dict(found.pop()) if len(found) == 1 else {}


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
