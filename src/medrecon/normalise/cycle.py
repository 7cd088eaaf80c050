"""Words of a cycle: `days 1-14 of 21`, `14 days then 7 days off`."""

from __future__ import annotations

import re

_OF = re.compile(
    r"days?\s*1\s*(?:-|–|to)\s*(\d{1,2})(?:[^0-9]{1,16}(\d{1,2})\b)?|for\s+(\d{1,2})\s+days?\s*(?:of|out of|in)\s+(\d{1,2})"
)
_OFF = re.compile(
    r"(\d{1,2})\s*(?:days?|/7)[ ,;and]*(?:then\s*)?(?:followed by\s*)?(\d{1,2})\s*days?\s*(?:off|rest|break|free)"
)


def cycle_in(text: str) -> tuple[int, int] | None:
    """(days on, days in all) of a cycle that words tell of; None where they tell of none.

    >>> (
    ...     cycle_in("1500 mg BD days 1-14 of 21"),
    ...     cycle_in("14 days then 7 days off"),
    ...     cycle_in("1 od"),
    ... )
    ((14, 21), (14, 21), None)
    """
    if "day" not in text and "/7" not in text:
        return None
    found = _OF.search(text)
    if found:
        on, whole = (int(x) if x else 0 for x in (found[1] or found[3], found[2] or found[4]))
        return (on, whole) if whole > on else (0, 0)
    found = _OFF.search(text)
    return (int(found[1]), int(found[1]) + int(found[2])) if found else None
