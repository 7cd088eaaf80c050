"""What a document is made from: an answer, and the entries, sources and person behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from medrecon.model import (
    Answer,
    Encounter,
    Entry,
    EntrySummary,
    Patient,
    Source,
    TreatmentSummary,
)
from medrecon.treatment.state import scope_of

PLACES = {
    "gp": "GP record",
    "pmr": "pharmacy record",
    "specialist": "specialist record",
    "patient": "patient or carer",
    "inpatient": "ward chart",
    "discharge": "discharge list",
    "history": "hospital's drug history",
}
CHARTS = ("inpatient", "discharge")


@dataclass(frozen=True, slots=True)
class Asked:
    """One answer with what it was made from. `contact` is whom to ask, as the host says."""

    answer: Answer
    entries: Mapping[str, Entry]
    summaries: Mapping[str, EntrySummary]
    patient: Patient | None
    sources: tuple[Source, ...]
    encounters: tuple[Encounter, ...]
    since: str | None = None
    contact: str | None = None

    @classmethod
    def of(
        cls,
        answer: Answer,
        entries: Iterable[Entry],
        patient: Patient | None,
        sources: Iterable[Source],
        encounters: Iterable[Encounter],
        since: str | None,
        contact: str | None,
    ) -> Asked:
        """Everything by its id, in an order of its own."""
        return cls(
            answer,
            {e.id: e for e in entries},
            {e.id: e for e in answer.entries},
            patient,
            tuple(sorted(sources, key=repr)),
            tuple(sorted(encounters, key=repr)),
            since,
            contact,
        )

    def scope(self, entry_id: str) -> str:
        """The list an entry stands in: gp, pmr, specialist, patient, inpatient, discharge, history."""
        return scope_of(self.entries[entry_id])

    def place(self, entry_id: str) -> str:
        """That list in words."""
        return PLACES[self.scope(entry_id)]

    def standing(self, treatment: TreatmentSummary, *scopes: str) -> list[str]:
        """The entries of a treatment that stand in those lists, all lists when none is named."""
        found = [i for i in treatment.entry_ids if not scopes or self.scope(i) in scopes]
        order = list(PLACES)
        return sorted(found, key=lambda i: (order.index(self.scope(i)), i))

    def was_asked(self, kind: str) -> bool:
        """Whether a source of that kind was read, also when it was empty."""
        return any(s.kind == kind for s in self.sources) or any(
            e.source.kind == kind for e in self.entries.values()
        )
