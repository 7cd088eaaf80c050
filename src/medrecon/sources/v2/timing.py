"""When a medicine is given: TQ1, or the older timing of RXE-1 and ORC-7, as one thing.

HL7 v2.5.1 chapter 4, TQ1 and the data types TQ and RPT. Repetitions of the pattern (`OM~ON`) are times
of one dose. Timings stand side by side, or follow one another where TQ1-12 says so (`S`), or where the
days of one end before those of the next begin.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from medrecon.model import PartialDate
from medrecon.sources.stamp import stamp
from medrecon.sources.table.cells import number
from medrecon.sources.v2.group import Order, codes
from medrecon.sources.v2.syntax import Segment

_EVERY = re.compile(r"Q(\d{1,3})([HDW])")
_LETTER = {"H": "h", "D": "d", "W": "wk"}


@dataclass(frozen=True, slots=True)
class Timing:
    """One timing. `amount` and `unit` are the quantity of each time, None where it has none."""

    patterns: tuple[str, ...] = ()
    amount: str | None = None
    unit: str | None = None
    length: str | None = None
    length_unit: str | None = None
    start: PartialDate | None = None
    end: PartialDate | None = None
    as_needed: bool = False
    stat: bool = False
    words: tuple[str, ...] = ()
    sequential: bool = False


def timings_of(segment: Segment, n: int, order: Order) -> list[Timing]:
    """The timings of a medicine segment: TQ1, else the older field of RXE-1, else that of ORC-7."""
    at = order.timed_by(n, later=segment.name in ("RXO", "RXE"))
    found: list[Timing] = []
    if at is not None:
        if at not in order.timings:
            read = [_of_tq1(s) for s in dict.fromkeys(order.beside("TQ1")[at])]
            order.timings[at] = _parted(read)
        found = order.timings[at]
    if any(t.patterns for t in found):
        return found
    older = [(segment, 1)] if segment.name == "RXE" else []
    older += [(order.orc, 7)] if order.orc else []
    for holder, field in older:
        old = [_of_field(parts) for parts in holder.components(field)]
        if any(t != Timing() for t in old):
            extra = tuple(w for t in found for w in t.words)
            return _parted([replace(t, words=(*t.words, *extra)) for t in old])
    return found


def _parted(timings: list[Timing]) -> list[Timing]:
    """The timings, each told to be followed by the next where their days do not meet."""
    out = list(timings)
    for i, (a, b) in enumerate(pairwise(timings)):
        if a.end and b.start and a.end.last <= b.start.first and a.end.text != b.start.text:
            out[i] = replace(a, sequential=True)
    return out


def _of_tq1(segment: Segment) -> Timing:
    patterns = [p for parts in segment.components(3) if (p := _pattern(parts))]
    clock = [stamped for (c, *_) in segment.repeats(4) if (stamped := _clock(c))]
    words = [w for w in (segment.part(10), segment.part(11)) if w]
    if not patterns and clock:
        patterns = ["at " + " and ".join(clock)]
    if not patterns and segment.part(11):
        patterns, words = [segment.part(11) or ""], words[:-1]
    urgency = {(p[0] or "").upper() for p in segment.repeats(9)}
    return Timing(
        tuple(dict.fromkeys(patterns)),
        segment.part(2),
        segment.part(2, 2),
        *_length(segment.part(6), segment.part(6, 2)),
        stamp(segment.part(7) or ""),
        stamp(segment.part(8) or ""),
        *_urgency(urgency),
        tuple(words),
        (segment.part(12) or "").upper() in codes()["conjunction"]["sequential"],
    )


def _of_field(parts: list[list[str]]) -> Timing:
    """The older timing (TQ): quantity, interval, duration, start, end, priority, condition, text."""
    cells = [*parts, *[[""]] * 10]
    amount, unit = [*cells[0], ""][:2]
    pattern = _pattern([cells[1]])
    words = [cells[n][0] for n in (6, 7) if cells[n][0]]
    length = re.fullmatch(r"([A-Z])(\d{1,4})", cells[2][0])
    return Timing(
        (pattern,) if pattern else (),
        amount or None,
        unit or None,
        *(_length(length[2], length[1]) if length else (cells[2][0] or None, None)),
        stamp(cells[3][0]),
        stamp(cells[4][0]),
        *_urgency({cells[5][0].upper()}),
        tuple(words),
        cells[8][0].upper() in codes()["conjunction"]["sequential"],
    )


def _urgency(said: set[str]) -> tuple[bool, bool]:
    table = codes()["priority"]
    return not said.isdisjoint(table["as_needed"]), not said.isdisjoint(table["stat"])


def _pattern(parts: list[list[str]]) -> str | None:
    """A repeat pattern: its code, or its words where the code is none that is known here."""
    cells = [*parts, *[[""]] * 6]
    code, text = [*cells[0], ""][:2]
    if not code and not text and cells[4][0] and cells[5][0]:
        return f"every {cells[4][0]} {cells[5][0]}"
    return (code if not text or repeat_of(code) else text) or None


def _clock(written: str) -> str | None:
    digits = written.replace(":", "")[:4]
    if len(digits) != 4 or not digits.isdigit():
        return None
    return f"{digits[:2]}:{digits[2:]}"


def _length(value: str | None, unit: str | None) -> tuple[str | None, str | None]:
    """A duration and its unit in words, None where the unit is none of time."""
    return value, codes()["duration"].get(unit or "") if value else None


def repeat_of(pattern: str) -> dict[str, Any] | None:
    """A pattern as FHIR `Timing.repeat`, None for one that is not in the table.

    >>> repeat_of("q8h"), repeat_of("sometimes")
    ({'frequency': 1, 'period': 8, 'periodUnit': 'h'}, None)
    """
    known = codes()["pattern"].get(pattern.upper())
    if known is not None:
        return dict(known)
    every = _EVERY.fullmatch(pattern.upper())
    if every is None:
        return None
    return {"frequency": 1, "period": int(every[1]), "periodUnit": _LETTER[every[2]]}


def amounts_of(
    timings: Sequence[Timing], amount: str | None, unit: str | None
) -> list[tuple[str | None, str | None]] | None:
    """The amount of each timing and its unit; None where two readings of the message are possible.

    TQ1-2 may be the amount itself, or how often the amount of the order is given each time. It is the
    amount where it has a unit of its own, or where the first of the timings repeats the amount of the
    order; a 1, or nothing, leaves the amount of the order.
    """
    told = [number(t.amount) if t.amount else None for t in timings]
    whole = number(amount) if amount else None
    if all(t.unit or not t.amount for t in timings) and any(t.unit for t in timings):
        return [(t.amount or amount, t.unit or unit) for t in timings]
    if all(v is None or v == 1 for v in told):
        return [(amount, unit)] * len(timings)
    if told[0] is not None and (told[0] == whole or (whole is None and unit)):
        return [(t.amount or amount, t.unit or unit) for t in timings]
    return None
