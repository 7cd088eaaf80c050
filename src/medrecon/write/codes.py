"""The code systems that the FHIR output uses, and how an answer's words are called in them."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

DMD = "https://dmd.nhs.uk"
SNOMED = "http://snomed.info/sct"
LOINC = "http://loinc.org"
ODS = "https://fhir.nhs.uk/Id/ods-organization-code"
HL7 = "http://terminology.hl7.org/CodeSystem/"
UKCORE = "https://fhir.hl7.org.uk/StructureDefinition/UKCore-"
ABSENT_REASON = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
IPS_ABSENT = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips"
# Names of our own (docs/fhir-out.md lists them).
OURS = "urn:medrecon:"

TABLES: dict[str, Any] = tomllib.loads(files(__package__).joinpath("codes.toml").read_text("utf-8"))
STATUS: dict[str, str] = TABLES["status"]
SEVERITY: dict[str, str] = TABLES["severity"]
FLAG: dict[str, Any] = TABLES["flag"]
FLAG_OF_CHANGE: dict[str, str] = TABLES["flag_of_change"]
ISSUE: dict[str, str] = TABLES["issue"]
SOURCE_KIND: dict[str, str] = TABLES["source_kind"]


def concept(system: str, code: str, display: str | None = None) -> dict[str, Any]:
    """A CodeableConcept with one coding."""
    return {"coding": [coding(system, code, display)]}


def coding(system: str, code: str, display: str | None = None) -> dict[str, Any]:
    """A Coding; without a display where none is published for it."""
    return made(system=system, code=code, display=display)


def made(**elements: Any) -> dict[str, Any]:
    """An element in the order given, without what is not known: FHIR has no nulls and no empty lists."""
    return {k: v for k, v in elements.items() if v is not None and v != [] and v != {} and v != ""}
