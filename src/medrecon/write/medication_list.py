"""The reconciled list as UKCore-List: which statements, in which order, and what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from medrecon.model import ReconciledMedication
from medrecon.write.codes import FLAG, FLAG_OF_CHANGE, HL7, OURS, SNOMED, UKCORE, concept, made
from medrecon.write.device import device_id
from medrecon.write.facts import Facts
from medrecon.write.ids import to
from medrecon.write.person import subject
from medrecon.write.statement import Statement
from medrecon.write.texts import paragraph, table

_HEADS = ("Medication", "Dose", "State", "Why")


def medication_list(facts: Facts, listed: Sequence[Statement]) -> dict[str, Any]:
    """A snapshot of the list on the day asked about."""
    own = list_id(facts)
    return made(
        resourceType="List",
        id=own,
        meta={"profile": [f"{UKCORE}List"]},
        text=narrative(facts, listed),
        identifier=[{"system": f"{OURS}list", "value": own}],
        status="current",
        mode="snapshot",
        title="Reconciled medication list",
        code=concept(SNOMED, "933361000000108", "Medications and medical devices"),
        subject=subject(facts) if facts.one_person else None,
        date=facts.day,
        source=to(device_id(facts)),
        orderedBy=concept(f"{HL7}list-order", "system"),
        entry=[made(flag=_flag(facts, s), item=to(s.id)) for s in listed],
        emptyReason=None if listed else empty_reason(facts),
    )


def list_id(facts: Facts) -> str:
    """The id of the List: a person has one, and the newest stands in the place of the last."""
    return facts.ids.of("List")


def narrative(facts: Facts, listed: Sequence[Statement]) -> dict[str, str]:
    """The list for a person to read."""
    if not listed:
        return paragraph(str(empty_reason(facts)["text"]))
    return table(_HEADS, (_row(s) for s in listed))


def _row(s: Statement) -> tuple[str | None, ...]:
    named = s.resource["medicationCodeableConcept"].get("text", "no name")
    return (named, s.line.dosage_text, s.medication.state.replace("_", " "), s.medication.reason)


def empty_reason(facts: Facts) -> dict[str, Any]:
    """Why the list is empty. That no medicine is recorded is not that none is taken."""
    if not facts.one_person:
        return {"text": "The entries are not about one person, so nothing is listed"}
    if facts.sources:
        return {"text": "No medication is recorded in the sources asked"}
    return {
        **concept(f"{HL7}list-empty-reason", "notasked", "Not Asked"),
        "text": "No source was asked",
    }


def _flag(facts: Facts, s: Statement) -> dict[str, Any] | None:
    """What became of it, where a state or a source says so; no flag is not `unchanged`."""
    name = flag_of(facts, s.medication, s.line.entry_id)
    row = FLAG[name] if name else None
    return concept(FLAG["system"], row["code"], row["display"]) if row else None


def flag_of(facts: Facts, m: ReconciledMedication, entry_id: str) -> str | None:
    """The list flag of a medication by name, None where nobody says what became of it."""
    entry = facts.entries.get(entry_id)
    if m.state == "on_hold":
        return "suspended"
    if m.state == "stopped":
        return "cancelled" if entry is not None and entry.status == "cancelled" else "ceased"
    if m.state != "current":
        return None
    read = facts.read.get(entry_id)
    return FLAG_OF_CHANGE.get(read.change_status or "") if read is not None else None
