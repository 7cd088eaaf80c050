"""A FHIR message as a Reading: every medication resource an Entry, folded into one, or a Problem."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from medrecon.model import Coding, Entry, FrozenDict, Issue, Problem, Reading, Source, make_entry
from medrecon.sources.copies import fold_copies
from medrecon.sources.fhir.collect import Message, reference
from medrecon.sources.fhir.dosage import whole
from medrecon.sources.fhir.fold import Therapy, fold, merged, replaced
from medrecon.sources.fhir.groups import apply_groups
from medrecon.sources.fhir.issues import Plans, plain_issue
from medrecon.sources.fhir.lines import Line, line_of, refs_of
from medrecon.sources.fhir.orders import plain_order
from medrecon.sources.fhir.origin import Origin, encounters_of, origin_of
from medrecon.sources.fhir.person import People
from medrecon.sources.fhir.sections import apply_sections
from medrecon.sources.fhir.shape import MEDICATIONS, Found, word
from medrecon.sources.fhir.statements import plain_statement
from medrecon.sources.fhir.supplies import plain_supply
from medrecon.sources.fhir.unread import note_unread
from medrecon.sources.fhir.versions import older_versions
from medrecon.sources.names import unique
from medrecon.sources.versions import UPDATED, VERSION

_NOTHING = FrozenDict()
PLAIN = {
    "MedicationStatement": plain_statement,
    "MedicationRequest": plain_order,
    "MedicationDispense": plain_supply,
}
_MEANT = (("medicationReference", "Medication"), ("subject", "Patient"))


def read_fhir(
    root: Any,
    fmt: str,
    *,
    name: str | None = None,
    source: str | None = None,
    text: str | None = None,
) -> Reading | None:
    """Read a FHIR resource or Bundle in JSON shape; None where nothing in it is about medicines.

    `source` overrides the kind of source that the message itself suggests. `text` is the JSON that the
    message was sent as, where it was.
    """
    message = Message(root, name)
    note_unread(message, text)
    origin = origin_of(message, fmt, source)
    people = People(message)
    lines, plain = _lines(message, origin)
    apply_groups(message, lines)
    apply_sections(message, lines)
    origin.learn(lines)
    therapies = fold(message, lines, fmt)
    _issue(message, therapies, plain)
    ids = unique(
        [t.head.found.id or f"{t.head.found.type}-{i + 1}" for i, t in enumerate(therapies)]
    )
    drafts = zip(therapies, ids, strict=True)
    each = [_entry(origin, people, t, own) for t, own in drafts]
    entries = tuple(fold_copies(_linked(message, therapies, ids, each)))
    patient = people.patient()
    told = entries or message.problems or origin.asked or origin.override
    if not told and not _clinical(patient, message):
        return None
    sources = _sources(origin, entries)
    return Reading(fmt, entries, tuple(message.problems), patient, sources, encounters_of(message))


def _lines(message: Message, origin: Origin) -> tuple[list[Line], list[tuple[Found, Found, Issue]]]:
    """The lines of a message; apart from them its plain issues, each with its plan."""
    lines: list[Line] = []
    plain: list[tuple[Found, Found, Issue]] = []
    plans = Plans(message)
    for found in _told_once(message):
        kind = found.type
        if kind == "MedicationRequest" and (plan := plans.of(found)) is not None:
            issue = plain_issue(found)
            if issue is not None:
                plain.append((plan, found, issue))
                continue
        line = PLAIN[kind](message, found) if kind in PLAIN else None
        if line is None:
            line = line_of(message, found)
        if line.medicine.absent:
            _absent(message, line.found)
            origin.asked = True
        else:
            lines.append(line)
    return lines, plain


def _told_once(message: Message) -> list[Found]:
    """The medication resources of a message without older versions and copies of others."""
    medications = [f for f in message.found if f.type in MEDICATIONS]
    if len({f.id for f in medications}) == len(medications):
        return medications
    told: list[Found] = []
    older = older_versions(message)
    seen: dict[tuple[str, str], Found] = {}
    for found in medications:
        if id(found.resource) not in older:
            first = seen.setdefault((found.type, found.id or found.path), found)
            if first is found or not _is_copy(message, first, found):
                told.append(found)
    return told


def _is_copy(message: Message, first: Found, found: Found) -> bool:
    """Whether a resource stands in the message again: the same words, which mean the same."""
    if first.resource != found.resource:
        return False
    if first.space == found.space:
        return True
    if first.base and found.base and first.base != found.base:
        return False
    for key, kind in _MEANT:
        written = reference(found.resource, key)
        one = message.resolve(first, written, kind)
        other = message.resolve(found, written, kind)
        if one is not other and (one is None or other is None or one.resource != other.resource):
            return False
    return True


def _issue(
    message: Message, therapies: list[Therapy], plain: list[tuple[Found, Found, Issue]]
) -> None:
    """Put each plain issue under the therapy line of its plan."""
    issues: dict[int, list[tuple[Found, Issue]]] = {}
    for therapy in therapies if plain else ():
        therapy.issues = issues[id(therapy.head.found.resource)] = []
    for plan, found, issue in plain:
        under = issues.get(id(plan.resource))
        if under is None:
            _absent(message, found)
        else:
            under.append((found, issue))


def _clinical(patient: Any, message: Message) -> bool:
    return bool(
        patient and (patient.allergies or patient.problems or patient.allergies_known)
    ) or bool(message.of("AllergyIntolerance"))


def _absent(message: Message, found: Found) -> None:
    message.problems.append(
        Problem(
            found.path,
            "absent-medicine",
            f"expected a medicine, got a statement that none is known @ {found.path}.",
            found.id,
        )
    )


def _owners(therapies: list[Therapy], ids: list[str]) -> dict[str, str]:
    out: dict[str, str] = {}
    for therapy, own in zip(therapies, ids, strict=True):
        for line in (therapy.head, *therapy.statements, *therapy.supplies):
            for ref in line.refs:
                out.setdefault(ref, own)
        for found, _ in therapy.issues:
            if found.id:
                out.setdefault(found.id, own)
    return out


def _linked(
    message: Message, therapies: list[Therapy], ids: list[str], entries: list[Entry]
) -> list[Entry]:
    """The entries, each with the one that it says it replaces (FHIR priorPrescription)."""
    if not [t for t in therapies if "priorPrescription" in t.head.found.resource]:
        return entries
    prior = [replaced(therapy.head) for therapy in therapies]
    owners = _owners(therapies, ids)
    out = []
    for therapy, refs, entry in zip(therapies, prior, entries, strict=True):
        if refs:
            target = message.resolve(therapy.head.found, refs[0], "MedicationRequest")
            name = owners.get((target.id if target else None) or refs[0], refs[0])
            extra = FrozenDict({**entry.extra, "prior_prescription": tuple(refs)})
            out.append(replace(entry, replaces=name, extra=extra))
        else:
            out.append(entry)
    return out


def _entry(origin: Origin, people: People, therapy: Therapy, own: str) -> Entry:
    head, statements = therapy.head, therapy.statements
    alone = not (statements or therapy.supplies or therapy.issues)
    fields, extra, issues = (head.fields, head.extra, ()) if alone else merged(therapy)
    source = origin.source(head)
    course = origin.course(head, source.kind) or fields.get("course")
    fields["course"] = "elsewhere" if fields.get("prescribed_elsewhere") else course
    if head.kind == "statement" and fields.get("recorded") is None and origin.as_of is not None:
        fields["recorded"] = origin.as_of
        extra["recorded_from"] = "the message"
    if head.kind == "dispense" and origin.format == "eps-r4":
        extra["replaces_message"] = origin.replaces
        extra["message_id"] = origin.message_id
    if fields["course"] == "discharge" and origin.discharged is not None:
        extra["discharge_date"] = origin.discharged.text[:10]
    meta = head.found.resource.get("meta")
    if meta.__class__ is dict:
        if "lastUpdated" in meta and (time := word(meta, "lastUpdated")) is not None:
            extra[UPDATED] = time
        if "versionId" in meta and (number := word(meta, "versionId")) is not None:
            extra[VERSION] = number
    if statements and head.kind == "plan":
        extra["statement"] = statements[0].found.id
    medicine, parts = head.medicine, head.parts
    first, text = medicine.first, medicine.text
    for line in statements:
        first = first or line.medicine.first
        text = text or line.medicine.text
        parts = parts or line.parts
    dosage, dosages, route = whole(parts)
    # In the order of the fields as far as that goes: many names take longer to place than the rest.
    return make_entry(
        own,
        source,
        text,
        head.kind,
        first.code if first else None,
        first.system if first else None,
        _codings(head, therapy) if statements else medicine.codings,
        dosage,
        dosages,
        route,
        medicine.form,
        issues=issues,
        patient=people.identity(head.found),
        refs=tuple(head.refs) if alone else _refs(therapy),
        path=head.found.path,
        extra=_kept(extra) if extra else _NOTHING,
        **fields,
    )


def _kept(extra: dict[str, Any]) -> FrozenDict:
    """What has no field of its own, which readers put there frozen; what says nothing is left out."""
    return FrozenDict(extra if all(extra.values()) else {k: v for k, v in extra.items() if v})


def _refs(therapy: Therapy) -> tuple[str, ...]:
    """Every name of every resource that the line stands for: its own first, then by name."""
    others: list[str] = []
    for line in (*therapy.statements, *therapy.supplies):
        others += line.refs
    for found, _ in therapy.issues:
        others += refs_of(found)
    return tuple(dict.fromkeys((*therapy.head.refs, *sorted(others))))


def _codings(head: Line, therapy: Therapy) -> tuple[Coding, ...]:
    """The codings of the line, and those that only its statement has."""
    if all(s.codes == head.codes for s in therapy.statements):
        return head.codes
    return tuple(dict.fromkeys(c for line in (head, *therapy.statements) for c in line.codes))


def _sources(origin: Origin, entries: tuple[Entry, ...]) -> tuple[Source, ...]:
    out = dict.fromkeys({id(e.source): e.source for e in entries}.values())
    if not out and (origin.asked or origin.override):
        out[origin.make(origin.override or origin.default, origin.organisation)] = None
    return tuple(out)
