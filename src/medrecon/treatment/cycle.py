"""Cycles of a course of days and a rest: `days 1-14 of 21`, `14 days then 7 days off`."""

from __future__ import annotations

import datetime as dt
import re

from medrecon.normalise import NormalisedEntry
from medrecon.treatment.days import first

_OF = re.compile(
    r"days?\s*1\s*(?:-|–|to)\s*(\d{1,2})(?:[^0-9]{1,16}(\d{1,2})\b)?|for\s+(\d{1,2})\s+days?\s*(?:of|out of|in)\s+(\d{1,2})"
)
_OFF = re.compile(
    r"(\d{1,2})\s*(?:days?|/7)[ ,;and]*(?:then\s*)?(?:followed by\s*)?(\d{1,2})\s*days?\s*(?:off|rest|break|free)"
)


def cycle_of(n: NormalisedEntry) -> tuple[int, int] | None:
    """(days on, days in all) of a cycle that the line states; (0, 0) where it says only that it is one."""
    e = n.entry
    text = f"{n.dosage.text} {e.cycle or ''} {e.note or ''}".casefold()
    found = _OF.search(text)
    if found:
        on, whole = (int(x) if x else 0 for x in (found[1] or found[3], found[2] or found[4]))
        return (on, whole) if whole > on else (0, 0)
    found = _OFF.search(text)
    if found:
        return int(found[1]), int(found[1]) + int(found[2])
    return (0, 0) if e.course == "cycle" or e.cycle else None


def resting(n: NormalisedEntry, today: dt.date) -> bool | None:
    """Whether the cycle is in its rest on a day; None where its length or start is not known."""
    cycle, begun = cycle_of(n), first(n.entry.start)
    if not cycle or not cycle[1] or begun is None or begun > today:
        return None
    return (today - begun).days % cycle[1] >= cycle[0]
