"""The NHS England ePMA data sets in XML: what a hospital prescribed, and what it administered.

The dose columns are those of FHIR R4 Dosage and become one, untouched. A dose not given is no stop.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from medrecon.errors import NotMedication
from medrecon.model import Entry, Patient, Problem, Reading, freeze
from medrecon.sources.epma.dosage import dosage, dosage_groups
from medrecon.sources.epma.fields import Fields, named, records, tables
from medrecon.sources.epma.given import administered, gathered
from medrecon.sources.epma.shared import Context, course_of, date, medicine_of, source_of, whose
from medrecon.sources.names import unique
from medrecon.sources.table.cells import number
from medrecon.sources.v3.shape import Place
from medrecon.sources.xml_text import local


def read_epma_xml(root: Any, name: str | None, source: str | None) -> Reading:
    """Read a submission. An item without medicine, and a date or number of no known form, is a Problem."""
    problems: list[Problem] = []
    header = Fields.of(root.iter(), "header")
    context = Context(source or "epma", header("system"), header("organisation"), problems)
    entries: list[Entry] = []
    for table, reader in (("administration", administered), ("prescribing", _prescribed)):
        for n, record in enumerate(records(root, table), 1):
            place = Place(f"{local(record.tag)}[{n}]", None, problems)
            entries.append(reader(record, place, context))
    _unplaced(root, problems)
    if not entries:
        raise NotMedication("ePMA items", "an ePMA data set without any", at=name)
    entries = gathered(entries)
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


def _unplaced(root: Any, problems: list[Problem]) -> None:
    """Note each medicine that stands in no record: without an item identifier nothing ties it down."""
    for table in ("administration", "prescribing"):
        inside = {e for record in records(root, table) for e in record.iter()}
        for n, element in enumerate(named(root, table, "name"), 1):
            if element not in inside:
                at = f"{local(element.tag)}[{n}]"
                said = f"expected an item identifier beside a medicine, got none @ {at}."
                problems.append(Problem(at, "no-identifier", said))


def _prescribed(record: Any, place: Place, context: Context) -> Entry:
    fields = Fields.of(record.iter(), "prescribing")
    own = fields("own") or place.path
    place = Place(place.path, own, context.problems)
    groups = [Fields.of(g.iter(), "dosage") for g in dosage_groups(record)]
    groups.sort(
        key=lambda g: (number(g("sequence") or "") is None, number(g("sequence") or "") or 0)
    )
    written = [dosage(g, place) for g in groups]
    texts = [d.text for d in written if d.text]
    starts = [d for g in groups if (d := date(g("start"), place, "start"))]
    ends = [d for g in groups if (d := date(g("end"), place, "end"))]
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
        route=next((r for g in groups if (r := g("route") or g("route_code"))), None),
        course=course_of(fields("setting_text")),
        start=min(starts, key=lambda d: (d.first, d.text)) if starts else authorised,
        end=max(ends, key=lambda d: (d.first, d.text))
        if ends and len(ends) == len(groups)
        else None,
        indication="; ".join(dict.fromkeys(fields.all("indication"))) or None,
        recorded=date(fields("recorded"), place, "recorded") or authorised,
        patient=whose(record, place),
        refs=(own,),
        path=place.path,
        extra=freeze({k: v for k, v in extra.items() if v}),
        **medicine_of(fields, place),
    )
