"""The standards that the documents follow, as data: titles, elements, words of change, clocks."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from medrecon.maintain.transfers.document import Clock
from medrecon.model import PartialDate

_TO_THE_MINUTE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")


@cache
def held() -> Mapping[str, Any]:
    """The data file, as it stands."""
    return tomllib.loads(files(__package__).joinpath("transfers.toml").read_text("utf-8"))


def kinds() -> tuple[str, ...]:
    """The documents there are.

    >>> kinds()
    ('admission', 'discharge', 'dms')
    """
    return tuple(s["document"] for s in held()["standard"])


def standard(kind: str) -> Mapping[str, str]:
    """Title, source and date of a document."""
    found: Mapping[str, str] = next(s for s in held()["standard"] if s["document"] == kind)
    return found


def elements(kind: str) -> list[Mapping[str, Any]]:
    """The elements of a medicine in a document, in order."""
    return [e for e in held()["element"] if e["document"] == kind]


def clocks(kind: str, since: str | None, as_of: dt.date) -> tuple[Clock, ...]:
    """The clocks of a document, counted from `since` (ISO 8601), None where that is not recorded."""
    return tuple(_clock(c, since, as_of) for c in held()["clock"] if c["document"] == kind)


def _clock(row: Mapping[str, Any], since: str | None, as_of: dt.date) -> Clock:
    period = dt.timedelta(hours=row.get("hours", 0), days=row.get("days", 0))
    due = _due(since, period) if since is not None else None
    return Clock(
        name=row["name"],
        period=f"{row['hours']} hours" if "hours" in row else f"{row['days']} days",
        starts=row["starts"],
        since=since,
        due=due,
        standing=_standing(due, as_of) if due else None,
        note=row["note"],
        source=row["source"],
        date=row["date"],
    )


def _due(since: str, period: dt.timedelta) -> str | None:
    """When a period ends: to the minute where its start is, else the last day that it may reach."""
    start = PartialDate.parse(since)
    if start is None or start.day is None:
        return None
    try:
        if _TO_THE_MINUTE.match(since):
            return (dt.datetime.fromisoformat(since) + period).isoformat()
        return (start.day + period).isoformat()
    except (ValueError, OverflowError):
        return None


def _standing(due: str, as_of: dt.date) -> str:
    day = dt.date.fromisoformat(due[:10])
    return "overdue" if day < as_of else "due today" if day == as_of else "running"
