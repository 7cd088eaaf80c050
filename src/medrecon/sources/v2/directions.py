"""What an order group says of dose and time: written words, or amount and pattern as fields.

Amount and pattern are put together in the order in which a prescriber writes them (`500 mg BD`) only
where the message gives both as fields of their own; an amount beside a written instruction is kept apart
(`extra["give"]`), since which of them is the dose is not for a reader to say.
"""

from __future__ import annotations

from typing import Any

from medrecon.model import PartialDate, WrittenDosage
from medrecon.sources.stamp import stamp
from medrecon.sources.table.cells import number
from medrecon.sources.v2.group import Context, Order
from medrecon.sources.v2.syntax import Segment


def patterns_of(segment: Segment, order: Order) -> list[tuple[str | None, str]]:
    """Amount and repeat pattern of each timing: TQ1, else the old timing of RXE-1 or ORC-7."""
    timed = [s for s in order.rest if s.name == "TQ1"]
    out = [(s.part(2), s.part(3) or s.part(11) or "") for s in timed]
    if not any(p for _, p in out):
        old = [(segment, 1)] if segment.name == "RXE" else []
        old += [(order.orc, 7)] if order.orc else []
        out = [
            (parts[0] or None, parts[1])
            for s, n in old
            for parts in s.repeats(n)
            if len(parts) > 1 and parts[1]
        ][:4]
    return [(a, p) for a, p in out if p]


def dosage_of(
    segment: Segment, row: dict[str, Any], shift: int, order: Order, at: Any
) -> tuple[list[WrittenDosage], dict[str, Any]]:
    """The dosages of a medicine segment, and the amount that is said beside them."""
    least, most, unit = at("amount"), at("amount_max"), at("unit")
    if least and most and most != least:
        least = f"{least}-{most}"
    give = f"{least} {unit}" if least and unit and number(unit[:1]) is None else None
    words = [t for n in row["instructions"] if (t := segment.said(n + shift))]
    extra = {"give": give or least, "give_unit": None if give else unit}
    patterns = patterns_of(segment, order)
    if words:
        extra["pattern"] = [p for _, p in patterns]
        return [WrittenDosage(" ".join(dict.fromkeys(words)))], extra
    if give and patterns:
        return [WrittenDosage(f"{give} {p}") for _, p in patterns], extra
    if patterns:
        return [WrittenDosage(p) for _, p in patterns], extra
    return ([WrittenDosage(give)] if give else []), extra


def dates_of(
    segment: Segment, row: dict[str, Any], order: Order, context: Context
) -> tuple[PartialDate | None, PartialDate | None]:
    """The day an order begins, or a dose or supply was given, and the day it ends."""
    if "date" in row:
        end = segment.part(row["end"]) if "end" in row else None
        return stamp(segment.part(row["date"]) or "") or context.sent, stamp(end or "")
    timed = [s for s in order.rest if s.name == "TQ1"]
    starts = [(s.part(7), s.part(8)) for s in timed]
    starts += [(segment.part(1, 4), segment.part(1, 5))] if segment.name == "RXE" else []
    starts += [(order.orc.part(7, 4), order.orc.part(7, 5))] if order.orc else []
    start = next((d for s, _ in starts if s and (d := stamp(s))), None)
    end_ = next((d for _, e in starts if e and (d := stamp(e))), None)
    ordered = stamp(order.orc.part(9) or "") if order.orc else None
    return start or ordered or context.sent, end_
