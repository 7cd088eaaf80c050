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
