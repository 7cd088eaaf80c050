"""What NHS extensions say about a line: repeat information, status reason, change, prescriber."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from medrecon.model import PartialDate
from medrecon.sources.fhir.codes import CHANGE, COURSE, DISPENSE_TYPE
from medrecon.sources.fhir.shape import (
    Found,
    codings,
    concept_text,
    extensions,
    value,
    word,
)

Extensions = dict[str, list[dict[str, Any]]]
ELSEWHERE = ("prescribed-by-another-organisation",)


@dataclass(slots=True)
class Into:
    """The resource that an extension belongs to, and where its meaning goes."""

    found: Found
    fields: dict[str, Any]
    extra: dict[str, Any]


def extension_fields(
    found: Found, ext: Extensions, fields: dict[str, Any], extra: dict[str, Any]
) -> None:
    """Fill the fields of a line from its extensions (CareConnect-GPC, UK Core, NHS Digital EPS)."""
    into = Into(found, fields, extra)
    for name, held in ext.items():
        reader = _READERS.get(name)
        if reader is not None:
            for e in held:
                reader(into, e)


def _text(held: Any) -> str | None:
    if isinstance(held, dict):
        return concept_text(held) or word(held, "display") or word(held, "code")
    return held if isinstance(held, str) and held.strip() else None


def _code(held: Any) -> str | None:
    coded = codings(held)
    return (coded[0].code if coded else None) or word(held, "code")


def _date(found: Found, name: str, held: Any) -> PartialDate | None:
    return found.date({name: held}, name)


_ALLOWED = ("numberOfRepeatPrescriptionsAllowed", "numberOfRepeatsAllowed")
_ISSUED = (
    "numberOfRepeatPrescriptionsIssued",
    "numberOfPrescriptionsIssued",
    "numberOfRepeatsIssued",
)


def _repeat(into: Into, e: dict[str, Any]) -> None:
    for name, held in _inner(e).items():
        if name in _ALLOWED or name in _ISSUED:
            count = into.found.number({name: held}, name)
            if count is not None:
                target = "repeats_allowed" if name in _ALLOWED else "number_of_issues"
                into.fields[target] = int(count)
        elif name == "authorisationExpiryDate" and (expires := _date(into.found, name, held)):
            into.fields["authorisation_expires"] = expires


def _inner(e: dict[str, Any]) -> dict[str, Any]:
    """The values of the extensions inside an extension, by name."""
    return {k: value(v[0]) for k, v in extensions(e).items()}


def _prescription_type(into: Into, e: dict[str, Any]) -> None:
    held = value(e)
    code = _code(held)
    into.extra["prescription_type"] = code or _text(held)
    course = COURSE.get((code or _text(held) or "").lower().replace(" ", "-"))
    if course:
        into.fields["course"] = course


def _status_reason(into: Into, e: dict[str, Any]) -> None:
    inner = _inner(e)
    into.fields["stop_reason"] = into.fields.get("stop_reason") or _text(inner.get("statusReason"))
    into.fields["stopped_on"] = _date(into.found, "statusChangeDate", inner.get("statusChangeDate"))


def _status_history(into: Into, e: dict[str, Any]) -> None:
    inner = _inner(e)
    status = inner.get("status")
    when = _date(into.found, "statusDate", inner.get("statusDate"))
    rows = into.extra.get("status_history", ())
    into.extra["status_history"] = (
        *rows,
        {"code": word(status, "code"), "text": _text(status), "date": when.text if when else None},
    )
    if into.fields.get("status") in ("cancelled", "stopped"):
        into.fields["stopped_on"] = into.fields.get("stopped_on") or when


def _dispensing(into: Into, e: dict[str, Any]) -> None:
    inner = _inner(e)
    status = inner.get("dispenseStatus")
    code = word(status, "code")
    row = DISPENSE_TYPE.get(code or "")
    into.extra["dispense_status"] = row["means"] if row else _text(status)
    if when := _date(into.found, "dateLastDispensed", inner.get("dateLastDispensed")):
        into.fields["last_issued"] = when


def _change(into: Into, e: dict[str, Any]) -> None:
    inner = _inner(e)
    written = _code(inner.get("status")) or _text(inner.get("status"))
    shown = _text(inner.get("status")) or written
    for said in (written, shown):
        word_of_change = CHANGE.get((said or "").strip().lower())
        if word_of_change:
            into.fields["change_status"] = word_of_change
            break
    else:
        if written:
            into.found.problem(
                "MedicationChangeSummary", "change", "a PRSB change status", "another word"
            )
    into.fields["change_date"] = _date(into.found, "dateChanged", inner.get("dateChanged"))
    reason = _text(inner.get("indicationForChange"))
    into.fields["change_reason"] = reason
    detail = _text(inner.get("detailsOfAmendment"))
    if detail:
        into.extra["amendment"] = detail
        into.fields["change_reason"] = reason or detail


def _agency(into: Into, e: dict[str, Any]) -> None:
    code = _code(value(e)) or _text(value(e))
    into.extra["prescribing_agency"] = code
    if code in ELSEWHERE:
        into.fields["prescribed_elsewhere"] = True


def _last_issue(into: Into, e: dict[str, Any]) -> None:
    into.fields["last_issued"] = _date(into.found, "LastIssueDate", value(e))


def _quantity(into: Into, e: dict[str, Any]) -> None:
    into.fields["quantity_text"] = _text(value(e))


def _brand(into: Into, e: dict[str, Any]) -> None:
    into.fields["brand"] = _text(value(e))


def _business_status(into: Into, e: dict[str, Any]) -> None:
    into.extra["prescription_status"] = _text(value(e))


def _dose_changed(into: Into, e: dict[str, Any]) -> None:
    into.extra["dosage_last_changed"] = _text(value(e))


_READERS = {
    "MedicationRepeatInformation": _repeat,
    "RepeatInformation": _repeat,
    "PrescriptionType": _prescription_type,
    "MedicationStatusReason": _status_reason,
    "PrescriptionStatusHistory": _status_history,
    "DispensingInformation": _dispensing,
    "MedicationChangeSummary": _change,
    "PrescribingAgency": _agency,
    "MedicationPrescribingOrganizationType": _agency,
    "MedicationPrescribingOrganization": _agency,
    "MedicationStatementLastIssueDate": _last_issue,
    "MedicationQuantityText": _quantity,
    "MedicationTradeFamily": _brand,
    "TaskBusinessStatus": _business_status,
    "MedicationStatementDosageLastChanged": _dose_changed,
}
