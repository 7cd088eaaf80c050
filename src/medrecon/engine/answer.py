"""A judged case as the answer: medications, treatments and entries, all in a fixed order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from medrecon.dosage import Amount
from medrecon.model import (
    AsRead,
    Confidence,
    DailyDose,
    EntrySummary,
    MedicationLine,
    ReconciledMedication,
    StateName,
    TreatmentSummary,
    freeze,
)
from medrecon.normalise import NormalisedEntry
from medrecon.treatment import (
    Line,
    LineState,
    Role,
    Treatment,
    roles,
    stable_id,
    stopped_beside,
)

_ORDER: tuple[StateName, ...] = ("current", "on_hold", "planned", "unknown", "stopped", "completed")


def medications(treatments: Iterable[Treatment]) -> tuple[ReconciledMedication, ...]:
    """One line for each thing that a person takes or should take, and what is not current beside it."""
    found = [m for t in treatments for m in _of_treatment(t)]
    return tuple(sorted(found, key=lambda m: (_ORDER.index(m.state), m.name.casefold(), m.id)))


def _of_treatment(t: Treatment) -> Iterator[ReconciledMedication]:
    if all(line.n.entry.status == "entered-in-error" for line in t.lines):
        return
    shared: dict[str, Any] = {
        "ingredients": t.ingredients,
        "sources": tuple(sorted({line.n.entry.source.kind for line in t.lines})),
        "entry_ids": tuple(sorted([line.id for line in t.lines])),
        "taking": _taking(t),
    }
    for role in roles(t.chosen):
        yield _medication(t, role, t.state, shared)
    end = stopped_beside(t.ended, t.chosen, t.current()) if t.ended else None
    for role in roles((end,) if end else ()):
        yield _medication(t, role, role.lines[0].state, shared)


def _medication(
    t: Treatment, role: Role, state: LineState, shared: dict[str, Any]
) -> ReconciledMedication:
    """One line of the list; `shared` are the fields that all lines of its treatment have."""
    lead = role.lines[0]
    lines = tuple([_line(line) for line in role.counted])
    texts = dict.fromkeys([line.n.dosage.text for line in role.lines])
    names = [line.name for line in lines] or [_name(lead)]
    confidence: Confidence = state.confidence if lead.n.resolved else "low"
    return ReconciledMedication.of(
        {
            "id": stable_id("m", t.id, *[line.id for line in role.lines]),
            "name": " + ".join(dict.fromkeys(names)),
            "state": state.state,
            "ingredients": shared["ingredients"],
            "product": lead.n.ref,
            "daily_dose": _dose(role.daily),
            "dosage_text": "; ".join(filter(None, texts)) or None,
            "sources": shared["sources"],
            "entry_ids": shared["entry_ids"],
            "confidence": confidence,
            "reason": state.reason,
            "taking": shared["taking"],
            "lines": lines,
        }
    )


def _name(line: Line) -> str:
    """The product of a line, or its own words where no one product is certain."""
    return line.n.product.name if line.n.product else line.n.entry.medication


def _line(line: Line) -> MedicationLine:
    return MedicationLine.of({"entry_id": line.id, **_shown(line.n).line})


def _taking(t: Treatment) -> str | None:
    """What the patient or a carer reports now; it never overrides what is intended."""
    told = t.current("patient") or t.of("patient")
    for line in (*told, *t.lines) if told else t.lines:
        if line.n.entry.taken is not None:
            return line.n.entry.taken
    if not told:
        return None
    text = f" ({told[0].n.dosage.text})" if told[0].n.dosage.text else ""
    return f"reported {'taken' if told[0].current else 'not taken'}{text}"


@lru_cache(maxsize=4096)
def _dose(amount: Amount | None) -> DailyDose | None:
    if amount is None or amount.low != amount.high or not amount.unit or amount.low <= 0:
        return None
    return DailyDose(value=amount.low, unit=amount.unit)


def treatment_summaries(treatments: Iterable[Treatment]) -> tuple[TreatmentSummary, ...]:
    """The treatments, each with its entries."""
    return tuple(
        TreatmentSummary.of(
            {
                "id": t.id,
                "ingredients": t.ingredients,
                "route_class": t.route_class,
                "entry_ids": tuple(sorted(line.id for line in t.lines)),
                "state": t.state.state,
            }
        )
        for t in treatments
    )


def entry_summaries(treatments: Iterable[Treatment]) -> tuple[EntrySummary, ...]:
    """Every entry as read, what it was taken for, and its state with the reason."""
    lines = sorted([line for t in treatments for line in t.lines], key=_place)
    return tuple([_entry(line) for line in lines])


def _place(line: Line) -> tuple[str, str, str]:
    source = line.n.entry.source
    return source.kind, source.system or "", line.id


def _entry(line: Line) -> EntrySummary:
    e, source, state = line.n.entry, line.n.entry.source, line.state
    shown = _shown(line.n).entry.copy()
    shown["id"] = e.id
    shown["source"] = source.kind
    shown["system"] = source.system
    shown["organisation"] = source.organisation
    shown["kind"] = e.kind
    shown["status"] = e.status
    shown["code"] = e.code
    shown["code_system"] = e.code_system
    shown["dosage"] = e.dosage.text if e.dosage is not None else None
    shown["state"] = state.state
    shown["state_reason"] = state.reason
    shown["refs"] = e.refs
    shown["path"] = e.path
    shown["as_read"] = AsRead(e)
    return EntrySummary.of(shown)


@dataclass(frozen=True, slots=True)
class _Shown:
    """The fields of an answer that follow from a wording: those of an entry, and of a line of the list.

    `entry` has every field of an `EntrySummary` in its place, those of the single entry still empty.
    """

    entry: dict[str, Any]
    line: dict[str, Any]


def _shown(n: NormalisedEntry) -> _Shown:
    """How the answer shows a wording, worked out once for all entries that have it."""
    found = _REMEMBERED.get(n.alike)
    if found is None:
        if len(_REMEMBERED) >= _REMEMBER:
            _REMEMBERED.clear()
        found = _REMEMBERED[n.alike] = _as_shown(n)
    return found


_REMEMBER = 16384
_REMEMBERED: dict[tuple[object, ...], _Shown] = {}


def _as_shown(n: NormalisedEntry) -> _Shown:
    daily = _dose(n.daily)
    entry = {
        "course": n.entry.course,
        "medication": n.entry.medication,
        "match": n.match.status,
        "match_why": n.match.why,
        "product": n.ref,
        "ingredients": n.moieties if n.resolved else (),
        "dosage_read": n.timing.wording,
        "dosage_unparsed": n.dosage.unparsed,
        "daily_dose": daily,
    }
    line = {
        "name": n.product.name if n.product else n.entry.medication,
        "product": n.ref,
        "daily_dose": daily,
        "dosage_text": n.dosage.text or None,
        "dosage": freeze(n.dosage.to_fhir()),
    }
    return _Shown({**dict.fromkeys(EntrySummary.model_fields), **entry}, line)
