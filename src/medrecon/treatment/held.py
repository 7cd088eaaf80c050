"""A hold that stands in words only: in the dosage or the note of a line whose status says active."""

from __future__ import annotations

import datetime as dt

from medrecon.normalise import NormalisedEntry
from medrecon.treatment.days import first, latest
from medrecon.treatment.value import LineState


def held_in_words(n: NormalisedEntry, as_of: dt.date) -> LineState | None:
    """The hold that a line's own words tell of, None where they tell of none.

    It began on the day of the change or the record; where neither is given, after the last supply.
    """
    e = n.entry
    if n.held is None or e.kind not in ("plan", "order", "statement"):
        return None
    if e.status in ("stopped", "completed"):
        return None
    day = first(e.change_date, e.recorded) or latest((e.last_issued,), as_of)
    if day is not None and day > as_of:
        return None
    return LineState("on_hold", f"on hold by its own words: {n.held}", "medium", day)
