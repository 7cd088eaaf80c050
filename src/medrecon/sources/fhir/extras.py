"""What NHS extensions say about a line: repeat information, status reason, change, prescriber."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from medrecon.model import FrozenDict, PartialDate
from medrecon.sources.fhir.codes import CHANGE, COURSE, DISPENSE_TYPE
from medrecon.sources.fhir.plain import NotPlain, first_code
from medrecon.sources.fhir.shape import (
    Found,
    codes_of,
    concept_text,
    listed,
    short_name,
    value,
    word,
)

if TYPE_CHECKING:
    from medrecon.sources.fhir.lines import Line

LAST_ISSUE = "MedicationStatementLastIssueDate"
AGENCY = "PrescribingAgency"
TYPE = "PrescriptionType"
BUSINESS_STATUS = "TaskBusinessStatus"
REPEAT = ("MedicationRepeatInformation", "RepeatInformation")
ELSEWHERE = ("prescribed-by-another-organisation",)


def read_extensions(line: Line, held: Any) -> list[Any]:
    """Fill a line from its extensions (CareConnect-GPC, UK Core, NHS Digital EPS), in their order.

    What is no extension at all is given back.
    """
    others = []
    for e in listed(held):
        if not isinstance(e, dict):
            others.append(e)
        elif (url := e.get("url")).__class__ is str:
            reader = READERS.get(short_name(url))
            if reader is not None:
                reader(line, e)
    return others


def _text(held: Any) -> str | None:
    if isinstance(held, dict):
        return concept_text(held) or word(held, "display") or word(held, "code")
    return held if isinstance(held, str) and held.strip() else None


def _code(held: Any) -> str | None:
    """The code of a Coding, or the first of a CodeableConcept."""
    if held.__class__ is dict and "coding" not in held:
        return word(held, "code")
    try:
        return first_code(held)
    except NotPlain:
        return next(iter(codes_of(held)), None) or word(held, "code")


def _date(found: Found, name: str, held: Any) -> PartialDate | None:
    return found.date(held, name)


# What the parts of a repeat information are called, in CareConnect, UK Core and EPS
REPEATS = {
    "numberOfRepeatPrescriptionsAllowed": "repeats_allowed",
    "numberOfRepeatsAllowed": "repeats_allowed",
    "numberOfRepeatPrescriptionsIssued": "number_of_issues",
    "numberOfPrescriptionsIssued": "number_of_issues",
    "numberOfRepeatsIssued": "number_of_issues",
    "authorisationExpiryDate": "authorisation_expires",
}


def _repeat(line: Line, e: dict[str, Any]) -> None:
    for name, held in _inner(e).items():
        target = REPEATS.get(name)
        if target == "authorisation_expires":
            if expires := _date(line.found, name, held):
                line.fields[target] = expires
        elif target is not None and (count := line.found.number(held, name)) is not None:
            line.fields[target] = int(count)


def _inner(e: dict[str, Any]) -> dict[str, Any]:
    """The values of the extensions inside an extension, by name."""
    out: dict[str, Any] = {}
    for i in listed(e.get("extension")):
        url = i.get("url") if i.__class__ is dict else None
        if url.__class__ is str:
            out.setdefault(short_name(url), value(i))
    return out


def _prescription_type(line: Line, e: dict[str, Any]) -> None:
    held = value(e)
    code = _code(held)
    line.extra["prescription_type"] = code or _text(held)
    course = course_of(code or _text(held) or "")
    if course:
        line.fields["course"] = course


@lru_cache(maxsize=256)
def course_of(said: str) -> str | None:
    """The course that a prescription type says."""
    return COURSE.get(said.lower().replace(" ", "-"))


def _status_reason(line: Line, e: dict[str, Any]) -> None:
    inner = _inner(e)
    line.fields["stop_reason"] = line.fields.get("stop_reason") or _text(inner.get("statusReason"))
    line.fields["stopped_on"] = _date(line.found, "statusChangeDate", inner.get("statusChangeDate"))


def _status_history(line: Line, e: dict[str, Any]) -> None:
    inner = _inner(e)
    status = inner.get("status")
    when = _date(line.found, "statusDate", inner.get("statusDate"))
    rows = line.extra.get("status_history", ())
    line.extra["status_history"] = (
        *rows,
        FrozenDict(code=word(status, "code"), text=_text(status), date=when.text if when else None),
    )
    if line.fields.get("status") in ("cancelled", "stopped"):
        line.fields["stopped_on"] = line.fields.get("stopped_on") or when


def _dispensing(line: Line, e: dict[str, Any]) -> None:
    inner = _inner(e)
    status = inner.get("dispenseStatus")
    code = word(status, "code")
    row = DISPENSE_TYPE.get(code or "")
    line.extra["dispense_status"] = row["means"] if row else _text(status)
    if when := _date(line.found, "dateLastDispensed", inner.get("dateLastDispensed")):
        line.fields["last_issued"] = when


def _change(line: Line, e: dict[str, Any]) -> None:
    inner = _inner(e)
    written = _code(inner.get("status")) or _text(inner.get("status"))
    shown = _text(inner.get("status")) or written
    for said in (written, shown):
        word_of_change = CHANGE.get((said or "").strip().lower())
        if word_of_change:
            line.fields["change_status"] = word_of_change
            break
    else:
        if written:
            line.found.problem(
                "MedicationChangeSummary", "change", "a PRSB change status", "another word"
            )
    line.fields["change_date"] = _date(line.found, "dateChanged", inner.get("dateChanged"))
    reason = _text(inner.get("indicationForChange"))
    line.fields["change_reason"] = reason
    detail = _text(inner.get("detailsOfAmendment"))
    if detail:
        line.extra["amendment"] = detail
        line.fields["change_reason"] = reason or detail


def _agency(line: Line, e: dict[str, Any]) -> None:
    code = _code(value(e)) or _text(value(e))
    line.extra["prescribing_agency"] = code
    if code in ELSEWHERE:
        line.fields["prescribed_elsewhere"] = True


def _last_issue(line: Line, e: dict[str, Any]) -> None:
    line.fields["last_issued"] = _date(line.found, "LastIssueDate", value(e))


def _quantity(line: Line, e: dict[str, Any]) -> None:
    line.fields["quantity_text"] = _text(value(e))


def _brand(line: Line, e: dict[str, Any]) -> None:
    line.fields["brand"] = _text(value(e))


def _business_status(line: Line, e: dict[str, Any]) -> None:
    line.extra["prescription_status"] = _text(value(e))


def _dose_changed(line: Line, e: dict[str, Any]) -> None:
    line.extra["dosage_last_changed"] = _text(value(e))


READERS: dict[str, Callable[[Line, dict[str, Any]], None]] = {
    **dict.fromkeys(REPEAT, _repeat),
    TYPE: _prescription_type,
    "MedicationStatusReason": _status_reason,
    "PrescriptionStatusHistory": _status_history,
    "DispensingInformation": _dispensing,
    "MedicationChangeSummary": _change,
    AGENCY: _agency,
    "MedicationPrescribingOrganizationType": _agency,
    "MedicationPrescribingOrganization": _agency,
    LAST_ISSUE: _last_issue,
    "MedicationQuantityText": _quantity,
    "MedicationTradeFamily": _brand,
    BUSINESS_STATUS: _business_status,
    "MedicationStatementDosageLastChanged": _dose_changed,
}
