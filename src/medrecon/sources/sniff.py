"""Which format a text is, from the marks that only that format carries."""

from __future__ import annotations

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
_EPS = (
    "prescription-order-item-number",
    "prescription-order-number",
    "fhir.nhs.uk/Id/prescription",
    "Extension-DM-",
    "Extension-EPS-",
    "NHSDigital-Medication",
    "medicationdispense-type",
)
_STU3 = (
    "fhir.hl7.org.uk/STU3/",
    "fhir.nhs.uk/STU3/",
    "/CareConnect-",
    "fhir.nhs.net/",
    '"taken"',
    '"assertedDate"',
    "<taken ",
    "<assertedDate ",
)


def fhir_format(text: str) -> str:
    """The FHIR dialect of a message.

    >>> fhir_format('{"profile": ["…/CareConnect-GPC-MedicationStatement-1"]}')
    'gpconnect-stu3'
    """
    if "/ITK-" in text and ("ITK-Message" in text or "ITK-Document-Bundle" in text):
        return "careconnect-stu3"
    if "CareConnect-GPC" in text or "GPConnect-StructuredRecord" in text:
        return "gpconnect-stu3"
    if any(mark in text for mark in _EPS):
        return "eps-r4"
    return "careconnect-stu3" if any(mark in text for mark in _STU3) else "ukcore-r4"


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
