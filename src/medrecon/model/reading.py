"""What came out of one message."""

from __future__ import annotations

from dataclasses import dataclass, field

from medrecon.model.dates import PartialDate
from medrecon.model.entry import Entry, Problem, Source
from medrecon.model.frozen import quick_init
from medrecon.model.patient import Patient


@dataclass(frozen=True, slots=True)
class Encounter:
    """A stay or a contact that a message carries (FHIR Encounter); None where it does not say."""

    id: str | None = None
    kind: str | None = None
    start: PartialDate | None = None
    end: PartialDate | None = None
    status: str | None = None


@quick_init
@dataclass(frozen=True, slots=True)
class ReadDocument:
    """One document that was read: its format, the SHA-256 of its bytes, and what came out of it.

    `sha256` is None for what has no bytes of its own: a frame in memory, entries built by hand.
    """

    format: str
    sha256: str | None
    entries: int
    problems: int


class ReadEntries(tuple[Entry, ...]):
    """The entries that `read` made: right by construction, so no call checks them again."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """The entries of one message, what could not be read, the patient, and the sources asked.

    `documents` are what it was read from, one for each message; two Readings that say the same are
    equal whatever they were read from.
    """

    format: str
    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()
    patient: Patient | None = None
    sources: tuple[Source, ...] = ()
    encounters: tuple[Encounter, ...] = ()
    documents: tuple[ReadDocument, ...] = field(default=(), compare=False)
