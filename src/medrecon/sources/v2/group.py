"""An order group of an HL7 v2 message: what the message says for all of it, its segments, its codes."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

from medrecon.model import Coding, Identity, PartialDate, Source
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
    """An ORC, the medicine segments after it with their number in the message, and the rest."""

    orc: Segment | None
    lines: list[tuple[int, Segment]] = field(default_factory=list)
    rest: list[Segment] = field(default_factory=list)

    def has(self, name: str) -> bool:
        """Whether the group holds a medicine segment of that name."""
        return any(s.name == name for _, s in self.lines)

    @property
    def ids(self) -> list[str]:
        """Placer and filler number, whole and without their namespace."""
        if self.orc is None:
            return []
        mark = self.orc.marks.component
        held = [x for n in (2, 3) if (r := self.orc.raw(n)) for x in (r.split(mark)[0], r)]
        return list(dict.fromkeys(h for h in held if h))


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
