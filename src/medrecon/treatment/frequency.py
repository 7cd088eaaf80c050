"""How often, where the amounts of two lists do not compare: “twice a day” against “5 mg once daily”.

A list may say how often and not how much, and of “1 drop in both eyes” no amount is known. The number of
doses is then all that compares, and it does so unless the amounts each time contradict each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from medrecon.dosage import Amount
from medrecon.policy import Policy
from medrecon.treatment.amounts import role_ratio
from medrecon.treatment.regimen import Role, is_count, ratio
from medrecon.treatment.value import Difference, Line

NEARLY, SPARSE = Decimal("0.85"), Decimal("0.04")


def how_often(x: Role, y: Role, told: bool, policy: Policy) -> Iterator[Difference]:
    """The difference in the number of doses, where both sides say it and nothing says that it is made up for."""
    a, b = one_frequency(x.counted), one_frequency(y.counted)
    if not a or not b or a == b or same_interval(a, b):
        return
    each = _each(x, y, policy)
    if each is None or each * b == a:
        return
    kind = "weekly" if one_is_weekly(x, y) else "frequency" if each == 1 else "amount"
    yield Difference(kind, x.lines, y.lines, each * b / a, told)


def one_is_weekly(x: Role, y: Role) -> bool:
    """Whether one of two roles is taken on some days of the week and the other is not."""
    return any(line.n.is_weekly for line in x.lines) != any(line.n.is_weekly for line in y.lines)


def same_interval(a: Decimal, b: Decimal) -> bool:
    """Monthly and four-weekly, 12 weeks and 3 months: the same interval in other words."""
    return a < SPARSE and b < SPARSE and NEARLY < a / b < 1 / NEARLY


def same_days(x: Role, y: Role, policy: Policy) -> bool:
    """Twice a week and every four days: a patch that is changed on two fixed days of the week.

    They lie three and four days apart, so that every three days may be meant by it too, unless a sixth more
    of the medicine in a week is a risk.
    """
    a, b = one_frequency(x.counted), one_frequency(y.counted)
    if not a or not b:
        return False
    if min(a, b) == _EVERY_FOUR_DAYS:
        return round(max(a, b) * 7, 6) == 2
    if round(min(a, b) * 7, 6) != 2 or round(max(a, b) * 3, 6) != 1:
        return False
    lines = (*x.counted, *y.counted)
    return not policy.on("high_risk", (m for line in lines for m in line.n.moieties))


_EVERY_FOUR_DAYS = Decimal("0.25")


def other_frequency(a: Iterable[Line], b: Iterable[Line]) -> bool:
    """Whether two lists of a medicine both say how many regular doses there are, and not the same."""
    one, two = (one_frequency([x for x in side if not x.n.as_needed]) for side in (a, b))
    return one is not None and two is not None and one != two and not same_interval(one, two)


def one_frequency(lines: Iterable[Line]) -> Decimal | None:
    """The doses a day of the only line; of several lines parts of one dose may be given together."""
    found = {line.n.alike: line.n.times_per_day for line in lines}
    return next(iter(found.values())) if len(found) == 1 else None


def _each(x: Role, y: Role, policy: Policy) -> Decimal | None:
    """The amount each time of `y` over that of `x`; 1 where nothing speaks against it, None where it may."""
    a, b = x.counted[0], y.counted[0]
    if x.each is not None and y.each is not None:
        return role_ratio(x, y, policy, each=True)
    if any(r.each is None and not silent(line) for r, line in ((x, a), (y, b))):
        return None
    one = None
    if x.each is None and y.each is None:
        one = a.n.product is not None and a.n.strengths == b.n.strengths
    elif x.each is not None:
        one = _may_be(x.each, b)
    elif y.each is not None:
        one = _may_be(y.each, a)
    return Decimal(1) if one else None


def silent(line: Line) -> bool:
    """Whether a line says how often and no number of anything else, so that no amount is hidden in it."""
    unread = "".join(line.n.dosage.unparsed)
    return not line.n.states_dose and not any(c.isdigit() for c in unread)


def is_piece(line: Line) -> bool:
    """Whether one tablet, capsule or patch is a dose; a volume, a puff or a drop is no such piece."""
    product = line.n.product
    if product is None or product.level == "VTM":
        return False
    if line.n.form == "patch":
        return True
    within = any(i.strength is not None and i.strength.per_unit for i in product.ingredients)
    return bool(product.discrete) and not within


def _may_be(each: Amount, silent: Line) -> bool:
    """Whether a line that states no amount may mean this one: of tablets or patches it means one."""
    product = silent.n.product
    if product is None or product.level == "VTM":
        return False
    if not is_piece(silent):
        return True
    strengths = [i.strength for i in product.ingredients if i.strength is not None]
    if len(product.ingredients) == 1 and strengths:
        one = Amount(strengths[0].value, strengths[0].value, strengths[0].unit, "")
        if ratio(one, each) == 1:
            return True
    return is_count(each) and each.low == each.high == 1
