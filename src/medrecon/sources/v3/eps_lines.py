"""Items of EPS messages as entries: ordered, dispensed, and the printed repeat list."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from medrecon.model import Entry, Issue, WrittenDosage, freeze
from medrecon.sources.fhir.codes import DISPENSE_TYPE
from medrecon.sources.table.cells import whole
from medrecon.sources.v3 import repeat_list
from medrecon.sources.v3.codes import ITEM_STATUS
from medrecon.sources.v3.eps_header import Header
from medrecon.sources.v3.shape import (
    Material,
    Place,
    amount,
    attribute,
    below,
    first_below,
    ids_of,
    kid,
    kids,
    material,
    words,
)

_NUMBERS = re.compile(r"\d+(?:\.\d+)?")


def texts(element: Any, name: str) -> list[str]:
    """The value of each act of that name, as written."""
    return [t for held in below(element, name) if (t := words(kid(held, "value")))]


def written(said: list[str]) -> dict[str, Any]:
    """The dosage fields of an entry."""
    parts = tuple(WrittenDosage(t) for t in said)
    whole_text = "\n".join(said)
    return {
        "dosage": WrittenDosage(whole_text) if said else None,
        "dosages": parts if len(parts) > 1 else (),
    }


def _material(element: Any, name: str) -> Material:
    found = [material(m) for m in below(element, name)]
    return next((m for m in found if m.text or m.codings), Material())


def _named(found: Material, place: Place) -> dict[str, Any]:
    if not found.text and not found.codings:
        place.problem("", "no-medicine", "a medicine", "neither name nor code")
    first = found.first
    return {
        "medication": found.text,
        "code": first.code if first else None,
        "code_system": first.system if first else None,
        "codings": found.codings,
    }


def item_number(element: Any, place: Place) -> str | None:
    """The item number that an order and its supplies share, in the spelling of EPS in FHIR."""
    fulfils = first_below(kid(element, "inFulfillmentOf"), "id")
    held = attribute(fulfils, "root") or place.id
    return held.lower() if held else None


def ordered(element: Any, place: Place, header: Header) -> Entry:
    """A line item of a prescription."""
    held = amount(place, kid(first_below(element, "lineItemQuantity"), "quantity"))
    status = attribute(kid(first_below(element, "pertinentItemStatus"), "value"), "code")
    _, said, _ = repeat_list.split("\n".join(texts(element, "pertinentAdditionalInstructions")))
    issued = kid(element, "repeatNumber")
    high = attribute(kid(issued, "high"), "value")
    item = item_number(element, place)
    extra = {
        "item": item,
        "group": header.group,
        "prescription_type": header.kind,
        "prescription": header.refs,
        "item_status": status,
        "issue_number": attribute(kid(issued, "low"), "value"),
        "endorsements": [
            c
            for e in below(element, "pertinentPrescriberEndorsement")
            if (c := attribute(kid(e, "value"), "code"))
        ],
    }
    return Entry(
        id=place.id or place.path,
        source=header.source,
        kind="order",
        status=ITEM_STATUS.get(status, "unknown") if status else "active",
        course=header.course,
        start=header.start or header.signed,
        recorded=header.signed,
        authorisation_expires=header.expires,
        review_date=header.review,
        days_supply=header.days,
        quantity=held.value,
        quantity_unit=held.unit,
        repeats_allowed=whole(high) if high else None,
        note=said,
        patient=header.person,
        refs=_refs(element, place, item),
        path=place.path,
        extra=freeze({k: v for k, v in extra.items() if v}),
        **written(texts(element, "pertinentDosageInstructions")),
        **_named(_material(element, "manufacturedRequestedMaterial"), place),
    )


def _refs(element: Any, place: Place, item: str | None) -> tuple[str, ...]:
    out = ids_of(element) or [place.path]
    if item and item not in [r.lower() for r in out]:
        out.append(item)
    return tuple(dict.fromkeys(out))


def listed(element: Any, place: Place, header: Header) -> list[Entry]:
    """The printed repeat list that an item carries, a statement of its own for each medicine."""
    said = "\n".join(texts(element, "pertinentAdditionalInstructions"))
    found, _, damaged = repeat_list.split(said)
    if damaged:
        place.problem("pertinentAdditionalInstructions", "list", "a whole list", "a damaged one")
    out = []
    for n, one in enumerate(found, 1):
        own = f"{place.id or place.path}-listed-{n}"
        counter = {"written": one.written, "issue_counter": one.counter}
        out.append(
            Entry(
                id=own,
                source=header.prescriber,
                medication=one.name,
                kind="statement",
                course="repeat",
                recorded=header.signed,
                patient=header.person,
                refs=(own,),
                path=f"{place.path}.pertinentAdditionalInstructions.medication[{n}]",
                extra=freeze(counter if one.counter else {}),
            )
        )
    return out


def dispensed(element: Any, place: Place, header: Header) -> Entry:
    """A supplied line item: what was handed over, with what was ordered where that differs."""
    asked = _material(kid(element, "consumable"), "manufacturedRequestedMaterial")
    supplies = [s for c in kids(element, "component") for s in kids(c, "suppliedLineItemQuantity")]
    given = [_material(s, "manufacturedSuppliedMaterial") for s in supplies]
    handed = next((m for m in given if m.text or m.codings), asked)
    amounts = [amount(place, kid(s, "quantity")) for s in supplies]
    means = attribute(kid(first_below(element, "pertinentItemStatus"), "value"), "code")
    row = DISPENSE_TYPE.get(means or "", {})
    state = row.get("status", "unknown")
    item = item_number(element, place)
    extra = {
        "item": item,
        "group": header.group,
        "dispense_type": means,
        "dispense_means": row.get("means"),
        "ordered": asked.text if asked.text != handed.text else None,
        "ordered_codes": [c.code for c in asked.codings if c.code]
        if asked.codings != handed.codings
        else None,
        "not_dispensed": attribute(
            kid(first_below(element, "pertinentNonDispensingReason"), "value"), "code"
        ),
        "message_id": header.source.document,
        "replaces_message": header.replaces,
        "claim": header.claim,
    }
    supplied = state not in ("cancelled", "planned")
    same = [a for m, a in zip(given, amounts, strict=True) if _adds_up(m, handed)]
    unit = {a.unit for a in same}
    known = [a.value for a in same if a.value is not None]
    said = texts(element, "pertinentSupplyInstructions") + texts(
        element, "pertinentDosageInstructions"
    )
    return Entry(
        id=place.id or place.path,
        source=header.source,
        kind="dispense",
        status=state,
        start=header.signed,
        last_issued=header.signed if supplied else None,
        recorded=header.signed,
        quantity=sum(known, Decimal(0)) if known and len(unit) == 1 else None,
        quantity_unit=unit.pop() if len(unit) == 1 else None,
        issues=_parts(given, amounts, header) if len(set(given)) > 1 else (),
        patient=header.person,
        refs=_refs(element, place, item),
        path=place.path,
        extra=freeze({k: v for k, v in extra.items() if v}),
        **written(list(dict.fromkeys(said))),
        **_named(handed, place),
    )


def _adds_up(one: Material, first: Material) -> bool:
    """Whether two products may be counted together: their names hold the same numbers (strengths)."""
    if not one.text:
        return True
    return set(_NUMBERS.findall(one.text)) == set(_NUMBERS.findall(first.text))


def _parts(given: list[Material], amounts: list[Any], header: Header) -> tuple[Issue, ...]:
    """What was handed over besides the first product, where one item was met with several."""
    first = given[0]
    return tuple(
        Issue(
            id=None,
            kind="dispense",
            date=header.signed,
            status="completed",
            quantity=held.value,
            quantity_unit=held.unit,
            medication=one.text if one.text != first.text else None,
            code=one.first.code if one.first and one.first != first.first else None,
        )
        for one, held in zip(given[1:], amounts[1:], strict=True)
    )
