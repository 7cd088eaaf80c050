"""One dosage of a prescribed item as FHIR R4 Dosage, whose names the columns of the data set carry."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from medrecon.model import PartialDate, WrittenDosage, freeze
from medrecon.sources.epma.fields import Fields, fields_of, fold
from medrecon.sources.epma.shared import date
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


@dataclass(frozen=True, slots=True)
class Step:
    """One dosage of an item with its place among the others and its validity period."""

    group: Fields
    sequence: int | None
    start: PartialDate | None
    end: PartialDate | None


def steps_of(record: Any, place: Place) -> list[Step]:
    """The dosages of an item in their order.

    Where the sequence numbers do not tell one from another, periods that follow each other do.
    """
    steps = []
    for element in dosage_groups(record):
        group = Fields.of(element.iter(), "dosage")
        told = _number(group, "sequence", place)
        whole = int(told) if told is not None and told == int(told) else None
        start, end = (date(group(f), place, f) for f in ("start", "end"))
        steps.append(Step(group, whole, start, end))
    steps.sort(key=lambda s: (s.sequence is None, s.sequence or 0))
    if len(steps) > 1 and len({s.sequence for s in steps}) == 1:
        return _by_period(steps)
    return steps


def _by_period(steps: list[Step]) -> list[Step]:
    """The steps numbered by their periods, as they were where a period is open or two overlap."""
    if not all(s.start for s in steps):
        return steps
    ordered = sorted(steps, key=lambda s: (s.start.first, s.start.text) if s.start else ())
    if all(a.end and b.start and a.end.text <= b.start.text for a, b in pairwise(ordered)):
        return [Step(s.group, n, s.start, s.end) for n, s in enumerate(ordered, 1)]
    return steps


def dosage(step: Step, place: Place, *, one_of_several: bool) -> WrittenDosage:
    """One dosage as FHIR R4 has it; its text with the additional instructions as the source wrote them.

    The place and the period of a dosage are said where there are several; of the only one they are
    those of the item.
    """
    group = step.group
    period = {k: d.text for k, d in (("start", step.start), ("end", step.end)) if d}
    repeat: dict[str, Any] = {
        "frequency": _number(group, "frequency", place),
        "period": _number(group, "period", place),
        "periodUnit": group("period_unit"),
        "dayOfWeek": [d.lower() for d in group.all("day")],
        "timeOfDay": group.all("time"),
        "when": group.all("when"),
        "boundsPeriod": period if one_of_several else None,
    }
    repeat = {k: v for k, v in repeat.items() if v}
    low = _quantity(group, "low", place)
    high = _quantity(group, "high", place)
    dose = _quantity(group, "dose", place)
    rates: list[dict[str, Any]] = [{"doseQuantity": dose}] if dose else []
    if low or high:
        if dose:
            place.problem("dose", "several-doses", "a dose or a range", "both")
        rates.append({"doseRange": {k: v for k, v in (("low", low), ("high", high)) if v}})
    needed = (group("as_needed") or "").lower()
    structure = {
        "sequence": step.sequence if one_of_several else None,
        "text": group("text"),
        "additionalInstruction": [{"text": t} for t in group.all("more")],
        "timing": {"repeat": repeat} if repeat else None,
        "asNeededBoolean": True if needed in TRUE else None,
        "route": {"text": group("route")} if group("route") else None,
        "site": {"text": group("site")} if group("site") else None,
        "method": {"text": group("method")} if group("method") else None,
        "doseAndRate": rates,
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
