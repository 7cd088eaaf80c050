"""What a prescribed item and a dose given share: their medicine, their source, dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from medrecon.model import Coding, PartialDate, Problem, Source
from medrecon.sources.epma.fields import Fields
from medrecon.sources.table.cells import code as code_cell
from medrecon.sources.v3.shape import Place

if TYPE_CHECKING:
    from medrecon.sources.epma.people import People

_DMD = "https://dmd.nhs.uk"


@dataclass(frozen=True, slots=True)
class Context:
    """What the header of a submission says for all its records, and where Problems go."""

    kind: str
    system: str | None
    organisation: str | None
    problems: list[Problem]
    people: People


def date(written: str | None, place: Place, where: str) -> PartialDate | None:
    """An ISO 8601 date or time; None and a Problem for anything else."""
    found = PartialDate.parse(written) if written else None
    if written and found is None:
        place.problem(where, "date", "an ISO 8601 date", f"text of {len(written)} characters")
    return found


def medicine_of(fields: Fields, place: Place) -> dict[str, Any]:
    """The medicine fields of an entry; a record with neither name nor code is a Problem.

    Several names of one record are all kept: which is meant is not told, and none is preferred.
    """
    said = "; ".join(dict.fromkeys(fields.all("name")))
    if len(set(fields.all("name"))) > 1:
        place.problem("name", "several-medicines", "one medicine", "several names")
    codes = list(dict.fromkeys(c for c in fields.all("code") if code_cell(c) is not None))
    if len(codes) < len(set(fields.all("code"))):
        place.problem("code", "code", "a dm+d code", "a number that lost its digits")
    if not said and not codes:
        place.problem("name", "no-medicine", "a medicine", "neither name nor code")
    return {
        "medication": said,
        "code": codes[0] if codes else None,
        "code_system": _DMD if codes else None,
        "codings": tuple(Coding(_DMD, c, None) for c in codes),
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
