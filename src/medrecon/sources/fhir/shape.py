"""Tolerant access to FHIR JSON: one value or many, whatever the message made of it.

Nothing here raises. What has the wrong shape is told to the `Found` resource, which makes a Problem.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from medrecon.model import Coding, PartialDate, Problem

MEDICATIONS = frozenset(
    (
        "MedicationStatement",
        "MedicationRequest",
        "MedicationDispense",
        "MedicationAdministration",
        "MedicationUsage",
    )
)
SNOMED = ("snomed.info/sct", "snomed.info/ct", "dmd.nhs.uk", "2.16.840.1.113883.2.1.3.2.4.15")


@dataclass(slots=True)
class Found:
    """One resource, where it stood, and the resources that it contains.

    `id` is the resource's own id, or the tail of its fullUrl; `url` its fullUrl, `base` the server that
    this names. `scope` is the Bundle that it stands in, `space` a number for both: within one, a name
    means one resource.
    """

    resource: dict[str, Any]
    type: str
    id: str | None
    url: str | None
    path: str
    problems: list[Problem]
    scope: int = 0
    base: str = ""
    space: int = 0

    def problem(self, where: str, code: str, expected: str, got: str) -> None:
        """Note that something of this resource could not be read."""
        at = f"{self.path}.{where}" if where else self.path
        self.problems.append(Problem(at, code, f"expected {expected}, got {got} @ {at}.", self.id))

    def objects(self, held: Any, key: str) -> list[dict[str, Any]]:
        """Every object of a value, a Problem for whatever else stands there."""
        out = []
        for one_ in listed(held):
            if isinstance(one_, dict):
                out.append(one_)
            elif one_ not in ("", None):
                self.problem(key, "shape", "an object", kind_of(one_))
        return out

    def object(self, held: Any, key: str) -> dict[str, Any]:
        """The value where it is an object, {} where there is none; a Problem where several differ."""
        if held.__class__ is dict:
            return held
        found = self.objects(held, key) if held is not None else ()
        if len(found) > 1 and any(f != found[0] for f in found):
            self.problem(key, "several", "one value", f"{len(found)} values")
        return found[0] if found else {}

    def text(self, held: Any, key: str) -> str | None:
        """The value of an element as text, as written; None where it is empty."""
        if held.__class__ is str:
            return held if held.strip() else None
        if held is None:
            return None
        values = [v for v in listed(held) if v not in ("", None, {})]
        if not values:
            return None
        if len(values) > 1 and any(v != values[0] for v in values):
            self.problem(key, "several", "one value", f"{len(values)} values")
        first = values[0]
        if not isinstance(first, (str, int, float)) or isinstance(first, bool):
            self.problem(key, "shape", "text", kind_of(first))
            return None
        said = first if isinstance(first, str) else str(first)
        return said if said.strip() else None

    def date(self, held: Any, key: str) -> PartialDate | None:
        """The value of an element as a date; a Problem where something stands there that is none."""
        if held.__class__ is str and (found := PartialDate.parse(held)) is not None:
            return found
        written = self.text(held, key) if held is not None else None
        if written is None:
            return None
        found = PartialDate.parse(written)
        if found is None:
            self.problem(key, "date", "an ISO 8601 date", f"text of {len(written)} characters")
        return found

    def number(self, held: Any, key: str) -> Decimal | None:
        """The value as a number, exact; a Problem where something stands there that is none."""
        written = held if held.__class__ is int else self.text(held, key)
        if written is None:
            return None
        found = decimal(written)
        if found is None:
            self.problem(key, "number", "a number", kind_of(written))
        return found


def kind_of(value: object) -> str:
    """What sort of JSON value it is, for messages without values."""
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, str):
        return f"text of {len(value)} characters"
    if isinstance(value, (int, float)):
        return "a number"
    return {"dict": "an object", "list": "a list"}.get(type(value).__name__, "nothing")


def decimal(written: object) -> Decimal | None:
    """An exact decimal with one spelling: 28, 28.0 and “28” are equal and print alike.

    >>> decimal("28.0"), decimal("2.8e1"), decimal("0.50"), decimal("lots"), decimal("2_8")
    (Decimal('28'), Decimal('28'), Decimal('0.5'), None, None)
    """
    return _decimal(str(written)) if written.__class__ in _NUMERALS else None


_NUMERAL = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
"""A decimal of FHIR, a leading point or plus allowed; not all that Python takes for one."""
_ONE = Decimal(1)
_NUMERALS = frozenset((str, int, float))


@lru_cache(maxsize=4096)
def _decimal(written: str) -> Decimal | None:
    if not _NUMERAL.fullmatch(written.strip()):
        return None
    try:
        found = Decimal(written.strip())
    except InvalidOperation:
        return None
    if not found.is_finite() or found.adjusted() > 15 or found.adjusted() < -15:
        return None
    whole = found.to_integral_value()
    return whole.quantize(_ONE) if found == whole else found.normalize()


def listed(held: Any) -> list[Any]:
    """A value as the list of its values, lists of lists made flat; [] for None."""
    if held.__class__ is not list:
        return [] if held is None else [held]
    for item in held:
        if item.__class__ is list:
            return [x for v in held for x in (v if isinstance(v, list) else [v])]
    return held


def many(node: Any, key: str) -> list[Any]:
    """Every value under a key, lists of lists made flat; [] where there is none."""
    return listed(node.get(key)) if node.__class__ is dict else []


def first(held: Any) -> Any:
    """The first of several values, or the only one; None for an empty list."""
    while held.__class__ is list:
        held = held[0] if held else None
    return held


def one(node: Any, *keys: str) -> Any:
    """The first value at a path of keys, None where the path breaks off."""
    for key in keys:
        if node.__class__ is not dict:
            return None
        node = first(node.get(key))
    return node


def word(node: Any, key: str) -> str | None:
    """The first value under a key when it is text that is not blank."""
    held = node.get(key) if node.__class__ is dict else None
    if held.__class__ is str:
        return held if held.strip() else None
    return _in_words(first(held)) if held is not None else None


def word_at(node: Any, *keys: str) -> str | None:
    """The first value at a path of keys when it is text that is not blank."""
    return _in_words(one(node, *keys))


def _in_words(held: Any) -> str | None:
    if held.__class__ is str:
        return held if held.strip() else None
    if isinstance(held, (int, float)) and not isinstance(held, bool):
        return str(held)
    return None


def codings(concept: Any) -> tuple[Coding, ...]:
    """Every coding of a CodeableConcept, each part as written."""
    out = []
    for c in many(concept, "coding"):
        if c.__class__ is not dict:
            continue
        system, code, display = c.get("system"), c.get("code"), c.get("display")
        if not (_is_plain(system) and _is_plain(code) and _is_plain(display)):
            system, code, display = word(c, "system"), word(c, "code"), word(c, "display")
        if system or code or display:
            out.append(Coding(system, code, display))
    return tuple(out)


def _is_plain(part: Any) -> bool:
    """Whether a part of a coding is absent or words, and so needs no second look."""
    return part is None or (part.__class__ is str and part != "" and not part.isspace())


def codes_of(concept: Any) -> list[str]:
    """The codes of a CodeableConcept, in order."""
    return [code for row in many(concept, "coding") if (code := word(row, "code"))]


def concept_text(concept: Any) -> str | None:
    """What a CodeableConcept says in words: its text, else the display that a person would see."""
    if isinstance(concept, str):
        return concept if concept.strip() else None
    said = word(concept, "text")
    if said:
        return said
    rows = many(concept, "coding")
    if len(rows) == 1:
        return word(rows[0], "display")
    rows = [c for c in rows if word(c, "display")]
    rows.sort(key=lambda c: c.get("userSelected") is not True)
    return word(rows[0], "display") if rows else None


@lru_cache(maxsize=256)
def is_snomed(system: str | None) -> bool:
    """Whether a code system is SNOMED CT or dm+d, however it is spelt."""
    return bool(system) and any(s in str(system).lower() for s in SNOMED)


def best_code(found: tuple[Coding, ...]) -> Coding | None:
    """The coding to try first: SNOMED CT or dm+d, else the first that has a code."""
    coded = [c for c in found if c.code]
    return next((c for c in coded if is_snomed(c.system)), coded[0] if coded else None)


def extensions(node: Any) -> dict[str, list[dict[str, Any]]]:
    """Extensions by the last part of their URL, its version number left off.

    >>> list(
    ...     extensions(
    ...         {"extension": [{"url": "https://x/Extension-CareConnect-GPC-PrescriptionType-1"}]}
    ...     )
    ... )
    ['PrescriptionType']
    """
    out: dict[str, list[dict[str, Any]]] = {}
    for e in many(node, "extension"):
        if e.__class__ is dict and e.get("url").__class__ is str:
            out.setdefault(short_name(e["url"]), []).append(e)
    return out


@lru_cache(maxsize=1024)
def short_name(url: str) -> str:
    """An extension's own name, without publisher, prefix and version."""
    tail = url.rstrip("/").rsplit("/", 1)[-1]
    for prefix in ("Extension-", "CareConnect-", "GPC-", "UKCore-", "DM-", "EPS-"):
        tail = tail.removeprefix(prefix)
    head, _, version = tail.rpartition("-")
    return head if head and version.isdigit() else tail


def value(extension: Any) -> Any:
    """The value[x] of an extension, None where it has none."""
    if isinstance(extension, dict):
        for key, held in extension.items():
            if key.startswith("value"):
                return held[0] if held.__class__ is list and held else held
    return None
