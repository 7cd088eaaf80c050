"""The judged list has the medicine, but by which of several routes it does not say."""

from __future__ import annotations

from collections.abc import Sequence

from medrecon.rules.draft import Draft, grave_to_miss, said, where
from medrecon.treatment import Case, Line, Treatment


def route_is_open(
    case: Case, t: Treatment, home: Sequence[Line], unsaid: Sequence[Line], *, minor: bool
) -> Draft:
    """A question instead of an omission: `unsaid` names no route and may be the home medicine."""
    grave = grave_to_miss(t.ingredients, case.policy)
    return Draft(
        "omission",
        t.ingredients,
        (*home, *unsaid),
        f"{said(home)} is current in {where(home)}; {said(unsaid)} in {where(unsaid)} names no route, "
        "so that it is not known whether it is the same.",
        "Is it the same medicine by the same route?",
        fields=("medication", "dosage", "status"),
        severity="low" if minor else "high" if grave else "moderate",
        confidence="low",
    )
