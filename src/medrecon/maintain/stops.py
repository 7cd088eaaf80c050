"""Stops: of the lines that were named, in every source where they go on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from medrecon.maintain.offers import qualifies_stop
from medrecon.maintain.setting import Setting, lines_in, plain, proposal, source_of
from medrecon.model import (
    EntrySummary,
    Finding,
    MedicationLine,
    Proposal,
    ReconciledMedication,
    Source,
)


def live_stops(
    setting: Setting, f: Finding, medicines: Sequence[ReconciledMedication]
) -> list[Proposal] | None:
    """A stop for every source whose line goes on, where the list says that it was stopped."""
    stopped = [m for m in medicines if m.state == "stopped"]
    if f.confidence != "high" or not stopped or setting.stop_questioned(f):
        return None
    about = [setting.entries[i] for i in sorted({i for m in medicines for i in m.entry_ids})]
    if not all(plain(e) for e in about) or _qualified(about):
        return None
    live: dict[Source, list[EntrySummary]] = {}
    for e in about:
        if e.state == "current":
            live.setdefault(source_of(e), []).append(e)
    lines = lines_in(stopped)
    named = {s: _named(lines, held) for s, held in live.items()}
    if not named or not all(named.values()) or any(s.kind == "patient" for s in live):
        return None
    return [p for s, ids in named.items() for p in _stopped(setting, f, s, lines, ids, live[s])]


def _named(stopped: Sequence[MedicationLine], held: Sequence[EntrySummary]) -> list[str]:
    """The lines of a source that a stop names: a stop of one strength leaves the other as it is.

    Empty where that cannot be told: a line whose product is not known, or another product alone.
    """
    products = {x.product for x in stopped}
    if None in products or any(e.product is None for e in held):
        return []
    one = len(held) == 1 and len(products) == 1
    if one and {p.level for p in products if p} != {
        held[0].product.level if held[0].product else ""
    }:
        return [held[0].id]
    return [e.id for e in held if e.product in products]


def _stopped(
    setting: Setting,
    f: Finding,
    to: Source,
    lines: Sequence[MedicationLine],
    ids: Sequence[str],
    held: Iterable[EntrySummary],
) -> list[Proposal]:
    """The stop of the lines named, and a review of what else of the medicine stands beside them."""
    stop = proposal(setting, f, "stop", to, lines, ids)
    left = [e.id for e in held if e.id not in ids]
    if not left:
        return [stop]
    beside = [x for m in setting.medicines(f) for x in m.lines if x.entry_id in left]
    return [stop, proposal(setting, f, "review", to, beside or lines, left)]


def planned_stop(
    setting: Setting, f: Finding, medicines: Iterable[ReconciledMedication], to: Source
) -> list[Proposal] | None:
    """The stop that a plan asked for, of the lines that it names."""
    stopped = [m for m in medicines if m.state == "stopped"]
    if len(stopped) != 1 or setting.stop_questioned(f):
        return None
    m = stopped[0]
    about = [setting.entries[i] for i in m.entry_ids]
    if not all(plain(e) for e in about) or _qualified(about):
        return None
    held = setting.lines_of(to, m)
    ids = _named(m.lines, held)
    return _stopped(setting, f, to, m.lines, ids, held) if ids else None


def _qualified(lines: Iterable[EntrySummary]) -> bool:
    """Whether the words of a stop say more than that it is over: a pause, a day to go on, a “continue”."""
    for e in lines:
        if e.state != "stopped" or e.as_read is None:
            continue
        said = e.as_read.entry(dict(e))
        words = " ".join(filter(None, (said.stop_reason, said.change_reason, said.note)))
        if qualifies_stop(words):
            return True
    return False
