"""The times of HL7 v2 and v3: digits without separators."""

from __future__ import annotations

import re
from functools import lru_cache

from medrecon.model import PartialDate

_STAMP = re.compile(
    r"(\d{4})(\d{2})?(\d{2})?(?:(\d{2})(\d{2})?(\d{2})?(?:\.\d{1,6})?)?([+-]\d{2}(?:\d{2})?)?"
)


@lru_cache(maxsize=8192)
def stamp(written: str) -> PartialDate | None:
    """`yyyy[MM[dd[hh[mm[ss]]]]]` with or without a zone as a date; its text becomes ISO 8601.

    None for anything else. The day is the one written: a zone never moves it.

    >>> str(stamp("20260203141500")), str(stamp("202602")), stamp("31122025x")
    ('2026-02-03T14:15:00', '2026-02', None)
    """
    found = _STAMP.fullmatch(written.strip())
    if found is None:
        return PartialDate.parse(written)
    year, month, day, hour, minute, second, zone = found.groups()
    text = "-".join(p for p in (year, month, day) if p)
    if day and hour:
        text += f"T{hour}:{minute or '00'}:{second or '00'}{_zone(zone)}"
    return PartialDate.parse(text)


def _zone(zone: str | None) -> str:
    if not zone:
        return ""
    return f"{zone[:3]}:{zone[3:] or '00'}"
