"""What an element of ordinary shape says, read in one go; what is not of that shape is `NotPlain`.

Most of a record is plain. What is not is left to the general reading (`lines`), which goes element by
element, says the same of what is plain, and notes what is wrong in the rest.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Any

from medrecon.model import PartialDate
from medrecon.model.dates import LONGEST, iso_date
from medrecon.sources.fhir.shape import Found, decimal

ITEM = "prescription-order-item-number"
_DAYS = frozenset(("d", "day", "days"))


class NotPlain(Exception):
    """An element that needs a second look."""


def words(held: Any) -> str:
    """A text that is not blank."""
    if held.__class__ is not str or not held or held.isspace():
        raise NotPlain
    return held


def date(held: Any) -> PartialDate | None:
    """A date; None where there is none."""
    if held is None:
        return None
    if held.__class__ is not str or len(held) > LONGEST or (found := iso_date(held)) is None:
        raise NotPlain
    return found


def rows(held: Any) -> list[dict[str, Any]]:
    """The objects of a list."""
    if held.__class__ is not list:
        raise NotPlain
    for row in held:
        if row.__class__ is not dict:
            raise NotPlain
    return held


def period(held: Any) -> tuple[PartialDate | None, PartialDate | None]:
    """Start and end of a Period, either of which may be missing."""
    if held.__class__ is not dict:
        raise NotPlain
    return date(held.get("start")), date(held.get("end"))


def codes(concept: Any) -> tuple[str, ...]:
    """The codes of a CodeableConcept each of whose codings has one."""
    held = concept.get("coding") if concept.__class__ is dict else None
    if held.__class__ is not list:
        raise NotPlain
    out = []
    for row in held:
        code = row.get("code") if row.__class__ is dict else None
        if code.__class__ is not str or not code or code.isspace():
            raise NotPlain
        out.append(code)
    return tuple(out)


def first_code(concept: Any) -> str:
    """The first code of a CodeableConcept each of whose codings has one."""
    if not (said := codes(concept)):
        raise NotPlain
    return said[0]


def note(held: Any) -> str | None:
    """The words of some Annotations, a line each."""
    if held.__class__ is not list:
        raise NotPlain
    said = []
    for row in held:
        if row.__class__ is not dict:
            raise NotPlain
        said.append(words(row.get("text")))
    return "\n".join(said) or None


def number(held: Any) -> Decimal:
    """A number, exact."""
    found = _exact(held) if held.__class__ is int or held.__class__ is float else None
    if found is None:
        raise NotPlain
    return found


@lru_cache(maxsize=1024)
def _exact(held: float) -> Decimal | None:
    return decimal(held)


def days(held: Any) -> Decimal:
    """A Duration that is written in days."""
    if held.__class__ is not dict:
        raise NotPlain
    unit = held["code"] if "code" in held else held.get("unit")
    if unit.__class__ is not str or unit not in _DAYS:
        raise NotPlain
    return number(held.get("value"))


def names(found: Found) -> tuple[list[str], str | None]:
    """Every name that the resource goes by, as `lines.refs_of` has it, and an order's item number."""
    own, url, item = found.id, found.url, None
    out = [own] if own else []
    if url and url != own:
        out.append(url)
    if (held := found.resource.get("identifier")) is not None:
        if held.__class__ is not list:
            raise NotPlain
        for row in held:
            if row.__class__ is not dict:
                raise NotPlain
            name = words(row.get("value"))
            if ITEM in words(row.get("system")):
                item = name
            if name not in out:
                out.append(name)
    return out, item
