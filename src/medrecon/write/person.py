"""The patient, as far as the sources say who it is."""

from __future__ import annotations

from typing import Any

from medrecon.model.local_ids import NHS_NUMBER
from medrecon.write.codes import OURS, UKCORE, made
from medrecon.write.facts import Facts
from medrecon.write.ids import to
from medrecon.write.texts import text, when


def patient(facts: Facts) -> dict[str, Any]:
    """UKCore-Patient with the identifiers, birth date and sex that were read; nothing else."""
    who = facts.who
    return made(
        resourceType="Patient",
        id=patient_id(facts),
        meta={"profile": [f"{UKCORE}Patient"]},
        identifier=[
            {"system": system, "value": value}
            for system, value in (
                (NHS_NUMBER, text(who.nhs_number) if who else None),
                (f"{OURS}patient-id", text(who.patient_id) if who else None),
            )
            if value
        ],
        gender=who.sex if who and who.sex in ("female", "male") else None,
        birthDate=(when(who.birth_date) or "")[:10] if who else None,
    )


def patient_id(facts: Facts) -> str:
    """The id of the Patient resource."""
    return facts.ids.of("Patient")


def subject(facts: Facts) -> dict[str, Any]:
    """The reference to the patient."""
    return {"reference": facts.patient} if facts.patient else to(patient_id(facts))
