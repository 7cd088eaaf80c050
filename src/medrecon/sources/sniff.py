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


def fhir_format(text: str, root: Any = None) -> str:
    """The FHIR dialect of a message, by its text and its resources in JSON shape.

    >>> fhir_format('{"profile": ["…/CareConnect-GPC-MedicationStatement-1"]}')
    'gpconnect-stu3'
    """
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
        or any("taken" in r or "assertedDate" in r for r in resources(root))
    )
    return "careconnect-stu3" if is_stu3 else "ukcore-r4"


def resources(root: Any) -> list[dict[str, Any]]:
    """The resources of a message as far as they stand where they should."""
    out: list[dict[str, Any]] = []
    for one in root if isinstance(root, list) else [root]:
        entries = one.get("entry") if isinstance(one, dict) else None
        if isinstance(entries, list):
            held = [e.get("resource") if isinstance(e, dict) else None for e in entries]
            out += [r for r in held if isinstance(r, dict)]
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
