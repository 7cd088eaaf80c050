"""Cycles of a course of days and a rest."""

from __future__ import annotations

import datetime as dt

from medrecon.normalise import NormalisedEntry
from medrecon.normalise.cycle import cycle_in
from medrecon.treatment.days import first


def cycle_of(n: NormalisedEntry) -> tuple[int, int] | None:
    """(days on, days in all) of a cycle that the line states; (0, 0) where it says only that it is one."""
    if n.timing.cycle is not None:
        return n.timing.cycle
    e = n.entry
    if e.course != "cycle" and not e.cycle:
        return None
    return cycle_in(f"{e.cycle or ''} {e.note or ''}".casefold()) or (0, 0)


def resting(n: NormalisedEntry, today: dt.date) -> bool | None:
    """Whether the cycle is in its rest on a day; None where its length or start is not known."""
    cycle, begun = cycle_of(n), first(n.entry.start)
    if not cycle or not cycle[1] or begun is None or begun > today:
        return None
    return (today - begun).days % cycle[1] >= cycle[0]
