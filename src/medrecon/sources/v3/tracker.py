"""The clinical view of the EPS tracker (PORX_IN000006UK98): names without codes, no v3 acts.

Each of its four numbered places is an item of the prescription; the notifications repeat the place.
"""

from __future__ import annotations

import json
from typing import Any

from medrecon.model import Entry, Identity, Problem, Source, WrittenDosage, freeze
from medrecon.sources.fhir.codes import DISPENSE_TYPE, PRESCRIPTION_TYPE
from medrecon.sources.nhs_number import checked
from medrecon.sources.stamp import stamp
from medrecon.sources.table.cells import number
from medrecon.sources.v3.codes import GENDER, ITEM_STATUS, TREATMENT
from medrecon.sources.v3.eps_header import prescriber_kind
from medrecon.sources.v3.shape import Place, attribute, below, kid, kids, words

_PLACES = ("1", "2", "3", "4")


def read_tracker(root: Any, problems: list[Problem], source: str | None) -> list[Entry]:
    """The orders and the dispensings of every prescription record in the answer."""
    out: list[Entry] = []
    for record in below(root, "epsRecord"):
        out += _record(record, problems, source)
    return out


def _record(record: Any, problems: list[Problem], source: str | None) -> list[Entry]:
    place = Place("epsRecord", words(kid(record, "prescriptionID")), problems)
    items = {
        attribute(kid(i, "order"), "value"): (
            attribute(kid(i, "ID"), "value"),
            attribute(kid(i, "status"), "value"),
        )
        for i in kids(record, "lineItem")
    }
    who = _person(place, record)
    out = []
    parent = kid(record, "parentPrescription")
    for n in _PLACES:
        if words(kid(parent, f"productLineItem{n}")):
            own, status = items.get(n, (None, None))
            out.append(_order(record, parent, n, own, status, who, place, source))
        elif n in items and parent is not None:
            place.problem(f"lineItem[{n}]", "no-medicine", "a medicine", "an item without a name")
    for told, notice in enumerate(kids(record, "dispenseNotification"), 1):
        for n in _PLACES:
            if words(kid(notice, f"productLineItem{n}")):
                own = items.get(n, (None, None))[0]
                out.append(_dispense(record, notice, n, told, own, who, place, source))
    return out


def _person(place: Place, record: Any) -> Identity | None:
    written = words(kid(record, "patientNhsNumber"))
    number_ = checked(written, place, "patientNhsNumber")
    own = "".join(filter(str.isalnum, written)) if written and number_ is None else None
    born = words(kid(record, "patientBirthTime"))
    sex = GENDER.get(words(kid(record, "parentPrescription", "administrativeGenderCode")) or "")
    day = stamp(born) if born else None
    return Identity(own or None, number_, day, sex) if own or number_ or day or sex else None


def _date(parent: Any, *names: str) -> Any:
    for name in names:
        if (said := words(kid(parent, name))) and (found := stamp(said)):
            return found
    return None


def _cancelled(record: Any, own: str | None) -> str | None:
    """The reason that the history gives for the cancellation of an item."""
    for line in below(record, "line"):
        if own and words(kid(line, "id")) == own and (r := words(kid(line, "cancellationReason"))):
            return r
    return None


def _order(
    record: Any,
    parent: Any,
    n: str,
    own: str | None,
    status: str | None,
    who: Identity | None,
    place: Place,
    source: str | None,
) -> Entry:
    kind = words(kid(record, "prescriptionType"))
    row = PRESCRIPTION_TYPE.get((kind or "")[:2])
    treatment = TREATMENT.get(words(kid(record, "prescriptionTreatmentType")) or "")
    said = words(kid(parent, f"dosageLineItem{n}"))
    days, held = words(kid(record, "daysSupply")), words(kid(parent, f"quantityLineItem{n}"))
    signed = _date(record, "prescriptionTime", "signedTime")
    extra = {"item": own.lower() if own else None, "group": place.id, "item_status": status}
    return Entry(
        id=own or f"{place.id or 'prescription'}-{n}",
        source=Source(
            source or prescriber_kind(kind), "EPS", words(kid(record, "prescribingOrganization"))
        ),
        medication=words(kid(parent, f"productLineItem{n}")) or "",
        kind="order",
        dosage=WrittenDosage(said) if said else None,
        status=ITEM_STATUS.get(status, "unknown") if status else "active",
        course=str(row["course"]) if row else treatment,
        start=signed,
        recorded=signed,
        authorisation_expires=_date(record, "expiryDate"),
        days_supply=number(days) if days else None,
        quantity=number(held) if held else None,
        quantity_unit=words(kid(parent, f"narrativeLineItem{n}")),
        stop_reason=_cancelled(record, own),
        patient=who,
        refs=tuple(r for r in (own,) if r) or (f"{place.id}-{n}",),
        path=f"epsRecord.parentPrescription.productLineItem{n}",
        extra=freeze({k: v for k, v in extra.items() if v}),
    )


def _dispense(
    record: Any,
    notice: Any,
    n: str,
    told: int,
    own: str | None,
    who: Identity | None,
    place: Place,
    source: str | None,
) -> Entry:
    means = words(kid(notice, f"statusLineItem{n}"))
    row = DISPENSE_TYPE.get(means or "", {})
    state = row.get("status", "unknown")
    asked = words(kid(notice, f"productLineItem{n}")) or ""
    handed = _component(words(kid(notice, f"componentsLineItem{n}")))
    name = handed.get("product") or asked
    said = words(kid(notice, f"dosageLineItem{n}")) or handed.get("dosage")
    held = handed.get("quantity") or words(kid(notice, f"quantityLineItem{n}"))
    when = _date(notice, "dispenseNotifDateTime") or _date(record, "lastDispenseDate")
    supplied = state not in ("cancelled", "planned")
    message = words(kid(notice, "dispenseNotificationID"))
    extra = {
        "item": own.lower() if own else None,
        "group": place.id,
        "dispense_type": means,
        "dispense_means": row.get("means"),
        "ordered": asked if " ".join(asked.split()) != name else None,
        "message_id": message,
    }
    return Entry(
        id=f"{own or place.id or 'item'}-{message or told}",
        source=Source(source or "pmr", "EPS", words(kid(record, "dispensingOrganization"))),
        medication=name,
        kind="dispense",
        dosage=WrittenDosage(said) if said else None,
        status=state,
        start=when,
        last_issued=when if supplied else None,
        recorded=when,
        quantity=number(held) if held else None,
        quantity_unit=words(kid(notice, f"narrativeLineItem{n}")),
        patient=who,
        refs=tuple(r for r in (f"{own or place.id or 'item'}-{message or told}", own) if r),
        path=f"epsRecord.dispenseNotification[{told}].productLineItem{n}",
        extra=freeze({k: v for k, v in extra.items() if v}),
    )


def _component(text: str | None) -> dict[str, str]:
    """The one product handed over for an item; {} where it is not told, or several were."""
    try:
        found = json.loads(" ".join((text or "[]").split()))
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, list) or len(found) != 1 or not isinstance(found[0], dict):
        return {}
    return {k: " ".join(v.split()) for k, v in found[0].items() if isinstance(v, str) and v.strip()}
