"""Dispensing items whose elements all have their ordinary shape, read in one go.

What is not that plain is left to the general reading (`lines`), which goes element by element, says the
same and notes what is wrong. What a supply comes to by its type, and what it carries of its order, both
readings leave to `lines.finish`.
"""

from __future__ import annotations

from typing import Any

from medrecon.sources.fhir.codes import STATUS
from medrecon.sources.fhir.collect import Message
from medrecon.sources.fhir.extras import BUSINESS_STATUS, READERS
from medrecon.sources.fhir.lines import Line, finish
from medrecon.sources.fhir.medicine import quick_medicine
from medrecon.sources.fhir.plain import (
    NotPlain,
    date,
    days,
    first_code,
    names,
    number,
    rows,
    words,
)
from medrecon.sources.fhir.shape import Found, short_name

_ELEMENTS = frozenset(
    (
        "resourceType",
        "id",
        "meta",
        "text",
        "contained",
        "extension",
        "identifier",
        "status",
        "medicationCodeableConcept",
        "medicationReference",
        "subject",
        "performer",
        "authorizingPrescription",
        "type",
        "quantity",
        "daysSupply",
        "whenPrepared",
        "whenHandedOver",
        "dosageInstruction",
    )
)
_STATUS = STATUS["MedicationDispense"]


def plain_supply(message: Message, found: Found) -> Line | None:
    """The line of a MedicationDispense, or None where anything in it needs a second look."""
    resource = found.resource
    written = resource.get("status")
    if written.__class__ is not str or not _ELEMENTS.issuperset(resource):
        return None
    status = _STATUS.get(written)
    medicine = quick_medicine(message, found)
    if status is None or medicine is None:
        return None
    fields: dict[str, Any] = {"status": status}
    extra: dict[str, Any] = dict(medicine.extra) if medicine.extra else {}
    try:
        if (held := resource.get("extension")) is not None:
            _extensions(extra, held)
        refs, item = names(found)
        if item is not None:
            extra["item"] = item
        if written != status:
            extra["status"] = written
        _supplied(fields, extra, resource)
    except NotPlain:
        return None
    line = Line(message, found, medicine, "dispense", fields, extra, refs)
    finish(line)
    return line


def _extensions(extra: dict[str, Any], held: Any) -> None:
    for e in rows(held):
        name = short_name(words(e.get("url")))
        if name == BUSINESS_STATUS and len(e) == 2:
            extra["prescription_status"] = _shown(e.get("valueCoding"))
        elif name in READERS:
            raise NotPlain


def _shown(coding: Any) -> str:
    """What a Coding says in words."""
    if coding.__class__ is not dict or "text" in coding or "coding" in coding:
        raise NotPlain
    return words(coding.get("display"))


def _supplied(fields: dict[str, Any], extra: dict[str, Any], resource: dict[str, Any]) -> None:
    """Who supplied how much when, and what came of it."""
    if (held := resource.get("performer")) is not None and (who := _performer(held)) is not None:
        extra["by"] = who
    if (held := resource.get("type")) is not None:
        extra["dispense_type"] = first_code(held)
    if (held := resource.get("quantity")) is not None:
        if held.__class__ is not dict:
            raise NotPlain
        fields["quantity_unit"] = words(held.get("unit"))
        fields["quantity"] = number(held.get("value"))
    if (held := resource.get("daysSupply")) is not None:
        fields["days_supply"] = days(held)
    if (held := resource.get("whenPrepared")) is not None:
        fields["recorded"] = date(held)
    if (held := resource.get("whenHandedOver")) is not None:
        fields["handed"] = date(held)


def _performer(held: Any) -> str | None:
    """The name of the first of those who supplied; None where it is not given."""
    first = rows(held)[0] if held else {}
    actor = first.get("actor")
    if actor.__class__ is not dict or "display" in first:
        raise NotPlain
    return words(actor["display"]) if "display" in actor else None
