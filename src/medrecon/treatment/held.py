"""A hold that stands in words only: in the dosage or the note of a line whose status says active."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from medrecon.normalise import NormalisedEntry
from medrecon.policy import Policy
from medrecon.treatment.days import first, latest
from medrecon.treatment.value import LineState


def held_in_words(n: NormalisedEntry, as_of: dt.date, policy: Policy) -> LineState | None:
    """The hold that a line's own words tell of, None where they tell of none.

    It began on the day of the change or the record; where neither is given, after the last supply.
    """
    e, d = n.entry, n.dosage
    silent = e.note is None and n.timing.states_dose and not d.unparsed
    if silent and not any(x.additional for x in d.lines):
        return None
    if e.kind not in ("plan", "order", "statement") or e.status in ("stopped", "completed"):
        return None
    for text in (d.text, e.note):
        if text and says_on_hold(text, policy):
            day = first(e.change_date, e.recorded) or latest((e.last_issued,), as_of)
            if day is None or day <= as_of:
                return LineState("on_hold", f"on hold by its own words: {text}", "medium", day)
    return None


@lru_cache(maxsize=8192)
def says_on_hold(text: str, policy: Policy) -> bool:
    """Whether words say that a medicine is held now; a condition ("withheld if …") says no such thing.

    >>> policy = Policy.default()
    >>> says_on_hold("withheld - aki", policy), says_on_hold("withheld if pulse below 50", policy)
    (True, False)
    """
    words, text = policy.words, text.casefold()
    if not any(w in text for w in words["hold"]) or any(w in text for w in words["not_held"]):
        return False
    held, condition = _any_of(words["hold"]), _any_of(words["condition"])
    return re.search(rf"\b(?:{held})\b(?!\s*(?:{condition})\b)", text) is not None


def _any_of(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(w) for w in words)
