"""Where a line comes from: the kind of source, its system, its organisation, and what it left out.

Rules (docs/sources/): GP Connect is `gp`. In EPS an order is the prescriber's own (`gp`; `epma` where
category or prescription type say secondary care), a dispensing is the pharmacy's (`pmr`). Elsewhere
the message header, the category and the prescribing organisation decide, and what says nothing is
taken for the hospital's own system (`epma`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from medrecon.model import Encounter, PartialDate, Source
from medrecon.sources.fhir.codes import DOCUMENT, PRESCRIPTION_TYPE, course_in
from medrecon.sources.fhir.collect import Message, reference
from medrecon.sources.fhir.lines import Line, newest
from medrecon.sources.fhir.shape import (
    Found,
    codes_of,
    codings,
    concept_text,
    extensions,
    many,
    one,
    value,
    word,
    word_at,
)

INCOMPLETE = frozenset(("confidential-items", "data-in-transit", "data-awaiting-filing"))
# FHIR list-empty-reason: the list is empty because nobody looked, or because it is not shown
NOT_GIVEN = frozenset(("notasked", "notstarted", "withheld", "unavailable"))
MEDICATION_LIST = frozenset(
    ("933361000000108", "10160-0", "1102361000000103", "163541000000107", "medications")
)
_HOSPITAL = frozenset(("inpatient", "outpatient", "discharge", "leave"))
_ODS = "ods-organization-code"
OWN_ANSWER = "urn:medrecon:answer"  # an answer of ours, written as FHIR (docs/fhir-out.md)
_INSIDE = "#"


@dataclass(slots=True)
class Origin:
    """What the message as a whole says about where it comes from."""

    message: Message
    format: str
    override: str | None = None
    system: str | None = None
    organisation: str | None = None
    document: str | None = None
    message_id: str | None = None
    replaces: str | None = None
    as_of: PartialDate | None = None
    warnings: tuple[str, ...] = ()
    complete: bool | None = None
    asked: bool = False
    default: str = "epma"
    document_course: str | None = None
    discharged: PartialDate | None = None
    _roles: dict[tuple[int, str], str | None] = field(default_factory=dict)
    _cache: dict[tuple[str, str | None], Source] = field(default_factory=dict)
    _known: dict[tuple[object, ...], Source] = field(default_factory=dict)

    def source(self, line: Line) -> Source:
        """The Source of one line, worked out once for all that say the same of where they come from."""
        found, told = line.found, line.extra.get
        resource = found.resource
        key = (
            found.space,
            line.kind,
            _who(resource, "informationSource") if "informationSource" in resource else None,
            _who(resource, "requester") if "requester" in resource else None,
            _who(resource, "performer") if "performer" in resource else None,
            told("category"),
            told("prescribing_agency"),
            told("prescription_type"),
        )
        source = self._known.get(key)
        if source is None:
            kind = self.override or self._kind(line)
            source = self.make(kind, self._organisation(line) or self.organisation)
            if _INSIDE not in key:
                self._known[key] = source
        return source

    def learn(self, lines: list[Line]) -> None:
        """Where nothing else tells: only a GP record says when a statement was last issued."""
        if self.default == "epma" and self.system is None and self.document_course is None:
            told = any(x.kind == "statement" and x.fields.get("last_issued") for x in lines)
            if told and all(_HOSPITAL.isdisjoint(x.extra.get("category", ())) for x in lines):
                self.default = "gp"

    def make(self, kind: str, organisation: str | None) -> Source:
        """One Source value for each kind and organisation of the message."""
        key = (kind, organisation)
        if key not in self._cache:
            own = kind == self.default or self.override
            self._cache[key] = Source(
                kind,
                self.system,
                organisation,
                self.document,
                self.complete if own else None,
                self.as_of,
                self.warnings if own else (),
            )
        return self._cache[key]

    def _kind(self, line: Line) -> str:
        if self.format == "gpconnect-stu3":
            return self.default
        category = line.extra.get("category", ())
        in_hospital = not _HOSPITAL.isdisjoint(category)
        if self.format == "eps-r4":
            return self._eps(line, in_hospital)
        if self._by_patient(line, category):
            return "patient"
        if in_hospital and self.default != "specialist":
            return "epma"
        if self.system is None and (
            "community" in category
            or line.extra.get("prescribing_agency") == "prescribed-at-gp-practice"
        ):
            return "pmr" if line.kind == "dispense" else "gp"
        return self.default

    def _by_patient(self, line: Line, category: tuple[str, ...]) -> bool:
        """Whether the patient or a carer told it; a GP system's own list is the GP's all the same."""
        if "informationSource" in line.found.resource:
            informant = reference(line.found.resource, "informationSource") or ""
            if "Patient/" in informant or "RelatedPerson/" in informant:
                return True
            told = self.message.resolve(line.found, informant)
            if told is not None:
                return told.type in ("Patient", "RelatedPerson")
        return "patientspecified" in category and self.default != "gp"

    def _eps(self, line: Line, in_hospital: bool) -> str:
        """A supply is the pharmacy's; an order that of the prescriber, whose type comes first."""
        if line.kind in ("dispense", "administration"):
            return "pmr"
        kind = prescription_type(line)
        if kind:
            row = PRESCRIPTION_TYPE.get(kind[:2])
            return str(row["source"]) if row else "gp"
        return "epma" if in_hospital else "gp"

    def course(self, line: Line, kind: str) -> str | None:
        """The course of an EPS order: clinic or homecare from hospital, acute or repeat from the GP."""
        if line.kind in ("dispense", "administration"):
            return line.fields.get("course")
        if self.format != "eps-r4":
            return line.fields.get("course") or (self.document_course if kind == "epma" else None)
        row = PRESCRIPTION_TYPE.get((prescription_type(line) or "")[:2])
        if row:
            return str(row["course"])
        said = course_in(line.extra.get("course_of_therapy", ())) if kind == "gp" else None
        return said or line.fields.get("course")

    def _organisation(self, line: Line) -> str | None:
        resource = line.found.resource
        if "requester" in resource:
            ref = reference(resource, "requester") or word_at(
                resource, "requester", "agent", "reference"
            )
            if (code := self._role(line, ref)) is not None:
                return code
        if "performer" in resource:
            return self._role(line, word_at(resource, "performer", "actor", "reference"))
        return None

    def _role(self, line: Line, ref: str | None) -> str | None:
        """The ODS code behind a reference to a person in a role, looked up once for each."""
        if ref is None:
            return None
        key = (line.found.space, ref)
        if key not in self._roles or ref.startswith("#"):
            role = self.message.resolve(line.found, ref)
            self._roles[key] = ods_of(self.message, role) if role is not None else None
        return self._roles[key]


def _who(resource: dict[str, Any], key: str) -> str | None:
    """Whom an element refers to, as written; `_INSIDE` where only its own resource tells."""
    held = resource[key]
    ref = held.get("reference") if held.__class__ is dict else None
    return ref if ref.__class__ is str and ref[:1] != _INSIDE else _INSIDE


def prescription_type(line: Line) -> str | None:
    """The NHSBSA prescription type of an EPS order, four digits."""
    kind = line.extra.get("prescription_type")
    return kind if isinstance(kind, str) and len(kind) == 4 and kind.isdigit() else None


def ods_of(message: Message, found: Found) -> str | None:
    """The ODS code of an Organization, or of the one that a role belongs to."""
    if found.type == "Organization":
        for i in many(found.resource, "identifier"):
            if _ODS in (word(i, "system") or "").lower():
                return word(i, "value")
        return None
    held = one(found.resource, "organization")
    if code := word_at(held, "identifier", "value"):
        return code
    target = message.resolve(found, word(held, "reference"), "Organization")
    return ods_of(message, target) if target is not None else None


def origin_of(message: Message, fmt: str, override: str | None) -> Origin:
    """Read header, lists, composition and bundle for what they say about the source."""
    out = Origin(message, fmt, override)
    root = message.root if isinstance(message.root, dict) else {}
    out.document = word_at(root, "identifier", "value") or word(root, "id")
    if word_at(root, "identifier", "system") == OWN_ANSWER:
        out.system = "medrecon"
    out.message_id = word(root, "id")
    out.as_of = PartialDate.parse(word(root, "timestamp"))
    out.default = "gp" if fmt == "gpconnect-stu3" else "gp" if fmt == "eps-r4" else "epma"
    for header in message.of("MessageHeader"):
        _header(out, header)
    for composition in message.of("Composition"):
        _document(out, composition)
    for found in message.of("List"):
        _list(out, found)
    if fmt == "gpconnect-stu3":
        _gp(out)
    return out


def _header(out: Origin, header: Found) -> None:
    resource = header.resource
    for e in extensions(resource).get("replacementOf", ()):
        out.replaces = word(value(e), "value")
    software = word_at(resource, "source", "software") or word_at(resource, "source", "name")
    out.system = out.system or software
    out.organisation = (
        out.organisation
        or word_at(resource, "sender", "identifier", "value")
        or _endpoint(word_at(resource, "source", "endpoint"))
    )
    if out.format not in ("eps-r4", "gpconnect-stu3"):
        said = f" {software} {word_at(resource, 'source', 'name')} ".lower()
        if any(w in said for w in (" gp ", "emis", "systmone", "tpp ", "medicus")):
            out.default = "gp"
        profile = " ".join(str(p) for p in many(one(resource, "meta"), "profile"))
        if "BARS" in profile or "bars-message" in (word(resource, "definition") or ""):
            out.default = "specialist"


def _document(out: Origin, composition: Found) -> None:
    """A document bundle: its date, who wrote it, and whether it is a discharge."""
    resource = composition.resource
    out.as_of = out.as_of or composition.date(resource.get("date"), "date")
    kind = one(resource, "type")
    said = f"{concept_text(kind)} {word_at(kind, 'coding', 'display')} {word(resource, 'title')}".lower()
    for row in DOCUMENT:
        if any(w in said for w in row["words"]):
            out.default = row["source"]
            out.document_course = row.get("course")
            break
    custodian = out.message.resolve(composition, reference(resource, "custodian"))
    if custodian is not None:
        out.organisation = ods_of(out.message, custodian) or out.organisation
    if out.document_course == "discharge":
        ends = [e.end for e in encounters_of(out.message) if e.end]
        out.discharged = newest(*ends) or out.as_of


def encounters_of(message: Message) -> tuple[Encounter, ...]:
    """The encounters of a message: class or type in words, and when."""
    out = []
    for found in message.of("Encounter"):
        resource = found.resource
        period = found.object(resource.get("period"), "period")
        kind = one(resource, "class")
        out.append(
            Encounter(
                found.id,
                word(kind, "display") or word(kind, "code") or concept_text(one(resource, "type")),
                found.date(period.get("start"), "start"),
                found.date(period.get("end"), "end"),
                word(resource, "status"),
            )
        )
    return tuple(out)


def _endpoint(endpoint: str | None) -> str | None:
    return endpoint.rsplit(":", 1)[-1] if endpoint and ":ods:" in endpoint else None


def _list(out: Origin, found: Found) -> None:
    resource = found.resource
    codes = {c.code for c in codings(one(resource, "code"))}
    if not codes & MEDICATION_LIST:
        return
    warnings = [w for e in extensions(resource).get("ListWarningCode", ()) if (w := value(e))]
    withheld = NOT_GIVEN.intersection(codes_of(one(resource, "emptyReason")))
    if withheld:
        out.complete = False
        found.problem("emptyReason", "list-not-given", "a list", f"none ({min(withheld)})")
    else:
        out.asked = True
    out.as_of = out.as_of or found.date(resource.get("date"), "date")
    out.warnings = tuple(dict.fromkeys((*out.warnings, *(str(w) for w in warnings))))
    if any(w in INCOMPLETE for w in out.warnings):
        out.complete = False


def _gp(out: Origin) -> None:
    message = out.message
    for patient in message.of("Patient"):
        for key in ("managingOrganization", "generalPractitioner"):
            target = message.resolve(patient, reference(patient.resource, key))
            code = ods_of(message, target) if target is not None else None
            out.organisation = out.organisation or code
    for found in message.found:
        for i in many(found.resource, "identifier"):
            if (system := word(i, "system")) and (name := _host(system)):
                out.system = name
                return


_HOSTS = {
    "emis": "EMIS Web",
    "tpp": "SystmOne",
    "systmone": "SystmOne",
    "medicus": "Medicus",
    "vision": "Vision",
}


@lru_cache(maxsize=1024)
def _host(system: str) -> str | None:
    """The GP system that made an identifier, by its namespace: EMISWeb, SystmOne, Medicus."""
    text = system.lower()
    return next((name for mark, name in _HOSTS.items() if mark in text), None)
