"""The GP2GP EHR extract (RCMR_IN030000UK06 and 07): medicines of a whole GP record.

An authorisation, its issues and its discontinuation are acts of one or of several
`MedicationStatement`s, tied by `inFulfillmentOf` and `reversalOf`; together they are one entry, as
the plan and its orders are in GP Connect. Only these references decide, never a code.
"""

from __future__ import annotations

from typing import Any

from medrecon.model import Identity, Problem, Reading, Source
from medrecon.sources.names import unique
from medrecon.sources.v3.allergies import allergies_of
from medrecon.sources.v3.entries import entry_of
from medrecon.sources.v3.fold import Therapy, fold
from medrecon.sources.v3.person import Persons, organisation, patient, sources_of
from medrecon.sources.v3.shape import Place, below, first_below, ids_of, kid, when
from medrecon.sources.v3.statements import Statement, statement_of


def read_gp2gp(root: Any, source: str | None) -> Reading:
    """Read an extract, or a part of one."""
    problems: list[Problem] = []
    extract = first_below(root, "EhrExtract")
    place = Place("EhrExtract", None, problems)
    persons = Persons(root, place)
    asked = _source(place, extract, source)
    told: dict[Identity | None, list[Statement]] = {}
    for n, element in enumerate(below(root, "MedicationStatement"), 1):
        told.setdefault(persons.of(element), []).append(statement_of(element, n, problems))
    therapies = [(who, t) for who, statements in told.items() for t in fold(statements)]
    ids = unique([t.head.ids[0] if t.head.ids else t.head.place.path for _, t in therapies])
    owners: dict[tuple[Identity | None, str], str] = {}
    for (who, therapy), own in zip(therapies, ids, strict=True):
        _check(therapy)
        for ref in therapy.refs:
            owners.setdefault((who, ref.lower()), own)
    entries = tuple(
        entry_of(t, own, asked, who, owners) for (who, t), own in zip(therapies, ids, strict=True)
    )
    if persons.several:
        return Reading("gp2gp-v3", entries, tuple(problems), None, sources_of(entries, asked))
    return _reading(root, entries, problems, persons.one, asked)


def _check(therapy: Therapy) -> None:
    """Note a therapy line that names no medicine."""
    named = therapy.head.material
    if not named.text and not named.codings:
        therapy.head.place.problem(
            "consumable", "no-medicine", "a medicine", "neither name nor code"
        )


def _reading(
    root: Any, entries: Any, problems: list[Problem], who: Identity | None, asked: Source
) -> Reading:
    allergies, known = allergies_of(root, problems)
    return Reading(
        "gp2gp-v3",
        entries,
        tuple(problems),
        patient(who, allergies, known),
        sources_of(entries, asked),
    )


def _source(place: Place, extract: Any, source: str | None) -> Source:
    return Source(
        source or "gp",
        None,
        organisation(kid(extract, "author")),
        next(iter(ids_of(extract)), None) if extract is not None else None,
        None,
        when(place, kid(extract, "availabilityTime"), "availabilityTime"),
    )
