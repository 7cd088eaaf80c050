"""Cancellations of EPS items, and what Spine answered: both name the item and not the medicine.

A request that Spine did not carry out (the item is with a dispenser, or was dispensed) cancels nothing.
"""

from __future__ import annotations

from typing import Any

from medrecon.model import Entry, Problem, freeze
from medrecon.sources.fhir.codes import CANCEL_REASON
from medrecon.sources.v3.eps_header import Header
from medrecon.sources.v3.shape import Place, attribute, first_below, ids_of, kid, words

REQUEST, RESPONSE = "CancellationRequest", "CancellationResponse"
_CARRIED_OUT = "0001"  # EPS cancellation response: prescription or item was cancelled


def requested(element: Any, header: Header, problems: list[Problem]) -> Entry:
    """A request to cancel an item. Read together with the order, the two are one entry, cancelled."""
    reason = first_below(element, "pertinentCancellationReason")
    code = attribute(kid(reason, "value"), "code")
    told = CANCEL_REASON.get(code or "") or words(kid(reason, "text"))
    return _of_item(element, header, problems, "cancelled", told, None)


def answered(element: Any, header: Header, problems: list[Problem]) -> Entry:
    """Spine's answer to a request: the item is cancelled, or as it was before."""
    value = kid(first_below(element, "pertinentResponse"), "value")
    done = attribute(value, "code") == _CARRIED_OUT
    said = attribute(value, "displayName") or attribute(value, "code")
    return _of_item(element, header, problems, "cancelled" if done else "active", None, said)


def _of_item(
    element: Any,
    header: Header,
    problems: list[Problem],
    status: str,
    reason: str | None,
    answer: str | None,
) -> Entry:
    ref = first_below(element, "pertinentLineItemRef")
    own = next(iter(ids_of(ref)), None) if ref is not None else None
    place = Place(RESPONSE if answer else REQUEST, own, problems)
    place.problem("pertinentLineItemRef", "no-medicine", "a medicine", "only the number of an item")
    extra = {"item": own.lower() if own else None, "group": header.group, "answer": answer}
    return Entry(
        id=own or header.source.document or place.path,
        source=header.source,
        medication="",
        kind="order",
        status=status,
        stop_reason=reason,
        stopped_on=header.signed if status == "cancelled" else None,
        recorded=header.signed,
        patient=header.person,
        refs=tuple(r for r in (own, header.source.document) if r) or (place.path,),
        path=place.path,
        extra=freeze({k: v for k, v in extra.items() if v}),
    )
