"""Statements of a GP2GP extract and their acts, before any are folded."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from medrecon.model import Problem, WrittenDosage
from medrecon.sources.v3.shape import (
    Material,
    Place,
    attribute,
    below,
    ids_of,
    kid,
    kids,
    material,
    words,
)
from medrecon.sources.xml_text import local

AUTHORISE, PRESCRIBE, DISCONTINUE = (
    "ehrSupplyAuthorise",
    "ehrSupplyPrescribe",
    "ehrSupplyDiscontinue",
)


@dataclass(slots=True)
class Supply:
    """One act of a statement: an authorisation, an issue or a discontinuation."""

    kind: str
    element: Any
    place: Place
    ids: list[str]
    cancelled: bool = False

    def links(self, name: str) -> list[str]:
        """The ids of the acts that this one fulfils, reverses or follows, in lower case."""
        return [
            i.lower()
            for link in kids(self.element, name)
            for ref in below(link, "id")
            if (i := attribute(ref, "root"))
        ]


@dataclass(slots=True)
class Statement:
    """One `MedicationStatement` with its acts."""

    element: Any
    place: Place
    ids: list[str]
    material: Material
    dosages: tuple[WrittenDosage, ...]
    supplies: list[Supply] = field(default_factory=list)

    def acts(self, kind: str) -> list[Supply]:
        """The acts of one kind, in message order."""
        return [s for s in self.supplies if s.kind == kind]

    @property
    def text(self) -> str | None:
        """The dosage as written, a line each where there are several."""
        return "\n".join(d.text for d in self.dosages if d.text) or None


def statement_of(element: Any, n: int, problems: list[Problem]) -> Statement:
    """Read one statement, the `n`th of its message."""
    ids = ids_of(element)
    place = Place(f"MedicationStatement[{n}]", ids[0] if ids else None, problems)
    named = [material(m) for m in below(element, "manufacturedMaterial")]
    first = next((m for m in named if m.text or m.codings), Material())
    if len(named) > 1:
        place.problem("consumable", "several", "one medicine", f"{len(named)}")
    doses = tuple(
        WrittenDosage(t)
        for d in below(element, "pertinentMedicationDosage")
        if (t := words(kid(d, "text")))
    )
    out = Statement(element, place, ids, first, doses)
    for act in below(element, AUTHORISE, PRESCRIBE, DISCONTINUE):
        out.supplies.append(Supply(local(act.tag), act, place, ids_of(act)))
    return out
