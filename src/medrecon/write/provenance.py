"""Which sources were reconciled, as of when, by which software with which knowledge (IHE RECON)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from medrecon.model import Source
from medrecon.write.codes import HL7, ODS, OURS, SNOMED, SOURCE_KIND, UKCORE, concept, made
from medrecon.write.device import device_id
from medrecon.write.facts import Facts
from medrecon.write.ids import to
from medrecon.write.texts import text, when


def provenance(facts: Facts, targets: Sequence[str]) -> dict[str, Any]:
    """UKCore-Provenance of the resources with these ids.

    `recorded` is an instant in FHIR, and medrecon reads no clock: it is the first of the day asked about.
    """
    policy = facts.answer.about.policy
    return made(
        resourceType="Provenance",
        id=facts.ids.of("Provenance", facts.day, facts.answer.about.event or ""),
        meta={"profile": [f"{UKCORE}Provenance"]},
        target=[to(own) for own in targets],
        occurredDateTime=facts.day,
        recorded=f"{facts.day}T00:00:00Z",
        policy=[f"{OURS}policy:{policy}"] if policy else None,
        activity=concept(SNOMED, "430193006", "Medication reconciliation"),
        agent=[
            {
                "type": concept(f"{HL7}provenance-participant-type", "assembler", "Assembler"),
                "who": to(device_id(facts), f"medrecon {facts.answer.about.medrecon}"),
            }
        ],
        entity=list(_entities(facts)),
    )


def _entities(facts: Facts) -> Iterator[dict[str, Any]]:
    """Each source asked, also the empty ones; then the dictionary."""
    for source, count in facts.sources:
        who = text(source.organisation)
        yield {
            "role": "source",
            "what": made(
                identifier={"system": ODS, "value": who} if who else None,
                display=_described(source, count),
            ),
        }
    if release := text(facts.answer.about.dictionary):
        yield {"role": "source", "what": {"display": f"dictionary: {release}"}}


def _described(source: Source, count: int) -> str:
    names = (SOURCE_KIND.get(source.kind, source.kind), source.system, source.organisation)
    said = [", ".join(n for n in names if n)]
    if (day := when(source.as_of)) is not None:
        said.append(f"as of {day}")
    said.append(f"{count} entries" if count != 1 else "1 entry")
    if source.complete is False:
        said.append("incomplete, as the source itself says")
    return text("; ".join(said)) or source.kind
