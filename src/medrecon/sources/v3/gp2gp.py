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
from medrecon.sources.v3.fold import fold
from medrecon.sources.v3.person import identity, organisation, patient, sources_of
from medrecon.sources.v3.shape import Place, below, first_below, ids_of, kid, when
from medrecon.sources.v3.statements import statement_of


def read_gp2gp(root: Any, source: str | None) -> Reading:
    """Read an extract, or a part of one."""
    problems: list[Problem] = []
    extract = first_below(root, "EhrExtract")
    place = Place("EhrExtract", None, problems)
    target = first_below(root, "recordTarget")
    who = identity(place, target)
    asked = _source(place, extract, source)
    statements = [
        statement_of(e, n, problems) for n, e in enumerate(below(root, "MedicationStatement"), 1)
    ]
    therapies = fold(statements)
    for therapy in therapies:
        named = therapy.head.material
        if not named.text and not named.codings:
            therapy.head.place.problem(
                "consumable", "no-medicine", "a medicine", "neither name nor code"
            )
    names = [t.head.ids[0] if t.head.ids else t.head.place.path for t in therapies]
    ids = unique(names)
    owners: dict[str, str] = {}
    for therapy, own in zip(therapies, ids, strict=True):
        for ref in therapy.refs:
            owners.setdefault(ref.lower(), own)
    entries = tuple(
        entry_of(t, own, asked, who, owners) for t, own in zip(therapies, ids, strict=True)
    )
    return _reading(root, entries, problems, who, asked)


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
