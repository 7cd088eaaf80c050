"""Issues that say nothing but when and how much: most of a GP record, read without detours.

Such an issue is an order that is based on a plan of the same message and repeats the plan's medicine
and dosage to the letter. Whatever is not that plain is left to the general reading (`lines`), which
says the same and notes what is wrong.
"""

from __future__ import annotations

from typing import Any

from medrecon.model import Issue, PartialDate
from medrecon.sources.fhir.codes import STATUS
from medrecon.sources.fhir.collect import Message
from medrecon.sources.fhir.shape import Found, decimal

_MEDICINE = ("medicationReference", "medicationCodeableConcept")
_SAME = (*_MEDICINE, "dosageInstruction", "subject")
_GRAVE = frozenset(("modifierExtension", "doNotPerform", "medication", "dosage"))
_DAYS = frozenset(("d", "day", "days"))
_STATUS = STATUS["MedicationRequest"]


class Plans:
    """The plans of a message that their issues may be compared with, each looked up once."""

    def __init__(self, message: Message) -> None:
        self._message = message
        self._plans: dict[tuple[int, str], Found | None] = {}

    def of(self, found: Found) -> Found | None:
        """The plan that an order is an issue of, where it may be read as a plain one."""
        resource = found.resource
        based = resource.get("basedOn")
        if resource.get("intent") != "order" or based.__class__ is not list or len(based) != 1:
            return None
        ref = based[0].get("reference") if based[0].__class__ is dict else None
        if ref.__class__ is not str:
            return None
        name = (found.space, ref)
        if name not in self._plans:
            self._plans[name] = self._look_up(found, ref)
        plan = self._plans[name]
        if plan is None or plan.space != found.space or not _GRAVE.isdisjoint(resource):
            return None
        theirs = plan.resource
        for key in _SAME:
            if resource.get(key) != theirs.get(key):
                return None
        return plan

    def _look_up(self, found: Found, ref: str) -> Found | None:
        plan = self._message.resolve(found, ref, "MedicationRequest")
        if plan is None or plan.resource.get("intent") != "plan":
            return None
        if not any(plan.resource.get(key) for key in _MEDICINE):
            return None
        inside = any(
            _is_contained(plan.resource.get(key)) for key in ("medicationReference", "subject")
        )
        return plan if not inside and _GRAVE.isdisjoint(plan.resource) else None


def _is_contained(ref: Any) -> bool:
    """Whether a reference stays inside its resource: the same words then mean two medicines."""
    if ref.__class__ is not dict:
        return ref is not None
    written = ref.get("reference")
    return written.__class__ is not str or str(written).startswith("#")


def plain_issue(found: Found) -> Issue | None:
    """The issue, or None where anything in it needs a second look."""
    resource = found.resource
    written = resource.get("status")
    if written.__class__ is not str or not found.id:
        return None
    status = _STATUS.get(str(written))
    authored = _date(resource.get("authoredOn"))
    request = resource.get("dispenseRequest")
    if status is None or authored is None or request.__class__ is not dict:
        return None
    day: PartialDate | None = authored
    valid = request.get("validityPeriod")
    if valid is not None:
        day = _start(valid) if valid.__class__ is dict else None
    amount, unit = _quantity(request.get("quantity"))
    days = _supply(request.get("expectedSupplyDuration"))
    if day is None or amount is None or days is False:
        return None
    return Issue(found.id, "issue", day, status, amount or None, unit, days)


def _start(valid: dict[str, Any]) -> PartialDate | None:
    """The start of a period whose end is a date or not there."""
    end = valid.get("end")
    return None if end is not None and _date(end) is None else _date(valid.get("start"))


def _date(written: Any) -> PartialDate | None:
    return PartialDate.parse(written) if written.__class__ is str else None


def _quantity(quantity: Any) -> Any:
    """Value and unit; (0, None) where there is none, (None, None) where it is not plain."""
    if quantity is None:
        return 0, None
    if quantity.__class__ is not dict:
        return None, None
    amount, unit = quantity.get("value"), quantity.get("unit")
    if amount.__class__ not in (int, float) or not amount:
        return None, None
    if unit.__class__ is not str or not unit or unit.isspace():
        return None, None
    return decimal(amount), unit


def _supply(duration: Any) -> Any:
    """Days; None where there is none, False where it is not plain."""
    if duration is None:
        return None
    if duration.__class__ is not dict or duration.get("value").__class__ not in (int, float):
        return False
    unit = duration.get("code") or duration.get("unit")
    return (
        (decimal(duration["value"]) or False) if unit.__class__ is str and unit in _DAYS else False
    )
