"""Tolerant access to FHIR JSON: one value or many, whatever the message made of it.

Nothing here raises. What has the wrong shape is told to the `Found` resource, which makes a Problem.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
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

    `id` is the resource's own id, or the tail of its fullUrl; `url` its fullUrl.
    """

    resource: dict[str, Any]
    type: str
    id: str | None
    url: str | None
    path: str
    problems: list[Problem]

    def problem(self, where: str, code: str, expected: str, got: str) -> None:
        """Note that something of this resource could not be read."""
        at = f"{self.path}.{where}" if where else self.path
        self.problems.append(Problem(at, code, f"expected {expected}, got {got} @ {at}.", self.id))

    def objects(self, node: dict[str, Any], key: str) -> list[dict[str, Any]]:
        """Every object under a key, a Problem for whatever else stands there."""
        out = []
        for value in many(node, key):
            if isinstance(value, dict):
                out.append(value)
            elif value not in ("", None):
                self.problem(key, "shape", "an object", kind_of(value))
        return out

    def object(self, node: dict[str, Any], key: str) -> dict[str, Any]:
        """The one object under a key, {} where there is none; a Problem where several differ."""
        found = self.objects(node, key)
        if len(found) > 1 and any(f != found[0] for f in found):
            self.problem(key, "several", "one value", f"{len(found)} values")
        return found[0] if found else {}

    def text(self, node: dict[str, Any], key: str) -> str | None:
        """The text under a key as written, None where it is empty."""
        values = [v for v in many(node, key) if v not in ("", None)]
        if not values:
            return None
        if len(values) > 1 and any(v != values[0] for v in values):
            self.problem(key, "several", "one value", f"{len(values)} values")
        if not isinstance(values[0], (str, int, float, Decimal)) or isinstance(values[0], bool):
            self.problem(key, "shape", "text", kind_of(values[0]))
            return None
        value = values[0] if isinstance(values[0], str) else str(values[0])
        return value if value.strip() else None

    def date(self, node: dict[str, Any], key: str) -> PartialDate | None:
        """The date under a key; a Problem where something stands there that is none."""
        written = self.text(node, key)
        if written is None:
            return None
        found = PartialDate.parse(written)
        if found is None:
            self.problem(key, "date", "an ISO 8601 date", f"text of {len(written)} characters")
        return found

    def number(self, node: dict[str, Any], key: str) -> Decimal | None:
        """The number under a key, exact; a Problem where something stands there that is none."""
        written = self.text(node, key)
        if written is None:
            return None
        found = decimal(written)
        if found is None:
            self.problem(key, "number", "a number", f"text of {len(written)} characters")
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

    >>> decimal("28.0"), decimal(28), decimal("0.50"), decimal("lots")
    (Decimal('28'), Decimal('28'), Decimal('0.5'), None)
    """
    try:
        found = Decimal(str(written).strip())
    except InvalidOperation:
        return None
    if not found.is_finite() or found.adjusted() > 15 or found.adjusted() < -15:
        return None
    whole = found.to_integral_value()
    return whole if found == whole else found.normalize()


def many(node: Any, key: str) -> list[Any]:
    """Every value under a key, lists of lists made flat; [] where there is none."""
    if not isinstance(node, dict):
        return []
    value = node.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        return [value]
    if any(isinstance(v, list) for v in value):
        return [x for v in value for x in (v if isinstance(v, list) else [v])]
    return value


def one(node: Any, *keys: str) -> Any:
    """The first value at a path of keys, None where the path breaks off."""
    for key in keys:
        found = many(node, key)
        if not found:
            return None
        node = found[0]
    return node


def word(node: Any, *keys: str) -> str | None:
    """The first value at a path when it is text that is not blank."""
    value = one(node, *keys)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) and value.strip() else None


def codings(concept: Any) -> tuple[Coding, ...]:
    """Every coding of a CodeableConcept (or a bare Coding), each part as written."""
    out = []
    for c in many(concept, "coding"):
        found = Coding(word(c, "system"), word(c, "code"), word(c, "display"))
        if found.system or found.code or found.display:
            out.append(found)
    return tuple(out)


def concept_text(concept: Any) -> str | None:
    """What a CodeableConcept says in words: its text, else the display that a person would see."""
    if isinstance(concept, str):
        return concept if concept.strip() else None
    said = word(concept, "text")
    if said:
        return said
    rows = [c for c in many(concept, "coding") if word(c, "display")]
    rows.sort(key=lambda c: c.get("userSelected") is not True)
    return word(rows[0], "display") if rows else None


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
        if isinstance(e, dict) and isinstance(e.get("url"), str):
            out.setdefault(short_name(e["url"]), []).append(e)
    return out


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
                return held[0] if isinstance(held, list) and held else held
    return None


def walk(node: Any) -> Iterator[Any]:
    """Every object under a node, the node included."""
    stack = [node]
    while stack:
        here = stack.pop()
        if isinstance(here, dict):
            yield here
            stack.extend(here.values())
        elif isinstance(here, list):
            stack.extend(here)
