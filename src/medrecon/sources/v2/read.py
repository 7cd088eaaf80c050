"""HL7 v2 pharmacy messages as a Reading: one entry an order, its supplies and doses folded under it."""

from __future__ import annotations

from medrecon.errors import NotMedication
from medrecon.model import Entry, Problem, Reading
from medrecon.sources.v2.amend import follow
from medrecon.sources.v2.group import Order, codes
from medrecon.sources.v2.orders import entries_of
from medrecon.sources.v2.people import Person, by_person, context_of, one_person
from medrecon.sources.v2.syntax import Message, Segment, messages

_NOT_READ = ("RXV",)  # an infusion (HL7 v2.8)
_RX = ("RXO", "RXE", "RXD", "RXG", "RXA")


def is_v2(text: str) -> bool:
    """Whether a text is HL7 v2, alone or in a batch."""
    head = text.lstrip("\ufeff \t\r\n\x0b")[:4]
    return head[:3] in ("MSH", "FHS", "BHS") and not head[3:4].isalnum() and len(head) == 4


def read_v2(text: str, name: str | None, source: str | None) -> Reading:
    """Read every message of a file; a file without an order, a supply or a dose is refused."""
    problems: list[Problem] = []
    groups: list[list[Entry]] = []
    people: list[Person] = []
    names = frozenset(codes()["messages"]["segments"].split())
    for n, message in enumerate(messages(text, names), 1):
        told = False
        for segments in by_person(message):
            orders = _orders(segments)
            if not orders:
                continue
            told = True
            context, patient = context_of(segments, n, source, problems)
            people.append((context.patient, patient))
            for order in orders:
                groups += entries_of(order, context)
        problems += _unread(message, n, is_pharmacy=told)
    entries = _known(follow(groups), problems)
    if not entries:
        raise NotMedication(
            "a pharmacy message",
            "HL7 v2 without an RXO, RXE, RXD, RXG or RXA",
            at=name,
            hint="RDE, OMP, RDS, RGV and RAS messages are read",
        )
    person, apart = one_person(people)
    sources = tuple(dict.fromkeys(e.source for e in entries))
    return Reading("hl7v2", tuple(entries), (*problems, *apart), person, sources)


def _orders(segments: list[tuple[int, Segment]]) -> list[Order]:
    """The order groups: each ORC and what follows it, up to the next."""
    out: list[Order] = []
    for n, segment in segments:
        if segment.name == "ORC":
            out.append(Order(segment))
        elif segment.name in _RX:
            if not out or (segment.name in ("RXE", "RXO") and out[-1].has(segment.name)):
                out.append(Order(None))
            out[-1].lines.append((n, segment))
        elif out:
            out[-1].rest.append((n, segment))
    kind = segments[0][1].part(9)
    return [o for o in out if o.lines or _is_number(o, kind)]


def _unread(message: Message, n: int, *, is_pharmacy: bool) -> list[Problem]:
    """What of a message about medicines could not be read as it stands, or not at all."""
    out: list[Problem] = []
    unread, broken, own = set(message.unread), set(message.broken), None
    is_pharmacy = is_pharmacy or message.segments[0].part(9) in codes()["messages"]["pharmacy"]
    for k, segment in enumerate(message.segments, 1):
        if segment.name == "ORC":
            own = next(iter(Order(segment).ids), None)
        at = f"message[{n}].segment[{k}]"
        strange = k in unread and (is_pharmacy or segment.name[:2].upper() == "RX")
        if strange or segment.name in _NOT_READ:
            said = f"expected {', '.join(_RX)} or what stands beside them, got another segment"
            out.append(Problem(at, "segment", f"{said} @ {at}.", own))
        if segment.name == "RXC" and segment.said(2) is None:
            said = "expected a component, got neither name nor code"
            out.append(Problem(at, "no-medicine", f"{said} @ {at}.", own))
        if k in broken and is_pharmacy:
            said = "expected a segment on one line, got a line break inside a field"
            hint = "the lines were joined; in a field it is sent as \\.br\\"
            out.append(Problem(at, "line-break", f"{said} @ {at}. Hint: {hint}.", own))
    return out


def _is_number(order: Order, kind: str | None) -> bool:
    """Whether a group is a bare order number in a message about pharmacy orders."""
    table = codes()["messages"]
    return (
        bool(order.ids)
        and kind in table["pharmacy"]
        and order.control in codes()["control"]
        and all(s.name in table["beside"] for _, s in order.rest)
    )


def _known(entries: list[Entry], problems: list[Problem]) -> list[Entry]:
    """The entries without order numbers that no order of the file has, and that say nothing.

    One that stops, holds or releases an order stays: the order may be in another file.
    """
    releases = codes()["control_means"]["releases"]
    out = []
    for entry in entries:
        if entry.path and entry.path.endswith(".ORC"):
            said = "expected an order of that number in the file, got none"
            problems.append(Problem(entry.path, "no-medicine", f"{said} @ {entry.path}.", entry.id))
            if entry.status in ("active", "unknown") and entry.extra["control"] not in releases:
                continue
        out.append(entry)
    return out
