"""A judged case as the answer: medications, treatments and entries, all in a fixed order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from medrecon.dosage import Amount, Dosage
from medrecon.model import (
    AsRead,
    Confidence,
    DailyDose,
    EntrySummary,
    FrozenDict,
    MedicationLine,
    ReconciledMedication,
    StateName,
    TreatmentSummary,
    freeze,
)
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
    for role in roles(t.chosen):
        yield _medication(t, role, t.state)
    end = stopped_beside(t.ended, t.chosen, t.current()) if t.ended else None
    for role in roles((end,) if end else ()):
        yield _medication(t, role, role.lines[0].state)


def _medication(t: Treatment, role: Role, state: LineState) -> ReconciledMedication:
    lead = role.lines[0]
    ids = sorted(line.id for line in t.lines)
    texts = dict.fromkeys(line.n.dosage.text for line in role.lines if line.n.dosage.text)
    confidence: Confidence = state.confidence if lead.n.resolved else "low"
    return ReconciledMedication.of(
        {
            "id": stable_id("m", t.id, *(line.id for line in role.lines)),
            "name": " + ".join(dict.fromkeys(_name(line) for line in role.counted or (lead,))),
            "state": state.state,
            "ingredients": t.ingredients,
            "product": lead.n.ref,
            "daily_dose": _dose(role.daily),
            "dosage_text": "; ".join(texts) or None,
            "sources": tuple(sorted({line.n.entry.source.kind for line in t.lines})),
            "entry_ids": tuple(ids),
            "confidence": confidence,
            "reason": state.reason,
            "taking": _taking(t.lines),
            "lines": tuple(_line(line) for line in role.counted),
        }
    )


def _name(line: Line) -> str:
    """The product of a line, or its own words where no one product is certain."""
    return line.n.product.name if line.n.product else line.n.entry.medication


def _line(line: Line) -> MedicationLine:
    n = line.n
    return MedicationLine.of(
        {
            "entry_id": line.id,
            "name": _name(line),
            "product": n.ref,
            "daily_dose": _dose(n.daily),
            "dosage_text": n.dosage.text or None,
            "dosage": _fhir(n.dosage, tuple(x.source for x in n.dosage.lines)),
        }
    )


@lru_cache(maxsize=8192)
def _fhir(dosage: Dosage, _sources: tuple[FrozenDict | None, ...]) -> tuple[FrozenDict, ...]:
    """A dosage as FHIR. Dosages are equal whatever they were read from, so that it is asked for too."""
    written: tuple[FrozenDict, ...] = freeze(dosage.to_fhir())
    return written


def _taking(lines: Sequence[Line]) -> str | None:
    """What the patient or a carer reports; it never overrides what is intended."""
    for line in lines:
        e = line.n.entry
        if e.taken is not None:
            return e.taken
    for line in lines:
        if line.scope == "patient":
            text = f" ({line.n.dosage.text})" if line.n.dosage.text else ""
            return f"reported {'taken' if line.current else 'not taken'}{text}"
    return None


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
    found = [_entry(line) for t in treatments for line in t.lines]
    return tuple(sorted(found, key=lambda e: (e.source, e.system or "", e.id)))


def _entry(line: Line) -> EntrySummary:
    e, n = line.n.entry, line.n
    return EntrySummary.of(
        {
            "id": e.id,
            "source": e.source.kind,
            "system": e.source.system,
            "organisation": e.source.organisation,
            "kind": e.kind,
            "course": e.course,
            "status": e.status,
            "medication": e.medication,
            "code": e.code,
            "code_system": e.code_system,
            "dosage": e.dosage.text if e.dosage is not None else None,
            "match": n.match.status,
            "match_why": n.match.why,
            "product": n.ref,
            "ingredients": n.moieties if n.resolved else (),
            "dosage_read": n.timing.wording,
            "dosage_unparsed": n.dosage.unparsed,
            "daily_dose": _dose(n.daily),
            "state": line.state.state,
            "state_reason": line.state.reason,
            "refs": e.refs,
            "path": e.path,
            "as_read": AsRead(e),
        }
    )
