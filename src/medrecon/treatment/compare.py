"""Where two lists of one treatment differ: each difference a value with its two sides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from medrecon.model.memo import Memo
from medrecon.policy import Policy
from medrecon.treatment.amounts import role_ratio, total_ratio
from medrecon.treatment.cycle import cycle_of
from medrecon.treatment.frequency import (
    NEARLY,
    SPARSE,
    how_often,
    one_frequency,
    one_is_weekly,
    same_days,
    same_interval,
)
from medrecon.treatment.one_each import one_each
from medrecon.treatment.parts import parts
from medrecon.treatment.rates import at_rates
from medrecon.treatment.regimen import Pairing, Role, pair, ratio, roles
from medrecon.treatment.supply import names_in, products, schedule
from medrecon.treatment.value import Difference, Line

Lines = tuple[Line, ...]
ListKey = tuple[str, str]


def differences(
    lines: Sequence[Line], target: Sequence[str], as_of: dt.date, policy: Policy
) -> tuple[Difference, ...]:
    """All differences between the lists that hold the treatment as current.

    The judged list is compared with each other list, and the GP record with each other list; a list
    that is only older than a dated change of another is history, not disagreement.
    """
    if len({line.scope for line in lines}) == 1 and lines[0].scope != "specialist":
        return ()
    by_list: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        course = line.n.entry.course
        copy = course == "elsewhere" and not line.n.states_dose
        if line.current and course not in {"stat", "otc"} and not copy:
            by_list.setdefault(list_of(line), []).append(line)
    if target and "inpatient" not in target:
        by_list.pop(("inpatient", ""), None)
    if len(by_list) < 2:
        return ()
    found: list[Difference] = []
    for a, b in _pairs_of_lists(tuple(by_list), tuple(target)):
        differ = _compared(by_list[a], by_list[b], policy)
        if differ and not _outdated(by_list[a], by_list[b], as_of, policy):
            found += differ
    return tuple(found)


def list_of(line: Line) -> tuple[str, str]:
    """The list a line stands in: each specialist service keeps its own."""
    if line.scope != "specialist":
        return line.scope, ""
    source = line.n.entry.source
    return line.scope, f"{source.system or ''} {source.organisation or ''}".strip()


def _compared(a: Sequence[Line], b: Sequence[Line], policy: Policy) -> list[Difference]:
    """The differences; of several dispensings the newest may stand for all."""
    found = list(compare(tuple(a), tuple(b), policy))
    if not any(d.kind in ("amount", "frequency", "weekly", "as_needed") for d in found):
        return found
    last_a, last_b = _newest_fill(a), _newest_fill(b)
    if (last_a, last_b) == (tuple(a), tuple(b)):
        return found
    return list(compare(last_a, last_b, policy))


def _newest_fill(lines: Sequence[Line]) -> Lines:
    """Of dispensed lines those of the newest week, else all lines."""
    dated = [x.supplied for x in lines if x.supplied is not None]
    if not dated or any(x.scope != "pmr" for x in lines):
        return tuple(lines)
    newest = max(dated)
    return tuple(x for x in lines if x.supplied is not None and (newest - x.supplied).days <= 7)


@lru_cache(maxsize=1024)
def _pairs_of_lists(
    by_list: tuple[ListKey, ...], target: tuple[str, ...]
) -> tuple[tuple[ListKey, ListKey], ...]:
    """(history, judged) pairs; the order of the lists is fixed."""
    rank = ("gp", "specialist", "history", "patient", "pmr", "discharge", "inpatient")
    present = sorted(by_list, key=lambda key: (rank.index(key[0]), key[1]))
    judged = [s for s in present if s[0] in target]
    anchors = [*judged, *(s for s in present if s[0] == "gp" and s not in judged)]
    if not anchors:
        anchors = present[:1]
    pairs: list[tuple[ListKey, ListKey]] = []
    for anchor in anchors:
        for other in present:
            one = (other, anchor) if anchor in judged else (anchor, other)
            if other != anchor and (one[1], one[0]) not in pairs and one not in pairs:
                pairs.append(one)
    return tuple(pairs)


def _outdated(a: Sequence[Line], b: Sequence[Line], as_of: dt.date, policy: Policy) -> bool:
    """Whether one side is a supply or statement from before a dated change on the other."""
    lag = policy.windows["lag_pmr"]
    for old, new in ((a, b), (b, a)):
        if _not_yet_due(old, new, as_of, policy):
            return True
        changed = max((x.said for x in new if x.said is not None), default=None)
        if changed is None:
            continue
        if all(x.scope == "pmr" for x in old):
            last = max((x.supplied for x in old if x.supplied is not None), default=None)
            if last is None or (last - changed).days <= 0 or (as_of - changed).days <= lag:
                return True
        both_dated = [x.said for x in old if x.said is not None]
        clinic = {x.scope for x in new} <= {"gp"} and {x.scope for x in old} <= {
            "specialist",
            "discharge",
        }
        if clinic and both_dated and changed > max(both_dated):
            return True
    return False


def _not_yet_due(old: Sequence[Line], new: Sequence[Line], as_of: dt.date, policy: Policy) -> bool:
    """Whether a clinic or discharge change is too young for primary care to have acted on it."""
    if {x.scope for x in old} - {"gp", "pmr"}:
        return False
    dated = [x for x in new if x.n.entry.change_status not in (None, "continued", "unchanged")]
    said = [x.said for x in dated if x.said is not None]
    outside = {x.scope for x in new} <= {"specialist", "discharge"}
    return outside and bool(said) and (as_of - max(said)).days <= policy.windows["lag_gp"]


def compare(a: Lines, b: Lines, policy: Policy) -> Iterator[Difference]:
    """The differences of two lists of one treatment.

    What two single lines differ in follows from their wording alone (which is understood by one policy),
    so it is remembered by that.
    """
    if len(a) != 1 or len(b) != 1:
        return _differ(a, b, policy)
    key = (a[0].n.alike, b[0].n.alike, cycle_of(a[0].n), cycle_of(b[0].n))
    found = _REMEMBERED.get(key)
    if found is None:
        found = _REMEMBERED.keep(
            key, tuple((d.kind, d.ratio, d.note) for d in _differ(a, b, policy))
        )
    if not found:
        return iter(())
    told = _explains(a, b)
    return (Difference(kind, a, b, times, told, note) for kind, times, note in found)


_REMEMBERED: Memo[tuple[object, ...], tuple[tuple[str, Decimal | None, str], ...]] = Memo(65536)


def _differ(a: Lines, b: Lines, policy: Policy) -> Iterator[Difference]:
    told = _explains(a, b)
    roles_a, roles_b = roles(a), roles(b)
    pairing = pair(roles_a, roles_b)
    cyclic = [any(cycle_of(x.n) is not None for x in side) for side in (a, b)]
    if cyclic[0] != cyclic[1] or not _same_total(roles_a, roles_b, policy):
        yield from _amounts(pairing, told, policy)
    for x, y in pairing.pairs:
        yield from products(x, y, told, policy)
        yield from schedule(x, y, told)
        yield from parts(x, y, told, policy)
    for role in pairing.only_a:
        yield Difference("missing_line", role.lines, b, None, told)
    for role in pairing.only_b:
        yield Difference("extra_line", a, role.lines, None, told)


def _explains(a: Lines, b: Lines) -> bool:
    """Whether list `b` says why it differs from `a`; a supply after the change is not explained by it."""
    if all(x.is_supply and x.scope == "pmr" for x in a):
        return False
    return any(documented(line) for line in b)


def documented(line: Line) -> bool:
    """Whether a line says that and why it differs from what went before."""
    e = line.n.entry
    if e.change_reason:
        return e.change_status != "continued"
    if e.change_status in ("changed", "started", "restarted"):
        return bool(line.scope in ("discharge", "gp") or e.indication or e.note)
    return False


def _same_total(a: Sequence[Role], b: Sequence[Role], policy: Policy) -> bool:
    regular = [[r for r in side if not r.as_needed] for side in (a, b)]
    needed = [[r for r in side if r.as_needed] for side in (a, b)]
    if not all(regular) or bool(needed[0]) != bool(needed[1]):
        return False
    if needed[0] and any(ratio(x.each, y.each) != 1 for x, y in pair(*needed).pairs):
        return False
    if all(len(side) == 1 for side in regular):
        one, two = regular[0][0], regular[1][0]
        times = role_ratio(one, two, policy)
        return _calendar(one, two, times) or (times == 1 and _spread(one, two, times) is None)
    return total_ratio(*regular) == 1


def _amounts(pairing: Pairing, told: bool, policy: Policy) -> Iterator[Difference]:
    """What differs in amount; a nebulised dose is never that of an inhaler and is not held against it."""
    for x, y in pairing.pairs:
        if {x.form, y.form} == {"inhaler", "nebuliser"}:
            if x.form == "nebuliser" and y.as_needed and not x.as_needed:
                yield Difference("missing_line", x.lines, y.lines, None, told)
            continue
        if _depot_beside(x, y):
            yield Difference("missing_line", x.lines, y.lines, None, told)
        elif _depot_beside(y, x):
            yield Difference("extra_line", x.lines, y.lines, None, told)
        elif x.as_needed != y.as_needed:
            yield Difference("as_needed", x.lines, y.lines, None, told)
            times = role_ratio(x, y, policy, each=True)
            inhaled = any(line.n.route_class == "inhaled" for line in x.lines)
            if times and not inhaled and max(times, 1 / times) >= policy.ratios["serious"]:
                yield Difference("amount", x.lines, y.lines, times, told)
        elif x.as_needed:
            times = role_ratio(x, y, policy, each=True)
            if times is not None and times != 1:
                yield Difference("amount", x.lines, y.lines, times, told)
        else:
            yield from _regular(x, y, told, policy)


def _depot_beside(x: Role, y: Role) -> bool:
    """Whether one role is a depot and the other is as required, of another injection: none is a dose of the other."""
    if x.as_needed or not y.as_needed:
        return False
    seldom = [line.n.interval is not None for line in x.counted]
    return all(seldom) and all(a.n.strengths != b.n.strengths for a in x.counted for b in y.counted)


def _regular(x: Role, y: Role, told: bool, policy: Policy) -> Iterator[Difference]:
    times = role_ratio(x, y, policy)
    cycles = [any(cycle_of(line.n) is not None for line in r.lines) for r in (x, y)]
    if cycles[0] != cycles[1] and times is not None and not _bounded(y if cycles[0] else x):
        yield Difference("frequency", x.lines, y.lines, times, told, "cycle against continuous")
        return
    if times is None:
        if not any(cycles):
            found = at_rates(x, y, told, policy)
            if found is None:
                found = tuple(how_often(x, y, told, policy)) or tuple(one_each(x, y, told))
            yield from found
        return
    if (apart := _spread(x, y, times)) is not None:
        yield Difference("frequency", x.lines, y.lines, apart, told, SPREAD)
        return
    if times == 1 or _calendar(x, y, times) or _on_fixed_days(x, y, policy):
        return
    if _same_by_factor(x, y, times, policy):
        return
    if one_is_weekly(x, y):
        yield Difference("weekly", x.lines, y.lines, times, told)
    elif role_ratio(x, y, policy, each=True) == 1:
        yield Difference("frequency", x.lines, y.lines, times, told)
    else:
        yield Difference("amount", x.lines, y.lines, times, told)


def _calendar(x: Role, y: Role, times: Decimal | None) -> bool:
    """Monthly and four-weekly, 12 weeks and 3 months: the same interval in other words."""
    if times is None or not NEARLY < times < 1 / NEARLY:
        return False
    often = [line.n.times_per_day for r in (x, y) for line in r.lines]
    return all(t is not None and t < SPARSE for t in often) and _spread(x, y, times) is None


def _on_fixed_days(x: Role, y: Role, policy: Policy) -> bool:
    """Whether one patch is changed twice a week here and every four days there."""
    if x.form != "patch" or y.form != "patch" or x.each != y.each:
        return False
    if {line.n.strengths for line in x.counted} != {line.n.strengths for line in y.counted}:
        return False
    return same_days(x, y, policy)


def _spread(x: Role, y: Role, times: Decimal) -> Decimal | None:
    """How many more doses, of what is given weeks apart and comes to about as much in all; None where as many.

    One depot for three months against one for each month is another product of which the last dose still
    acts.
    """
    a, b = one_frequency(x.counted), one_frequency(y.counted)
    if not a or not b or not NEARLY < times < 1 / NEARLY or max(a, b) >= SPARSE:
        return None
    return None if same_interval(a, b) else b / a


def _bounded(role: Role) -> bool:
    """Whether a role's lines have an end of their own."""
    return all(
        line.n.entry.end is not None or any(d.duration for d in line.n.dosage.lines)
        for line in role.lines
    )


def _same_by_factor(x: Role, y: Role, times: Decimal, policy: Policy) -> bool:
    """Equal through a salt factor, or a potency of another brand or form."""
    names = [names_in(r) for r in (x, y)]
    for f in policy.salt_factors:
        for (one, two), factor in (((0, 1), f.b_mg / f.a_mg), ((1, 0), f.a_mg / f.b_mg)):
            base = f.a in names[one] and f.b not in names[one]
            if base and f.b in names[two] and round(times / factor, _DIGITS) == 1:
                return True
    moieties = {m for line in (*x.lines, *y.lines) for m in line.n.moieties}
    for p in policy.potencies:
        if not moieties <= p.moieties:
            continue
        for (one, two), factor in (((0, 1), 1 / p.factor), ((1, 0), p.factor)):
            apart = any(w in names[one] for w in p.a) and any(w in names[two] for w in p.b)
            if apart and round(times / factor, _DIGITS) == 1:
                return True
    return False


SPREAD = "about as much in all"
_DIGITS = 9  # what is left of a division is no difference
