"""Newer versions of an entry: the same source and the same id, told again and told otherwise."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from medrecon.model import Entry, Identity, PartialDate
from medrecon.sources.combine import content
from medrecon.sources.copies import followed_number, is_nameless

Key = tuple[str, str | None, str | None, Identity | None, str, bool, str]
ONE_A_PERSON = "gp"
_NUMBER = re.compile(r"\d")
DAY = len("2026-03-16")


def without_older(before: Sequence[Entry], after: Sequence[Entry]) -> tuple[Entry, ...]:
    """All entries, but of those that one source sent twice under one id only the newest version.

    `after` came later. It is the newer version unless its own dates say otherwise, so that a message
    that arrives late does not undo a newer one. An entry whose id is only its place in a message has no
    versions: the same place in the next message may hold another medicine. Nor has one that tells the next
    thing of an order (HL7 v2), or that names only the number of an item: what came before still holds.
    Where a source does not say who it is, another one of its kind may use the same id, unless the kind is
    the GP, of whom a person has one: then only what names the same medicine (the name up to its first number) is a
    version. A supply or a dose given is none of the order that goes by the same id.
    """
    held: dict[Key, list[Entry]] = {}
    for entry in before:
        if _named(entry):
            held.setdefault(_key(entry), []).append(entry)
    gone: set[int] = set()
    added: list[Entry] = []
    for entry in after:
        versions = held.get(_key(entry), []) if _named(entry) else []
        standing = [v for v in versions if id(v) not in gone and content(v) != content(entry)]
        if any(is_newer(v, entry) for v in standing):
            continue
        gone.update(map(id, standing))
        added.append(entry)
    return (*(e for e in before if id(e) not in gone), *added)


def is_newer(entry: Entry, than: Entry) -> bool:
    """Whether the dates of two versions say that the first is the newer one."""
    for one, two in zip(_dates(entry), _dates(than), strict=True):
        if one is not None and two is not None and (order := _order(one, two)):
            return order > 0
    return False


def _dates(entry: Entry) -> tuple[PartialDate | None, ...]:
    """When the source answered, and when it last said something about the line."""
    return (entry.source.as_of, entry.recorded, entry.change_date)


def _order(a: PartialDate, b: PartialDate) -> int:
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


def _named(entry: Entry) -> bool:
    tells_more = followed_number(entry) is not None or is_nameless(entry)
    return entry.id != entry.path and not tells_more


def _key(entry: Entry) -> Key:
    s = entry.source
    known = s.system or s.organisation or s.kind == ONE_A_PERSON
    medicine = "" if known else _NUMBER.split(entry.medication.casefold(), maxsplit=1)[0].strip()
    event = entry.kind in ("dispense", "administration")
    return (s.kind, s.system, s.organisation, entry.patient, entry.id, event, medicine)
