"""The timing parts of the NHS dose-to-text wording; sources as in `wording_parts`."""

from __future__ import annotations

from typing import Any

from medrecon.dosage.codes import TIME_WORDS, WEEKDAYS
from medrecon.dosage.wording_parts import (
    NoWordingError,
    Object,
    Words,
    british_date,
    listed,
    plain,
    timed,
)

_ADVERBS = {"h": "hourly", "d": "daily", "wk": "weekly", "mo": "monthly", "a": "annually"}
_MEALS = {"": "a meal", "M": "breakfast", "D": "lunch", "V": "dinner"}
_WHENS = {
    "MORN": "during the morning",
    "MORN.early": "during the early morning",
    "MORN.late": "during the late morning",
    "NOON": "around 12:00pm",
    "AFT": "during the afternoon",
    "AFT.early": "during the early afternoon",
    "AFT.late": "during the late afternoon",
    "EVE": "during the evening",
    "EVE.early": "during the early evening",
    "EVE.late": "during the late evening",
    "NIGHT": "during the night",
    "PHS": "once asleep",
    "HS": "before sleep",
    "WAKE": "upon waking",
    **{"C" + code: f"at {meal}" for code, meal in _MEALS.items()},
    **{"AC" + code: f"before {meal}" for code, meal in _MEALS.items()},
    **{"PC" + code: f"after {meal}" for code, meal in _MEALS.items()},
}


def duration(repeat: Object) -> str:
    """`over 8 hours (maximum 10 hours)`: how long one administration lasts."""
    value, most, unit = (repeat.get(k) for k in ("duration", "durationMax", "durationUnit"))
    if value is None and most is None:
        return ""
    if value is None:
        raise NoWordingError
    longest = f" (maximum {timed(most, unit)})" if most is not None else ""
    return f"over {timed(value, unit)}{longest}"


def frequency(repeat: Object) -> str:
    """How often: `twice a day`, `every 6 to 8 hours`, `up to 4 times a day`, `daily`."""
    least, most = repeat.get("frequency"), repeat.get("frequencyMax")
    period, longest, unit = (repeat.get(k) for k in ("period", "periodMax", "periodUnit"))
    if least is None and most is None:
        return _bare_period(period, longest, unit)
    if (period is None) != (unit is None) or (period is None and longest is not None):
        raise NoWordingError
    once = least == 1 and most in (None, 1)
    if period is None:
        return _times(least, most)
    if unit not in _ADVERBS and unit != "min":
        raise NoWordingError
    word = TIME_WORDS[unit]
    if plain(period) == "1" and longest is None:
        return f"{_times(least, most)} {'an' if unit == 'h' else 'a'} {word}"
    span = (
        f"every {timed(period, unit)}"
        if longest is None
        else f"every {plain(period)} to {timed(longest, unit)}"
    )
    return span if once else f"{_times(least, most)} {span}"


def _bare_period(period: Any, longest: Any, unit: Any) -> str:
    if period is None and unit is None and longest is None:
        return ""
    if period is None or plain(period) != "1" or unit not in _ADVERBS or longest is not None:
        raise NoWordingError
    return _ADVERBS[unit]


def _times(least: Any, most: Any) -> str:
    if least is None:
        return f"up to {plain(most)} times"
    if most is not None and most != least:
        return f"{plain(least)} to {plain(most)} times"
    return {"1": "once", "2": "twice"}.get(plain(least), f"{plain(least)} times")


def offset_and_when(repeat: Object, words: Words) -> str:
    """`30 minutes before a meal`, `at breakfast and at dinner`."""
    offset, whens = repeat.get("offset"), list(repeat.get("when") or [])
    if not whens:
        if offset is not None:
            raise NoWordingError
        return ""
    if any(w not in _WHENS for w in whens):
        raise NoWordingError
    said = [words.night if w == "NIGHT" else _WHENS[w] for w in whens]
    text = listed(said) if words.whens_and else ", ".join(said)
    return f"{_offset(offset)} {text}" if offset else text


def _offset(minutes: Any) -> str:
    count = int(minutes)
    if count % 1440 == 0:
        return timed(count // 1440, "day")
    return timed(count // 60, "hour") if count % 60 == 0 else timed(count, "minute")


def day_and_time(repeat: Object) -> str:
    """`on Monday and Friday at 10:00`."""
    days, times = repeat.get("dayOfWeek") or [], repeat.get("timeOfDay") or []
    if any(day not in WEEKDAYS for day in days):
        raise NoWordingError
    said = []
    if days:
        said.append("on " + listed([WEEKDAYS[day] for day in days]))
    if times:
        said.append(
            "at "
            + listed([str(t).removesuffix(":00") if len(str(t)) == 8 else str(t) for t in times])
        )
    return " ".join(said)


def bounds(repeat: Object) -> str:
    """`for 7 days`, `for up to 2 weeks`, `from 24/06/2021 to 24/07/2021`."""
    if "boundsDuration" in repeat:
        exact = repeat["boundsDuration"]
        return f"for {timed(exact.get('value'), exact.get('unit'))}"
    if "boundsRange" in repeat:
        return f"for {_bounds_range(repeat['boundsRange'])}"
    period = repeat.get("boundsPeriod")
    if period is None:
        return ""
    start, end = period.get("start"), period.get("end")
    if not start and not end:
        raise NoWordingError
    if not start:
        return f"until {british_date(end)}"
    return f"from {british_date(start)}" + (f" to {british_date(end)}" if end else "")


def _bounds_range(span: Object) -> str:
    low, high = span.get("low"), span.get("high")
    for end in (low, high):
        if end is not None:
            timed(end.get("value"), end.get("unit"))
    if low is None:
        if high is None:
            raise NoWordingError
        return f"up to {timed(high['value'], high['unit'])}"
    if high is None:
        return f"at least {timed(low['value'], low['unit'])}"
    first = plain(low["value"]) if low["unit"] == high["unit"] else timed(low["value"], low["unit"])
    return f"{first} to {timed(high['value'], high['unit'])}"
