"""Which format a text is, from the marks that only that format carries."""

from __future__ import annotations

from typing import Any

from medrecon.errors import NotMedication, UnreadableInput

FORMATS = (
    "gpconnect-stu3",
    "eps-r4",
    "ukcore-r4",
    "careconnect-stu3",
    "sact-csv",
    "entries-csv",
    "entries-jsonl",
    "entries-parquet",
    "gp2gp-v3",
    "eps-v3",
    "scr",
    "hl7v2",
    "cda",
    "sact-xml",
    "epma-xml",
)
FHIR_FORMATS = FORMATS[:4]
# Namespaces and names that only one of the dialects has. Those of NHS England stand behind its address.
_NHS = "fhir.nhs."
_EPS = (
    "prescription-order-item-number",
    "prescription-order-number",
    "Id/prescription",
    "Extension-DM-",
    "Extension-EPS-",
    "NHSDigital-Medication",
    "medicationdispense-type",
)
_ITK = ("/ITK-Message", "/ITK-Document-Bundle")
_STU3 = "fhir.hl7.org.uk/STU3/"
# What a message says it is, where it says so itself.
_GP_RECORD = "https://fhir.nhs.uk/STU3/StructureDefinition/GPConnect-StructuredRecord-Bundle-"
_EPS_SYSTEM = "https://fhir.nhs.uk/CodeSystem/message-event"
_EPS_EVENTS = frozenset(
    ("prescription-order", "prescription-order-update", "dispense-notification")
)
_UK_CORE = "https://fhir.hl7.org.uk/StructureDefinition/UKCore-"
_OF_RECORDS = frozenset(
    (
        "MedicationStatement",
        "Medication",
        "Patient",
        "Practitioner",
        "PractitionerRole",
        "Organization",
        "AllergyIntolerance",
        "Condition",
    )
)


def fhir_format(text: str, root: Any = None) -> str:
    """The FHIR dialect of a message: what it declares itself, else by the marks in its text.

    >>> fhir_format('{"profile": ["…/CareConnect-GPC-MedicationStatement-1"]}')
    'gpconnect-stu3'
    """
    held = resources(root)
    if (declared := _declared(root, held)) is not None:
        return declared
    care_connect = "CareConnect-" in text
    is_gp = care_connect and "CareConnect-GPC" in text
    # Most of a shared record stops here; a solidus written as an escape hides none of these marks.
    if is_gp and not any(mark in text for mark in _ITK):
        return "gpconnect-stu3"
    if "\\" in text and any(part.startswith("/") for part in text.split("\\")[1:]):
        text = text.replace("\\/", "/")
    nhs = _NHS.join(["", *{part[:70] for part in text.split(_NHS)[1:]}])
    if any(mark in nhs for mark in _ITK):
        return "careconnect-stu3"
    if is_gp or "GPConnect-StructuredRecord" in nhs:
        return "gpconnect-stu3"
    if any(mark in nhs for mark in _EPS):
        return "eps-r4"
    is_stu3 = (
        "fhir.nhs.uk/STU3/" in nhs
        or "fhir.nhs.net/" in nhs
        or (care_connect and "/CareConnect-" in text)
        or _STU3 in text
        or any(map(_is_stu3, held))
    )
    return "careconnect-stu3" if is_stu3 else "ukcore-r4"


def _declared(root: Any, held: list[dict[str, Any]]) -> str | None:
    """The dialect that the profile of the Bundle, the event of the message, or every resource names.

    Such a message needs no search of its text. None where they do not tell, or contradict each other.
    """
    if not held:
        return None
    if _profile(root).startswith(_GP_RECORD):
        return "gpconnect-stu3"
    event = held[0].get("eventCoding")
    if event.__class__ is dict and event.get("system") == _EPS_SYSTEM:
        code = event.get("code")
        is_eps = code.__class__ is str and code in _EPS_EVENTS and not any(map(_is_other, held))
        return "eps-r4" if is_eps else None
    for resource in held:
        kind = resource.get("resourceType")
        if kind.__class__ is not str or kind not in _OF_RECORDS or _is_stu3(resource):
            return None
        if not _profile(resource).startswith(_UK_CORE):
            return None
    return "ukcore-r4"


def _is_other(resource: dict[str, Any]) -> bool:
    """Whether what stands in a message of EPS is of a GP record, or another message."""
    return resource.get("resourceType") == "Bundle" or "CareConnect-" in _profile(resource)


def _is_stu3(resource: dict[str, Any]) -> bool:
    """Whether a resource has an element that FHIR R4 has no longer."""
    return "taken" in resource or "assertedDate" in resource


def _profile(resource: Any) -> str:
    """The first profile that a resource names, "" where it names none."""
    meta = resource.get("meta") if resource.__class__ is dict else None
    named = meta.get("profile") if meta.__class__ is dict else None
    first = named[0] if named.__class__ is list and named else None
    return first if first.__class__ is str else ""


def resources(root: Any) -> list[dict[str, Any]]:
    """The resources of a message as far as they stand where they should."""
    out: list[dict[str, Any]] = []
    for one in root if isinstance(root, list) else [root]:
        entries = one.get("entry") if isinstance(one, dict) else None
        if isinstance(entries, list):
            held = [e.get("resource") for e in entries if e.__class__ is dict]
            out += [r for r in held if r.__class__ is dict]
        elif isinstance(one, dict):
            out.append(one)
    return out


def refuse_xml(tag: str, namespace: str, name: str | None) -> NotMedication:
    """The refusal of XML that is not FHIR, with what it looks like."""
    if "hl7-org:v3" in namespace or tag.startswith(("RCMR_", "PORX_", "MCCI_", "QUPC_", "REPC_")):
        hint = "HL7 v3 with medicines in it is a GP2GP extract, an EPS message, an SCR or a CDA"
    else:
        hint = "FHIR XML has the namespace http://hl7.org/fhir"
    return NotMedication(
        "a medication message", f"XML of another kind (<{tag[:40]}>)", at=name, hint=hint
    )


def refuse_text(name: str | None) -> UnreadableInput:
    """The refusal of text that is neither JSON, XML nor a table."""
    return NotMedication(
        "a medication message",
        "text of no known format",
        at=name,
        hint=f"formats are {', '.join(FORMATS)}",
    )
