"""Medicines at discharge under the PRSB headings: started, changed, continued, stopped, and why."""

from __future__ import annotations

from medrecon.maintain.transfers import parts
from medrecon.maintain.transfers.asked import Asked
from medrecon.maintain.transfers.change import (
    HISTORY,
    change_elements,
    change_of,
    treatments,
)
from medrecon.maintain.transfers.document import Element, Item, Section
from medrecon.maintain.transfers.standards import elements
from medrecon.model import TreatmentSummary

GROUPS = {
    "Added": "Medications added",
    "Restarted": "Medications restarted",
    "Amended": "Medications amended",
    "Continued": "Medications continued",
    None: "Medications at discharge, change not certain",
    "Suspended": "Medications suspended",
}
VOID = ("entered-in-error", "cancelled")
DISCONTINUED = "Medications discontinued"
UNDECIDED = "Before admission, and not on the discharge list"


def sections(asked: Asked) -> tuple[Section, ...]:
    """The person, the medicines by what became of them, those discontinued, and what to resolve."""
    return (
        parts.person(asked),
        parts.allergies(asked),
        *medicines(asked, "discharge"),
        parts.to_resolve(asked),
        *parts.decided(asked),
    )


def medicines(asked: Asked, kind: str) -> tuple[Section, ...]:
    """The sections about medicines; only those that hold any, and always the discontinued."""
    groups: dict[str | None, list[Item]] = {name: [] for name in GROUPS}
    stopped: list[Item] = []
    for treatment in treatments(asked, "discharge", "inpatient"):
        for entry_id in asked.standing(treatment, "discharge"):
            if asked.entries[entry_id].status in VOID:
                continue
            change = change_of(asked, treatment, entry_id)
            if _ended(asked, entry_id):
                stopped.append(_discontinued(asked, entry_id))
                continue
            said = change_elements(asked, change, entry_id)
            item = Item(
                parts.named(asked, entry_id),
                (*_elements(asked, kind, entry_id), *said),
                (entry_id, *change.before),
            )
            groups[change.status if change.status in GROUPS else None].append(item)
        stopped += [_discontinued(asked, i) for i in _stopped_on_the_ward(asked, treatment)]
    listed = [
        Section(heading, _by_name(groups[status]))
        for status, heading in GROUPS.items()
        if groups[status]
    ]
    if not any(groups.values()):
        listed.append(Section("Medications at discharge", (), "no discharge list was read"))
    ended = Section(DISCONTINUED, _by_name(stopped), None if stopped else "none recorded")
    return (*listed, ended, *_undecided(asked))


def _by_name(items: list[Item]) -> tuple[Item, ...]:
    return tuple(sorted(items, key=lambda i: (i.name.casefold(), i.entry_ids)))


def _elements(asked: Asked, kind: str, entry_id: str) -> tuple[Element, ...]:
    return tuple(
        Element(
            row["heading"],
            _value(asked, row["from"], entry_id),
            (entry_id,),
            row.get("always", False),
        )
        for row in elements(kind)
    )


def _value(asked: Asked, name: str, entry_id: str) -> str | None:
    """What an entry records under a heading, in words."""
    e = asked.entries[entry_id]
    if name == "medication":
        return parts.named(asked, entry_id)
    if name == "dosage":
        return parts.directions(asked, entry_id)
    if name == "product":
        p = asked.summaries[entry_id].product
        return f"{p.level} {p.code} {p.name}" if p is not None else None
    if name == "quantity":
        amount = f"{e.quantity.normalize():f}" if e.quantity is not None else None
        return " ".join(p for p in (amount, e.quantity_unit) if p) if amount else e.quantity_text
    value = getattr(e, name)
    return str(value) if value else None


def _ended(asked: Asked, entry_id: str) -> bool:
    """Whether a line of the hospital's list says that the medicine is not to be taken any more."""
    e = asked.entries[entry_id]
    return e.change_status == "stopped" or e.status == "stopped"


def _stopped_on_the_ward(asked: Asked, treatment: TreatmentSummary) -> list[str]:
    """Ward orders that were stopped, of a medicine from before admission that is not going home."""
    if asked.standing(treatment, "discharge") or not asked.standing(treatment, *HISTORY):
        return []
    return [i for i in asked.standing(treatment, "inpatient") if _ended(asked, i)]


def _discontinued(asked: Asked, entry_id: str) -> Item:
    e = asked.entries[entry_id]
    own = (entry_id,)
    day = e.stopped_on or e.change_date or e.end
    return Item(
        parts.named(asked, entry_id),
        (
            Element("Name of discontinued medication", parts.named(asked, entry_id), own),
            Element("Status", "Discontinued", own),
            Element("Recorded on", f"the {asked.place(entry_id)}", own),
            Element("Indication (reason)", e.stop_reason or e.change_reason, own),
            Element("Date of discontinuation", str(day) if day else None, own),
            Element("Comment", e.note, own, always=False),
        ),
        own,
    )


def _undecided(asked: Asked) -> tuple[Section, ...]:
    """Medicines that were current before, about which the discharge list says nothing at all."""
    if not treatments(asked, "discharge"):
        return ()
    items = []
    for treatment in asked.answer.treatments:
        ids = [
            i
            for i in asked.standing(treatment, *HISTORY)
            if asked.summaries[i].state in ("current", "on_hold")
        ]
        decided = asked.standing(treatment, "discharge") or _stopped_on_the_ward(asked, treatment)
        if ids and not decided:
            name = parts.named(asked, ids[0])
            said = (
                *(parts.recorded_as(asked, i) for i in ids),
                Element("Decision at discharge", None, tuple(ids)),
            )
            items.append(Item(name, said, tuple(ids)))
    return (Section(UNDECIDED, _by_name(items)),) if items else ()
