"""What came out of one message."""

from __future__ import annotations

from dataclasses import dataclass

from medrecon.model.dates import PartialDate
from medrecon.model.entry import Entry, Problem, Source
from medrecon.model.patient import Patient


@dataclass(frozen=True, slots=True)
class Encounter:
    """A stay or a contact that a message carries (FHIR Encounter); None where it does not say."""

    id: str | None = None
    kind: str | None = None
    start: PartialDate | None = None
    end: PartialDate | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The entries of one message, what could not be read, the patient, and the sources asked."""

    format: str
    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()
    patient: Patient | None = None
    sources: tuple[Source, ...] = ()
    encounters: tuple[Encounter, ...] = ()
