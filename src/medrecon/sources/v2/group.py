"""An order group of an HL7 v2 message: what the message says for all of it, its segments, its codes."""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

from medrecon.model import Coding, Identity, PartialDate, Source
from medrecon.sources.copies import FOLLOWED
from medrecon.sources.v2.syntax import Segment
from medrecon.sources.v3.shape import Place


@lru_cache(maxsize=1)
def codes() -> dict[str, Any]:
    """The code tables of HL7 v2 (`codes.toml`)."""
    return tomllib.loads(files(__package__).joinpath("codes.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Context:
    """What a message says for all of its orders."""

    source: Source
    patient: Identity | None
    sent: PartialDate | None
    visit: str | None
    place: Place


@dataclass(slots=True)
class Order:
    """An ORC, the medicine segments after it with their number in the message, and the rest.

    What belongs to a medicine segment stands after it; what stands before the first of them belongs to
    the order as a whole (HL7 v2.5.1 chapter 4A, RDE^O11: timing before RXO and after RXE).
    """

    orc: Segment | None
    lines: list[tuple[int, Segment]] = field(default_factory=list)
    rest: list[tuple[int, Segment]] = field(default_factory=list)
    timings: dict[int, list[Any]] = field(default_factory=dict)
    _timed: list[int] | None = None
    _beside: dict[str, dict[int, list[Segment]]] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether the group holds a medicine segment of that name."""
        return any(s.name == name for _, s in self.lines)

    def all(self, name: str) -> list[Segment]:
        """Every other segment of that name, in message order."""
        return [s for _, s in self.rest if s.name == name]

    def beside(self, name: str) -> dict[int, list[Segment]]:
        """The other segments of that name by the medicine segment that they follow, -1 for none."""
        if name not in self._beside:
            found: dict[int, list[Segment]] = {}
            for n, segment in self.rest:
                if segment.name == name:
                    found.setdefault(self._line(n), []).append(segment)
            self._beside[name] = found
        return self._beside[name]

    def timed_by(self, n: int, *, later: bool) -> int | None:
        """Which group of TQ1 times a medicine segment: its own, else the nearest before it.

        With `later` also the first after it; None where nothing does.
        """
        if self._timed is None:
            self._timed = list(self.beside("TQ1"))
        held = self._timed
        at = bisect_right(held, self._line(n)) - 1
        if at >= 0:
            return held[at]
        return held[0] if held and later else None

    def _line(self, n: int) -> int:
        """Which medicine segment the segment of that number is, or follows; -1 before the first."""
        return bisect_right(self.lines, n, key=lambda line: line[0]) - 1

    @property
    def ids(self) -> list[str]:
        """Placer and filler number, whole and without their namespace."""
        if self.orc is None:
            return []
        mark = self.orc.marks.component
        held = [x for n in (2, 3) if (r := self.orc.raw(n)) for x in (r.split(mark)[0], r)]
        return list(dict.fromkeys(h for h in held if h))

    @property
    def namespace(self) -> str | None:
        """Who gave the first number, None where the message does not say."""
        if self.orc is None:
            return None
        return next((self.orc.part(n, 2) for n in (2, 3) if self.orc.raw(n)), None)

    @property
    def control(self) -> str | None:
        """ORC-1: what the message asks for, or tells (HL7 table 0119)."""
        return self.orc.part(1) if self.orc else None


def coding(segment: Segment, n: int) -> tuple[Coding, ...]:
    """The codes of a CE or CWE field: identifier, text, system, and the alternate three."""
    out = []
    for parts in segment.repeats(n)[:1]:
        cells = [*parts, *[""] * 6]
        for code, text, system in (cells[0:3], cells[3:6]):
            if code or text:
                out.append(Coding(system_of(system) or system or None, code or None, text or None))
    return tuple(out)


def system_of(name: str) -> str | None:
    """The URI of a coding system from the name that messages give it; None for any other."""
    found = codes()["system"].get(name.upper().replace("-", "").replace("+", ""))
    return str(found) if found else None


def item_of(order: Order, context: Context) -> str | None:
    """What an order number is called: a number is one organisation's own (MSH-4)."""
    if not order.ids:
        return None
    return f"{FOLLOWED}{context.source.organisation or ''}:{order.ids[0]}"
