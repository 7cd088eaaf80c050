"""Dosages that a receiver can rely on: whole R4 structure, or the words alone.

A structure that a source wrote in a shape that R4 does not know, or with an element that may change its
meaning, is not passed on in part: half a dose is another dose. Its words stay.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from importlib.resources import files
from typing import Any

from medrecon.dosage import Dosage
from medrecon.model import PartialDate
from medrecon.write.codes import made
from medrecon.write.texts import code, text, uri, when

_SHAPES: dict[str, Any] = tomllib.loads(
    files(__package__).joinpath("shapes.toml").read_text("utf-8")
)
_CODES: dict[str, list[str]] = _SHAPES["codes"]
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?")
_KEPT_APART = frozenset(("id", "extension"))


class NotR4(ValueError):
    """The structure is not R4's."""


def dosages(structures: Iterable[Mapping[str, Any]], words: str | None) -> list[dict[str, Any]]:
    """FHIR R4 Dosage objects of one line, `words` alone where its structure cannot be relied on."""
    try:
        written = [_object(dict(s), "Dosage") for s in structures]
    except NotR4:
        written = []
    if not written:
        return [{"text": said}] if (said := text(words)) else []
    return [_worded(one, words if len(written) == 1 else None) for one in written]


def _worded(one: dict[str, Any], words: str | None) -> dict[str, Any]:
    """A Dosage with its words, the NHS wording of its structure where the source gave none."""
    said = one.get("text") or text(words) or text(Dosage.from_fhir([one]).to_text())
    rest = {k: v for k, v in one.items() if k not in ("sequence", "text")}
    return made(sequence=one.get("sequence"), text=said, **rest)


def _object(held: Any, shape: str) -> dict[str, Any]:
    if not isinstance(held, Mapping):
        raise NotR4(shape)
    elements: dict[str, str] = _SHAPES[shape]
    out = {}
    for name, value in held.items():
        if name in _KEPT_APART or name.startswith("_") or value is None:
            continue
        if name not in elements:
            raise NotR4(f"{shape}.{name}")
        out[name] = _value(value, elements[name])
    _check(out, shape)
    return out


def _value(held: Any, kind: str) -> Any:
    if kind.endswith("*"):
        if not isinstance(held, (list, tuple)) or not held:
            raise NotR4(kind)
        return [_value(one, kind[:-1]) for one in held]
    if kind in _SHAPES and kind != "codes":
        return _object(held, kind)
    read = _PRIMITIVES.get(kind)
    found = read(held) if read else held if held in _CODES[kind] else None
    if found is None:
        raise NotR4(kind)
    return found


def _check(made_of: Mapping[str, Any], shape: str) -> None:
    """The rules of R4 that hold between elements (tim-1, tim-2, tim-4 to tim-9, rng-2, rat-1, per-1)."""
    has = made_of.keys()
    pairs = _TOGETHER.get(shape, ())
    alone = any(a in has and b not in has for a, b in pairs)
    twice = any(len(has & names) > 1 for names in _ONE_OF.get(shape, ()))
    if not made_of or alone or twice:
        raise NotR4(shape)
    if shape == "Repeat" and made_of.get("offset") and not made_of.get("when"):
        raise NotR4(shape)
    if shape == "Period" and {"start", "end"} <= has and made_of["start"] > made_of["end"]:
        raise NotR4(shape)


_TOGETHER = {
    "Repeat": (
        ("duration", "durationUnit"),
        ("period", "periodUnit"),
        ("durationMax", "duration"),
        ("periodMax", "period"),
        ("countMax", "count"),
    ),
    "Ratio": (("numerator", "denominator"), ("denominator", "numerator")),
    "Quantity": (("code", "system"),),
}
_ONE_OF: dict[str, tuple[frozenset[str], ...]] = {
    "Dosage": (frozenset(("asNeededBoolean", "asNeededCodeableConcept")),),
    "DoseAndRate": (
        frozenset(("doseRange", "doseQuantity")),
        frozenset(("rateRatio", "rateRange", "rateQuantity")),
    ),
    "Repeat": (
        frozenset(("boundsDuration", "boundsRange", "boundsPeriod")),
        frozenset(("timeOfDay", "when")),
    ),
}


def _decimal(held: Any) -> int | float | None:
    if isinstance(held, bool) or not isinstance(held, (int, float, str, Decimal)):
        return None
    try:
        number = Decimal(str(held))
    except InvalidOperation:
        return None
    if not number.is_finite():
        return None
    return int(number) if number == number.to_integral_value() else float(number)


def _integer(held: Any) -> int | None:
    number = _decimal(held)
    return number if isinstance(number, int) and abs(number) < 2**31 else None


def _positive(held: Any) -> int | None:
    number = _integer(held)
    return number if number is not None and number > 0 else None


def _boolean(held: Any) -> bool | None:
    if isinstance(held, bool):
        return held
    return {"true": True, "false": False}.get(held) if isinstance(held, str) else None


def _matching(pattern: re.Pattern[str]) -> Callable[[Any], str | None]:
    return lambda held: held if isinstance(held, str) and pattern.fullmatch(held) else None


def _date_time(held: Any) -> str | None:
    return held if isinstance(held, str) and when(PartialDate.parse(held)) == held else None


def _words(read: Callable[[str | None], str | None]) -> Callable[[Any], str | None]:
    return lambda held: read(held) if isinstance(held, str) else None


_PRIMITIVES: dict[str, Callable[[Any], Any]] = {
    "decimal": _decimal,
    "integer": _integer,
    "positive": _positive,
    "boolean": _boolean,
    "string": _words(text),
    "uri": _words(uri),
    "code": _words(code),
    "time": _matching(_TIME),
    "dateTime": _date_time,
}
