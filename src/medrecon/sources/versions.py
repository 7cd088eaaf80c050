"""Versions of one entry: what one source sent under one id, and which of two says that it is the newer.

A FHIR resource says which version of itself it is (`meta.versionId`, `meta.lastUpdated`), so that the older
of two counts for nothing wherever they meet: in several messages that are read or reconciled together, and in
a list that is kept. Of entries that do not say, only what came later is known (`medrecon.maintain.versions`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from medrecon.model import Entry, FrozenDict, Identity, PartialDate, Problem, Reading
from medrecon.sources.copies import followed_number, is_nameless

VERSION, UPDATED = "meta_version", "meta_updated"
"""Where an entry keeps `meta.versionId` and `meta.lastUpdated` of its resource: in `extra`."""
Key = tuple[str, str | None, str | None, Identity | None, str, bool, str]
ONE_A_PERSON = "gp"
DAY = len("2026-03-16")
_NUMBER = re.compile(r"\d")
MAX_UNDECIDED = 50
_MOST_DIGITS = 19


def has_versions(entry: Entry) -> bool:
    """Whether the id of an entry names one thing that may be sent again in another version."""
    tells_more = followed_number(entry) is not None or is_nameless(entry)
    return entry.id != entry.path and not tells_more


def key_of(entry: Entry) -> Key:
    """What two versions of an entry have in common: source, person, id, and what kind of line it is."""
    s = entry.source
    known = s.system or s.organisation or s.kind == ONE_A_PERSON
    medicine = "" if known else _NUMBER.split(entry.medication.casefold(), maxsplit=1)[0].strip()
    event = entry.kind in ("dispense", "administration")
    return (s.kind, s.system, s.organisation, entry.patient, entry.id, event, medicine)


def unversioned(entry: Entry) -> Entry:
    """The entry without the number and the time of its version."""
    extra = entry.extra
    if VERSION not in extra and UPDATED not in extra:
        return entry
    kept = {k: v for k, v in extra.items() if k not in (VERSION, UPDATED)}
    return replace(entry, extra=FrozenDict(kept))


def version_order(a: Entry, b: Entry) -> int:
    """1 where the first is a newer version of the resource of the second, -1 where it is an older one.

    0 where that is not said: no version, the same one, number and time that contradict each other, or
    resources of two types or two servers.
    """
    number = _by_number(a.extra.get(VERSION), b.extra.get(VERSION))
    time = _by_time(a.extra.get(UPDATED), b.extra.get(UPDATED))
    if not (number or time) or number * time < 0 or not _one_resource(a, b):
        return 0
    return number or time


def _by_number(a: object, b: object) -> int:
    if not (_is_number(a) and _is_number(b)):
        return 0
    return (int(str(a)) > int(str(b))) - (int(str(a)) < int(str(b)))


def _is_number(held: object) -> bool:
    return isinstance(held, str) and held.isascii() and held.isdigit() and len(held) <= _MOST_DIGITS


def _by_time(a: object, b: object) -> int:
    one = PartialDate.parse(a) if isinstance(a, str) else None
    two = PartialDate.parse(b) if isinstance(b, str) else None
    return date_order(one, two) if one and two else 0


def _one_resource(a: Entry, b: Entry) -> bool:
    """Whether nothing says that two resources of one id are of two types, or of two servers."""
    types = {"order" if e.kind == "plan" else e.kind for e in (a, b)}
    servers = {url for e in (a, b) if (url := _url(e))}
    return len(types) == 1 and len(servers) < 2


def _url(entry: Entry) -> str | None:
    """Where a server keeps the resource, None where its message does not say."""
    end = f"/{entry.id}"
    return next((ref for ref in entry.refs if "://" in ref and ref.endswith(end)), None)


def superseded(entries: Sequence[Entry]) -> list[Entry]:
    """Those of some entries that say they are an older version of another of them."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        if (VERSION in entry.extra or UPDATED in entry.extra) and has_versions(entry):
            groups.setdefault(entry.id, []).append(entry)
    out: list[Entry] = []
    for same in groups.values():
        if len(same) > 1:
            by_key: dict[Key, list[Entry]] = {}
            for entry in same:
                by_key.setdefault(key_of(entry), []).append(entry)
            for versions in by_key.values():
                out += _older_of(versions)
    return out


def _older_of(versions: Sequence[Entry]) -> list[Entry]:
    """The older ones, whatever the order in which they are given.

    Of those that cannot be told apart at most `MAX_UNDECIDED` are compared with the rest.
    """
    alike: dict[tuple[str, ...], list[Entry]] = {}
    for entry in versions:
        extra = entry.extra
        said = (str(extra.get(VERSION)), str(extra.get(UPDATED)), entry.kind, str(_url(entry)))
        alike.setdefault(said, []).append(entry)
    newest: list[tuple[str, ...]] = []
    for one in sorted(alike):
        first, compared = alike[one][0], newest[:MAX_UNDECIDED]
        orders = {said: version_order(first, alike[said][0]) for said in compared}
        if -1 not in orders.values():
            newest = [said for said in newest if orders.get(said, 0) < 1]
            newest.append(one)
    kept = set(newest)
    return [e for said, same in alike.items() if said not in kept for e in same]


def without_superseded(
    readings: Iterable[Reading], entries: Sequence[Entry]
) -> tuple[list[Entry], list[Problem]]:
    """The entries that are no older version of another, and the problems of the readings but for theirs."""
    held = list(readings)
    older = superseded(entries)
    if not older:
        return list(entries), [p for r in held for p in r.problems]
    gone = {_mark(e) for e in older}
    ids = set(map(id, older))
    problems: list[Problem] = []
    for reading in held:
        names = {n for e in reading.entries if _mark(e) in gone for n in (e.id, *e.refs)}
        problems += [p for p in reading.problems if p.id is None or p.id not in names]
    return [e for e in entries if id(e) not in ids], problems


def _mark(entry: Entry) -> tuple[object, ...]:
    """What tells one version of an entry from another, whoever it is taken to be about."""
    return (entry.source, entry.id, entry.extra.get(VERSION), entry.extra.get(UPDATED))


def date_order(a: PartialDate, b: PartialDate) -> int:
    """1 where the first is later, -1 where it is earlier, 0 where that cannot be told.

    Two times are compared as instants; one with its zone and one without are not, within a day.
    """
    one, two = _instant(a), _instant(b)
    if one and two and (one.tzinfo is None) == (two.tzinfo is None):
        return (one > two) - (one < two)
    if a.last < b.first or b.last < a.first:
        return 1 if a.first > b.last else -1
    return 0


def _instant(date: PartialDate) -> dt.datetime | None:
    if len(date.text) <= DAY:
        return None
    try:
        return dt.datetime.fromisoformat(date.text)
    except ValueError:
        return None
