"""Where an order stands by its message: status, dates, course, and what is told of a stop or a change."""

from __future__ import annotations

from typing import Any

from medrecon.sources.stamp import stamp
from medrecon.sources.v2.directions import dates_of
from medrecon.sources.v2.group import Context, Order, codes
from medrecon.sources.v2.syntax import Segment
from medrecon.sources.v2.timing import timings_of


def history_of(
    segment: Segment, n: int, row: dict[str, Any], order: Order, context: Context
) -> dict[str, Any]:
    """Status and dates, and what the message says of a stop or a change."""
    status = status_of(segment, row, order)
    start, end = dates_of(segment, n, row, order, context)
    done = status == "completed"
    routes = [s.said(1) for s in order.all("RXR")]
    return {
        "status": status,
        "course": _course(segment, n, order, context),
        "route": next((r for r in routes if r), None),
        "start": start,
        "end": end,
        "last_issued": start if row["kind"] == "dispense" and done else None,
        "last_administered": start if row["kind"] == "administration" and done else None,
        **told_of(status, order, context),
    }


def told_of(status: str, order: Order, context: Context) -> dict[str, Any]:
    """When the message was written, and the stop or the change that it tells."""
    stopped = status in ("stopped", "cancelled")
    changed = order.control in codes()["control_means"]["changes"]
    return {
        "recorded": (stamp(order.orc.part(9) or "") if order.orc else None) or context.sent,
        "change_status": "changed" if changed else None,
        "change_date": context.sent if changed else None,
        "stop_reason": order.orc.said(16) if order.orc and stopped else None,
        "stopped_on": context.sent if stopped else None,
    }


def status_of(segment: Segment | None, row: dict[str, Any], order: Order) -> str:
    """The status that a message gives: of a dose by RXA-20 and RXA-21, else by ORC-1 and ORC-5."""
    if segment is not None and row["kind"] == "administration":
        if (gone := codes()["deleted"].get(segment.part(row["action"]) or "")) is not None:
            return str(gone)
        said = segment.part(row["completion"])
        return str(codes()["completion"].get(said or "CP", "unknown"))
    status = codes()["control"].get(order.control or "")
    told = codes()["order_status"].get((order.orc.part(5) if order.orc else None) or "")
    if row["kind"] == "dispense":
        return "cancelled" if "cancelled" in (status, told) else "completed"
    return str(told if status in (None, "active") and told else status or "unknown")


def _course(segment: Segment, n: int, order: Order, context: Context) -> str | None:
    timings = timings_of(segment, n, order)
    if any(t.stat for t in timings):
        return "stat"
    if timings and all(t.as_needed for t in timings):
        return "as-required"
    found = codes()["class"].get((context.visit or "").upper())
    return str(found) if found else None
