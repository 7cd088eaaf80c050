"""Allergies of a GP2GP extract: observations under a compound statement of a drug or other allergy."""

from __future__ import annotations

from typing import Any

from medrecon.model import CodedText, Problem
from medrecon.sources.v3.codes import ALLERGY_CATEGORIES
from medrecon.sources.v3.shape import (
    Place,
    attribute,
    below,
    codings,
    ids_of,
    kid,
    when,
    words,
)


def allergies_of(root: Any, problems: list[Problem]) -> tuple[tuple[CodedText, ...], bool | None]:
    """The allergies, and True where the extract records any; an extract never says “none asked”."""
    out: list[CodedText] = []
    for compound in below(root, "CompoundStatement"):
        if attribute(kid(compound, "code"), "code") in ALLERGY_CATEGORIES:
            out += [_allergy(o, problems) for o in below(compound, "ObservationStatement")]
    return tuple(dict.fromkeys(out)), True if out else None


def _allergy(element: Any, problems: list[Problem]) -> CodedText:
    ids = ids_of(element)
    place = Place("ObservationStatement", ids[0] if ids else None, problems)
    code = kid(element, "code")
    found = codings(code)
    text = words(kid(code, "originalText")) or next((c.display for c in found if c.display), None)
    if text is None:
        place.problem("code", "no-code", "a code or a text", "neither")
    recorded = when(place, kid(element, "availabilityTime"), "availabilityTime")
    return CodedText(text, found, recorded=recorded, id=place.id)
