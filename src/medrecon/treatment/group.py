"""Which entries are about one therapy: the same moieties, the same route class."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable

from medrecon.normalise import NormalisedEntry
from medrecon.policy import Policy

Key = tuple[tuple[str, ...], str | None]


def group(
    entries: Iterable[NormalisedEntry], policy: Policy
) -> list[tuple[Key, list[NormalisedEntry]]]:
    """Entries by moiety set and route class, sorted; every entry in exactly one group.

    An entry whose route nobody states joins the only group of its moieties, where there is one. Where
    there are several it joins the one for the whole body, if it is for that by its name and dose, else
    none.
    """
    groups: dict[Key, list[NormalisedEntry]] = defaultdict(list)
    for n in sorted(entries, key=order):
        groups[(n.moieties, n.route_class)].append(n)
    known: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for moieties, route in groups:
        if route is not None:
            known[moieties].append(route)
    for moieties, route in list(groups):
        if route is None and (routes := known.get(moieties)):
            _join(groups, moieties, routes, policy)
    return sorted(groups.items(), key=lambda item: (item[0][0], item[0][1] or ""))


_SWALLOWED = "enteral"
_OF_A_TABLET = frozenset(("modified", "gastro-resistant"))


def _join(
    groups: dict[Key, list[NormalisedEntry]],
    moieties: tuple[str, ...],
    routes: list[str],
    policy: Policy,
) -> None:
    """Put the entries of no known route where they belong, and leave those that may belong to several."""
    left = []
    for n in groups.pop((moieties, None)):
        fitting = routes if len(routes) == 1 else _fitting(groups, n, routes, policy)
        if len(fitting) == 1:
            groups[(moieties, fitting[0])].append(n)
        else:
            left.append(n)
    for route in routes:
        groups[(moieties, route)].sort(key=order)
    if left:
        groups[(moieties, None)] = left


def _fitting(
    groups: dict[Key, list[NormalisedEntry]],
    n: NormalisedEntry,
    routes: list[str],
    policy: Policy,
) -> list[str]:
    """The routes of the whole body that an entry may be of.

    What is modified in its release and given daily is swallowed. Of several, the one of which an entry says the same
    day's amount, and as required or not.
    """
    fitting = [r for r in routes if r in policy.systemic] if n.systemic else []
    if len(fitting) < 2:
        return fitting
    if n.release in _OF_A_TABLET and n.daily is not None and _SWALLOWED in fitting:
        return [_SWALLOWED]
    return [r for r in fitting if any(_said_alike(n, x) for x in groups[(n.moieties, r)])]


def _said_alike(a: NormalisedEntry, b: NormalisedEntry) -> bool:
    x, y = a.daily, b.daily
    if x is None or y is None or a.as_needed != b.as_needed:
        return False
    return (x.low, x.high, x.unit) == (y.low, y.high, y.unit)


def order(n: NormalisedEntry) -> tuple[str, ...]:
    """A total order of entries that does not depend on how they came in."""
    e = n.entry
    return (e.source.kind, e.source.system or "", e.source.organisation or "", e.id)


def stable_id(prefix: str, *parts: str) -> str:
    """A short id that is the same for the same parts, in any run on any machine."""
    digest = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
    return f"{prefix}-{digest[:16]}"
