"""Treatments and their lines: what belongs together, and what is current."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from decimal import Decimal

from medrecon.model import Confidence, StateName
from medrecon.model.frozen import maker, quick_init
from medrecon.normalise import NormalisedEntry


@quick_init
@dataclass(frozen=True, slots=True)
class LineState:
    """Where one line stands on the day asked about, why, and since when."""

    state: StateName
    reason: str
    confidence: Confidence = "high"
    since: dt.date | None = None


@quick_init
@dataclass(frozen=True, slots=True)
class Line:
    """One entry of a treatment with its state.

    `scope` says in which list it stands: `gp`, `pmr`, `specialist`, `patient`, and for a hospital
    `inpatient`, `discharge` or `history` (a history it has taken). `said` is the day of the
    statement of intent, None where undated; `supplied` the last supply on or before the day asked
    about, `lasts` the day to which that supply reaches. `id` is the entry's, `current` says whether
    the state is, and `is_supply` that it is evidence of possession, not of intent: dispensed,
    administered, issued.
    """

    n: NormalisedEntry
    scope: str
    state: LineState
    said: dt.date | None
    supplied: dt.date | None
    lasts: dt.date | None
    id: str
    current: bool
    is_supply: bool

    def having(self, state: LineState) -> Line:
        """The line in another state."""
        return replace(self, state=state, current=state.state == "current")

    def of_one_product(self, other: Line) -> bool:
        """Whether both lines are of the same product, or neither of a certain one."""
        one, two = self.n.product, other.n.product
        return one is two or one == two

    @property
    def documented(self) -> bool:
        """Whether the source says why this line stands as it does."""
        e = self.n.entry
        return bool(e.change_reason or e.stop_reason)


make_line = maker(Line)


@quick_init
@dataclass(frozen=True, slots=True)
class Difference:
    """One way in which list `b` says something else than list `a`.

    `kind` is `amount`, `frequency`, `weekly`, `as_needed`, `release`, `form`, `strength`, `brand`,
    `device`, `route`, `site`, `clock`, `slot`, `weekday`, `parts` and `split` (of one amount a day), `duration`,
    `missing_line` or `extra_line`. `ratio` is b over a where that is known. `documented` says that b gives
    a reason.
    """

    kind: str
    a: tuple[Line, ...]
    b: tuple[Line, ...]
    ratio: Decimal | None = None
    documented: bool = False
    note: str = ""


_Held = dict[tuple[str, ...], tuple[Line, ...]]


@quick_init
@dataclass(frozen=True, slots=True)
class Treatment:
    """All the lines about one therapy: the same active moieties, the same route class.

    `chosen` are the lines that the proposed regimen is taken from, `ended` the stops and holds that
    are decisions, newest first, `resolved` whether the medicine is known, `scopes` the lists in which it
    stands, `entry_ids` the ids of its lines and `sources` the kinds of their sources, both sorted. It is
    made by `Treatment.made`.
    """

    id: str
    ingredients: tuple[str, ...]
    route_class: str | None
    lines: tuple[Line, ...]
    state: LineState
    chosen: tuple[Line, ...]
    differences: tuple[Difference, ...]
    ended: tuple[Line, ...]
    resolved: bool = field(repr=False, compare=False)
    scopes: frozenset[str] = field(repr=False, compare=False)
    entry_ids: tuple[str, ...] = field(repr=False, compare=False)
    sources: tuple[str, ...] = field(repr=False, compare=False)
    _of: _Held = field(repr=False, compare=False)
    _current: _Held = field(repr=False, compare=False)

    @staticmethod
    def made(
        treatment_id: str,
        ingredients: tuple[str, ...],
        route_class: str | None,
        lines: tuple[Line, ...],
        state: LineState,
        chosen: tuple[Line, ...],
        differences: tuple[Difference, ...],
        ended: tuple[Line, ...],
    ) -> Treatment:
        """A treatment, its lines sorted into the lists in which they stand."""
        of = _by_scope(lines)
        live = tuple([line for line in lines if line.current])
        current = dict(of) if len(live) == len(lines) else _by_scope(live)
        current[()] = live
        return _make_treatment(
            treatment_id,
            ingredients,
            route_class,
            lines,
            state,
            chosen,
            differences,
            ended,
            any(line.n.resolved for line in lines),
            frozenset([scope for (scope,) in of]),
            tuple(sorted([line.id for line in lines])),
            tuple(sorted({line.n.entry.source.kind for line in lines})),
            of,
            current,
        )

    def of(self, *scopes: str) -> tuple[Line, ...]:
        """The lines that stand in those lists."""
        found = self._of.get(scopes)
        return found if found is not None else _in_scopes(scopes, self._of, self.lines)

    def current(self, *scopes: str) -> tuple[Line, ...]:
        """The current lines that stand in those lists (all lists when none is named)."""
        found = self._current.get(scopes)
        return found if found is not None else _in_scopes(scopes, self._current, self._current[()])


_make_treatment = maker(Treatment)


def _by_scope(lines: tuple[Line, ...]) -> _Held:
    if len({line.scope for line in lines}) == 1:
        return {(lines[0].scope,): lines}
    of: dict[tuple[str, ...], list[Line]] = {}
    for line in lines:
        of.setdefault((line.scope,), []).append(line)
    return {scopes: tuple(found) for scopes, found in of.items()}


def _in_scopes(scopes: tuple[str, ...], held: _Held, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines in those lists, remembered; `held` has the lines of each list that is there."""
    there = [held[(s,)] for s in scopes if (s,) in held]
    if len(there) < 2:
        found = there[0] if there else ()
    else:
        found = tuple([line for line in lines if line.scope in scopes])
    held[scopes] = found
    return found
