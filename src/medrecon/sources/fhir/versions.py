"""Several versions of one resource in a message (FHIR history): the newest is the line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from medrecon.sources.fhir.shape import MEDICATIONS, Found, word_at

if TYPE_CHECKING:
    from medrecon.sources.fhir.collect import Message


def older_versions(message: Message) -> set[int]:
    """The identities of the resources that a newer version of themselves replaces, each a Problem.

    Only what says which version it is can be older: the same type, id and fullUrl, with version
    numbers or times of update that differ. Without these two resources of one id are two.
    """
    named = [f for f in message.found if f.id and f.type in MEDICATIONS]
    if len({(f.type, f.id) for f in named}) == len(named):
        return set()
    groups: dict[tuple[str, str | None, str | None], list[Found]] = {}
    for found in named:
        groups.setdefault((found.type, found.id, found.url), []).append(found)
    out: set[int] = set()
    for same in groups.values():
        for found in older_of(same):
            out.add(id(found.resource))
            found.problem(
                "meta", "older-version", "each resource once", "a newer version of this one too"
            )
    return out


def older_of(same: Sequence[Found]) -> list[Found]:
    """Of some resources of one name, those that are not the newest version of it."""
    numbers = [word_at(f.resource, "meta", "versionId") or "" for f in same]
    times = [word_at(f.resource, "meta", "lastUpdated") or "" for f in same]
    keys: list[int] | list[str]
    if all(n.isascii() and n.isdigit() and len(n) < 20 for n in numbers):
        keys = [int(n) for n in numbers]
    elif all(times):
        keys = times
    else:
        return []
    newest = max(keys)
    return [f for f, key in zip(same, keys, strict=True) if key != newest]
