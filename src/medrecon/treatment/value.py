"""Treatments and their lines: what belongs together, and what is current."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from medrecon.model import Confidence, StateName
from medrecon.normalise import NormalisedEntry


@dataclass(frozen=True, slots=True)
class LineState:
    """Where one line stands on the day asked about, why, and since when."""

    state: StateName
    reason: str
    confidence: Confidence = "high"
    since: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of a treatment with its state.

    `scope` says in which list it stands: `gp`, `pmr`, `specialist`, `patient`, and for a hospital
    `inpatient`, `discharge` or `history` (a history it has taken). `said` is the day of the
    statement of intent, None where undated; `supplied` the last supply on or before the day asked
    about, `lasts` the day to which that supply reaches.
    """

    n: NormalisedEntry
    scope: str
    state: LineState
    said: dt.date | None = None
    supplied: dt.date | None = None
    lasts: dt.date | None = None

    @property
    def id(self) -> str:
        """The entry's id."""
        return self.n.entry.id

    @property
    def current(self) -> bool:
        """Whether the line is current."""
        return self.state.state == "current"

    @property
    def is_supply(self) -> bool:
        """Evidence of possession, not of intent: dispensed, administered, issued."""
        return self.n.entry.kind in ("dispense", "administration", "issue")

    @property
    def documented(self) -> bool:
        """Whether the source says why this line stands as it does."""
        e = self.n.entry
        return bool(e.change_reason or e.stop_reason)


@dataclass(frozen=True, slots=True)
class Difference:
    """One way in which list `b` says something else than list `a`.

    `kind` is `amount`, `frequency`, `weekly`, `as_needed`, `release`, `form`, `strength`, `brand`,
    `device`, `route`, `clock`, `slot`, `weekday`, `duration`, `missing_line` or `extra_line`. `ratio` is b
    over a where that is known. `documented` says that b gives a reason.
    """

    kind: str
    a: tuple[Line, ...]
    b: tuple[Line, ...]
    ratio: Decimal | None = None
    documented: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Treatment:
    """All the lines about one therapy: the same active moieties, the same route class."""

    id: str
    ingredients: tuple[str, ...]
    route_class: str | None
    lines: tuple[Line, ...]
    state: LineState
    chosen: tuple[Line, ...] = ()
    differences: tuple[Difference, ...] = ()

    _of: dict[tuple[str, ...], tuple[Line, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _current: dict[tuple[str, ...], tuple[Line, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def of(self, *scopes: str) -> tuple[Line, ...]:
        """The lines that stand in those lists."""
        found = self._of.get(scopes)
        if found is None:
            found = tuple(line for line in self.lines if line.scope in scopes)
            self._of[scopes] = found
        return found

    def current(self, *scopes: str) -> tuple[Line, ...]:
        """The current lines that stand in those lists (all lists when none is named)."""
        found = self._current.get(scopes)
        if found is None:
            found = tuple(x for x in self.lines if x.current and (not scopes or x.scope in scopes))
            self._current[scopes] = found
        return found

    @property
    def resolved(self) -> bool:
        """Whether the medicine is known."""
        return any(line.n.resolved for line in self.lines)
