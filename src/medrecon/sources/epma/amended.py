"""A prescribed item that is sent again: its identifier is one item, and its last word counts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from medrecon.model import Entry, Issue

_FINAL = ("entered-in-error", "cancelled", "stopped", "completed")


def last_words(entries: list[Entry]) -> list[Entry]:
    """The entries with each item of one person and medicine once, where that can be told.

    An exact copy is dropped. Of two versions the one updated last counts; without those times a version
    that ends the item, where the dose is the same. What nothing puts in order stays apart.
    """
    out: dict[Any, list[Entry]] = {}
    for n, e in enumerate(entries):
        item = e.extra.get("item") if e.kind == "order" else None
        key = (item, e.medication, e.code, e.patient, e.source) if item else n
        out.setdefault(key, []).append(e)
    return [one for same in out.values() for one in _versions(same)]


def _versions(same: list[Entry]) -> list[Entry]:
    if len(same) == 1:
        return same
    versions = list({replace(e, path=None): e for e in reversed(same)}.values())[::-1]
    last = _last(versions)
    if last is None:
        return versions
    before = [e for e in versions if e is not last]
    return [
        replace(
            last,
            issues=(*last.issues, *(_version(e, last) for e in before)),
            refs=tuple(dict.fromkeys(r for e in (last, *before) for r in e.refs)),
            path=same[0].path,
        )
    ]


def _last(versions: list[Entry]) -> Entry | None:
    """The version that counts, None where that is not told."""
    if len(versions) == 1:
        return versions[0]
    times = [e.recorded.text if e.recorded else "" for e in versions]
    if all(times) and times.count(max(times)) == 1:
        return versions[times.index(max(times))]
    ending = [e for e in versions if e.status in _FINAL]
    doses = {(e.dosage, e.dosages) for e in versions}
    return ending[0] if len(ending) == 1 and len(doses) == 1 else None


def _version(entry: Entry, last: Entry) -> Issue:
    """An earlier version, kept under the last."""
    said = entry.dosage.text if entry.dosage else None
    return Issue(
        id=entry.id,
        kind="order",
        date=entry.recorded or entry.start,
        status=entry.status,
        dosage=said if last.dosage is None or said != last.dosage.text else None,
    )
