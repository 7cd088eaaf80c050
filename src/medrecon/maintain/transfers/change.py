"""What became of a medicine since admission: as the source says, else as far as the lists tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from medrecon.maintain.transfers.asked import Asked
from medrecon.maintain.transfers.document import Element
from medrecon.maintain.transfers.parts import written
from medrecon.maintain.transfers.standards import held
from medrecon.model import EntrySummary, TreatmentSummary

HISTORY = ("gp", "specialist", "history", "patient", "pmr")
OF_SUBSTANCE = ("g", "mg", "microgram", "nanogram", "unit", "mmol")
AS_RECORDED = "as the source records it"


@dataclass(frozen=True, slots=True)
class Change:
    """The PRSB change of one medicine. `status` is None where neither the source nor the lists tell.

    `basis` says where the status comes from; `before` are the lines of the history it was held against.
    """

    status: str | None
    basis: str
    before: tuple[str, ...]


def change_of(asked: Asked, treatment: TreatmentSummary, entry_id: str) -> Change:
    """The change of one line of the discharge list."""
    before = _before(asked, treatment)
    entry = asked.entries[entry_id]
    recorded = entry.change_status or ("suspended" if entry.status == "on-hold" else None)
    if recorded is not None:
        return Change(held()["change"].get(recorded, recorded), AS_RECORDED, before)
    listed = asked.standing(treatment, "discharge")
    if not any(asked.was_asked(kind) for kind in ("gp", "specialist", "pmr", "patient")):
        return Change(None, "no history was read", before)
    if not before:
        earlier = asked.standing(treatment, *HISTORY)
        if earlier:
            return Change(None, "the history holds it, not as current", tuple(earlier))
        return Change("Added", "no list of the history has it; the source does not say", ())
    if len(before) > 1 or len(listed) > 1:
        return Change(None, "several lines; the source does not say", before)
    was, now = asked.summaries[before[0]], asked.summaries[entry_id]
    return Change(*_compared(was, now, asked.place(before[0])), before)


def _before(asked: Asked, treatment: TreatmentSummary) -> tuple[str, ...]:
    """The current lines of the first list of the history that has any."""
    for scope in HISTORY:
        ids = [
            i
            for i in asked.standing(treatment, scope)
            if asked.summaries[i].state in ("current", "on_hold")
        ]
        if ids:
            return tuple(ids)
    return ()


def _compared(was: EntrySummary, now: EntrySummary, place: str) -> tuple[str | None, str]:
    """Continued or amended only where that is certain; what was not understood makes no claim.

    A line that was on hold before is neither: whether it is to be taken again is for the source to say.
    """
    if was.state == "on_hold":
        return None, f"on hold in the {place}; the source does not say whether it is restarted"
    against = f"compared with the {place}; the source does not say"
    unclear = f"comparison with the {place} does not tell; the source does not say"
    if was.dosage_unparsed or now.dosage_unparsed or not (was.product and now.product):
        return None, unclear
    same_product = was.product.code == now.product.code
    same_dose = was.dosage_read is not None and was.dosage_read == now.dosage_read
    if same_dose and same_product:
        return "Continued", against
    a, b = was.daily_dose, now.daily_dose
    comparable = a and b and a.unit == b.unit and (same_product or a.unit in OF_SUBSTANCE)
    if a and b and comparable and a.value != b.value:
        return "Amended", against
    return None, unclear


def change_elements(asked: Asked, change: Change, entry_id: str) -> tuple[Element, ...]:
    """The elements of the PRSB change cluster, in its order."""
    e = asked.entries[entry_id]
    ids = (entry_id, *change.before)
    was = "; ".join(f"{asked.place(i)}: {written(asked, i)}" for i in change.before)
    day = str(e.change_date) if e.change_date is not None else None
    reason = e.change_reason or e.stop_reason
    return (
        Element("Status", change.status, ids),
        Element("Status is", change.basis, ids),
        Element("Indication (reason for the change)", reason, (entry_id,), _tells(change.status)),
        Element("Date of latest change", day, (entry_id,), _tells(change.status)),
        Element("Before admission", was or None, change.before, always=False),
    )


def _tells(status: str | None) -> bool:
    """Whether a reason and a day are owed: for every change, and where it is not known to be none."""
    return status != "Continued"


def treatments(asked: Asked, *scopes: str) -> Sequence[TreatmentSummary]:
    """The treatments that have a line in one of the lists, by name."""
    return [t for t in asked.answer.treatments if asked.standing(t, *scopes)]
