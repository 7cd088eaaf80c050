"""Where a line comes from: the kind of source, its system, its organisation, and what it left out.

Rules (docs/sources/): GP Connect is `gp`. In EPS an order is the prescriber's own (`gp`; `epma` where
category or prescription type say secondary care), a dispensing is the pharmacy's (`pmr`). Elsewhere
the message header, the category and the prescribing organisation decide, and what says nothing is
taken for the hospital's own system (`epma`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from medrecon.model import PartialDate, Source
from medrecon.sources.fhir.collect import Message, reference
from medrecon.sources.fhir.lines import Line
from medrecon.sources.fhir.shape import Found, codings, extensions, many, one, value, word

INCOMPLETE = frozenset(("confidential-items", "data-in-transit", "data-awaiting-filing"))
MEDICATION_LIST = frozenset(("933361000000108", "10160-0", "1102361000000103"))
_HOSPITAL = frozenset(("inpatient", "outpatient", "discharge", "leave"))
_ODS = "ods-organization-code"


@dataclass(slots=True)
class Origin:
    """What the message as a whole says about where it comes from."""

    message: Message
    format: str
    override: str | None = None
    system: str | None = None
    organisation: str | None = None
    document: str | None = None
    as_of: PartialDate | None = None
    warnings: tuple[str, ...] = ()
    complete: bool | None = None
    asked: bool = False
    default: str = "epma"
    _cache: dict[tuple[str, str | None], Source] = field(default_factory=dict)

    def source(self, line: Line) -> Source:
        """The Source of one line."""
        kind = self.override or self._kind(line)
        return self.make(kind, self._organisation(line) or self.organisation)

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
            return "gp"
        resource, extra = line.found.resource, line.extra
        category = set(extra.get("category", ()))
        if self.format == "eps-r4":
            if line.kind in ("dispense", "administration"):
                return "pmr"
            kind = str(extra.get("prescription_type") or "")
            return "epma" if category & _HOSPITAL or kind.startswith("1") else "gp"
        informant = reference(resource, "informationSource") or ""
        if (
            "patientspecified" in category
            or "Patient/" in informant
            or "RelatedPerson/" in informant
        ):
            return "patient"
        told = self.message.resolve(line.found, informant)
        if told is not None and told.type in ("Patient", "RelatedPerson"):
            return "patient"
        if category & _HOSPITAL and self.default != "specialist":
            return "epma"
        agency = str(extra.get("prescribing_agency") or "")
        if "community" in category or agency == "prescribed-at-gp-practice":
            return "pmr" if line.kind == "dispense" else "gp"
        return self.default

    def _organisation(self, line: Line) -> str | None:
        resource = line.found.resource
        for ref in (
            reference(resource, "requester"),
            word(resource, "requester", "agent", "reference"),
            word(resource, "performer", "actor", "reference"),
        ):
            role = self.message.resolve(line.found, ref) if ref else None
            if role is None:
                continue
            code = ods_of(self.message, role)
            if code:
                return code
        return None


def ods_of(message: Message, found: Found) -> str | None:
    """The ODS code of an Organization, or of the one that a role belongs to."""
    if found.type == "Organization":
        for i in many(found.resource, "identifier"):
            if _ODS in (word(i, "system") or "").lower():
                return word(i, "value")
        return None
    held = one(found.resource, "organization")
    if code := word(held, "identifier", "value"):
        return code
    target = message.resolve(found, word(held, "reference"), "Organization")
    return ods_of(message, target) if target is not None else None


def origin_of(message: Message, fmt: str, override: str | None) -> Origin:
    """Read header, lists, composition and bundle for what they say about the source."""
    out = Origin(message, fmt, override)
    root = message.root if isinstance(message.root, dict) else {}
    out.document = word(root, "identifier", "value") or word(root, "id")
    out.as_of = PartialDate.parse(word(root, "timestamp"))
    out.default = "gp" if fmt == "gpconnect-stu3" else "gp" if fmt == "eps-r4" else "epma"
    for header in message.of("MessageHeader"):
        _header(out, header)
    for composition in message.of("Composition"):
        out.as_of = out.as_of or PartialDate.parse(word(composition.resource, "date"))
    for found in message.of("List"):
        _list(out, found)
    if fmt == "gpconnect-stu3":
        _gp(out)
    return out


def _header(out: Origin, header: Found) -> None:
    resource = header.resource
    software = word(resource, "source", "software") or word(resource, "source", "name")
    out.system = out.system or software
    out.organisation = (
        out.organisation
        or word(resource, "sender", "identifier", "value")
        or _endpoint(word(resource, "source", "endpoint"))
    )
    if out.format not in ("eps-r4", "gpconnect-stu3"):
        said = f" {software} {word(resource, 'source', 'name')} ".lower()
        if any(w in said for w in (" gp ", "emis", "systmone", "tpp ", "medicus")):
            out.default = "gp"
        profile = " ".join(str(p) for p in many(one(resource, "meta"), "profile"))
        if "BARS" in profile or "bars-message" in (word(resource, "definition") or ""):
            out.default = "specialist"


def _endpoint(endpoint: str | None) -> str | None:
    return endpoint.rsplit(":", 1)[-1] if endpoint and ":ods:" in endpoint else None


def _list(out: Origin, found: Found) -> None:
    resource = found.resource
    codes = {c.code for c in codings(one(resource, "code"))}
    if not codes & MEDICATION_LIST:
        return
    out.asked = True
    warnings = [w for e in extensions(resource).get("ListWarningCode", ()) if (w := value(e))]
    out.as_of = out.as_of or found.date(resource, "date")
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
            system = _host(word(i, "system") if isinstance(i, dict) else None)
            if system:
                out.system = system
                return


def _host(system: Any) -> str | None:
    """The GP system that made an identifier, by its namespace: EMISWeb, SystmOne, Medicus."""
    text = str(system or "")
    for mark, name in (
        ("emis", "EMIS Web"),
        ("tpp", "SystmOne"),
        ("systmone", "SystmOne"),
        ("medicus", "Medicus"),
        ("vision", "Vision"),
    ):
        if mark in text.lower():
            return name
    return None
