"""Orders and plans whose elements all have their ordinary shape, read in one go.

These are the plans of a GP record and the items of a prescription. What is not that plain is left to the
general reading (`lines`), which goes element by element, says the same and notes what is wrong.
"""

from __future__ import annotations

from typing import Any

from medrecon.sources.fhir.codes import STATUS, course_in
from medrecon.sources.fhir.collect import Message
from medrecon.sources.fhir.extras import READERS, REPEAT, REPEATS, TYPE, course_of
from medrecon.sources.fhir.lines import Line
from medrecon.sources.fhir.medicine import quick_medicine
from medrecon.sources.fhir.plain import (
    NotPlain,
    codes,
    date,
    days,
    first_code,
    names,
    note,
    number,
    period,
    rows,
    words,
)
from medrecon.sources.fhir.shape import Found, short_name, value

ELEMENTS = frozenset(
    (
        "resourceType",
        "id",
        "meta",
        "text",
        "extension",
        "identifier",
        "basedOn",
        "status",
        "intent",
        "category",
        "medicationCodeableConcept",
        "medicationReference",
        "subject",
        "context",
        "encounter",
        "authoredOn",
        "requester",
        "recorder",
        "groupIdentifier",
        "courseOfTherapyType",
        "note",
        "dosageInstruction",
        "dispenseRequest",
        "substitution",
        "priorPrescription",
    )
)
"""What an order or an issue may hold to be read in one go: any other element needs a second look."""
_STATUS = frozenset(k for k, v in STATUS["MedicationRequest"].items() if k == v)
_KIND = {"plan": "plan", "order": "order", "original-order": "order", "reflex-order": "order"}


def plain_order(message: Message, found: Found) -> Line | None:
    """The line of a MedicationRequest, or None where anything in it needs a second look."""
    resource = found.resource
    status, intent = resource.get("status"), resource.get("intent")
    if status.__class__ is not str or status not in _STATUS or intent.__class__ is not str:
        return None
    kind = _KIND.get(intent)
    medicine = quick_medicine(message, found) if ELEMENTS.issuperset(resource) else None
    if kind is None or medicine is None:
        return None
    fields: dict[str, Any] = {"status": status}
    extra: dict[str, Any] = dict(medicine.extra) if medicine.extra else {}
    try:
        if (held := resource.get("extension")) is not None:
            _extensions(fields, extra, held)
        refs, item = names(found)
        if item is not None:
            extra["item"] = item
        if intent != kind:
            extra["intent"] = intent
        _prescription(fields, extra, resource)
        if (held := resource.get("dispenseRequest")) is not None:
            told = _request(kind, held)
            if not told.keys().isdisjoint(fields) and not _begins(resource, "extension"):
                return None
            fields |= told
    except NotPlain:
        return None
    if fields.get("start") is None:
        fields["start"] = fields.get("recorded")
    return Line(message, found, medicine, kind, fields, extra, refs)


def _extensions(fields: dict[str, Any], extra: dict[str, Any], held: Any) -> None:
    for e in rows(held):
        name = short_name(words(e.get("url")))
        if name == TYPE:
            extra["prescription_type"] = code = _type_of(e)
            if (course := course_of(code)) is not None:
                fields["course"] = course
        elif name in REPEAT:
            _repeat(fields, e)
        elif name in READERS:
            raise NotPlain


def _type_of(e: dict[str, Any]) -> str:
    """The code of a prescription type: a CodeableConcept in GP Connect, a Coding in EPS."""
    if len(e) != 2:
        raise NotPlain
    if (coding := e.get("valueCoding")) is None:
        return first_code(e.get("valueCodeableConcept"))
    if coding.__class__ is not dict or "coding" in coding:
        raise NotPlain
    return words(coding.get("code"))


def _repeat(fields: dict[str, Any], e: dict[str, Any]) -> None:
    for inner in rows(e.get("extension")):
        target = REPEATS.get(short_name(words(inner.get("url"))))
        if target in fields:
            raise NotPlain
        if target is not None:
            told = value(inner)
            expires = target == "authorisation_expires"
            fields[target] = date(words(told)) if expires else int(number(told))


def _begins(resource: dict[str, Any], element: str) -> bool:
    """Whether an element stands before the request: of what both say, the later counts."""
    return next(key for key in resource if key in (element, "dispenseRequest")) == element


def _prescription(fields: dict[str, Any], extra: dict[str, Any], resource: dict[str, Any]) -> None:
    """The prescription that an order stands on: what kind, by whom, when, for how long."""
    said: tuple[str, ...] = ()
    if (held := resource.get("category")) is not None:
        for concept in rows(held):
            said += codes(concept)
        if said:
            extra["category"] = said
    if (held := resource.get("authoredOn")) is not None:
        fields["recorded"] = date(held)
    if (held := resource.get("requester")) is not None:
        if held.__class__ is not dict or "actor" in held:
            raise NotPlain
        if (who := held.get("display")) is not None:
            extra["by"] = words(who)
    if (held := resource.get("groupIdentifier")) is not None:
        extra["group"] = words(held.get("value") if held.__class__ is dict else None)
    if (held := resource.get("courseOfTherapyType")) is not None and (of := codes(held)):
        extra["course_of_therapy"] = of
        said += of
    if (held := resource.get("note")) is not None:
        fields["note"] = note(held)
    if "course" not in fields and (course := course_in(said)) is not None:
        fields["course"] = course


def _request(kind: str, held: Any) -> dict[str, Any]:
    """How much is asked for, how long it lasts and until when it may be supplied."""
    if held.__class__ is not dict:
        raise NotPlain
    told: dict[str, Any] = {}
    if (valid := held.get("validityPeriod")) is not None:
        told["start"], end = period(valid)
        if end is not None:
            told["authorisation_expires" if kind == "order" else "end"] = end
    if (quantity := held.get("quantity")) is not None:
        if quantity.__class__ is not dict:
            raise NotPlain
        told["quantity_unit"] = words(quantity.get("unit"))
        told["quantity"] = number(quantity.get("value"))
    if (duration := held.get("expectedSupplyDuration")) is not None:
        told["days_supply"] = days(duration)
    if (repeats := held.get("numberOfRepeatsAllowed")) is not None:
        told["repeats_allowed"] = int(number(repeats))
    if (others := held.get("extension")) is not None:
        for e in rows(others):
            if short_name(words(e.get("url"))) in READERS:
                raise NotPlain
    return told
