"""Finding one's way in HL7 v3: elements by name, texts, codes, quantities and times as values.

Names are compared without their namespace, since messages are also met without it or with the
prefix of an envelope.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from medrecon.model import Coding, PartialDate, Problem
from medrecon.sources.stamp import stamp
from medrecon.sources.table.cells import number
from medrecon.sources.v3.codes import NO_TEXT, SNOMED, SYSTEM
from medrecon.sources.xml_text import local

ODS = ("1.2.826.0.1285.0.1.10", "2.16.840.1.113883.2.1.4.3", "2.16.840.1.113883.2.1.3.2.4.19.1")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a message something stands, and the list that takes what is wrong with it."""

    path: str
    id: str | None
    problems: list[Problem]

    def problem(self, where: str, code: str, expected: str, got: str) -> None:
        """Note what was expected and what stood there instead; never the value."""
        at = f"{self.path}.{where}" if where else self.path
        self.problems.append(Problem(at, code, f"expected {expected}, got {got} @ {at}.", self.id))


def kids(element: Any, name: str) -> list[Any]:
    """The child elements of that name."""
    return [] if element is None else [c for c in element if local(c.tag) == name]


def kid(element: Any, *names: str) -> Any | None:
    """The first element down a path of child names, None where the path ends early."""
    for name in names:
        if element is None:
            return None
        element = next((c for c in element if local(c.tag) == name), None)
    return element


def below(element: Any, *names: str) -> Iterator[Any]:
    """Every element of those names inside, in message order."""
    if element is not None:
        for one in element.iter():
            if isinstance(one.tag, str) and local(one.tag) in names:
                yield one


def first_below(element: Any, *names: str) -> Any | None:
    """The first of them, None where there is none."""
    return next(below(element, *names), None)


def words(element: Any) -> str | None:
    """All the text inside an element as written, None where there is none."""
    if element is None:
        return None
    return "".join(element.itertext()).strip() or None


def attribute(element: Any, name: str) -> str | None:
    """An attribute as written, None where it is absent or blank."""
    held = None if element is None else element.get(name)
    return held.strip() or None if held else None


def ids_of(element: Any) -> list[str]:
    """The ids of an act in message order: the extension where there is one, else the root."""
    out = [attribute(i, "extension") or attribute(i, "root") for i in kids(element, "id")]
    return list(dict.fromkeys(i for i in out if i))


def when(place: Place, element: Any, where: str, name: str = "value") -> PartialDate | None:
    """An HL7 time (`yyyyMMdd[hhmmss]`) as a date; None and a Problem for anything else."""
    written = attribute(element, name)
    if written is None:
        return None
    found = stamp(written)
    if found is None:
        place.problem(where, "date", "an HL7 time", f"text of {len(written)} characters")
    return found


def system(oid: str | None) -> str | None:
    """The name of a code system, from its object identifier."""
    return None if oid is None else SYSTEM.get(oid, f"urn:oid:{oid}")


def codings(element: Any) -> tuple[Coding, ...]:
    """The code of a CD element and its translations, as written."""
    if element is None:
        return ()
    rows = [element, *below(element, "translation")]
    out = [
        Coding(
            system(attribute(r, "codeSystem")), attribute(r, "code"), attribute(r, "displayName")
        )
        for r in dict.fromkeys(rows)
    ]
    return tuple(dict.fromkeys(c for c in out if c.code or c.display))


def best(found: tuple[Coding, ...]) -> Coding | None:
    """The coding to try first: SNOMED CT, else the first that has a code."""
    coded = [c for c in found if c.code]
    return next((c for c in coded if c.system == SNOMED), coded[0] if coded else None)


@dataclass(frozen=True, slots=True)
class Material:
    """A medicine as a v3 message names it."""

    text: str = ""
    codings: tuple[Coding, ...] = ()

    @property
    def first(self) -> Coding | None:
        """The coding to try first."""
        return best(self.codings)


def material(element: Any) -> Material:
    """The medicine of a `manufactured…Material`: what the source called it, and every code.

    `originalText` is the source's own name; without one the display of the code is.
    """
    if element is None:
        return Material()
    code = kid(element, "code")
    found = codings(code)
    original = next((t for o in below(code, "originalText") if (t := words(o))), None)
    shown = next((c.display for c in found if c.display), None)
    return Material(original or words(kid(element, "name")) or shown or "", found)


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity with the source's word for its unit."""

    value: Decimal | None = None
    unit: str | None = None


def amount(place: Place, element: Any) -> Amount:
    """A PQ quantity: the translation has the unit in words, or as a code with its display."""
    if element is None:
        return Amount()
    told = kid(element, "translation")
    written = attribute(told, "value") or attribute(element, "value")
    value = number(written) if written else None
    if written and value is None:
        place.problem("quantity", "number", "a number", f"text of {len(written)} characters")
    unit = words(kid(told, "originalText")) or attribute(told, "displayName")
    if unit is None and attribute(element, "unit") not in (None, "1"):
        unit = attribute(element, "unit")
    return Amount(value, None if unit and unit.lower() in NO_TEXT else unit)
