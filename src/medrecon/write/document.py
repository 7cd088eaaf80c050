"""The Composition of a document: a medication summary in the shape of the International Patient Summary.

It has the one section that medrecon can fill, and the findings. It is no whole patient summary, and does
not claim the IPS profile: allergies and problems are not its to state.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from medrecon.write.codes import ABSENT_REASON, IPS_ABSENT, LOINC, STATUS, UKCORE, concept, made
from medrecon.write.device import device_id
from medrecon.write.facts import Facts
from medrecon.write.ids import to
from medrecon.write.medication_list import empty_reason, narrative
from medrecon.write.person import subject
from medrecon.write.statement import Statement
from medrecon.write.texts import table


def composition(
    facts: Facts,
    listed: Sequence[Statement],
    absent: dict[str, Any] | None,
    found: Sequence[dict[str, Any]],
) -> dict[str, Any]:
    """The Composition over statements and issues; `absent` stands in the section when nothing else does."""
    entries = [to(s.id) for s in listed] or ([to(absent["id"])] if absent else [])
    return made(
        resourceType="Composition",
        id=facts.ids.of("Composition", facts.day, facts.answer.about.event or ""),
        status="preliminary",
        type=concept(LOINC, "56445-0", "Medication summary Document"),
        subject=subject(facts) if facts.one_person else None,
        date=facts.day,
        author=[to(device_id(facts), "medrecon")],
        title="Reconciled medication summary",
        section=[
            made(
                title="Medication Summary",
                code=concept(LOINC, "10160-0", "History of Medication use Narrative"),
                text=narrative(facts, listed),
                entry=entries,
                emptyReason=None if entries else empty_reason(facts),
            ),
            *([_findings(facts, found)] if found else []),
        ],
    )


def _findings(facts: Facts, found: Sequence[dict[str, Any]]) -> dict[str, Any]:
    rows = (
        (f.severity, f.type.replace("_", " "), f.message, f.question) for f in facts.answer.findings
    )
    return made(
        title="For review",
        text=table(("Severity", "Finding", "What", "Question"), rows),
        entry=[to(one["id"]) for one in found],
    )


def no_information(facts: Facts) -> dict[str, Any]:
    """The statement that nothing is known about medicines (IPS), which is not that none are taken."""
    unknown = {"extension": [{"url": ABSENT_REASON, "valueCode": "unknown"}]}
    return {
        "resourceType": "MedicationStatement",
        "id": facts.ids.of("MedicationStatement", "none"),
        "meta": {"profile": [f"{UKCORE}MedicationStatement"]},
        "status": STATUS["unknown"],
        "medicationCodeableConcept": concept(
            IPS_ABSENT, "no-medication-info", "No information about medications"
        ),
        "subject": subject(facts),
        "_effectiveDateTime": unknown,
    }
