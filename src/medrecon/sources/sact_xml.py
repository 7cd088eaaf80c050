"""SACT in XML (v2 and later message versions): the administrations of a record, as the CSV form has them.

A `DrugDetails` belongs to the `Cycle` and the `ProgrammeAndRegimen` that stand before it in its record.
A value is an attribute (`value`, `code`, `extension`) or text; both spellings occur.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from medrecon.errors import NotMedication
from medrecon.model import Problem, Reading
from medrecon.sources.sact import read_sact_rows
from medrecon.sources.xml_text import local

# Element of the SACT XML schema -> field of `sact.toml` (NHS Data Dictionary, SACT-v2-0; 2026-11-25)
_RECORD = {
    "NHSNumber": "nhs_number",
    "LocalPatientIdentifier": "local_id",
    "PersonBirthDate": "birth_date",
    "DrugTreatmentIntent": "intent",
    "DrugRegimenAcronym": "regimen",
    "ACDrugCycleId": "cycle",
    "CycleStartDate": "cycle_start",
    "StartPrimaryDiagnosis": "diagnosis",
}
_DRUG = {
    "SACTDrugName": "drug",
    "SACTDrugNameDMD": "dmd",
    "DMD": "dmd",
    "ChemoActualDose": "dose",
    "SACTDrugRouteOfAdmin": "route",
    "SACTAdminDate": "given",
    "OrgCodeOfProvider": "organisation",
}


def is_sact_xml(root: Any) -> bool:
    """Whether an element is the root of a SACT message."""
    space = root.tag[1:].split("}")[0] if root.tag.startswith("{") else ""
    return local(root.tag) == "SACT" or "/SACT" in space


def read_sact_xml(root: Any, name: str | None, source: str | None) -> Reading:
    """Read every record of the message; a drug without a name is a Problem."""
    problems: list[Problem] = []
    rows = list(_rows(root))
    if not rows:
        raise NotMedication("SACT drugs", "SACT XML without any", at=name)
    return read_sact_rows(rows, problems, source, "sact-xml")


def _rows(root: Any) -> Iterator[dict[str, str]]:
    for record in root.iter():
        if local(record.tag) != "Record":
            continue
        held: dict[str, str] = {}
        for element in record.iter():
            tag = local(element.tag)
            if tag == "DrugDetails":
                yield {**held, **_drug(element)}
            elif tag in _RECORD and (said := _value(element)):
                held[_RECORD[tag]] = said
            elif tag == "Cycle":
                held.pop("cycle", None)
                held.pop("cycle_start", None)


def _drug(element: Any) -> dict[str, str]:
    return {
        _DRUG[local(e.tag)]: said
        for e in element.iter()
        if local(e.tag) in _DRUG and (said := _value(e))
    }


def _value(element: Any) -> str | None:
    for name in ("extension", "value", "code"):
        if held := (element.get(name) or "").strip():
            return str(held)
    return "".join(element.itertext()).strip() or None
