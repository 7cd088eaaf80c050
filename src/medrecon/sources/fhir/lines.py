"""One medication resource as the fields of an entry, before lines of one therapy are folded.

A `Line` is the draft of an entry: `fields` are those of `Entry`, `extra` what has no field of its
own. What a resource says under names that only some formats use is read by `stu3`, `eps` and
`ukcore` extensions below, since real messages mix them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from medrecon.model import Coding, PartialDate, WrittenDosage
from medrecon.sources.fhir.codes import tables
from medrecon.sources.fhir.collect import Message, references
from medrecon.sources.fhir.dosage import dosages_of, route_of
from medrecon.sources.fhir.extras import extension_fields
from medrecon.sources.fhir.medicine import Medicine, medicine_of
from medrecon.sources.fhir.shape import (
    Found,
    codings,
    concept_text,
    decimal,
    extensions,
    many,
    one,
    word,
)

_DAYS = {
    "d": 1, "day": 1, "days": 1, "wk": 7, "week": 7, "weeks": 7,
}  # fmt: skip
_KINDS = {
    "MedicationStatement": "statement",
    "MedicationUsage": "statement",
    "MedicationDispense": "dispense",
    "MedicationAdministration": "administration",
}
_KNOWN_MODIFIERS = frozenset(("doNotPerform",))


@dataclass(slots=True)
class Line:
    """The draft of an entry: the resource, its medicine, its dosage lines, and its other fields."""

    found: Found
    medicine: Medicine
    dosages: tuple[WrittenDosage, ...]
    kind: str
    intent: str | None
    codes: tuple[Coding, ...]
    fields: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    refs: list[str] = field(default_factory=list)


def line_of(message: Message, found: Found) -> Line:
    """Read one medication resource; whatever it says wrongly becomes a Problem of the message."""
    resource = found.resource
    medicine = medicine_of(message, found)
    intent = found.text(resource, "intent")
    kind = _KINDS.get(found.type) or ("plan" if intent == "plan" else "order")
    line = Line(found, medicine, dosages_of(found), kind, intent, medicine.codings)
    line.extra.update(medicine.extra)
    line.refs = refs_of(found)
    _status(line)
    _dates(line)
    _supply(line)
    _why(message, line)
    _course(line)
    line.fields["route"] = route_of(found)
    line.fields["form"] = medicine.form
    _others(line)
    extension_fields(line.found, extensions(resource), line.fields, line.extra)
    _no_reason(line)
    _authorised(message, line)
    return line


def _authorised(message: Message, line: Line) -> None:
    """What a dispensing carries of its order: contained, and so never a medicine of its own.

    The item number joins the two; where medicine or dosage of the dispensing are missing, those of
    the order stand in, and the entry says so.
    """
    if line.kind != "dispense":
        return
    for ref in references(line.found.resource, "authorizingPrescription"):
        order = message.resolve(line.found, ref, "MedicationRequest")
        if order is None or not ref.startswith("#"):
            continue
        line.refs = list(dict.fromkeys(line.refs + refs_of(order)[1:]))
        line.extra["item"] = word(order.resource, "identifier", "value")
        line.extra["group"] = word(order.resource, "groupIdentifier", "value")
        asked = medicine_of(message, order)
        if asked.text and asked.text != line.medicine.text:
            line.extra["ordered"] = asked.text
            line.extra["ordered_codes"] = tuple(c.code for c in asked.codings if c.code)
        if not line.dosages:
            line.dosages = dosages_of(order)
            if line.dosages:
                line.extra["dosage_from"] = "the order"


def _no_reason(line: Line) -> None:
    """Take what is written for a reason, and is none, out of the way of the real ones."""
    written = line.fields.get("stop_reason")
    row = tables()["no_reason"].get((written or "").strip().lower())
    if row is None:
        return
    line.extra["status_reason"] = written
    line.fields["stop_reason"] = None
    if row and line.fields["status"] == "stopped":
        line.extra["status"] = "stopped"
        line.fields["status"] = row


def refs_of(found: Found) -> list[str]:
    """Every name that the resource goes by: id, fullUrl, business identifiers."""
    out = [found.id, found.url] + [word(i, "value") for i in many(found.resource, "identifier")]
    return [r for r in dict.fromkeys(out) if r]


def _status(line: Line) -> None:
    found, resource = line.found, line.found.resource
    written = found.text(resource, "status")
    table = tables()["status"].get(found.type, tables()["status"]["MedicationStatement"])
    status = table.get(written or "", "unknown")
    if written and written not in table:
        found.problem("status", "status", "a status of FHIR", "another word")
    if written and written != status:
        line.extra["status"] = written
    said = tables()["taken"].get(found.text(resource, "taken") or "")
    line.fields["taken"] = said or ("no" if written == "not-taken" else None)
    if any(v is True or v == "true" for v in many(resource, "doNotPerform")):
        line.extra["do_not_perform"] = True
        found.problem("doNotPerform", "modifier", "an order to give", "an order not to give")
        status = "unknown"
    if many(resource, "modifierExtension"):
        found.problem("modifierExtension", "modifier", "no modifier", "one that is not understood")
    line.fields["status"] = status


def _dates(line: Line) -> None:
    found, resource = line.found, line.found.resource
    period = found.object(resource, "effectivePeriod") or found.object(resource, "occurrencePeriod")
    when = found.date(resource, "effectiveDateTime") or found.date(resource, "occurrenceDateTime")
    authored = found.date(resource, "authoredOn")
    asserted = found.date(resource, "dateAsserted")
    request = found.object(resource, "dispenseRequest")
    valid = found.object(request, "validityPeriod")
    fields = line.fields
    fields["recorded"] = authored or asserted
    if line.kind in ("plan", "order"):
        fields["start"] = found.date(valid, "start") or authored
        end = found.date(valid, "end")
        fields["end" if line.kind == "plan" else "authorisation_expires"] = end
    elif line.kind == "statement":
        fields["start"] = found.date(period, "start") or when
        fields["end"] = found.date(period, "end")
    elif line.kind == "dispense":
        handed = found.date(resource, "whenHandedOver")
        prepared = found.date(resource, "whenPrepared")
        fields["start"] = fields["last_issued"] = handed or prepared
        fields["recorded"] = fields["recorded"] or prepared
    else:
        start = found.date(period, "start") or when
        fields["start"], fields["end"] = start, found.date(period, "end")
        fields["last_administered"] = fields["end"] or start


def days_of(found: Found, duration: dict[str, Any]) -> Decimal | None:
    """A Duration in days; None where its unit is not days or weeks."""
    amount = found.number(duration, "value")
    unit = (word(duration, "code") or word(duration, "unit") or "").lower()
    return amount * _DAYS[unit] if amount is not None and unit in _DAYS else None


def _supply(line: Line) -> None:
    found, resource, fields = line.found, line.found.resource, line.fields
    request = found.object(resource, "dispenseRequest")
    quantity = found.object(request, "quantity") or found.object(resource, "quantity")
    amount = one(quantity, "value")
    fields["quantity"] = decimal(amount) if amount is not None else None
    unit = word(quantity, "unit") or word(quantity, "code")
    fields["quantity_unit"] = unit
    if amount not in (None, "") and fields["quantity"] is None:
        fields["quantity_text"] = (
            f"{amount} {unit or ''}".strip() if isinstance(amount, str) else None
        )
        found.problem("quantity", "number", "a number", "another value")
    duration = found.object(request, "expectedSupplyDuration") or found.object(
        resource, "daysSupply"
    )
    fields["days_supply"] = days_of(found, duration)
    if duration and fields["days_supply"] is None:
        line.extra["supply_duration"] = " ".join(
            w
            for w in (word(duration, "value"), word(duration, "unit") or word(duration, "code"))
            if w
        )
    repeats = found.number(request, "numberOfRepeatsAllowed")
    fields["repeats_allowed"] = int(repeats) if repeats is not None else None


def _why(message: Message, line: Line) -> None:
    found, resource, fields = line.found, line.found.resource, line.fields
    reasons = [t for c in many(resource, "reasonCode") if (t := concept_text(c))]
    for ref in many(resource, "reasonReference"):
        target = message.resolve(found, word(ref, "reference"), "Condition")
        said = concept_text(one(target.resource, "code")) if target else word(ref, "display")
        reasons += [said] if said else []
    fields["indication"] = "; ".join(dict.fromkeys(reasons)) or None
    notes = [
        t for n in many(resource, "note") if (t := n if isinstance(n, str) else word(n, "text"))
    ]
    fields["note"] = "\n".join(notes) or None
    stop = []
    for key in ("statusReason", "statusReasonCodeableConcept", "notPerformedReasonCodeableConcept"):
        for concept in many(resource, key):
            if said := concept_text(concept) or _cancel_reason(concept):
                stop.append(said)
            line.extra.setdefault("status_reason_codes", ())
            line.extra["status_reason_codes"] += tuple(c.code for c in codings(concept) if c.code)
    fields["stop_reason"] = "; ".join(dict.fromkeys(stop)) or None


def _cancel_reason(concept: Any) -> str | None:
    for c in codings(concept):
        if c.code in tables()["cancel_reason"]:
            return str(tables()["cancel_reason"][c.code])
    return None


def _course(line: Line) -> None:
    resource = line.found.resource
    category = [
        c.code for concept in many(resource, "category") for c in codings(concept) if c.code
    ]
    therapy = [c.code for c in codings(one(resource, "courseOfTherapyType")) if c.code]
    if category:
        line.extra["category"] = tuple(category)
    if therapy:
        line.extra["course_of_therapy"] = tuple(therapy)
    for code in category + therapy:
        course = tables()["course"].get(code)
        if course:
            line.fields["course"] = course
            return


def _others(line: Line) -> None:
    resource, extra = line.found.resource, line.extra
    if line.intent and line.intent not in ("order", "plan"):
        extra["intent"] = line.intent
    if group := word(resource, "groupIdentifier", "value"):
        extra["group"] = group
    for i in many(resource, "identifier"):
        if "prescription-order-item-number" in (word(i, "system") or ""):
            extra["item"] = word(i, "value")
    performer = one(resource, "performer", "actor", "display") or one(
        resource, "requester", "display"
    )
    if isinstance(performer, str):
        extra["by"] = performer
    kind = one(resource, "type")
    if line.kind == "dispense" and kind:
        dispense_type(line.fields, extra, codings(kind), concept_text(kind))


def dispense_type(
    fields: dict[str, Any], extra: dict[str, Any], coded: tuple[Coding, ...], text: str | None
) -> None:
    """What a dispensing item came to: the code counts, not its display."""
    code = next((c.code for c in coded if c.code), None)
    row = tables()["dispense_type"].get(code or "")
    extra["dispense_type"] = code or text
    if row:
        extra["dispense_means"] = row["means"]
        if fields.get("status") not in ("entered-in-error", "cancelled", "stopped"):
            fields["status"] = row["status"]


def newest(*dates: PartialDate | None) -> PartialDate | None:
    """The latest of some dates by their first day, None where there is none."""
    known = [d for d in dates if d is not None]
    return max(known, key=lambda d: (d.first, d.text)) if known else None
