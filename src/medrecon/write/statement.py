"""The medications of an answer as UKCore-MedicationStatement, one for each product proposed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from medrecon.model import (
    Entry,
    EntrySummary,
    MedicationLine,
    ReconciledMedication,
)
from medrecon.sources.fhir.codes import NO_REASON
from medrecon.write.codes import ABSENT_REASON, DMD, ODS, OURS, STATUS, UKCORE, made
from medrecon.write.dosage import dosages
from medrecon.write.facts import Facts
from medrecon.write.period import effective_period
from medrecon.write.person import subject
from medrecon.write.references import source_references
from medrecon.write.texts import code, text, uri, when

_NEEDS_REASON = frozenset(("on_hold", "stopped", "completed", "unknown"))
LAST_ISSUE = (
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-MedicationStatementLastIssueDate"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A MedicationStatement, what it was written from, and the entry that it speaks of."""

    resource: dict[str, Any]
    medication: ReconciledMedication
    line: MedicationLine

    @property
    def id(self) -> str:
        """The id of the resource."""
        return str(self.resource["id"])


def statements(facts: Facts, *, dated: bool) -> list[Statement]:
    """Every medication of the answer, line by line; none where the entries are not of one person.

    `dated` asks for an `effective[x]` in each, with the reason of its absence where nothing is known.
    """
    if not facts.one_person:
        return []
    route = {i: t.route_class or "" for t in facts.answer.treatments for i in t.entry_ids}
    places: Counter[tuple[str, ...]] = Counter()
    found = []
    each = [(m, *told) for m in facts.answer.medications for told in enumerate(_lines(m))]
    for medicine, n, line in each:
        # the therapy and the place in it, not the entries: next week other entries speak of it
        therapy = (*medicine.ingredients, route.get(line.entry_id, ""))
        own = facts.ids.numbered(places[therapy], "MedicationStatement", *therapy)
        places[therapy] += 1
        found.append(Statement(_statement(facts, medicine, line, n, own, dated), medicine, line))
    return found


def _lines(m: ReconciledMedication) -> tuple[MedicationLine, ...]:
    """The lines of a medication; an answer of version 1.0 has none, and one is made of its fields."""
    if m.lines:
        return m.lines
    entry_id = m.entry_ids[0] if m.entry_ids else ""
    return (
        MedicationLine(
            entry_id=entry_id,
            name=m.name,
            product=m.product,
            daily_dose=m.daily_dose,
            dosage_text=m.dosage_text,
        ),
    )


def _statement(
    facts: Facts, m: ReconciledMedication, line: MedicationLine, n: int, own: str, dated: bool
) -> dict[str, Any]:
    entry = facts.read.get(line.entry_id)
    name = f"{m.id}-{n + 1}" if len(m.lines) > 1 else m.id
    effective = effective_period(facts, m, line, entry)
    if dated and not effective:
        unknown = {"extension": [{"url": ABSENT_REASON, "valueCode": "unknown"}]}
        effective = {"_effectiveDateTime": unknown}
    return made(
        resourceType="MedicationStatement",
        id=own,
        meta={"profile": [f"{UKCORE}MedicationStatement"]},
        extension=_last_issue(entry),
        identifier=[{"system": f"{OURS}medication", "value": name}],
        status=STATUS[m.state],
        statusReason=_status_reason(m, entry),
        medicationCodeableConcept=_medicine(line, facts.entries.get(line.entry_id)),
        subject=subject(facts),
        **effective,
        dateAsserted=facts.day,
        informationSource=_informant(facts, m),
        derivedFrom=[r for i in m.entry_ids for r in source_references(facts, i)],
        reasonCode=[{"text": said}] if entry and (said := text(entry.indication)) else None,
        note=[{"text": said} for said in _notes(m, facts.entries.get(line.entry_id))],
        dosage=_routed(dosages(line.dosage, line.dosage_text), entry),
    )


def _last_issue(entry: Entry | None) -> list[dict[str, Any]]:
    day = when(entry.last_issued) if entry is not None else None
    return [{"url": LAST_ISSUE, "valueDateTime": day}] if day else []


def _medicine(line: MedicationLine, entry: EntrySummary | None) -> dict[str, Any]:
    """The medicine: the dm+d concept it was taken for, else the code and the words of the source.

    The words of the source stand beside a VTM, for they may say a strength that dm+d does not know. Its
    own code stands beside its words where the two did not resolve to one product, so that a receiver
    meets the same doubt.
    """
    coded: list[dict[str, Any]] = []
    words = text(line.name)
    if line.product is not None:
        coded.append({"system": DMD, "code": line.product.code, "display": line.product.name})
        if entry is not None and line.product.level == "VTM":
            words = text(entry.medication) or words
    elif entry is not None and (written := code(entry.code)):
        coded.append(made(system=uri(entry.code_system), code=written))
    named = made(coding=coded, text=words)
    return named or {"extension": [{"url": ABSENT_REASON, "valueCode": "unknown"}]}


def _status_reason(m: ReconciledMedication, entry: Entry | None) -> list[dict[str, Any]]:
    """Why it is not plainly current: the source's own reason, else how the state came about.

    What readers take for no reason at all (“Expired”) is not written as if it were one.
    """
    if m.state not in _NEEDS_REASON:
        return []
    own = (entry.stop_reason or entry.change_reason) if entry is not None else None
    told = own is not None and own.strip().lower() not in NO_REASON
    said = text(own if told else None) or text(m.reason)
    return [{"text": said}] if said else []


def _notes(m: ReconciledMedication, entry: EntrySummary | None) -> Iterator[str]:
    reason = f": {said}" if (said := text(m.reason)) else ""
    yield f"Proposed as {m.state.replace('_', ' ')} with {m.confidence} confidence{reason}"
    if taking := text(m.taking):
        reported = "" if taking.startswith("confirmed") else "As the patient or carer reports: "
        yield f"{reported}{taking}"
    if entry is not None and (unparsed := text("; ".join(entry.dosage_unparsed))):
        yield f"Not understood in the directions: {unparsed}"


def _informant(facts: Facts, m: ReconciledMedication) -> dict[str, Any] | None:
    """Who told it: the patient where nobody else did, the organisation where it was one only."""
    if m.sources == ("patient",):
        return subject(facts)
    entries = [facts.entries[i] for i in m.entry_ids if i in facts.entries]
    codes = {e.organisation for e in entries if e.source != "patient"}
    only = text(codes.pop()) if len(codes) == 1 else None
    return {"type": "Organization", "identifier": {"system": ODS, "value": only}} if only else None


def _routed(written: list[dict[str, Any]], entry: Entry | None) -> list[dict[str, Any]]:
    """The dosages with the route that the source names beside them."""
    route = text(entry.route) if entry is not None else None
    if route is None or any("route" in one for one in written):
        return written
    return [{**one, "route": {"text": route}} for one in written or [{}]]
