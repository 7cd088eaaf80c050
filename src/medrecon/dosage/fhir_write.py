"""The Dosage value as FHIR R4 Dosage objects."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from medrecon.dosage.codes import SNOMED, TIME_WORDS, UCUM, codes
from medrecon.dosage.value import Dosage, DosageLine, Measure
from medrecon.model import FrozenDict


def write_dosages(dosage: Dosage) -> list[dict[str, Any]]:
    """One object a line, with `sequence` where there are several; see `Dosage.to_fhir`.

    A text that states no dose is one object with only its text.
    """
    if not dosage.lines:
        return [{"text": dosage.text}] if dosage.text else []
    written = []
    step = 1
    for line in dosage.lines:
        if line.source is not None:
            written.append(thaw(line.source))
            continue
        sequence = step if len(dosage.lines) > 1 else None
        written.append(write_line(line, sequence))
        step += line.join != "and"
    return written


def write_line(line: DosageLine, sequence: int | None = None) -> dict[str, Any]:
    """One FHIR Dosage from the flat form."""
    reason = {"text": line.as_needed_for} if line.as_needed_for else None
    out: dict[str, Any] = {
        "sequence": sequence,
        "text": line.text,
        "additionalInstruction": [concept("instruction", a) for a in line.additional],
        "patientInstruction": line.patient_instruction,
        "timing": _timing(line),
        "asNeededBoolean": True if line.as_needed and not reason else None,
        "asNeededCodeableConcept": reason,
        "site": concept("site", line.site),
        "route": concept("route", line.route),
        "method": concept("method", line.method),
        "doseAndRate": _dose_and_rate(line),
        "maxDosePerPeriod": _maximum(line),
        "maxDosePerAdministration": line.max_each and _quantity(line.max_each.high, line.max_each),
        "maxDosePerLifetime": line.max_lifetime
        and _quantity(line.max_lifetime.high, line.max_lifetime),
    }
    return {k: v for k, v in out.items() if v not in (None, [], {})}


def _timing(line: DosageLine) -> dict[str, Any]:
    exact = line.duration.exact if line.duration else None
    over = line.over
    most = None if over is None or over.low == over.high else over.high
    repeat: dict[str, Any] = {
        "boundsDuration": _time(exact, line.duration.unit) if line.duration else None,
        "boundsRange": _bounds_range(line.duration) if exact is None else None,
        "boundsPeriod": {k: v for k, v in (("start", line.start), ("end", line.end)) if v},
        "count": line.count_low,
        "countMax": line.count_high if line.count_high != line.count_low else None,
        "duration": number(over.low) if over else None,
        "durationMax": number(most),
        "durationUnit": over.unit if over else None,
        "frequency": line.frequency_low,
        "frequencyMax": line.frequency_high if line.frequency_high != line.frequency_low else None,
        "period": number(line.period_low),
        "periodMax": number(line.period_high) if line.period_high != line.period_low else None,
        "periodUnit": line.period_unit,
        "dayOfWeek": list(line.days),
        "timeOfDay": [f"{t}:00" if len(t) == 5 else t for t in line.times],
        "when": list(line.when),
        "offset": line.offset,
    }
    kept = {k: v for k, v in repeat.items() if v not in (None, [], {})}
    timing = {"event": list(line.events), "repeat": kept}
    return {k: v for k, v in timing.items() if v}


def _bounds_range(duration: Measure | None) -> dict[str, Any]:
    if duration is None:
        return {}
    ends = (("low", duration.low), ("high", duration.high))
    return {name: _time(value, duration.unit) for name, value in ends if value is not None}


def _time(value: Decimal | None, unit: str | None) -> dict[str, Any] | None:
    if value is None or unit is None:
        return None
    return {"value": number(value), "unit": TIME_WORDS[unit], "system": UCUM, "code": unit}


def _dose_and_rate(line: DosageLine) -> list[dict[str, Any]]:
    parts = [_dose(m) for m in (line.dose, *line.alternatives) if m is not None]
    if line.rate is not None:
        rate = _rate(line.rate)
        parts = [{**parts[0], **rate}, *parts[1:]] if parts else [rate]
    return parts


def _dose(m: Measure) -> dict[str, Any]:
    if m.exact is not None:
        return {"doseQuantity": _quantity(m.low, m)}
    ends = (("low", m.low), ("high", m.high))
    return {"doseRange": {k: _quantity(v, m) for k, v in ends if v is not None}}


def _rate(m: Measure) -> dict[str, Any]:
    amount, _, per = (m.unit or "").rpartition("/")
    size, _, time = per.rpartition(" ")
    if m.exact is not None and time in TIME_WORDS and "/" not in amount:
        denominator = _time(Decimal(size or 1), time)
        numerator = _quantity(m.low, Measure(m.low, m.high, amount))
        return {"rateRatio": {"numerator": numerator, "denominator": denominator}}
    if m.exact is not None:
        return {"rateQuantity": rate_quantity(m.low, m.unit)}
    ends = (("low", m.low), ("high", m.high))
    return {"rateRange": {k: rate_quantity(v, m.unit) for k, v in ends if v is not None}}


def rate_quantity(value: Decimal | None, unit: str | None) -> dict[str, Any]:
    """A rate whose unit is spelt out: `mg/kg/h` is `milligram per kilogram per hour`."""
    words = [spoken(part) for part in (unit or "").split("/")]
    return {"value": number(value), "unit": " per ".join(words)}


def spoken(part: str) -> str:
    """One part of a compound unit in full words."""
    size, _, name = part.rpartition(" ")
    known = codes().units.get(name)
    word = TIME_WORDS.get(name) or (known.words if known else name)
    return f"{size} {word}s" if size else word


def _maximum(line: DosageLine) -> dict[str, Any]:
    m = line.maximum
    if m is None:
        return {}
    amount = Measure(m.value, m.value, m.unit)
    return {
        "numerator": _quantity(m.value, amount),
        "denominator": _time(m.period, m.period_unit),
    }


def _quantity(value: Decimal | None, measure: Measure) -> dict[str, Any]:
    out: dict[str, Any] = {"value": number(value)}
    if measure.unit is None:
        return out
    known = codes().units.get(measure.unit)
    if known is None:
        return {**out, "unit": measure.unit}
    out["unit"] = known.words
    if known.code:
        out |= {"system": known.system, "code": known.code}
    return out


def concept(kind: str, name: str | None) -> dict[str, Any] | None:
    """A CodeableConcept: coded where the NHS lists a code, in words where not."""
    if not name:
        return None
    known = codes().concepts[kind].get(name)
    if known is None:
        return {"text": name}
    return {"coding": [{"system": SNOMED, "code": known.code, "display": known.display}]}


def number(value: Decimal | None) -> int | float | None:
    """A decimal as a JSON number."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def thaw(value: Any) -> Any:
    """Frozen JSON data as plain dicts and lists."""
    if isinstance(value, FrozenDict):
        return {k: thaw(v) for k, v in value.items()}
    return [thaw(v) for v in value] if isinstance(value, tuple) else value
