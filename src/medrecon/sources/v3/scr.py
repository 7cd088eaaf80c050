"""The Summary Care Record: coded acts where the message has them, and the rows of its presentation.

The HL7 v3 GP Summary carries both; a row that says what an act says is that act. The FHIR form of the
same record carries only the presentation.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from medrecon.errors import NotMedication, UnreadableInput
from medrecon.model import (
    CodedText,
    Entry,
    Identity,
    Issue,
    PartialDate,
    Patient,
    Problem,
    Reading,
    Source,
    WrittenDosage,
)
from medrecon.sources.fhir import read_fhir
from medrecon.sources.names import unique
from medrecon.sources.v3.eps_lines import texts, written
from medrecon.sources.v3.person import Persons, organisation, patient
from medrecon.sources.v3.scr_tables import Row, day, quantity, rows
from medrecon.sources.v3.shape import (
    Place,
    amount,
    attribute,
    below,
    first_below,
    ids_of,
    kid,
    material,
    when,
)
from medrecon.sources.xml_text import local, parse

MARKS = ("196981000000101", "AcuteMedsHeader", "RepeatMedsHeader")
MAX_ALIKE = 100
_ACTS = {
    "CurrentRepeatMedication": "repeat",
    "DiscontinuedRepeatMedication": "discontinued",
    "AcuteMedication": "acute",
}
_STATUS = {"repeat": "active", "discontinued": "stopped", "acute": "unknown"}


def read_scr(root: Any, name: str | None, source: str | None) -> Reading:
    """Read the HL7 v3 form: every GP Summary in the answer."""
    problems: list[Problem] = []
    entries: list[Entry] = []
    allergies: list[CodedText] = []
    sources: list[Source] = []
    place = Place("GPSummary", None, problems)
    persons = Persons(root, place)
    for n, summary in enumerate(below(root, "GPSummary"), 1):
        own = Source(
            source or "gp",
            "SCR",
            organisation(first_below(summary, "author")),
            next(iter(ids_of(summary)), None),
            as_of=when(place, kid(summary, "effectiveTime"), "effectiveTime"),
        )
        sources.append(own)
        who = persons.of(summary)
        found = [r for h in below(summary, "html") for r in rows(h)]
        _check(found, problems)
        acts = [_act(e, own, who, problems) for e in summary.iter() if _list(e)]
        entries += _joined(acts, found, own, who, own.document or f"summary-{n}")
        allergies += [a for r in found if (a := _allergy(r))]
    if not sources:
        raise NotMedication("a GP summary", "a response without one", at=name)
    whom = None if persons.several else patient(persons.one, tuple(allergies))
    return _reading(entries, problems, whom, sources)


def read_scr_json(value: Any, name: str | None, source: str | None) -> Reading | None:
    """Read the FHIR form; None where no composition in it lists medicines."""
    base = read_fhir(value, "ukcore-r4", name=name, source=source)
    problems = list(base.problems) if base else []
    who = base.patient if base else None
    mine = Identity(None, who.nhs_number, None, who.sex) if who and who.nhs_number else None
    entries: list[Entry] = []
    allergies: list[CodedText] = []
    sources: list[Source] = []
    for n, composition in enumerate(_compositions(value), 1):
        ident = composition.get("id")
        date = composition.get("date")
        own = Source(
            source or "gp",
            "SCR",
            None,
            ident if isinstance(ident, str) else None,
            as_of=PartialDate.parse(date) if isinstance(date, str) else None,
        )
        found = _section_rows(composition, problems)
        if found is None:
            continue
        sources.append(own)
        entries += _joined([], found, own, mine, own.document or f"summary-{n}")
        allergies += [a for r in found if (a := _allergy(r))]
    if not sources:
        return None
    if allergies:
        who = replace(who or Patient(), allergies=(*(who.allergies if who else ()), *allergies))
    return _reading([*(base.entries if base else ()), *entries], problems, who, sources)


def _compositions(value: Any) -> list[dict[str, Any]]:
    held = value.get("entry") if isinstance(value, dict) else value
    nodes = [value, *(held if isinstance(held, list) else [])]
    nodes += [n.get("resource") for n in nodes if isinstance(n, dict)]
    return [n for n in nodes if isinstance(n, dict) and n.get("resourceType") == "Composition"]


def _section_rows(composition: dict[str, Any], problems: list[Problem]) -> list[Row] | None:
    """The rows of the sections that list medicines; None where no section does."""
    sections = composition.get("section")
    out: list[Row] = []
    listed = False
    for n, section in enumerate(sections if isinstance(sections, list) else []):
        text = section.get("text") if isinstance(section, dict) else None
        div = text.get("div") if isinstance(text, dict) else None
        title = section.get("title") if isinstance(section, dict) else None
        if not isinstance(div, str):
            continue
        listed = listed or (isinstance(title, str) and "medication" in title.lower())
        path = f"Composition.section[{n}].text.div"
        try:
            found = rows(parse(div, path), title if isinstance(title, str) else None)
        except UnreadableInput as error:
            problems.append(Problem(path, error.code, str(error)))
            continue
        out += found
    _check(out, problems)
    return out if listed or any(r.kind != "allergies" for r in out) else None


def _check(found: list[Row], problems: list[Problem]) -> None:
    """Note the rows that are short of cells, and those that name no medicine."""
    for row in found:
        place = Place(row.path, None, problems)
        if row.short:
            place.problem("", "ragged", "as many cells as headings", "fewer")
        if row.name is None:
            place.problem("", "no-medicine", "a medicine", "no cell under a heading for it")


def _list(element: Any) -> str | None:
    return _ACTS.get(local(element.tag).rsplit(".", 1)[-1])


def _act(element: Any, source: Source, who: Identity | None, problems: list[Problem]) -> Entry:
    """A coded medication act."""
    ids = ids_of(element)
    kind = str(_list(element))
    place = Place(local(element.tag), ids[0] if ids else None, problems)
    held = amount(place, kid(first_below(element, "medicationQuantity"), "quantity"))
    named = next(
        (material(m) for m in element.iter() if local(m.tag).endswith("Material")), material(None)
    )
    if not named.text and not named.codings:
        place.problem("consumable", "no-medicine", "a medicine", "neither name nor code")
    time = kid(element, "effectiveTime")
    start = next(
        (
            d
            for e in (kid(time, "low"), kid(time, "center"), time)
            if (d := when(place, e, "effectiveTime"))
        ),
        None,
    )
    said = attribute(kid(element, "statusCode"), "code")
    status = {"active": "active", "completed": "completed"}.get(said or "", _STATUS[kind])
    stopped = kind == "discontinued"
    first = named.first
    return Entry(
        id=ids[0] if ids else place.path,
        source=source,
        medication=named.text,
        kind="order" if kind == "acute" else "plan",
        code=first.code if first else None,
        code_system=first.system if first else None,
        codings=named.codings,
        status="stopped" if stopped else status,
        course="acute" if kind == "acute" else "repeat",
        start=start,
        stopped_on=when(place, kid(time, "high"), "effectiveTime.high") if stopped else None,
        last_issued=start if kind == "acute" else None,
        quantity=held.value,
        quantity_unit=held.unit,
        patient=who,
        refs=tuple(ids) or (place.path,),
        path=place.path,
        **written(texts(element, "pertinentDosageInstructions")),
    )


def _key(entry: Entry) -> tuple[str, str, str]:
    kind = "acute" if entry.course == "acute" else entry.status
    dose = entry.dosage.text if entry.dosage and entry.dosage.text else ""
    return kind, " ".join(entry.medication.split()), " ".join(dose.split())


def _joined(
    acts: list[Entry], found: list[Row], source: Source, who: Identity | None, document: str
) -> list[Entry]:
    """Acts and rows, each said once; a line issued several times is one entry with its issues."""
    waiting: dict[Any, list[Entry]] = {}
    for act in reversed(acts):
        waiting.setdefault(_key(act), []).append(act)
    out: list[Entry] = []
    for row in (_row(r, source, who, document) for r in found if r.kind != "allergies"):
        same = _take(waiting.get(_key(row), []), row)
        if same is None:
            out.append(row)
        else:
            issued = row.last_issued or same.last_issued
            out.append(replace(same, last_issued=issued, indication=row.indication, note=row.note))
    left = {id(a) for held in waiting.values() for a in held}
    return _issued([*out, *(a for a in acts if id(a) in left)])


def _take(acts: list[Entry], row: Entry) -> Entry | None:
    """The act that a row repeats, taken from those that wait; an acute one only of the same day."""
    for n in range(len(acts) - 1, max(-1, len(acts) - 1 - MAX_ALIKE), -1):
        act = acts[n]
        if (
            act.course != "acute"
            or not (row.start and act.start)
            or act.start.first == row.start.first
        ):
            return acts.pop(n)
    return None


def _issued(entries: list[Entry]) -> list[Entry]:
    groups: dict[Any, list[Entry]] = {}
    for entry in entries:
        acute = entry.course == "acute" and entry.medication
        groups.setdefault((_key(entry), entry.code) if acute else id(entry), []).append(entry)
    return [_one(group) for group in groups.values()]


def _one(group: list[Entry]) -> Entry:
    ordered = sorted(group, key=lambda e: e.start.text[:10] if e.start else "")
    last = ordered[-1]
    return replace(
        last,
        indication=next((e.indication for e in reversed(ordered) if e.indication), None),
        note=next((e.note for e in reversed(ordered) if e.note), None),
        issues=tuple(
            Issue(e.id, "issue", e.start, e.status, e.quantity, e.quantity_unit)
            for e in ordered[:-1]
        ),
        refs=tuple(dict.fromkeys(r for e in (last, *ordered[:-1]) for r in e.refs)),
    )


def _row(row: Row, source: Source, who: Identity | None, document: str) -> Entry:
    """A row of the presentation."""
    date = row.get("date")
    issued = day(date) if date and "not issued" not in date.lower() else None
    said = row.get("dosage instructions", "dosage")
    held = row.get("quantity")
    amount_, unit = quantity(held)
    reasons = [b for b in row.below if b.lower().startswith("reason for medication")]
    own = f"{document}-{row.path}"
    return Entry(
        id=own,
        source=source,
        medication=row.name or "",
        kind="order" if row.kind == "acute" else "plan",
        dosage=WrittenDosage(said) if said else None,
        status=_STATUS[row.kind],
        course="acute" if row.kind == "acute" else "repeat",
        start=day(date) if row.kind == "acute" or issued is None else None,
        last_issued=issued,
        quantity=amount_,
        quantity_unit=unit,
        quantity_text=held,
        indication=reasons[0].partition(":")[2].strip() or None if reasons else None,
        note="\n".join(b for b in row.below if b not in reasons) or None,
        patient=who,
        refs=(own,),
        path=row.path,
    )


def _allergy(row: Row) -> CodedText | None:
    text = row.get("description")
    if row.kind != "allergies" or text is None:
        return None
    return CodedText(text, recorded=day(row.get("date")))


def _reading(
    entries: list[Entry], problems: list[Problem], who: Patient | None, sources: list[Source]
) -> Reading:
    ids = unique([e.id for e in entries])
    kept = tuple(
        e if e.id == own else replace(e, id=own) for e, own in zip(entries, ids, strict=True)
    )
    return Reading("scr", kept, tuple(problems), who, tuple(dict.fromkeys(sources)))
