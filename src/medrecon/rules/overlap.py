"""Do two treatments overlap: a combination with its part, two medicines of one class."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from medrecon.model import SEVERITIES, Severity
from medrecon.rules.both_meant import names_as_replaced, names_as_successor, overlap_is_meant
from medrecon.rules.cover import for_the_whole_body, sharing
from medrecon.rules.draft import Draft, name_of, where
from medrecon.rules.duplication import is_depot, settings
from medrecon.rules.instead import replaced_by, still_listed
from medrecon.treatment import Case, Line, Treatment


def duplicate_combination(case: Case) -> Iterator[Draft]:
    """A combination beside one of its own parts."""
    for t in case.treatments:
        if len(t.ingredients) < 2:
            continue
        for other in sharing(case, t):
            shared = set(t.ingredients) & set(other.ingredients)
            if len(other.ingredients) > len(t.ingredients) or (
                len(other.ingredients) == len(t.ingredients) and other.id <= t.id
            ):
                continue
            if _together(case, t, other) and not _harmless(case, shared):
                yield _both(case, t, other, "duplicate_combination", None)


def _harmless(case: Case, shared: set[str]) -> bool:
    p = case.policy
    return all(
        m in p.classes["supplement"]
        or m in p.classes["insulin"]
        or m in ("levodopa", "carbidopa", "benserazide")
        for m in shared
    )


def _together(case: Case, a: Treatment, b: Treatment) -> bool:
    if not (
        (a.route_class is not None and a.route_class == b.route_class) or _systemic(case, a, b)
    ):
        return False
    if replaced_by(case, a, b) or replaced_by(case, b, a):
        return False
    return bool(settings(case, a) & settings(case, b))


def _systemic(case: Case, a: Treatment, b: Treatment) -> bool:
    """Whether both work in the whole body; one medicine, once without a route, may be one line of it."""
    if a.ingredients == b.ingredients and None in (a.route_class, b.route_class):
        return False
    return for_the_whole_body(case, a) and for_the_whole_body(case, b)


def duplicate_class(case: Case) -> Iterator[Draft]:
    """Two medicines of one class where one is meant, and neither is on its way out."""
    seen: dict[tuple[str, str], tuple[Severity, Treatment, Treatment, str]] = {}
    for name in sorted(case.policy.duplicates):
        places = case.by_class.get(name, ())
        if len(places) < 2:
            continue
        for i, j in combinations(places[:12], 2):
            a, b = case.treatments[i], case.treatments[j]
            if set(a.ingredients) & set(b.ingredients) or not _clash(case, a, b, name):
                continue
            grade = case.policy.duplicates[name]
            key = (a.id, b.id)
            if key not in seen or SEVERITIES.index(grade) > SEVERITIES.index(seen[key][0]):
                seen[key] = (grade, a, b, name)
    for grade, a, b, name in seen.values():
        yield _both(case, a, b, "duplicate_class", grade, name)


def _clash(case: Case, a: Treatment, b: Treatment, name: str) -> bool:
    p = case.policy
    if not _together(case, a, b):
        return False
    needed_one = p.duplicate_needs.get(name)
    if needed_one is not None and needed_one not in (*a.ingredients, *b.ingredients):
        return False
    if name in p.depots_only and not all(any(map(is_depot, t.current())) for t in (a, b)):
        return False
    if any(frozenset((x, y)) in p.allowed_pairs for x in a.ingredients for y in b.ingredients):
        return False
    needed = [all(x.n.as_needed for x in t.current()) for t in (a, b)]
    if any(needed) and name in p.as_required_beside:
        return False
    return still_listed(case, a, b) or not any(
        _leaving(case, x) or overlap_is_meant(case, x, t, other)
        for t, other in ((a, b), (b, a))
        for x in t.current()
    )


def _leaving(case: Case, line: Line) -> bool:
    """Whether a line has a planned end."""
    e = line.n.entry
    return e.end is not None and e.end.last >= case.as_of and e.course != "acute"


_EVIDENCE = ("medication", "dosage", "status", "last_issued", "note", "change_reason", "indication")
_NOTHING_SAYS = "nothing says that the one replaces the other"


def _both(
    case: Case, a: Treatment, b: Treatment, kind: str, severity: Severity | None, name: str = ""
) -> Draft:
    x, y = a.current(), b.current()
    why = f"both {name}" if name else "they share a medicine"
    told = any(
        says(case, lines, other)
        for says in (names_as_replaced, names_as_successor)
        for lines, other in ((x, b), (y, a))
    )
    end = "one is said to have replaced the other" if told else _NOTHING_SAYS
    return Draft(
        kind,
        tuple(sorted({*a.ingredients, *b.ingredients})),
        (*x, *y),
        f"{name_of(x).capitalize()} in {where(x)} and {name_of(y)} in {where(y)}: {why}, "
        f"and {end}.",
        "Are both meant?",
        fields=_EVIDENCE if told else _EVIDENCE[:4],
        severity=severity,
    )
