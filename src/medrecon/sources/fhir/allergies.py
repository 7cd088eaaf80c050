"""Allergies and problems of a FHIR message, coded, and whether the allergies were asked for."""

from __future__ import annotations

from typing import Any

from medrecon.model import CodedText, PartialDate
from medrecon.sources.fhir.collect import Message
from medrecon.sources.fhir.shape import Found, codes_of, codings, concept_text, one, word, word_at

NO_ALLERGY = frozenset(("716186003", "no-known-allergies"))
NOT_KNOWN = frozenset(("no-allergy-info",))
"""IPS absent-unknown: nobody knows whether there are any."""
NOT_ASKED = frozenset(("notasked", "notstarted", "withheld", "unavailable"))
"""FHIR list-empty-reason of a list that says nothing of its subject."""
NOT_SO = frozenset(("entered-in-error", "refuted"))


def allergies_of(message: Message, told: list[Found]) -> tuple[tuple[CodedText, ...], bool | None]:
    """The allergies, and whether the message says that they were asked for.

    What was refuted or entered in error is none, and says nothing of others.
    """
    out: list[CodedText] = []
    asked: bool | None = None
    withdrawn = False
    for found in told:
        coded = concept_of(found, "code")
        if coded is None:
            withdrawn = True
        elif any(c.code in NO_ALLERGY for c in coded.codings):
            asked = True
        elif not any(c.code in NOT_KNOWN for c in coded.codings):
            asked = True
            out.append(coded)
    if asked is None and not withdrawn and any(map(_is_allergy_list, message.of("List"))):
        asked = True
    return tuple(out), asked


def _is_allergy_list(found: Found) -> bool:
    """Whether a List is one of the allergies there are, that somebody asked for."""
    if NOT_ASKED.intersection(codes_of(one(found.resource, "emptyReason"))):
        return False
    coded = codings(one(found.resource, "code"))
    title = f"{word(found.resource, 'title')} {' '.join(c.display or '' for c in coded)}".lower()
    return "allerg" in title and "ended" not in title


def concept_of(found: Found, key: str) -> CodedText | None:
    """An allergy or a problem by its code, as a CodedText; None where it is refuted, an error, or says nothing."""
    concept = one(found.resource, key)
    text, coded = concept_text(concept), codings(concept)
    if text is None and not coded:
        found.problem(key, "no-code", "a code or a text", "neither")
        return None
    status = one(found.resource, "clinicalStatus")
    verified = one(found.resource, "verificationStatus")
    if not NOT_SO.isdisjoint((_word_of(verified), _word_of(status))):
        return None
    reaction = one(found.resource, "reaction", "manifestation")
    recorded: PartialDate | None = None
    for when in ("recordedDate", "assertedDate"):
        recorded = recorded or found.date(found.resource.get(when), when)
    return CodedText(
        text,
        coded,
        status=_word_of(status),
        kind=word(found.resource, "category")
        or word_at(found.resource, "category", "coding", "code"),
        criticality=word(found.resource, "criticality"),
        reaction=concept_text(reaction) if reaction else None,
        recorded=recorded,
        id=found.id,
    )


def _word_of(status: Any) -> str | None:
    return status if isinstance(status, str) else word_at(status, "coding", "code")
