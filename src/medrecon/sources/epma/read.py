"""The NHS England ePMA data sets in XML: what a hospital prescribed, and what it administered.

The dose columns are those of FHIR R4 Dosage and become one, untouched. A dose not given is no stop.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from medrecon.errors import NotMedication
from medrecon.model import Entry, Patient, Problem, Reading, freeze
from medrecon.sources.epma.amended import last_words
from medrecon.sources.epma.dosage import dosage, steps_of
from medrecon.sources.epma.fields import Fields, named, records, tables
from medrecon.sources.epma.given import administered, gathered
from medrecon.sources.epma.people import People
from medrecon.sources.epma.shared import Context, course_of, date, medicine_of, source_of
from medrecon.sources.names import unique
from medrecon.sources.v3.shape import Place
from medrecon.sources.xml_text import local


def read_epma_xml(root: Any, name: str | None, source: str | None) -> Reading:
    """Read a submission. An item without medicine, and a date or number of no known form, is a Problem."""
    problems: list[Problem] = []
    header = Fields.of(root.iter(), "header")
    found = {t: records(root, t) for t in ("administration", "prescribing")}
    context = Context(
        source or "epma",
        header("system"),
        header("organisation"),
        problems,
        People(r for held in found.values() for r in held),
    )
    entries: list[Entry] = []
    for table, reader in (("administration", administered), ("prescribing", _prescribed)):
        for n, record in enumerate(found[table], 1):
            place = Place(f"{local(record.tag)}[{n}]", None, problems)
            entries.append(reader(record, place, context))
    _unplaced(root, found, problems)
    if not entries:
        raise NotMedication("ePMA items", "an ePMA data set without any", at=name)
    entries = last_words(gathered(entries))
    entries = [
        replace(e, id=i) for e, i in zip(entries, unique([e.id for e in entries]), strict=True)
    ]
    whom = {e.patient for e in entries if e.patient}
    patient = None
    if len(whom) == 1 and (who := whom.pop()) and who.nhs_number:
        born = who.birth_date.day if who.birth_date else None
        patient = Patient(birth_date=born, nhs_number=who.nhs_number)
    sources = tuple(dict.fromkeys(e.source for e in entries))
    return Reading("epma-xml", tuple(entries), tuple(problems), patient, sources)


def _unplaced(root: Any, found: dict[str, list[Any]], problems: list[Problem]) -> None:
    """Note each medicine that stands in no record: without an item identifier nothing ties it down."""
    for table in ("administration", "prescribing"):
        inside = {e for record in found[table] for e in record.iter()}
        for n, element in enumerate(named(root, table, "name"), 1):
            if element not in inside:
                at = f"{local(element.tag)}[{n}]"
                said = f"expected an item identifier beside a medicine, got none @ {at}."
                problems.append(Problem(at, "no-identifier", said))


def _prescribed(record: Any, place: Place, context: Context) -> Entry:
    fields = Fields.of(record.iter(), "prescribing")
    own = fields("own") or place.path
    place = Place(place.path, own, context.problems)
    steps = steps_of(record, place)
    written = [dosage(s, place, one_of_several=len(steps) > 1) for s in steps]
    texts = [d.text for d in written if d.text]
    starts = [s.start for s in steps if s.start]
    ends = [s.end for s in steps if s.end]
    told = fields("status")
    extra = {
        "item": f"epma:{own}",
        "status_text": told,
        "setting": fields("setting"),
        "setting_text": fields("setting_text"),
        "gp_after_discharge": fields("gp_after_discharge"),
    }
    authorised = date(fields("authorised"), place, "authorised")
    return Entry(
        id=own,
        source=source_of(fields, context),
        kind="order",
        status=str(tables()["status"].get((told or "").lower(), "unknown")),
        dosage=replace(written[0], text="\n".join(texts) or None) if written else None,
        dosages=tuple(written) if len(written) > 1 else (),
        route=next((r for s in steps if (r := s.group("route") or s.group("route_code"))), None),
        course=course_of(fields("setting_text")),
        start=min(starts, key=lambda d: (d.first, d.text)) if starts else authorised,
        end=max(ends, key=lambda d: (d.first, d.text))
        if ends and len(ends) == len(steps)
        else None,
        indication="; ".join(dict.fromkeys(fields.all("indication"))) or None,
        recorded=date(fields("recorded"), place, "recorded") or authorised,
        patient=context.people.of(record, place),
        refs=(own,),
        path=place.path,
        extra=freeze({k: v for k, v in extra.items() if v}),
        **medicine_of(fields, place),
    )
