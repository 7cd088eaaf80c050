"""What a prescribed item and a dose given share: whose they are, their medicine, their source, dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from medrecon.model import Coding, Identity, PartialDate, Problem, Source
from medrecon.sources.epma.fields import Fields
from medrecon.sources.nhs_number import checked
from medrecon.sources.table.cells import code as code_cell
from medrecon.sources.v3.shape import Place

_DMD = "https://dmd.nhs.uk"


@dataclass(frozen=True, slots=True)
class Context:
    """What the header of a submission says for all its records, and where Problems go."""

    kind: str
    system: str | None
    organisation: str | None
    problems: list[Problem]


def whose(record: Any, place: Place) -> Identity | None:
    """The person of a record: named in it, or in the nearest element around it."""
    for element in (record, *record.iterancestors()):
        near = record.iter() if element is record else element
        person = Fields.of(near, "person")
        if person.held:
            digits = checked(person("nhs_number"), place, "NHSNumber")
            born = date(person("birth_date"), place, "PersonBirthDate")
            return Identity(None, digits, born, None) if digits or born else None
    return None


def date(written: str | None, place: Place, where: str) -> PartialDate | None:
    """An ISO 8601 date or time; None and a Problem for anything else."""
    found = PartialDate.parse(written) if written else None
    if written and found is None:
        place.problem(where, "date", "an ISO 8601 date", f"text of {len(written)} characters")
    return found


def medicine_of(fields: Fields, place: Place) -> dict[str, Any]:
    """The medicine fields of an entry; a record with neither name nor code is a Problem."""
    said, code = fields("name"), fields("code")
    if code and code_cell(code) is None:
        place.problem("code", "code", "a dm+d code", "a number that lost its digits")
        code = None
    if not said and not code:
        place.problem("name", "no-medicine", "a medicine", "neither name nor code")
    return {
        "medication": said or "",
        "code": code,
        "code_system": _DMD if code else None,
        "codings": (Coding(_DMD, code, None),) if code else (),
        "form": fields("form"),
    }


def source_of(fields: Fields, context: Context) -> Source:
    """The system of the header, at the site of treatment where the record names one."""
    return Source(context.kind, context.system, fields("organisation") or context.organisation)


def course_of(setting: str | None) -> str | None:
    """Inpatient or clinic where the setting says so in words; its national codes are not published."""
    said = (setting or "").lower().replace("-", "")
    if "outpatient" in said or "clinic" in said:
        return "clinic"
    return "inpatient" if any(w in said for w in ("inpatient", "admitted", "ward")) else None
