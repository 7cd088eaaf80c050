"""The components of a mixture (RXC): medicines that the order may not name.

An additive that the name of the mixture does not hold is an entry of its own, with its own amount. What
the name holds already, and the base that things are dissolved in, are kept beside it
(`extra["components"]`): they are no second order of the same medicine.
"""

from __future__ import annotations

from dataclasses import replace

from medrecon.model import Entry, WrittenDosage, freeze
from medrecon.sources.v2.directions import patterns_of
from medrecon.sources.v2.group import Order, coding
from medrecon.sources.v2.syntax import Segment
from medrecon.sources.v3.shape import best


def parts_of(entries: list[Entry], order: Order) -> list[Entry]:
    """The entries of a group with its components: HL7 v2.5.1 chapter 4A, RXC-1 to RXC-4."""
    parts = list(dict.fromkeys(s for s in order.rest if s.name == "RXC"))
    if not parts or not entries:
        return entries
    head = entries[0]
    additives = [s for s in parts if s.part(1) != "B"]
    unsaid = [s for s in (additives or parts) if not _named(s, head.medication)]
    told = [w for s in parts if s not in unsaid and (w := _words(s))]
    if told:
        head = replace(head, extra=freeze({**head.extra, "components": told}))
    own = [_component(s, n, head, order) for n, s in enumerate(unsaid, 1)]
    if head.medication or head.codings:
        return [head, *own, *entries[1:]]
    first = replace(own[0], id=head.id, issues=head.issues, extra=head.extra)
    return [first, *own[1:], *entries[1:]]


def _named(segment: Segment, mixture: str) -> bool:
    """Whether the name of a mixture holds the first word of a component's name."""
    first = (segment.said(2) or "").split(" ")[0].casefold()
    return bool(first) and first in mixture.casefold().replace(",", " ").split()


def _words(segment: Segment) -> str:
    amount = " ".join(w for w in (segment.part(3), segment.said(4)) if w)
    return ": ".join(w for w in (segment.said(2), amount) if w)


def _component(segment: Segment, n: int, head: Entry, order: Order) -> Entry:
    """A component as an entry: the order's status, times and route, its own name and amount."""
    found = coding(segment, 2)
    text = next((c.display for c in found if c.display), None)
    first = best(tuple(c for c in found if c.display or c.system))
    if text is None and found and found[0].system is None:
        text, found, first = found[0].code, (), None
    amount = " ".join(w for w in (segment.part(3), segment.said(4)) if w)
    pattern = next((p for _, p in patterns_of(segment, order)), None)
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


def follow(entries: list[Entry]) -> list[Entry]:
    """The entries with each component as the last message left its mixture: a stop stops the parts."""
    heads = {e.extra["item"]: e for e in entries if e.extra.get("item")}
    out = []
    for entry in entries:
        head = heads.get(entry.extra.get("part_of"))
        if head is not None and head.status != entry.status:
            entry = replace(
                entry,
                status=head.status,
                stopped_on=head.stopped_on,
                stop_reason=head.stop_reason,
            )
        out.append(entry)
    return out
