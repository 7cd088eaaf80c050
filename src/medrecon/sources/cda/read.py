"""A CDA document to a Reading: coded medicines, and those that only the narrative names.

The section of medicines is told by its code or its title. Each line, list item or table row of its text
that no coded medicine of the section stands for is an entry whose medicine is the text as written; a text
that is only a heading is none.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from medrecon.errors import NotMedication
from medrecon.model import Entry, Identity, Problem, Reading, Source
from medrecon.sources.cda.coded import coded, section_of
from medrecon.sources.cda.narrative import is_medicines, is_said, lines_of, status_of
from medrecon.sources.names import unique
from medrecon.sources.v3.person import identity, organisation, patient
from medrecon.sources.v3.shape import Place, below, first_below, ids_of, kid, when


def read_cda(root: Any, name: str | None, source: str | None) -> Reading:
    """Read every document of the message; one without a section of medicines is refused."""
    problems: list[Problem] = []
    entries: list[Entry] = []
    sources: list[Source] = []
    people: dict[Identity | None, None] = {}
    for document in below(root, "ClinicalDocument"):
        place = Place("ClinicalDocument", None, problems)
        own = Source(
            source or "specialist",
            "NHS 111",
            organisation(first_below(document, "custodian")),
            next(iter(ids_of(document)), None),
            as_of=when(place, kid(document, "effectiveTime"), "effectiveTime"),
        )
        who = identity(place, first_below(document, "recordTarget"))
        found = _document(document, own, who, problems)
        if found is not None:
            entries += found
            sources.append(own)
            people[who] = None
    if not sources:
        raise NotMedication("a CDA document with a section of medicines", "one without", at=name)
    if len(people) > 1:
        place = Place("ClinicalDocument", None, problems)
        place.problem("recordTarget", "several-patients", "one patient", str(len(people)))
    ids = unique([e.id for e in entries])
    kept = tuple(e if e.id == i else replace(e, id=i) for e, i in zip(entries, ids, strict=True))
    whom = patient(next(iter(people))) if len(people) == 1 else None
    return Reading("cda", kept, tuple(problems), whom, tuple(dict.fromkeys(sources)))


def _document(
    document: Any, source: Source, who: Identity | None, problems: list[Problem]
) -> list[Entry] | None:
    """The entries of one document, None where it has neither a section of medicines nor a coded one."""
    acts = list(enumerate(below(document, "substanceAdministration"), 1))
    entries = [coded(e, n, source, who, problems) for n, e in acts]
    sections = [s for s in below(document, "section") if is_medicines(s)]
    if not sections and not entries:
        return None
    named: dict[Any, list[str]] = {}
    for (_, act), entry in zip(acts, entries, strict=True):
        named.setdefault(section_of(act), []).append(entry.medication)
    for n, section in enumerate(sections, 1):
        entries += _narrative(section, n, named.get(section, []), source, who, problems)
    return entries


def _narrative(
    section: Any,
    n: int,
    coded_names: list[str],
    source: Source,
    who: Identity | None,
    problems: list[Problem],
) -> list[Entry]:
    """The lines of a section for which none of its coded medicines stands."""
    own = next(iter(ids_of(section)), None) or f"section-{n}"
    path = f"section[{n}].text"
    lines = list(enumerate(lines_of(section), 1))
    if not lines and not coded_names:
        Place(path, own, problems).problem(
            "", "narrative", "medicines", "a heading or a statement that there are none"
        )
    status = status_of(section) or "unknown"
    return [
        Entry(
            id=f"{own}-{i}",
            source=source,
            medication=line,
            status=status,
            recorded=source.as_of,
            patient=who,
            refs=(f"{own}-{i}",),
            path=f"{path}.line[{i}]",
        )
        for i, line in lines
        if not any(is_said(line, name) for name in coded_names)
    ]
