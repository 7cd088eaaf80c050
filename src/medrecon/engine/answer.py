"""A judged case as the answer: medications, treatments and entries, all in a fixed order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from medrecon.dosage import Amount
from medrecon.model import (
    AsRead,
    DailyDose,
    EntrySummary,
    MedicationLine,
    ReconciledMedication,
    StateName,
    TreatmentSummary,
    freeze,
)
from medrecon.model.memo import Memo
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
    found = [
        _medication(t, role, state)
        for t in treatments
        if not _in_error(t)
        for role, state in _proposed(t)
    ]
    return tuple([_make_medication(fields) for fields in sorted(found, key=_listed)])


_make_medication = ReconciledMedication.maker()
_make_line = MedicationLine.maker()
_make_treatment = TreatmentSummary.maker()
_make_entry = EntrySummary.maker()


def _listed(fields: Mapping[str, Any]) -> tuple[int, str, str]:
    """What is taken first, then by name."""
    return _ORDER.index(fields["state"]), fields["name"].casefold(), fields["id"]


def _in_error(t: Treatment) -> bool:
    """Whether all that stands there was entered in error."""
    return t.lines[0].n.entry.status == _ERROR and all(
        line.n.entry.status == _ERROR for line in t.lines
    )


_ERROR = "entered-in-error"


def _proposed(t: Treatment) -> list[tuple[Role, LineState]]:
    """What the list has of a treatment: the roles of its proposal, and the stop that left others on it."""
    found = [(role, t.state) for role in roles(t.chosen)]
    end = stopped_beside(t.ended, t.chosen, t.current()) if t.ended else None
    if end is not None:
        found += [(role, end.state) for role in roles((end,))]
    return found


def _medication(t: Treatment, role: Role, state: LineState) -> dict[str, Any]:
    """The fields of one line of the list, in their order."""
    lead = role.lines[0]
    lines = tuple([_line(line) for line in role.counted])
    names = dict.fromkeys([_name(line) for line in role.counted] or [_name(lead)])
    texts = dict.fromkeys([line.n.dosage.text for line in role.unlike])
    return {
        "id": stable_id("m", t.id, *[line.id for line in role.lines]),
        "name": " + ".join(names),
        "state": state.state,
        "ingredients": t.ingredients,
        "product": lead.n.ref,
        "daily_dose": _dose(role.daily),
        "dosage_text": "; ".join([text for text in texts if text]) or None,
        "sources": t.sources,
        "entry_ids": t.entry_ids,
        "confidence": state.confidence if lead.n.resolved else "low",
        "reason": state.reason,
        "taking": _taking(t),
        "lines": lines,
    }


def _name(line: Line) -> str:
    """The product of a line, or its own words where no one product is certain."""
    return line.n.product.name if line.n.product else line.n.entry.medication


def _line(line: Line) -> MedicationLine:
    return _make_line({"entry_id": line.id, **_shown(line.n).line})


def _taking(t: Treatment) -> str | None:
    """What the patient or a carer reports now; it never overrides what is intended."""
    told = t.current("patient") or t.of("patient") if "patient" in t.scopes else ()
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
        [
            _make_treatment(
                {
                    "id": t.id,
                    "ingredients": t.ingredients,
                    "route_class": t.route_class,
                    "entry_ids": t.entry_ids,
                    "state": t.state.state,
                }
            )
            for t in treatments
        ]
    )


def entry_summaries(treatments: Iterable[Treatment]) -> tuple[EntrySummary, ...]:
    """Every entry as read, what it was taken for, and its state with the reason."""
    lines = sorted([line for t in treatments for line in t.lines], key=_place)
    return tuple([_entry(line) for line in lines])


def _place(line: Line) -> tuple[str, str, str]:
    source = line.n.entry.source
    return source.kind, source.system or "", line.id


def _entry(line: Line) -> EntrySummary:
    n, state = line.n, line.state
    e = n.entry
    source = e.source
    shown = (_REMEMBERED.get(n.alike) or _shown(n)).entry.copy()
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
    return _make_entry(shown)


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
    return _REMEMBERED.keep(n.alike, _as_shown(n)) if found is None else found


_REMEMBERED: Memo[tuple[object, ...], _Shown] = Memo(16384)


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
