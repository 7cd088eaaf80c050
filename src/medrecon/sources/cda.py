"""CDA documents of integrated urgent care (NHS 111 to a GP): medicines as narrative, coded where they are.

The section of medicines is told by its code (SNOMED CT 933361000000108, medications and medical devices;
LOINC 10160-0) or its title. Each line, list item or table row of its text is an entry whose medicine is
the text as written; a text that is only a heading is none.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from medrecon.errors import NotMedication
from medrecon.model import Entry, Identity, Problem, Reading, Source, WrittenDosage
from medrecon.sources.names import unique
from medrecon.sources.v3.person import identity, organisation, patient
from medrecon.sources.v3.shape import (
    Material,
    Place,
    attribute,
    below,
    first_below,
    ids_of,
    kid,
    material,
    when,
    words,
)
from medrecon.sources.xml_text import local

_CODES = frozenset(("933361000000108", "10160-0"))
_TITLE = re.compile(r"\b(?:prescribed items|medications?|medicines|drug history)\b", re.IGNORECASE)
_BLOCKS = ("paragraph", "item", "content", "tr", "list", "table", "text", "caption")
# A narrative that names no medicine: headings and negations; read from the 111 CDA examples 2026-11-25
_EMPTY = re.compile(
    r"(?:current |prescribed |repeat )?(?:medications?|medicines|items|drugs)\s*:?"
    r"|(?:none|nil|n/?a|not known|unknown)(?: known| recorded)?\.?"
    r"|no (?:current |known |regular )*(?:medications?|medicines|information)(?: \w+)?\.?",
    re.IGNORECASE,
)


def read_cda(root: Any, name: str | None, source: str | None) -> Reading:
    """Read the document; one without a section of medicines is refused."""
    document = first_below(root, "ClinicalDocument")
    problems: list[Problem] = []
    place = Place("ClinicalDocument", None, problems)
    own = Source(
        source or "specialist",
        "NHS 111",
        organisation(first_below(document, "custodian")),
        next(iter(ids_of(document)), None),
        as_of=when(place, kid(document, "effectiveTime"), "effectiveTime"),
    )
    who = identity(place, first_below(document, "recordTarget"))
    entries = [_coded(e, n, own, who, problems) for n, e in _numbered(document)]
    sections = [s for s in below(document, "section") if _is_medicines(s)]
    if not sections and not entries:
        raise NotMedication("a CDA document with a section of medicines", "one without", at=name)
    for n, section in enumerate(sections, 1):
        if next(below(section, "substanceAdministration"), None) is None:
            entries += _narrative(section, n, own, who, problems)
    ids = unique([e.id for e in entries])
    kept = tuple(_named(e, i) for e, i in zip(entries, ids, strict=True))
    return Reading("cda", kept, tuple(problems), patient(who), (own,))


def _named(entry: Entry, own: str) -> Entry:
    return entry if entry.id == own else replace(entry, id=own)


def _numbered(document: Any) -> list[tuple[int, Any]]:
    return list(enumerate(below(document, "substanceAdministration"), 1))


def _is_medicines(section: Any) -> bool:
    code = attribute(kid(section, "code"), "code")
    return code in _CODES or bool(_TITLE.search(words(kid(section, "title")) or ""))


def _coded(
    element: Any, n: int, source: Source, who: Identity | None, problems: list[Problem]
) -> Entry:
    """A coded medicine of the document."""
    ids = ids_of(element)
    place = Place(f"substanceAdministration[{n}]", ids[0] if ids else None, problems)
    found = [material(m) for m in below(element, "manufacturedMaterial", "manufacturedLabeledDrug")]
    named = next((m for m in found if m.text or m.codings), Material())
    if not named.text and not named.codings:
        place.problem("consumable", "no-medicine", "a medicine", "neither name nor code")
    said = words(kid(element, "text"))
    period = kid(element, "effectiveTime")
    first = named.first
    return Entry(
        id=ids[0] if ids else place.path,
        source=source,
        medication=named.text,
        code=first.code if first else None,
        code_system=first.system if first else None,
        codings=named.codings,
        dosage=WrittenDosage(said) if said else None,
        status={"active": "active", "completed": "completed"}.get(
            attribute(kid(element, "statusCode"), "code") or "", "unknown"
        ),
        start=when(place, kid(period, "low"), "effectiveTime.low")
        or when(place, period, "effectiveTime"),
        end=when(place, kid(period, "high"), "effectiveTime.high"),
        route=attribute(kid(element, "routeCode"), "displayName"),
        patient=who,
        refs=tuple(ids) or (place.path,),
        path=place.path,
    )


def _narrative(
    section: Any, n: int, source: Source, who: Identity | None, problems: list[Problem]
) -> list[Entry]:
    own = next(iter(ids_of(section)), None) or f"section-{n}"
    path = f"section[{n}].text"
    lines = [x for x in _lines(kid(section, "text")) if not _EMPTY.fullmatch(x)]
    if not lines:
        Place(path, own, problems).problem(
            "", "narrative", "medicines", "a heading or a statement that there are none"
        )
    return [
        Entry(
            id=f"{own}-{i}",
            source=source,
            medication=line,
            recorded=source.as_of,
            patient=who,
            refs=(f"{own}-{i}",),
            path=f"{path}.line[{i}]",
        )
        for i, line in enumerate(lines, 1)
    ]


def _lines(element: Any) -> list[str]:
    """The lines of a narrative block: its paragraphs, items and rows, and its written line breaks."""
    if element is None:
        return []
    pieces: list[str] = []
    _collect(element, pieces)
    raw = "".join(pieces).split("\n")
    return [line for r in raw if (line := " ".join(r.split()))]


def _collect(element: Any, pieces: list[str]) -> None:
    for part in element.iter():
        name = local(part.tag)
        if name in _BLOCKS or name == "br":
            pieces.append("\n")
        elif name in ("td", "th"):
            pieces.append(" ")
        pieces.append(part.text or "")
        if part is not element:
            pieces.append(part.tail or "")
