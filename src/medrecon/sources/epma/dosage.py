"""One dosage of a prescribed item as FHIR R4 Dosage, whose names the columns of the data set carry."""

from __future__ import annotations

from typing import Any

from medrecon.model import WrittenDosage, freeze
from medrecon.sources.epma.fields import Fields, fields_of, fold
from medrecon.sources.table.cells import number
from medrecon.sources.v3.shape import Place
from medrecon.sources.xml_text import local

TRUE = ("true", "1", "y", "yes")


def dosage_groups(record: Any) -> list[Any]:
    """The elements that hold one dosage each; the record itself where they stand loose in it."""
    known = fields_of("dosage")
    anchors = ("sequence", "text", "dose", "low", "frequency", "as_needed", "start")
    holders = {
        e.getparent(): None
        for e in record.iter()
        if isinstance(e.tag, str) and known.get(fold(local(e.tag))) in anchors
    }
    return list(holders)


def dosage(group: Fields, place: Place) -> WrittenDosage:
    """One dosage as FHIR R4 has it; its text with the additional instructions as the source wrote them."""
    repeat: dict[str, Any] = {
        "frequency": _number(group, "frequency", place),
        "period": _number(group, "period", place),
        "periodUnit": group("period_unit"),
        "dayOfWeek": [d.lower() for d in group.all("day")],
        "timeOfDay": group.all("time"),
        "when": group.all("when"),
    }
    repeat = {k: v for k, v in repeat.items() if v}
    low = _quantity(group, "low", place)
    high = _quantity(group, "high", place)
    dose = _quantity(group, "dose", place)
    rates: dict[str, Any] = {"doseQuantity": dose} if dose else {}
    if not dose and (low or high):
        rates = {"doseRange": {k: v for k, v in (("low", low), ("high", high)) if v}}
    needed = (group("as_needed") or "").lower()
    structure = {
        "text": group("text"),
        "additionalInstruction": [{"text": t} for t in group.all("more")],
        "timing": {"repeat": repeat} if repeat else None,
        "asNeededBoolean": True if needed in TRUE else None,
        "route": {"text": group("route")} if group("route") else None,
        "site": {"text": group("site")} if group("site") else None,
        "method": {"text": group("method")} if group("method") else None,
        "doseAndRate": [rates] if rates else None,
    }
    structure = {k: v for k, v in structure.items() if v}
    has_more = set(structure) - {"text", "route", "site"}
    words = ", ".join(t for t in (group("text"), *group.all("more")) if t)
    return WrittenDosage(words or None, freeze(structure) if has_more else None)


def _number(group: Fields, field: str, place: Place) -> Any:
    written = group(field)
    found = number(written) if written else None
    if written and found is None:
        place.problem(field, "number", "a number", f"text of {len(written)} characters")
    return found


def _quantity(group: Fields, field: str, place: Place) -> dict[str, Any] | None:
    value = _number(group, field, place)
    unit = group(f"{field}_unit")
    return {"value": value, **({"unit": unit} if unit else {})} if value is not None else None
