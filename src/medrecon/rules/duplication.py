"""Is it there twice: the same medicine in one list, in two treatments, or from two suppliers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations, pairwise
from operator import attrgetter

from medrecon.rules.both_meant import either_route
from medrecon.rules.cover import reaches_the_body, sharing
from medrecon.rules.draft import Draft, name_of, said, where
from medrecon.treatment import Case, Line, Treatment, documented
from medrecon.treatment.days import first, has_an_end
from medrecon.treatment.regimen import ratio, total, unsure

_LISTS = ("gp", "specialist", "inpatient", "discharge", "history")
_OF_A_DAY = frozenset(("acute", "stat"))
_ANOTHER_ROLE = frozenset(("nebuliser", "injection", "spray"))


def settings(case: Case, t: Treatment) -> frozenset[str]:
    """Where a treatment is lived: at home, on the ward, or nowhere.

    A depot that was given outside goes on acting on the ward.
    """
    if t.state.state != "current":
        return frozenset()
    found = set()
    if t.current("inpatient") and case.event in ("admission", "transfer"):
        found.add("ward")
    if t.current("gp", "pmr", "specialist", "patient", "discharge", "history"):
        found.add("home")
    if found and case.event in ("admission", "transfer") and any(map(is_depot, t.current())):
        found.add("ward")
    return frozenset(found)


def is_depot(x: Line) -> bool:
    """An injection that goes on acting for days or weeks, by its release or by how seldom it is given."""
    times = x.n.times_per_day
    seldom = times is not None and times <= Decimal(1) / 14
    return x.n.route_class == "parenteral" and (x.n.release == "modified" or seldom)


def until_it_acts(case: Case, a: Treatment, b: Treatment) -> bool:
    """Whether one is a depot and the other a short course by mouth, of a medicine that is begun so."""
    if not case.policy.on("oral_until_depot_acts", a.ingredients):
        return False
    longest = case.policy.windows["depot_bridge"]
    for depot, oral in ((a.current(), b.current()), (b.current(), a.current())):
        days = [x.n.timing.course_days for x in oral]
        if all(map(is_depot, depot)) and all(d is not None and d <= longest for d in days):
            return bool(depot and oral)
    return False


def duplicate_within_source(case: Case) -> Iterator[Draft]:
    """The same medicine twice in one system, and not as the parts of one dose."""
    for t in case.treatments:
        if not t.resolved or len(t.lines) == len(t.scopes):
            continue
        for scope in [s for s in _LISTS if s in t.scopes]:
            lines = [
                x for x in t.current(scope) if not x.is_supply and x.n.entry.course not in _OF_A_DAY
            ]
            for a, b in twins(case, t, lines) if len(lines) > 1 else ():
                named = a[0].n.brand != b[0].n.brand
                light = named and case.policy.on("duplicate_of_little_weight", t.ingredients)
                if light and a[0].n.as_needed and b[0].n.as_needed:
                    named = False  # a reliever or a laxative by its brand and by its name: one at a time is taken
                kind = "duplicate_ingredient" if named else "duplicate_within_source"
                yield _twin(t, a, b, kind, ("minor",) if light else ())


def duplicate_ingredient(case: Case) -> Iterator[Draft]:
    """Two live treatments with one medicine, by two routes or from two suppliers, no known pair."""
    for t in case.treatments:
        for other in sharing(case, t):
            if other.ingredients != t.ingredients or other.id <= t.id:
                continue
            if not settings(case, t) & settings(case, other) or case.policy.on(
                "several_routes", t.ingredients
            ):
                continue
            if not (reaches_the_body(case, t) and reaches_the_body(case, other)):
                continue
            a, b = t.current(), other.current()
            if all(x.n.as_needed for x in a) or all(x.n.as_needed for x in b):
                continue
            if until_it_acts(case, t, other):
                continue
            if _either(case, (*a, *b)):
                continue
            yield _twin(t, a, b, "duplicate_ingredient")
        yield from _two_suppliers(case, t)


def _either(case: Case, lines: Sequence[Line]) -> bool:
    """Whether a line says that the one route is in place of the other."""
    return any(
        either_route(text, case.policy)
        for x in lines
        for text in (x.n.dosage.text, x.n.entry.note, x.n.entry.route)
        if text
    )


def _two_suppliers(case: Case, t: Treatment) -> Iterator[Draft]:
    """A specialist supplies it and the GP issues it too."""
    given = tuple(
        x
        for x in t.current("specialist")
        if x.supplied is not None
        and x.n.entry.course in ("homecare", "supervised", "clinic", "cycle")
    )
    bought = tuple(x for x in t.current("pmr", "patient") if x.n.entry.course == "otc")
    handed = _two_pharmacies(t)
    if not (given or bought or handed):
        return
    issued = tuple(
        x
        for x in t.current("gp")
        if x.supplied is not None
        and not x.n.entry.prescribed_elsewhere
        and x.n.entry.course != "elsewhere"
    )
    listed = tuple(x for x in t.current("gp") if x.supplied is not None)
    since = min((first(x.n.entry.start) or x.supplied or case.as_of for x in listed), default=None)
    after = since is not None and any(x.supplied is None or x.supplied >= since for x in bought)
    systemic = t.route_class in case.policy.systemic
    if bought and after and systemic and _recent(case, listed):
        yield _twin(t, listed, bought, "duplicate_ingredient")
    if handed is not None:
        yield _twin(t, *handed, "duplicate_ingredient")
    if given and issued and _recent(case, issued):
        yield _twin(t, given, issued, "duplicate_ingredient")


def _two_pharmacies(t: Treatment) -> tuple[tuple[Line, ...], tuple[Line, ...]] | None:
    """Two pharmacies that handed out the same medicine within the first half of one supply."""
    fills = [x for x in t.current("pmr") if x.supplied is not None and x.lasts is not None]
    fills.sort(key=lambda x: (x.supplied, x.id))
    for a, b in pairwise(fills):
        one, two = a.n.entry.source, b.n.entry.source
        if (one.system, one.organisation) == (two.system, two.organisation):
            continue
        if a.n.product == b.n.product and a.supplied and b.supplied and a.lasts:
            early = (b.supplied - a.supplied).days * 2 < (a.lasts - a.supplied).days
            if early and a.supplied != b.supplied:
                return (a,), (b,)
    return None


def _recent(case: Case, lines: Sequence[Line]) -> bool:
    """Whether any of the lines was supplied within the window of a fill."""
    window = case.policy.windows["fill_recent"]
    return any(x.supplied and (case.as_of - x.supplied).days <= window for x in lines)


def twins(
    case: Case, t: Treatment, lines: Sequence[Line]
) -> Iterator[tuple[tuple[Line, ...], tuple[Line, ...]]]:
    """Pairs of lines of one list that are the same medicine twice, the first of each kind."""
    for group in _by_role(lines):
        for a, b in combinations(sorted(group[:12], key=_BY_ID), 2):
            if _is_twin(case, t, a, b):
                yield (a,), (b,)
                return


def _by_role(lines: Sequence[Line]) -> Iterable[Sequence[Line]]:
    """Lines that may be one another's twin: what is nebulised is no twin of what is inhaled."""
    if _ANOTHER_ROLE.isdisjoint([line.n.form for line in lines]):
        return (lines,)
    groups: dict[str | None, list[Line]] = {}
    for line in lines:
        form = line.n.form
        groups.setdefault(form if form in _ANOTHER_ROLE else None, []).append(line)
    return groups.values()


_BY_ID = attrgetter("id")


def _is_twin(case: Case, t: Treatment, a: Line, b: Line) -> bool:
    p, one, two = case.policy, a.n, b.n
    if one.as_needed != two.as_needed:
        return p.on("prn_beside_regular", t.ingredients)
    if one.release != two.release:
        if one.release and two.release:
            return not p.on("release_pair", t.ingredients)
        if (_by_its_sum(a, b) or _by_its_sum(b, a)) and p.on("release_pair", t.ingredients):
            return False
    if has_an_end(one) != has_an_end(two) and p.on("burst", t.ingredients):
        return False
    if unsure(a) and unsure(b):
        return True
    if _apart_in_time(a, b) or one.entry.replaces == b.id or two.entry.replaces == a.id:
        return False
    if one.brand == two.brand:
        if a.of_one_product(b):
            return one.dosage.lines == two.dosage.lines or ratio(one.weekly, two.weekly) is not None
        if p.on("several_strengths", t.ingredients):
            return _one_was_to_go(t, a, b)
    return not _adds_up(t, a, b)


def _by_its_sum(a: Line, b: Line) -> bool:
    """Whether `a` is a product by a strength that dm+d does not name it by, beside a modified release.

    "Madopar 62.5" is named by the sum of its parts: what its release is does not stand in its name.
    """
    unknown = a.n.release is None and (a.n.product is None or a.n.product.level == "VTM")
    named = any(c.isdigit() for c in a.n.entry.medication)
    return unknown and named and b.n.release == "modified"


def _one_was_to_go(t: Treatment, a: Line, b: Line) -> bool:
    """Whether a documented change elsewhere has one of two strengths as the whole dose."""
    both = total((a.n.weekly, b.n.weekly))
    told = [x for x in t.current("discharge", "specialist") if documented(x) and x.scope != a.scope]
    return any(
        ratio(both, x.n.weekly) not in (None, 1)
        and 1 in (ratio(a.n.weekly, x.n.weekly), ratio(b.n.weekly, x.n.weekly))
        for x in told
    )


def _apart_in_time(a: Line, b: Line) -> bool:
    """Parts of one day's dose, or of one week's, or one after the other."""
    one, two = a.n.timing.moments, b.n.timing.moments
    if one and two and one.isdisjoint(two):
        return True
    return _begins_after(a, b) or _begins_after(b, a)


def _begins_after(a: Line, b: Line) -> bool:
    """Whether `b` begins on the day on which `a` ends, or later."""
    end, start = a.n.entry.end, b.n.entry.start
    return end is not None and start is not None and start.first >= end.last


def _adds_up(t: Treatment, a: Line, b: Line) -> bool:
    """Whether another list has the sum of the two as its dose: then they are two parts of one."""
    both = total((a.n.weekly, b.n.weekly))
    others = [x for x in t.current() if x.scope != a.scope]
    return any(ratio(both, x.n.weekly) == 1 for x in others)


def _twin(
    t: Treatment,
    a: Sequence[Line],
    b: Sequence[Line],
    kind: str,
    because: tuple[str, ...] = (),
) -> Draft:
    return Draft(
        kind,
        t.ingredients,
        (*a, *b),
        f"{name_of(a).capitalize()} stands twice: {said(a)} in {where(a)} and {said(b)} in {where(b)}.",
        "Are both meant?",
        fields=("medication", "dosage", "status", "last_issued"),
        because=because,
    )
