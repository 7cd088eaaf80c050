"""The parts that every document shares: the person, allergies, sources, open questions."""

from __future__ import annotations

from collections.abc import Iterable

from medrecon.maintain.transfers.asked import Asked
from medrecon.maintain.transfers.document import Element, Item, Section
from medrecon.model import (
    SEVERITIES,
    CodedText,
    DecisionOutcome,
    Entry,
    Finding,
    Patient,
)

SOURCE_WORDS = {
    "gp": "GP record",
    "pmr": "pharmacy record",
    "epma": "hospital",
    "specialist": "specialist record",
    "patient": "patient or carer",
}


def person(asked: Asked) -> Section:
    """Who it is about, as the messages say."""
    p = asked.patient or Patient()
    born = str(p.birth_date) if p.birth_date is not None else None
    practice = _organisations(asked, "gp")
    return Section(
        "Person",
        (
            Item(
                "Person",
                (
                    Element("NHS number", p.nhs_number),
                    Element("Date of birth", born),
                    Element("Sex", p.sex),
                    Element("GP practice (ODS code)", practice),
                ),
            ),
        ),
    )


def _organisations(asked: Asked, kind: str) -> str | None:
    codes = {s.organisation for s in asked.sources if s.kind == kind and s.organisation}
    codes |= {
        e.source.organisation
        for e in asked.entries.values()
        if e.source.kind == kind and e.source.organisation
    }
    return ", ".join(sorted(codes)) or None


def contact(asked: Asked) -> Section:
    """Whom to ask: what the host says, and the hospital's ODS code."""
    return Section(
        "Contact",
        (
            Item(
                "Referring hospital",
                (
                    Element("Contact for questions", asked.contact),
                    Element("Hospital (ODS code)", _organisations(asked, "epma")),
                ),
            ),
        ),
    )


def allergies(asked: Asked) -> Section:
    """Allergies and adverse reactions with the reaction; “none” only where a record says so."""
    p = asked.patient or Patient()
    items = tuple(sorted((_allergy(a) for a in p.allergies), key=lambda i: i.name.casefold()))
    note = None
    if not items:
        known = p.allergies_known
        note = "none known, as a record says" if known else "not recorded"
    return Section("Allergies and adverse reactions", items, note)


def _allergy(held: object) -> Item:
    name: str | None
    if isinstance(held, CodedText):
        name = held.text or next((c.display or c.code for c in held.codings), None)
        said = [
            Element("Reaction", held.reaction),
            Element("Criticality", held.criticality, always=False),
            Element("Status", held.status, always=False),
        ]
        return Item(name or "not named", tuple(said))
    name = held.get("text") if isinstance(held, dict) else str(held)
    return Item(name or "not named", (Element("Reaction", None),))


def sources(asked: Asked) -> Section:
    """Each source that was read: how many entries, as of when, and whether it is complete."""
    read = set(asked.sources) | {e.source for e in asked.entries.values()}
    by_place: dict[tuple[str, str, str], list[str]] = {}
    said: dict[tuple[str, str, str], list[Element]] = {}
    for source in sorted(read, key=repr):
        key = (source.kind, source.system or "", source.organisation or "")
        by_place.setdefault(key, [])
        elements = said.setdefault(key, [])
        elements.append(Element("As of", str(source.as_of) if source.as_of else None))
        if source.complete is False:
            elements.append(Element("Complete", "no, as the source itself says"))
        elements += [Element("Warning", w) for w in source.warnings]
    for entry in asked.entries.values():
        key = (entry.source.kind, entry.source.system or "", entry.source.organisation or "")
        by_place[key].append(entry.id)
    items = []
    for key, ids in sorted(by_place.items()):
        kind, system, organisation = key
        named = " ".join(p for p in (SOURCE_WORDS[kind], system, organisation) if p)
        lines = Element("Entries", str(len(ids)), tuple(sorted(ids)))
        items.append(Item(named, (lines, *_distinct(said[key])), tuple(sorted(ids))))
    return Section("Sources", tuple(items), None if items else "none was read")


def _distinct(elements: Iterable[Element]) -> tuple[Element, ...]:
    """Each once, and “not recorded” only where no document of the source says it."""
    found = dict.fromkeys(elements)
    recorded = {e.heading for e in found if e.value is not None}
    return tuple(e for e in found if e.value is not None or e.heading not in recorded)


def to_resolve(asked: Asked) -> Section:
    """The findings, gravest first: what must be asked before the list can be relied on."""
    ordered = sorted(
        asked.answer.findings, key=lambda f: (-SEVERITIES.index(f.severity), f.type, f.id)
    )
    return Section(
        "To resolve", tuple(map(_finding, ordered)), None if ordered else "nothing found"
    )


def decided(asked: Asked) -> tuple[Section, ...]:
    """The findings that a standing decision has closed: who decided what, and when."""
    items = tuple(
        Item(
            d.about or d.finding_id,
            (
                Element("Decision", d.kind.replace("_", " "), _evidence(d)),
                Element("Note", d.note or None, _evidence(d)),
                Element("By", d.by, _evidence(d)),
                Element("On", d.at, _evidence(d)),
                Element("Until", str(d.until) if d.until else None, _evidence(d), always=False),
            ),
            _evidence(d),
        )
        for d in asked.answer.decisions
        if d.state == "standing"
    )
    return (Section("Decided", items),) if items else ()


def _evidence(decision: DecisionOutcome) -> tuple[str, ...]:
    return decision.finding.entry_ids if decision.finding is not None else ()


def _finding(f: Finding) -> Item:
    critical = ", time-critical" if f.time_critical else ""
    return Item(
        f"{f.severity.upper()} {f.type.replace('_', ' ')}{critical}",
        (
            Element("Found", f.message, f.entry_ids),
            Element("Question", f.question, f.entry_ids),
            Element("Finding", f.id, f.entry_ids),
        ),
        f.entry_ids,
    )


def recorded_as(asked: Asked, entry_id: str) -> Element:
    """One entry as it was written, under the list it stands in."""
    e = asked.entries[entry_id]
    state = asked.summaries[entry_id].state.replace("_", " ")
    said = [written(asked, entry_id), state]
    said += [f"{name} {value}" for name, value in _dates(e) if value]
    place = asked.place(entry_id)
    return Element(place[0].upper() + place[1:], "; ".join(said), (entry_id,))


def named(asked: Asked, entry_id: str) -> str:
    """The medicine as the source wrote it; where it sent a code alone, the product's name."""
    product = asked.summaries[entry_id].product
    known = product.name if product is not None else "not named"
    return asked.entries[entry_id].medication or known


def directions(asked: Asked, entry_id: str) -> str | None:
    """The directions as the source wrote them; where it sent structure alone, that in words."""
    dosage = asked.entries[entry_id].dosage
    written_text = dosage.text if dosage is not None else None
    return written_text or asked.summaries[entry_id].dosage_read


def written(asked: Asked, entry_id: str) -> str:
    """The medicine and its directions in one line."""
    said = directions(asked, entry_id) or "no directions recorded"
    return f"{named(asked, entry_id)}, {said}"


def _dates(e: Entry) -> list[tuple[str, str | None]]:
    dates = [("started", e.start), ("last issued", e.last_issued), ("ended", e.end)]
    dates += [("last given", e.last_administered), ("next due", e.next_due)]
    named = [(name, str(value) if value else None) for name, value in dates]
    return [*named, ("reason:", e.stop_reason or e.change_reason)]
