"""Issues that say nothing but when and how much: most of a GP record, read without detours.

Such an issue is an order that is based on a plan of the same message and repeats the plan's medicine
and dosage to the letter. Whatever is not that plain is left to the general reading (`lines`), which
says the same and notes what is wrong.
"""

from __future__ import annotations

from typing import Any

from medrecon.model import Issue, make_issue
from medrecon.sources.fhir.codes import STATUS
from medrecon.sources.fhir.collect import Message
from medrecon.sources.fhir.orders import ELEMENTS
from medrecon.sources.fhir.plain import NotPlain, date, days, number, period, words
from medrecon.sources.fhir.shape import Found

_MEDICINE = ("medicationReference", "medicationCodeableConcept")
_GRAVE = frozenset(("modifierExtension", "doNotPerform", "medication", "dosage"))
_STATUS = STATUS["MedicationRequest"]


class Plans:
    """The plans of a message that their issues may be compared with, each looked up once."""

    def __init__(self, message: Message) -> None:
        self._message = message
        self._plans: dict[tuple[int, str], tuple[Found, tuple[Any, ...]] | None] = {}

    def of(self, found: Found) -> Found | None:
        """The plan that an order is an issue of, where it may be read as a plain one."""
        resource = found.resource
        based = resource.get("basedOn")
        if based.__class__ is not list or len(based) != 1 or resource.get("intent") != "order":
            return None
        ref = based[0].get("reference") if based[0].__class__ is dict else None
        if ref.__class__ is not str:
            return None
        name = (found.space, ref)
        known = self._plans.get(name)
        if known is None and name not in self._plans:
            known = self._plans[name] = self._look_up(found, ref)
        if known is None or not ELEMENTS.issuperset(resource):
            return None
        plan, said = known
        return plan if plan.space == found.space and repeated(resource) == said else None

    def _look_up(self, found: Found, ref: str) -> tuple[Found, tuple[Any, ...]] | None:
        """A plan, and what its plain issues repeat of it."""
        plan = self._message.resolve(found, ref, "MedicationRequest")
        if plan is None or plan.resource.get("intent") != "plan":
            return None
        if not any(plan.resource.get(key) for key in _MEDICINE):
            return None
        inside = any(
            _is_contained(plan.resource.get(key)) for key in ("medicationReference", "subject")
        )
        if inside or not _GRAVE.isdisjoint(plan.resource):
            return None
        return plan, repeated(plan.resource)


def repeated(resource: dict[str, Any]) -> tuple[Any, ...]:
    """Medicine, dosage and patient of an order as written, which a plain issue has from its plan."""
    held = resource.get
    named, coded = held("medicationReference"), held("medicationCodeableConcept")
    return named, coded, held("dosageInstruction"), held("subject")


def _is_contained(ref: Any) -> bool:
    """Whether a reference stays inside its resource: the same words then mean two medicines."""
    if ref.__class__ is not dict:
        return ref is not None
    written = ref.get("reference")
    return written.__class__ is not str or str(written).startswith("#")


def plain_issue(found: Found) -> Issue | None:
    """The issue, or None where anything in it needs a second look."""
    own, resource = found.id, found.resource
    written, request = resource.get("status"), resource.get("dispenseRequest")
    if not own or written.__class__ is not str or request.__class__ is not dict:
        return None
    status = _STATUS.get(written)
    if status is None or (written == "stopped" and "extension" in resource):
        return None  # the extension may say that it was no stop
    amount = unit = lasts = None
    try:
        day = date(resource.get("authoredOn"))
        if day is not None and (valid := request.get("validityPeriod")) is not None:
            day, _end = period(valid)
        if (quantity := request.get("quantity")) is not None:
            unit = words(quantity.get("unit") if quantity.__class__ is dict else None)
            amount = number(quantity.get("value"))
        if (duration := request.get("expectedSupplyDuration")) is not None:
            lasts = days(duration)
    except NotPlain:
        return None
    return make_issue(own, "issue", day, status, amount, unit, lasts) if day is not None else None
