"""What an order group says of dose and time: written words, and amount and pattern as fields.

Amount and pattern are put together in the order in which a prescriber writes them (`500 mg BD`) where
the message gives both as fields and no words. Words and fields together are kept beside each other, the
fields as the structure of the dosage: where the two differ, the dosage is ambiguous, since which of them
is the dose is not for a reader to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from medrecon.model import PartialDate, WrittenDosage, freeze
from medrecon.sources.stamp import stamp
from medrecon.sources.table.cells import number
from medrecon.sources.v2.group import Context, Order, codes
from medrecon.sources.v2.syntax import Segment
from medrecon.sources.v2.timing import Timing, amounts_of, repeat_of, timings_of
from medrecon.sources.v3.shape import Place

MAX_TIMINGS = 50
Amount = tuple[str | None, str | None]


def dosage_of(
    segment: Segment,
    n: int,
    words: Sequence[str],
    order: Order,
    at: Callable[[str], str | None],
    place: Place,
) -> tuple[list[WrittenDosage], dict[str, Any]]:
    """The dosages of a medicine segment, and what is said beside them."""
    least, most, unit = at("amount"), at("amount_max"), at("unit")
    if least and most and most != least:
        least = f"{least}-{most}"
    if unit and number(unit[:1]) is not None:
        extra: dict[str, Any] = {"give": least, "give_unit": unit}
        least = unit = None
    else:
        give = _give(least, unit)
        extra = {"give": give or least, "give_unit": None if give else unit}
    timings = timings_of(segment, n, order)
    if len(timings) > MAX_TIMINGS or sum(len(t.patterns) for t in timings) > MAX_TIMINGS:
        place.problem("TQ1", "timings", f"at most {MAX_TIMINGS} timings", "more")
        return [WrittenDosage(w) for w in (" ".join(words),) if w], extra
    if any(t.length and not t.length_unit for t in timings):
        place.problem("TQ1.6", "duration", "a duration with a unit of time", "another")
    amounts = amounts_of(timings, least, unit)
    if amounts is None:
        place.problem("TQ1.2", "amount", "one amount", "two that differ")
        extra["timing_amount"] = [t.amount for t in timings]
        amounts = [(None, None)] * len(timings)
    said = [*words, *(w for t in timings for w in t.words)]
    if said:
        extra["pattern"] = [p for t in timings for p in t.patterns]
        return _worded(" ".join(dict.fromkeys(said)), timings, amounts or [(least, unit)]), extra
    return _composed(timings, amounts, _give(least, unit)), extra


def _give(amount: str | None, unit: str | None) -> str | None:
    return f"{amount} {unit}" if amount and unit else None


def _composed(
    timings: list[Timing], amounts: Sequence[Amount], give: str | None
) -> list[WrittenDosage]:
    """The fields as words: side by side each its own dosage, one after another one text."""
    steps = any(t.sequential for t in timings)
    texts = [
        (_text(t, _give(*a), steps), t.sequential) for t, a in zip(timings, amounts, strict=True)
    ]
    texts = [(text, then) for text, then in texts if text]
    if not any(t.patterns or t.as_needed or t.length for t in timings):
        return [WrittenDosage(give)] if give else []
    if not steps:
        return [WrittenDosage(text) for text, _ in texts]
    joined = "".join(f"{text}{' then ' if then else ' and '}" for text, then in texts[:-1])
    return [WrittenDosage(joined + texts[-1][0])] if texts else []


def _text(timing: Timing, give: str | None, steps: bool) -> str:
    """One timing in the order in which a prescriber writes: `1 tablet OD PRN for 5 days`."""
    rest = []
    if timing.as_needed and not any(_needed(p) for p in timing.patterns):
        rest.append("PRN")
    if timing.length and timing.length_unit:
        rest.append(f"for {timing.length} {_count(timing.length, timing.length_unit)}")
    for word, day in (("from", timing.start), ("to", timing.end)):
        if steps and day and day.day:
            rest.append(f"{word} {day.day:%d/%m/%Y}")
    if not timing.patterns and not rest:
        return give or ""
    return " and ".join(
        " ".join(x for x in (give, pattern, *rest) if x) for pattern in timing.patterns or ("",)
    )


def _count(amount: str, unit: str) -> str:
    return unit if amount == "1" else unit + "s"


@lru_cache(maxsize=1)
def _as_needed() -> re.Pattern[str]:
    return re.compile(rf"\b({'|'.join(codes()['as_needed']['words'])})\b", re.IGNORECASE)


def _needed(text: str) -> bool:
    return _as_needed().search(text) is not None


def _worded(text: str, timings: list[Timing], amounts: Sequence[Amount]) -> list[WrittenDosage]:
    """The words, with what the fields say as their structure (FHIR Dosage), one for each time."""
    steps = any(t.sequential for t in timings)
    parts: list[dict[str, Any]] = []
    sequence = 1
    for timing, amount in zip(timings or [Timing()], amounts, strict=True):
        timing = replace(timing, as_needed=timing.as_needed or _needed(text))
        order = {"sequence": sequence} if steps else {}
        parts += [_structure(timing, p, amount) | order for p in timing.patterns or ("",)]
        sequence += timing.sequential
    if not all("timing" in p or "doseAndRate" in p for p in parts):
        return [WrittenDosage(text)]
    parts[0] = {"text": text, **parts[0]}
    return [WrittenDosage(text if p is parts[0] else None, freeze(p)) for p in parts]


def _structure(timing: Timing, pattern: str, amount: Amount) -> dict[str, Any]:
    out: dict[str, Any] = {}
    repeat = repeat_of(pattern) or {}
    length = number(timing.length) if timing.length else None
    if repeat and length is not None and timing.length_unit:
        repeat["boundsDuration"] = {"value": length, "unit": timing.length_unit}
    if repeat:
        out["timing"] = {"repeat": repeat}
    if timing.as_needed:
        out["asNeededBoolean"] = True
    bounds = [number(x) for x in (amount[0] or "").split("-")]
    if amount[1] and None not in bounds:
        low, high = ({"value": x, "unit": amount[1]} for x in (bounds[0], bounds[-1]))
        dose = (
            {"doseQuantity": low} if len(bounds) == 1 else {"doseRange": {"low": low, "high": high}}
        )
        out["doseAndRate"] = [dose]
    return out


def dates_of(
    segment: Segment, n: int, row: dict[str, Any], order: Order, context: Context
) -> tuple[PartialDate | None, PartialDate | None]:
    """The day an order begins, or a dose or supply was given, and the day the last of it ends."""
    if "date" in row:
        end = segment.part(row["end"]) if "end" in row else None
        return stamp(segment.part(row["date"]) or "") or context.sent, stamp(end or "")
    timings = timings_of(segment, n, order)[:MAX_TIMINGS]
    start = next((t.start for t in timings if t.start), None)
    ends = [t.end for t in timings]
    if not any(t.sequential for t in timings) and all(ends):
        ends.sort(key=lambda d: d.last if d else None)  # type: ignore[arg-type,return-value]
    older = (segment, 1) if segment.name == "RXE" else None
    for holder, field in [x for x in (older, (order.orc, 7)) if x and x[0]]:
        start = start or stamp(holder.part(field, 4) or "")  # type: ignore[union-attr]
        if not timings:
            ends = [stamp(holder.part(field, 5) or "")]  # type: ignore[union-attr]
    ordered = stamp(order.orc.part(9) or "") if order.orc else None
    last = ends[-1] if ends and (all(ends) or any(t.sequential for t in timings)) else None
    return start or ordered or context.sent, last
