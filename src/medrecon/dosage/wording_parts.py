"""The parts of the NHS dose-to-text wording, one function a part, each over FHIR R4 data.

Source of the wording: NHS England dose-to-text translation, Implementation guide for interoperable
medicines (2025-02) and the Electronic Prescription Service's published translator (2021).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from medrecon.dosage.codes import SNOMED, TIME_WORDS

Object = Mapping[str, Any]
_ADVERBS = {"h": "hourly", "d": "daily", "wk": "weekly", "mo": "monthly", "a": "annually"}
_DAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}
_MEALS = {"": "a meal", "M": "breakfast", "D": "lunch", "V": "dinner"}
_WHENS = {
    "MORN": "during the morning",
    "MORN.early": "during the early morning",
    "MORN.late": "during the late morning",
    "NOON": "around 12:00pm",
    "AFT": "during the afternoon",
    "AFT.early": "during the early afternoon",
    "AFT.late": "during the late afternoon",
    "EVE": "during the evening",
    "EVE.early": "during the early evening",
    "EVE.late": "during the late evening",
    "NIGHT": "during the night",
    "PHS": "once asleep",
    "HS": "before sleep",
    "WAKE": "upon waking",
    **{"C" + code: f"at {meal}" for code, meal in _MEALS.items()},
    **{"AC" + code: f"before {meal}" for code, meal in _MEALS.items()},
    **{"PC" + code: f"after {meal}" for code, meal in _MEALS.items()},
}
_FRACTIONS = {"0.25": "quarter", "0.5": "half", "0.75": "three quarters"}


class NoWordingError(Exception):
    """The dialect's rules have no wording for this structure. Never leaves the package."""


@dataclass(frozen=True, slots=True)
class Words:
    """Where the dialects word a part differently."""

    night: str
    whens_and: bool
    fractions: bool
    unitless: bool = False


_DIGITS = Words("", whens_and=False, fractions=False)


def plain(value: Any) -> str:
    """A number in its shortest decimal form: `1`, `0.5`, never `1.0` or `5E-1`."""
    if value is None or isinstance(value, bool):
        raise NoWordingError
    try:
        number = Decimal(str(value))
    except InvalidOperation as error:
        raise NoWordingError from error
    if not number.is_finite():
        raise NoWordingError
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def listed(words: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def concept_words(concept: Object) -> str:
    """The displays of a CodeableConcept, or its text; a code alone has no wording."""
    displays = [c.get("display") for c in concept.get("coding") or []]
    if displays and all(displays):
        return " ".join(str(d) for d in displays)
    if concept.get("text"):
        return str(concept["text"])
    raise NoWordingError


def quantity(q: Object) -> str:
    """`500 milligram`; a value alone is allowed only where nothing says it has a unit."""
    unit = q.get("unit")
    if not unit:
        raise NoWordingError
    return f"{plain(q.get('value'))} {unit}"


def timed(value: Any, unit: Any) -> str:
    """`1 hour`, `2 hours`: only units of time take a plural."""
    if not unit:
        raise NoWordingError
    word = TIME_WORDS.get(unit, unit) if unit in ("min", "h", "d", "wk", "mo", "a") else str(unit)
    number = plain(value)
    plural = number != "1" and word in TIME_WORDS.values()
    return f"{number} {word}{'s' if plural else ''}"


def dose(d: Object, words: Words) -> str:
    """The first dose, and in brackets the same dose in other units."""
    found = [w for part in d.get("doseAndRate") or [] if (w := _one_dose(part, words))]
    return " ".join([*found[:1], *(f"({w})" for w in found[1:])])


def _one_dose(part: Object, words: Words) -> str:
    if "doseQuantity" in part:
        return _amount(part["doseQuantity"], words)
    if "doseRange" not in part:
        return ""
    low, high = part["doseRange"].get("low"), part["doseRange"].get("high")
    if low is None and high is None:
        raise NoWordingError
    if low is None:
        return f"up to {_amount(high, words)}"
    if high is None:
        return f"at least {_amount(low, words)}"
    return _span(low, high, words)


def _span(low: Object, high: Object, words: Words) -> str:
    for end in (low, high):
        if end.get("value") is None:
            raise NoWordingError
    if low.get("unit") == high.get("unit"):
        return f"{plain(low['value'])} to {_amount(high, words)}"
    return f"{_amount(low, words)} to {_amount(high, words)}"


def _amount(q: Object, words: Words) -> str:
    value, unit = plain(q.get("value")), q.get("unit")
    if not unit:
        if not words.unitless:
            raise NoWordingError
        return value
    if words.fractions and _countable(q):
        value = _FRACTIONS.get(value, value)
        if str(unit)[0].isdigit():
            return f"{value} x {unit}"
    return f"{value} {unit}"


def _countable(q: Object) -> bool:
    return q.get("system") == SNOMED or str(q.get("unit"))[0].isdigit()


def rate(d: Object) -> str:
    """`at a rate of 30 millilitre per hour`, `at a rate of 100 millilitre every 2 hours`."""
    for part in d.get("doseAndRate") or []:
        if "rateRatio" in part:
            top, bottom = part["rateRatio"].get("numerator"), part["rateRatio"].get("denominator")
            if not top or not bottom:
                raise NoWordingError
            amount, per, unit = quantity(top), plain(bottom.get("value")), bottom.get("unit")
            span = f"per {unit}" if per == "1" else f"every {timed(per, unit)}"
            quantity(bottom)
            return f"at a rate of {amount} {span}"
        if "rateRange" in part:
            low, high = part["rateRange"].get("low"), part["rateRange"].get("high")
            if not low or not high or not low.get("unit") or not high.get("unit"):
                raise NoWordingError
            return f"at a rate of {_span(low, high, _DIGITS)}"
        if "rateQuantity" in part:
            return f"at a rate of {quantity(part['rateQuantity'])}"
    return ""


def duration(repeat: Object) -> str:
    """`over 8 hours (maximum 10 hours)`: how long one administration lasts."""
    value, most, unit = (repeat.get(k) for k in ("duration", "durationMax", "durationUnit"))
    if value is None and most is None:
        return ""
    if value is None:
        raise NoWordingError
    longest = f" (maximum {timed(most, unit)})" if most is not None else ""
    return f"over {timed(value, unit)}{longest}"


def frequency(repeat: Object) -> str:
    """How often: `twice a day`, `every 6 to 8 hours`, `up to 4 times a day`, `daily`."""
    least, most = repeat.get("frequency"), repeat.get("frequencyMax")
    period, longest, unit = (repeat.get(k) for k in ("period", "periodMax", "periodUnit"))
    if least is None and most is None:
        return _bare_period(period, longest, unit)
    if (period is None) != (unit is None) or (period is None and longest is not None):
        raise NoWordingError
    once = least == 1 and most in (None, 1)
    if period is None:
        return _times(least, most)
    if unit not in _ADVERBS and unit != "min":
        raise NoWordingError
    word = TIME_WORDS[unit]
    if plain(period) == "1" and longest is None:
        return f"{_times(least, most)} {'an' if unit == 'h' else 'a'} {word}"
    span = (
        f"every {timed(period, unit)}"
        if longest is None
        else f"every {plain(period)} to {timed(longest, unit)}"
    )
    return span if once else f"{_times(least, most)} {span}"


def _bare_period(period: Any, longest: Any, unit: Any) -> str:
    if period is None and unit is None and longest is None:
        return ""
    if period is None or plain(period) != "1" or unit not in _ADVERBS or longest is not None:
        raise NoWordingError
    return _ADVERBS[unit]


def _times(least: Any, most: Any) -> str:
    if least is None:
        return f"up to {plain(most)} times"
    if most is not None and most != least:
        return f"{plain(least)} to {plain(most)} times"
    return {"1": "once", "2": "twice"}.get(plain(least), f"{plain(least)} times")


def offset_and_when(repeat: Object, words: Words) -> str:
    """`30 minutes before a meal`, `at breakfast and at dinner`."""
    offset, whens = repeat.get("offset"), list(repeat.get("when") or [])
    if not whens:
        if offset is not None:
            raise NoWordingError
        return ""
    if any(w not in _WHENS for w in whens):
        raise NoWordingError
    said = [words.night if w == "NIGHT" else _WHENS[w] for w in whens]
    text = listed(said) if words.whens_and else ", ".join(said)
    return f"{_offset(offset)} {text}" if offset else text


def _offset(minutes: Any) -> str:
    count = int(minutes)
    if count % 1440 == 0:
        return timed(count // 1440, "day")
    return timed(count // 60, "hour") if count % 60 == 0 else timed(count, "minute")


def day_and_time(repeat: Object) -> str:
    """`on Monday and Friday at 10:00`."""
    days, times = repeat.get("dayOfWeek") or [], repeat.get("timeOfDay") or []
    if any(day not in _DAYS for day in days):
        raise NoWordingError
    said = []
    if days:
        said.append("on " + listed([_DAYS[day] for day in days]))
    if times:
        said.append(
            "at "
            + listed([str(t).removesuffix(":00") if len(str(t)) == 8 else str(t) for t in times])
        )
    return " ".join(said)


def as_needed(d: Object) -> str:
    """`as required`, `as required for pain`."""
    if "asNeededCodeableConcept" in d:
        reason = d["asNeededCodeableConcept"]
        codings = reason.get("coding")
        if codings is None:
            return f"as required for {concept_words(reason)}"
        if not codings or not all(c.get("display") for c in codings):
            raise NoWordingError
        return "as required for " + listed([str(c["display"]) for c in codings])
    return "as required" if d.get("asNeededBoolean") else ""


def bounds(repeat: Object) -> str:
    """`for 7 days`, `for up to 2 weeks`, `from 24/06/2021 to 24/07/2021`."""
    if "boundsDuration" in repeat:
        exact = repeat["boundsDuration"]
        return f"for {timed(exact.get('value'), exact.get('unit'))}"
    if "boundsRange" in repeat:
        return f"for {_bounds_range(repeat['boundsRange'])}"
    period = repeat.get("boundsPeriod")
    if period is None:
        return ""
    start, end = period.get("start"), period.get("end")
    if not start and not end:
        raise NoWordingError
    if not start:
        return f"until {british_date(end)}"
    return f"from {british_date(start)}" + (f" to {british_date(end)}" if end else "")


def _bounds_range(span: Object) -> str:
    low, high = span.get("low"), span.get("high")
    for end in (low, high):
        if end is not None:
            timed(end.get("value"), end.get("unit"))
    if low is None:
        if high is None:
            raise NoWordingError
        return f"up to {timed(high['value'], high['unit'])}"
    if high is None:
        return f"at least {timed(low['value'], low['unit'])}"
    first = plain(low["value"]) if low["unit"] == high["unit"] else timed(low["value"], low["unit"])
    return f"{first} to {timed(high['value'], high['unit'])}"


def maximum(d: Object, words: Words, lifetime: str) -> str:
    """`up to a maximum of 4 gram in 24 hours`, `… per dose`, `… for the lifetime of the patient`."""
    said = []
    if "maxDosePerPeriod" in d:
        ratio = d["maxDosePerPeriod"]
        top, bottom = ratio.get("numerator"), ratio.get("denominator")
        if not top or not bottom:
            raise NoWordingError
        limit = _amount(top, replace(words, fractions=False))
        said.append(
            f"up to a maximum of {limit} in {timed(bottom.get('value'), bottom.get('unit'))}"
        )
    if "maxDosePerAdministration" in d:
        said.append(f"up to a maximum of {quantity(d['maxDosePerAdministration'])} per dose")
    if "maxDosePerLifetime" in d:
        said.append(f"up to a maximum of {quantity(d['maxDosePerLifetime'])} {lifetime}")
    return " - ".join(said)


def british_date(text: Any) -> str:
    """`2021-06-24` as `24/06/2021`; a date that does not exist has no wording."""
    try:
        return dt.date.fromisoformat(str(text)[:10]).strftime("%d/%m/%Y")
    except ValueError as error:
        raise NoWordingError from error
