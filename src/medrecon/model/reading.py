"""What came out of one message."""

from __future__ import annotations

from dataclasses import dataclass

from medrecon.model.entry import Entry, Problem, Source
from medrecon.model.patient import Patient


@dataclass(frozen=True, slots=True)
class Reading:
    """The entries of one message, what could not be read, the patient, and the sources asked."""

    format: str
    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()
    patient: Patient | None = None
    sources: tuple[Source, ...] = ()
