"""Statements whose elements all have their ordinary shape: most of a shared record, read in one go.

What is not that plain is left to the general reading (`lines`), which goes element by element, says
the same and notes what is wrong. A record of thirty statements is read in half the time for it.
"""

from __future__ import annotations

from typing import Any

from medrecon.model import PartialDate
from medrecon.sources.fhir.codes import COURSE, STATUS
from medrecon.sources.fhir.collect import Message
from medrecon.sources.fhir.extras import LAST_ISSUE, READERS
from medrecon.sources.fhir.lines import Line
from medrecon.sources.fhir.medicine import quick_medicine
from medrecon.sources.fhir.shape import Found, short_name, value

_ELEMENTS = frozenset(
    (
        "resourceType",
        "id",
        "meta",
        "text",
        "extension",
        "identifier",
        "status",
        "category",
        "medicationCodeableConcept",
        "medicationReference",
        "subject",
        "effectivePeriod",
        "dateAsserted",
        "informationSource",
        "note",
        "dosage",
    )
)
_STATUS = frozenset(
    k for k, v in STATUS["MedicationStatement"].items() if k == v and k != "not-taken"
)


class _NotPlain(Exception):
    """An element that needs a second look."""


def plain_statement(message: Message, found: Found) -> Line | None:
    """The line of a MedicationStatement, or None where anything in it needs a second look."""
    resource = found.resource
    status = resource.get("status")
    if status.__class__ is not str or status not in _STATUS or not _ELEMENTS.issuperset(resource):
        return None
    medicine = quick_medicine(message, found)
    if medicine is None:
        return None
    fields: dict[str, Any] = {"status": status}
    extra: dict[str, Any] = dict(medicine.extra)
    try:
        if (held := resource.get("extension")) is not None:
            _last_issue(fields, held)
        if (held := resource.get("category")) is not None:
            _category(fields, extra, held)
        if (held := resource.get("effectivePeriod")) is not None:
            fields["start"] = _date(_dict(held).get("start"))
            fields["end"] = _date(held.get("end"))
        if (held := resource.get("dateAsserted")) is not None:
            fields["recorded"] = _date(held)
        if (held := resource.get("note")) is not None:
            fields["note"] = "\n".join([_text(_dict(n).get("text")) for n in _list(held)]) or None
        refs = _refs(found)
    except _NotPlain:
        return None
    return Line(message, found, medicine, "statement", fields, extra, refs)


def _dict(held: Any) -> dict[str, Any]:
    if held.__class__ is not dict:
        raise _NotPlain
    return held


def _list(held: Any) -> list[Any]:
    if held.__class__ is not list:
        raise _NotPlain
    return held


def _text(held: Any) -> str:
    if held.__class__ is not str or not held or held.isspace():
        raise _NotPlain
    return held


def _date(held: Any) -> PartialDate | None:
    if held is None:
        return None
    found = PartialDate.parse(held) if held.__class__ is str else None
    if found is None:
        raise _NotPlain
    return found


def _last_issue(fields: dict[str, Any], held: Any) -> None:
    for e in _list(held):
        name = short_name(_text(_dict(e).get("url")))
        if name == LAST_ISSUE:
            fields["last_issued"] = _date(value(e))
        elif name in READERS:
            raise _NotPlain


def _category(fields: dict[str, Any], extra: dict[str, Any], held: Any) -> None:
    codes = tuple([_text(_dict(c).get("code")) for c in _list(_dict(held).get("coding"))])
    if codes:
        extra["category"] = codes
        course = next((COURSE[c] for c in codes if COURSE.get(c) is not None), None)
        if course is not None:
            fields["course"] = course


def _refs(found: Found) -> list[str]:
    """Every name that the statement goes by, as `lines.refs_of` has it; an order's number is not plain."""
    refs = [found.id] if found.id else []
    if found.url and found.url != found.id:
        refs.append(found.url)
    if (held := found.resource.get("identifier")) is not None:
        for i in _list(held):
            name, system = _text(_dict(i).get("value")), i.get("system")
            if system.__class__ is not str or "prescription-order-item-number" in system:
                raise _NotPlain
            if name not in refs:
                refs.append(name)
    return refs
