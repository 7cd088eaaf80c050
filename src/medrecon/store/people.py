"""Whose record something is: one NHS number for one patient key."""

from __future__ import annotations

from medrecon.errors import OtherPatient
from medrecon.model import Reading


def number_in(readings: tuple[Reading, ...]) -> str | None:
    """The NHS number that readings name, None where they name none.

    Raises OtherPatient where they name two: one person's readings are kept at a time.
    """
    named = [r.patient.nhs_number for r in readings if r.patient is not None]
    named += [
        who.nhs_number
        for r in readings
        for who in {e.patient for e in r.entries}
        if who is not None
    ]
    numbers = {plain for text in named if (plain := "".join(c for c in text or "" if c.isalnum()))}
    if len(numbers) > 1:
        raise OtherPatient(
            "readings about one person",
            f"{len(numbers)} NHS numbers",
            at="readings",
            hint="hand over the readings of one person at a time",
        )
    return next(iter(numbers), None)


def check_number(known: str | None, given: str | None) -> None:
    """Raise OtherPatient where the NHS number on file is another than the one given."""
    if known is not None and given is not None and known != given:
        raise OtherPatient(
            "the NHS number that is on file for this patient key",
            "another one",
            at="readings",
            hint="nothing of it was kept; look at the patient key",
        )
