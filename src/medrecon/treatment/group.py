"""Which entries are about one therapy: the same moieties, the same route class."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable

from medrecon.normalise import NormalisedEntry

Key = tuple[tuple[str, ...], str | None]


def group(entries: Iterable[NormalisedEntry]) -> list[tuple[Key, list[NormalisedEntry]]]:
    """Entries by moiety set and route class, sorted; every entry in exactly one group.

    An entry whose route nobody states joins the only group of its moieties, where there is one.
    """
    groups: dict[Key, list[NormalisedEntry]] = defaultdict(list)
    for n in sorted(entries, key=order):
        groups[(n.moieties, n.route_class)].append(n)
    routes: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for moieties, route in groups:
        if route is not None:
            routes[moieties].add(route)
    for moieties, route in list(groups):
        known = routes.get(moieties, set())
        if route is None and len(known) == 1:
            joined = groups[(moieties, next(iter(known)))]
            joined += groups.pop((moieties, None))
            joined.sort(key=order)
    return sorted(groups.items(), key=lambda item: (item[0][0], item[0][1] or ""))


def order(n: NormalisedEntry) -> tuple[str, ...]:
    """A total order of entries that does not depend on how they came in."""
    e = n.entry
    return (e.source.kind, e.source.system or "", e.source.organisation or "", e.id)


def stable_id(prefix: str, *parts: str) -> str:
    """A short id that is the same for the same parts, in any run on any machine."""
    digest = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
    return f"{prefix}-{digest[:16]}"
