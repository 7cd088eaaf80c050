"""A hold or a stop that stands in words only: in the dosage or the note of a line that is marked active."""

from __future__ import annotations

import datetime as dt

from medrecon.normalise import NormalisedEntry
from medrecon.normalise.ended import says_stopped
from medrecon.policy import Policy
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


BY_ITS_WORDS = "its own words say that it is stopped or not taken"


def stopped_in_words(n: NormalisedEntry, policy: Policy) -> LineState | None:
    """What a line is of which the words say that it was stopped while its source has it as current.

    Which of the two is right is not known. A medicine that another service supplies is not stopped by a
    word against its issue.
    """
    e = n.entry
    if n.ended is None or e.kind not in ("plan", "order", "statement"):
        return None
    elsewhere = e.course == "elsewhere" or e.prescribed_elsewhere
    elsewhere = elsewhere or policy.on("hospital_only", n.moieties)
    if elsewhere and not says_stopped(n.ended, n.names, policy.words, elsewhere=True):
        return None
    return LineState("unknown", f"{BY_ITS_WORDS}: {n.ended}", "low")
