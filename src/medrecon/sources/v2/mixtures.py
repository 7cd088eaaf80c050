"""The components of a mixture (RXC): medicines that the order may not name.

An additive that the name of the mixture does not hold is an entry of its own, with its own amount. What
the name holds already, and the base that things are dissolved in, are kept beside it
(`extra["components"]`): they are no second order of the same medicine.
"""

from __future__ import annotations

from dataclasses import replace

from medrecon.model import Entry, WrittenDosage, freeze
from medrecon.sources.v2.group import Order, coding
from medrecon.sources.v2.syntax import Segment
from medrecon.sources.v2.timing import timings_of
from medrecon.sources.v3.shape import best


def parts_of(entries: list[Entry], order: Order) -> list[Entry]:
    """The first entry of a group with its components: HL7 v2.5.1 chapter 4A, RXC-1 to RXC-4."""
    parts = list(dict.fromkeys(order.all("RXC")))
    if not parts or not entries:
        return entries
    head = entries[0]
    additives = [s for s in parts if s.part(1) != "B"]
    name = _words_of(head.medication)
    unsaid = [s for s in (additives or parts) if not _named(s, name)]
    own_lines = set(map(id, unsaid))
    told = [w for s in parts if id(s) not in own_lines and (w := _words(s))]
    if told:
        head = replace(head, extra=freeze({**head.extra, "components": told}))
    pattern = _pattern(order)
    own = [_component(s, n, head, pattern) for n, s in enumerate(unsaid, 1)]
    if head.medication or head.codings or not own:
        return [head, *own, *entries[1:]]
    first = replace(own[0], id=head.id, issues=head.issues, extra=head.extra)
    return [first, *own[1:], *entries[1:]]


def _words_of(name: str) -> list[str]:
    return name.casefold().replace(",", " ").replace("(", " ").split()


def _named(segment: Segment, mixture: list[str]) -> bool:
    """Whether the name of a mixture holds that of a component: its words up to the first number.

    `Potassium phosphate` is not in `Sodium chloride 0.9% with potassium chloride`; `Potassium chloride
    20mmol` is.
    """
    words = _words_of(segment.said(2) or "")
    count = next((i for i, w in enumerate(words) if w[0].isdigit()), len(words))
    name = words[:count]
    return bool(name) and any(
        mixture[i : i + len(name)] == name for i in range(len(mixture) - len(name) + 1)
    )


def _pattern(order: Order) -> str | None:
    """How often the mixture is given, where it has one timing and one pattern."""
    at, segment = order.lines[0]
    found = [p for t in timings_of(segment, at, order)[:2] for p in t.patterns]
    return found[0] if len(found) == 1 else None


def _words(segment: Segment) -> str:
    amount = " ".join(w for w in (segment.part(3), segment.said(4)) if w)
    return ": ".join(w for w in (segment.said(2), amount) if w)


def _component(segment: Segment, n: int, head: Entry, pattern: str | None) -> Entry:
    """A component as an entry: the order's status, times and route, its own name and amount."""
    found = coding(segment, 2)
    text = next((c.display for c in found if c.display), None)
    first = best(tuple(c for c in found if c.display or c.system))
    if text is None and found and found[0].system is None:
        text, found, first = found[0].code, (), None
    amount = " ".join(w for w in (segment.part(3), segment.said(4)) if w)
    said = " ".join(w for w in (amount, pattern) if amount and w)
    return replace(
        head,
        id=f"{head.id}-part-{n}",
        medication=text or "",
        code=first.code if first else None,
        code_system=first.system if first else None,
        codings=found,
        dosage=WrittenDosage(said) if said else None,
        dosages=(),
        form=None,
        quantity=None,
        quantity_unit=None,
        quantity_text=None,
        issues=(),
        path=f"{head.path}.RXC[{n}]",
        extra=freeze({"mixture": head.medication or head.id, **_belongs(head, text or "")}),
    )


def _belongs(head: Entry, name: str) -> dict[str, str]:
    item = head.extra.get("item")
    return {"item": f"{item}#{name.casefold()}", "part_of": item} if item else {}
