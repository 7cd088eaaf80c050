"""The medications of an answer as UKCore-MedicationStatement, one for each product proposed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from medrecon.dosage import Dosage
from medrecon.model import (
    Entry,
    EntrySummary,
    MedicationLine,
    PartialDate,
    ReconciledMedication,
)
from medrecon.normalise.timing import course_days
from medrecon.treatment.days import add_days, stop_day
from medrecon.write.codes import ABSENT_REASON, DMD, ODS, OURS, SOURCE_KIND, STATUS, UKCORE, made
from medrecon.write.dosage import dosages
from medrecon.write.facts import Facts
from medrecon.write.person import patient_id, subject
from medrecon.write.texts import code, text, uri, when

_NEEDS_REASON = frozenset(("on_hold", "stopped", "completed", "unknown"))
_ENDED = frozenset(("stopped", "completed"))
LAST_ISSUE = (
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-MedicationStatementLastIssueDate"
)
_TAIL = re.compile("[/:]")


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
    return [
        Statement(_statement(facts, m, line, n, dated), m, line)
        for m in facts.answer.medications
        for n, line in enumerate(_lines(m))
    ]


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
    facts: Facts, m: ReconciledMedication, line: MedicationLine, n: int, dated: bool
) -> dict[str, Any]:
    entry = facts.read.get(line.entry_id)
    own = f"{m.id}-{n + 1}" if len(m.lines) > 1 else m.id
    effective = _effective(facts, m, line, entry)
    if dated and not effective:
        unknown = {"extension": [{"url": ABSENT_REASON, "valueCode": "unknown"}]}
        effective = {"_effectiveDateTime": unknown}
    return made(
        resourceType="MedicationStatement",
        id=facts.ids.numbered(n, "MedicationStatement", m.id),
        meta={"profile": [f"{UKCORE}MedicationStatement"]},
        extension=_last_issue(entry),
        identifier=[{"system": f"{OURS}medication", "value": own}],
        status=STATUS[m.state],
        statusReason=_status_reason(m, entry),
        medicationCodeableConcept=_medicine(line, facts.entries.get(line.entry_id)),
        subject=subject(facts),
        **effective,
        dateAsserted=facts.day,
        informationSource=_informant(facts, m),
        derivedFrom=[r for i in m.entry_ids for r in source_references(facts, i)],
        reasonCode=[{"text": said}] if entry and (said := text(entry.indication)) else None,
        note=[{"text": said} for said in _notes(m)],
        dosage=_routed(dosages(line.dosage, line.dosage_text), entry),
    )


def _last_issue(entry: Entry | None) -> list[dict[str, Any]]:
    day = when(entry.last_issued) if entry is not None else None
    return [{"url": LAST_ISSUE, "valueDateTime": day}] if day else []


def _medicine(line: MedicationLine, entry: EntrySummary | None) -> dict[str, Any]:
    """The medicine: the dm+d concept it was taken for, else the code and the words of the source.

    The source's own code stands beside its words where the two did not resolve to one product, so that
    a receiver meets the same doubt.
    """
    coded: list[dict[str, Any]] = []
    if line.product is not None:
        coded.append({"system": DMD, "code": line.product.code, "display": line.product.name})
    elif entry is not None and (written := code(entry.code)):
        coded.append(made(system=uri(entry.code_system), code=written))
    named = made(coding=coded, text=text(line.name))
    return named or {"extension": [{"url": ABSENT_REASON, "valueCode": "unknown"}]}


def _effective(
    facts: Facts, m: ReconciledMedication, line: MedicationLine, entry: Entry | None
) -> dict[str, Any]:
    """When it is, was or will be taken, as the source dates it; nothing where the state is not known.

    Neither an end that is in doubt nor a start that would make a standing order look over is written: a
    repeat for 21 days of 28 began years ago.
    """
    if entry is None or m.state == "unknown":
        return {}
    start = when(entry.start)
    end = when(entry.end) if m.state != "on_hold" else None
    if m.state in _ENDED and end is None and (day := stop_day(entry)) is not None:
        end = day.isoformat()
    if start and end and start[:10] > end[:10]:
        start = None
    if m.state == "current" and entry.start is not None and _over(facts, line, entry.start):
        start = None
    period = made(start=start, end=end)
    return {"effectivePeriod": period} if period else {}


def _over(facts: Facts, line: MedicationLine, start: PartialDate) -> bool:
    """Whether the length that the directions name, counted from the start, has passed."""
    days = course_days(Dosage.from_fhir(line.dosage)) if line.dosage else None
    return days is not None and add_days(start.first, days) < facts.answer.about.as_of


def _status_reason(m: ReconciledMedication, entry: Entry | None) -> list[dict[str, Any]]:
    """Why it is not plainly current: the source's own reason, else how the state came about."""
    if m.state not in _NEEDS_REASON:
        return []
    own = (entry.stop_reason or entry.change_reason) if entry is not None else None
    said = text(own) or text(m.reason)
    return [{"text": said}] if said else []


def _notes(m: ReconciledMedication) -> Iterator[str]:
    reason = f": {said}" if (said := text(m.reason)) else ""
    yield f"Proposed as {m.state.replace('_', ' ')} with {m.confidence} confidence{reason}"
    if taking := text(m.taking):
        yield f"As the patient or carer reports: {taking}"


def _informant(facts: Facts, m: ReconciledMedication) -> dict[str, Any] | None:
    """Who told it: the patient where nobody else did, the organisation where it was one only."""
    if m.sources == ("patient",):
        return {"reference": f"urn:uuid:{patient_id(facts)}"}
    entries = [facts.entries[i] for i in m.entry_ids if i in facts.entries]
    codes = {e.organisation for e in entries if e.source != "patient"}
    only = text(codes.pop()) if len(codes) == 1 else None
    return {"type": "Organization", "identifier": {"system": ODS, "value": only}} if only else None


def source_references(facts: Facts, entry_id: str) -> list[dict[str, Any]]:
    """The source's resources that an entry stands for, by the names that the source gave them."""
    entry = facts.entries.get(entry_id)
    names = list(_names(entry.refs)) if entry else []
    shown = described(entry) if entry else None
    return [
        made(identifier=_identifier(name), display=shown if n == 0 else None)
        for n, name in enumerate(names or [text(entry_id) or "entry"])
    ]


def _names(refs: Iterable[str]) -> Iterator[str]:
    """Each name once; a URL only where it is not another name with its address before it."""
    seen: set[str] = set()
    for name in (n for r in refs if (n := text(r))):
        if name not in seen and not (uri(name) and _TAIL.split(name)[-1] in seen):
            yield name
        seen.add(name)


def _identifier(name: str) -> dict[str, str]:
    """A logical reference: a URL or URN is an identifier of the system that is for those."""
    return {"system": "urn:ietf:rfc:3986", "value": name} if uri(name) else {"value": name}


def described(entry: EntrySummary) -> str | None:
    """An entry in a few words: where it stands and what it says."""
    place = ", ".join(
        p
        for p in (SOURCE_KIND.get(entry.source, entry.source), entry.system, entry.organisation)
        if p
    )
    said = " ".join(w for w in (entry.medication, entry.dosage) if w)
    return text(f"{place}: {entry.kind} of {said}" if said else f"{place}: {entry.kind}")


def _routed(written: list[dict[str, Any]], entry: Entry | None) -> list[dict[str, Any]]:
    """The dosages with the route that the source names beside them."""
    route = text(entry.route) if entry is not None else None
    if route is None or any("route" in one for one in written):
        return written
    return [{**one, "route": {"text": route}} for one in written or [{}]]
