"""A coded medicine of a CDA document (`substanceAdministration`), with its dose as FHIR R4 has it."""

from __future__ import annotations

from typing import Any

from medrecon.model import Entry, Identity, Problem, Source, WrittenDosage, freeze
from medrecon.sources.cda.narrative import is_medicines, status_of, tables
from medrecon.sources.table.cells import number
from medrecon.sources.v3.shape import (
    Material,
    Place,
    attribute,
    below,
    ids_of,
    kid,
    kids,
    material,
    when,
    words,
)
from medrecon.sources.xml_text import local

_NOT_READ = ("maxDoseQuantity", "rateQuantity")


def coded(
    element: Any, n: int, source: Source, who: Identity | None, problems: list[Problem]
) -> Entry:
    """The `n`th coded medicine of a document. One that is negated was not given or is not taken."""
    ids = ids_of(element)
    place = Place(f"substanceAdministration[{n}]", ids[0] if ids else None, problems)
    found = [material(m) for m in below(element, "manufacturedMaterial", "manufacturedLabeledDrug")]
    named = next((m for m in found if m.text or m.codings), Material())
    if not named.text and not named.codings:
        place.problem("consumable", "no-medicine", "a medicine", "neither name nor code")
    negated = attribute(element, "negationInd") == "true"
    if negated:
        place.problem("negationInd", "modifier", "a medicine that is taken", "its negation")
    period = next((t for t in kids(element, "effectiveTime") if kid(t, "period") is None), None)
    first = named.first
    return Entry(
        id=ids[0] if ids else place.path,
        source=source,
        medication=named.text,
        code=first.code if first else None,
        code_system=first.system if first else None,
        codings=named.codings,
        dosage=_dosage(element, place),
        status="cancelled" if negated else _status(element),
        taken="no" if negated else None,
        start=when(place, kid(period, "low"), "effectiveTime.low")
        or when(place, period, "effectiveTime"),
        end=when(place, kid(period, "high"), "effectiveTime.high"),
        route=attribute(kid(element, "routeCode"), "displayName"),
        patient=who,
        refs=tuple(ids) or (place.path,),
        path=place.path,
    )


def section_of(element: Any) -> Any | None:
    """The section that an element stands in."""
    return next((up for up in element.iterancestors() if local(up.tag) == "section"), None)


def _status(element: Any) -> str:
    """By its own status; `active` and an unknown one give way to a title that says it was stopped."""
    own = tables()["status"].get(attribute(kid(element, "statusCode"), "code") or "", "unknown")
    section = section_of(element)
    told = status_of(section) if section is not None and is_medicines(section) else None
    return str(told if told and own in ("active", "completed", "unknown") else own)


def _dosage(element: Any, place: Place) -> WrittenDosage | None:
    """The words of the act, and its dose and interval as one FHIR Dosage."""
    said = words(kid(element, "text"))
    for name in _NOT_READ:
        if kid(element, name) is not None:
            place.problem(name, "not-read", "dose and interval only", "more")
    rates, repeat = _dose(kid(element, "doseQuantity"), place), _repeat(element, place)
    structure: dict[str, Any] = {"text": said} if said else {}
    if rates:
        structure["doseAndRate"] = [rates]
    if repeat:
        structure["timing"] = {"repeat": repeat}
    has_more = bool(rates or repeat)
    return (
        WrittenDosage(said, freeze(structure) if has_more else None) if said or has_more else None
    )


def _dose(held: Any, place: Place) -> dict[str, Any]:
    low, high = _quantity(kid(held, "low"), place), _quantity(kid(held, "high"), place)
    if low or high:
        return {"doseRange": {k: v for k, v in (("low", low), ("high", high)) if v}}
    dose = _quantity(held, place)
    return {"doseQuantity": dose} if dose else {}


def _quantity(held: Any, place: Place) -> dict[str, Any]:
    """A PQ as a FHIR Quantity; a unit of 1 is none, and braces are those of UCUM annotations."""
    value = attribute(held, "value")
    if value is None:
        return {}
    amount = number(value)
    if amount is None:
        place.problem("doseQuantity", "number", "a number", f"text of {len(value)} characters")
        return {}
    unit = (attribute(held, "unit") or "").strip("{}")
    return {"value": amount, **({"unit": unit} if unit not in ("", "1") else {})}


def _repeat(element: Any, place: Place) -> dict[str, Any]:
    """How often: the only interval (PIVL_TS). A time of any other kind is a Problem."""
    times = [t for t in kids(element, "effectiveTime") if kid(t, "period") is not None]
    others = [t for t in kids(element, "effectiveTime") if kid(t, "event") is not None]
    if not times and not others:
        return {}
    if len(times) == 1 and not others:
        period = kid(times[0], "period")
        every = number(attribute(period, "value") or "")
        unit = tables()["period"].get(attribute(period, "unit") or "")
        if every and unit:
            return {"frequency": 1, "period": every, "periodUnit": unit}
    place.problem("effectiveTime", "timing", "one interval", "another pattern of times")
    return {}
