"""Newer versions of an entry: the same source and the same id, told again and told otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from medrecon.model import Entry, PartialDate
from medrecon.sources.combine import content
from medrecon.sources.versions import Key, date_order, has_versions, key_of, version_order


def without_older(before: Sequence[Entry], after: Sequence[Entry]) -> tuple[Entry, ...]:
    """All entries, but of those that one source sent twice under one id only the newest version.

    `after` came later. It is the newer version unless the version of its resource (FHIR `meta`), or else its
    dates, say otherwise, so that a message that arrives late does not undo a newer one. An entry whose id is only its place in a message has no
    versions: the same place in the next message may hold another medicine. Nor has one that tells the next
    thing of an order (HL7 v2), or that names only the number of an item: what came before still holds.
    Where a source does not say who it is, another one of its kind may use the same id, unless the kind is
    the GP, of whom a person has one: then only what names the same medicine (the name up to its first number) is a
    version. A supply or a dose given is none of the order that goes by the same id.
    """
    held: dict[Key, list[Entry]] = {}
    for entry in before:
        if has_versions(entry):
            held.setdefault(key_of(entry), []).append(entry)
    gone: set[int] = set()
    added: list[Entry] = []
    for entry in after:
        versions = held.get(key_of(entry), []) if has_versions(entry) else []
        standing = [v for v in versions if id(v) not in gone and _differ(v, entry)]
        if any(is_newer(v, entry) for v in standing):
            continue
        gone.update(map(id, standing))
        added.append(entry)
    return (*(e for e in before if id(e) not in gone), *added)


def _differ(a: Entry, b: Entry) -> bool:
    """Whether two entries are two versions, and not one twice."""
    return version_order(a, b) != 0 or content(a) != content(b)


def is_newer(entry: Entry, than: Entry) -> bool:
    """Whether the first of two versions says that it is the newer one: by its version, else by its dates."""
    if told := version_order(entry, than):
        return told > 0
    for one, two in zip(_dates(entry), _dates(than), strict=True):
        if one is not None and two is not None and (order := date_order(one, two)):
            return order > 0
    return False


def _dates(entry: Entry) -> tuple[PartialDate | None, ...]:
    """When the source answered, and when it last said something about the line."""
    return (entry.source.as_of, entry.recorded, entry.change_date)
