"""FHIR Dosage objects into the Dosage value: R4, and the shape of STU3.

Nothing in a message raises: what is not of the expected type counts as not stated. The object itself
is kept on the line, so that writing it again loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from operator import itemgetter
from typing import Any

from medrecon.dosage.codes import codes, dose_unit_name, time_unit
from medrecon.dosage.order import places
from medrecon.dosage.value import Dosage, DosageLine, Maximum, Measure, Status
from medrecon.model import freeze
from medrecon.units import convert

_DIGITS = 16
_STU3_DOSE = ("doseQuantity", "doseRange", "rateQuantity", "rateRange", "rateRatio")
_TIMING_CODES = {
    "QD": (1, 1, "d"),
    "BID": (2, 1, "d"),
    "TID": (3, 1, "d"),
    "QID": (4, 1, "d"),
    "QOD": (1, 2, "d"),
    **{f"Q{n}H": (1, n, "h") for n in (1, 2, 3, 4, 6, 8, 12)},
    "WK": (1, 1, "wk"),
    "MO": (1, 1, "mo"),
}


def read_dosages(dosages: Iterable[Mapping[str, Any]] | Mapping[str, Any]) -> Dosage:
    """Read a list of Dosage objects (or one); see `Dosage.from_fhir`."""
    given = [dosages] if isinstance(dosages, Mapping) else list(dosages or ())
    objects = [_r4(d) for d in given if isinstance(d, Mapping)]
    in_order = sorted(zip(places(objects), objects, strict=True), key=itemgetter(0))
    joins = ["and" if a == b else "then" for (a, _), (b, _) in pairwise(in_order)]
    lines = tuple(_line(d, join) for (_, d), join in zip(in_order, [*joins, None], strict=False))
    text = "\n".join(dict.fromkeys(line.text for line in lines if line.text))
    stated = any(line.states_dose for line in lines)
    only_text = tuple(line.text for line in lines if line.text and not _structured(line))
    status: Status = "parsed"
    if not stated:
        directed = any("as directed" in line.additional for line in lines)
        status = "as_directed" if directed else "no_dose"
    elif only_text:
        status = "partial"
    return Dosage(text=text, status=status, lines=lines, unparsed=only_text)


def _structured(line: DosageLine) -> bool:
    return line.states_dose or bool(line.additional or line.method or line.route or line.site)


def _r4(dosage: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same object with STU3's dose and rate where R4 has them."""
    moved = {k: dosage[k] for k in _STU3_DOSE if k in dosage}
    if not moved:
        return dosage
    rest = {k: v for k, v in dosage.items() if k not in moved}
    return rest if "doseAndRate" in rest else {**rest, "doseAndRate": [moved]}


def _line(d: Mapping[str, Any], join: Any) -> DosageLine:
    timing = _map(d.get("timing"))
    doses, rate = _dose_and_rate(_list(d.get("doseAndRate")))
    reason = d.get("asNeededCodeableConcept") or next(iter(_list(d.get("asNeededFor"))), None)
    return DosageLine(
        text=_text(d.get("text")),
        method=_concept("method", d.get("method")),
        dose=doses[0] if doses else None,
        alternatives=tuple(doses[1:]),
        rate=rate,
        **_repeat(timing),
        events=tuple(str(e) for e in _list(timing.get("event"))),
        route=_concept("route", d.get("route")),
        site=_concept("site", d.get("site")),
        as_needed=d.get("asNeededBoolean") is True or d.get("asNeeded") is True or bool(reason),
        as_needed_for=_concept(None, reason),
        maximum=_maximum(d.get("maxDosePerPeriod")),
        max_each=_quantity(d.get("maxDosePerAdministration")),
        max_lifetime=_quantity(d.get("maxDosePerLifetime")),
        additional=tuple(
            words
            for c in _list(d.get("additionalInstruction"))
            if (words := _concept("instruction", c))
        ),
        patient_instruction=_text(d.get("patientInstruction")),
        join=join,
        source=freeze(_plain(d)),
    )


def _repeat(timing: Mapping[str, Any]) -> dict[str, Any]:
    r = _map(timing.get("repeat"))
    start, end = (_text(_map(r.get("boundsPeriod")).get(k)) for k in ("start", "end"))
    low, high = _int(r.get("frequency")), _int(r.get("frequencyMax"))
    period, unit = _number(r.get("period")), time_unit(_text(r.get("periodUnit")))
    if not r:
        for coding in _list(_map(timing.get("code")).get("coding")):
            known = _TIMING_CODES.get(str(_map(coding).get("code")))
            if known:
                low, period, unit = known[0], Decimal(known[1]), known[2]
    return {
        "over": _span(r.get("duration"), r.get("durationMax"), r.get("durationUnit")),
        "frequency_low": low,
        "frequency_high": high if high is not None else low,
        "period_low": period if unit else None,
        "period_high": (_number(r.get("periodMax")) or period) if unit else None,
        "period_unit": unit if period is not None else None,
        "when": tuple(str(w) for w in _list(r.get("when"))),
        "offset": _int(r.get("offset")),
        "days": tuple(str(day)[:3].casefold() for day in _list(r.get("dayOfWeek"))),
        "times": tuple(_clock(str(t)) for t in _list(r.get("timeOfDay"))),
        "duration": _bounds(r),
        "start": start,
        "end": end,
        "count_low": _int(r.get("count")),
        "count_high": _int(r.get("countMax")) or _int(r.get("count")),
    }


def _bounds(r: Mapping[str, Any]) -> Measure | None:
    exact, span = _map(r.get("boundsDuration")), _map(r.get("boundsRange"))
    if exact:
        value = _number(exact.get("value"))
        unit = time_unit(_text(exact.get("unit")) or _text(exact.get("code")))
        return Measure(value, value, unit) if value is not None and unit else None
    low, high = _map(span.get("low")), _map(span.get("high"))
    units = [time_unit(_text(q.get("unit")) or _text(q.get("code"))) for q in (low, high) if q]
    if not units or None in units or len(set(units)) > 1:
        return None
    return Measure(_number(low.get("value")), _number(high.get("value")), units[0])


def _span(low: object, high: object, unit: object) -> Measure | None:
    least, most, name = _number(low), _number(high), time_unit(_text(unit))
    if (least is None and most is None) or name is None:
        return None
    return Measure(least, most if most is not None else least, name)


def _dose_and_rate(parts: list[Any]) -> tuple[list[Measure], Measure | None]:
    doses: list[Measure] = []
    rate: Measure | None = None
    for part in map(_map, parts):
        dose = _quantity(part.get("doseQuantity")) or _range(part.get("doseRange"))
        if dose:
            doses.append(dose)
        rate = (
            rate
            or _quantity(part.get("rateQuantity"))
            or _range(part.get("rateRange"))
            or _ratio(part.get("rateRatio"))
        )
    return doses, rate


def _quantity(q: Any) -> Measure | None:
    found = _map(q)
    value = _number(found.get("value"))
    if value is None:
        return None
    return Measure(value, value, dose_unit_name(_text(found.get("unit")), _text(found.get("code"))))


def _range(r: Any) -> Measure | None:
    found = _map(r)
    low, high = _quantity(found.get("low")), _quantity(found.get("high"))
    if low is None or high is None:
        if low is not None:
            return Measure(low.low, None, low.unit)
        return Measure(None, high.high, high.unit) if high is not None else None
    if low.unit in (None, high.unit):
        return Measure(low.low, high.high, high.unit)
    least = convert(low.low, low.unit, high.unit or "") if low.low is not None else None
    return None if least is None else Measure(least, high.high, high.unit)


def _ratio(r: Any) -> Measure | None:
    over = _map(_map(r).get("denominator"))
    amount, per = _quantity(_map(r).get("numerator")), _number(over.get("value"))
    unit = _text(over.get("unit")) or _text(over.get("code"))
    if amount is None or per is None or not unit:
        return None
    time = time_unit(unit) or unit
    return Measure(amount.low, amount.high, f"{amount.unit}/{'' if per == 1 else f'{per} '}{time}")


def _maximum(ratio: Any) -> Maximum | None:
    one = ratio[0] if isinstance(ratio, (list, tuple)) and ratio else ratio
    amount, over = _quantity(_map(one).get("numerator")), _map(_map(one).get("denominator"))
    per = _number(over.get("value"))
    unit = time_unit(_text(over.get("unit"))) or time_unit(_text(over.get("code")))
    if amount is None or amount.low is None or per is None or unit is None:
        return None
    return Maximum(amount.low, amount.unit, per, unit)


def _concept(kind: str | None, value: Any) -> str | None:
    """The concept's own name where it is known by code or display, else its words in lower case."""
    concept = _map(value)
    names = codes().names.get(kind, {}) if kind else {}
    words: list[str] = []
    for coding in map(_map, _list(concept.get("coding"))):
        code, display = _text(coding.get("code")), _text(coding.get("display"))
        for key in (code, display.casefold() if display else None):
            if key and key in names:
                return names[key]
        if display:
            words.append(display)
    text = _text(concept.get("text")) or next(iter(words), None)
    return names.get(text.casefold(), text.casefold()) if text else None


def _clock(text: str) -> str:
    return text[:-3] if text.endswith(":00") and len(text) == 8 else text


def _map(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: Any) -> list[Any]:
    if isinstance(value, (list, tuple)):
        return list(value)
    return [] if value is None else [value]


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _number(value: Any) -> Decimal | None:
    if value is None or isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < _DIGITS else None


def _int(value: Any) -> int | None:
    number = _number(value)
    return int(number) if number is not None and number == int(number) else None


def _plain(value: Any) -> Any:
    """Mappings as dicts and sequences as lists, so that `freeze` knows them."""
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    return value
