"""Dates as precise as the source made them: a year, a month or a day, kept as an interval."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from pydantic_core import CoreSchema, core_schema

_ISO = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2})(?P<time>[T ]\d{2}:\d{2}.{0,25})?)?)?"
)

LONGEST = 40
"""No date is written with more characters, the time of day and its zone included."""
Precision = Literal["year", "month", "day"]


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of known precision (FHIR `date` and `dateTime`).

    `text` is what the source wrote (time of day and zone included); `first` and `last` are the days
    it may mean, both included. A day is `first == last`. The day is the one written: a time zone
    never moves it.
    """

    text: str
    first: dt.date
    last: dt.date

    @classmethod
    def parse(cls, text: str | None) -> PartialDate | None:
        """Read an ISO 8601 year, month, day or date-time; None for anything else.

        Never guesses between day and month: `03/04/2026` is None.

        >>> PartialDate.parse("2026-02").last
        datetime.date(2026, 2, 28)
        >>> PartialDate.parse("03/04/2026") is None
        True
        """
        return iso_date(text) if text and len(text) <= LONGEST else None

    @classmethod
    def of(cls, day: dt.date) -> PartialDate:
        """The PartialDate of one known day."""
        day = day.date() if isinstance(day, dt.datetime) else day
        return cls(day.isoformat(), day, day)

    @property
    def precision(self) -> Precision:
        """`day`, `month` or `year`."""
        days = (self.last - self.first).days
        return "day" if days == 0 else "month" if days < 32 else "year"

    @property
    def day(self) -> dt.date | None:
        """The day, when the date is precise to the day; else None."""
        return self.first if self.first == self.last else None

    def __str__(self) -> str:
        return self.text

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> CoreSchema:
        def check(value: Any) -> PartialDate:
            if isinstance(value, cls):
                return value
            if isinstance(value, dt.date):
                return cls.of(value)
            found = cls.parse(value) if isinstance(value, str) else None
            if found is None:
                raise ValueError("expected an ISO 8601 date, month or year")
            return found

        text = core_schema.str_schema(pattern=r"^\d{4}(-\d{2}(-\d{2}.*)?)?$")
        return core_schema.json_or_python_schema(
            json_schema=core_schema.no_info_after_validator_function(check, text),
            python_schema=core_schema.no_info_plain_validator_function(check),
            serialization=core_schema.plain_serializer_function_ser_schema(
                str, return_schema=core_schema.str_schema()
            ),
        )


@lru_cache(maxsize=8192)
def iso_date(text: str) -> PartialDate | None:
    """A date in ISO 8601 of no more than `LONGEST` characters, each wording read once."""
    found = _ISO.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day = int(found["year"]), found["month"], found["day"]
    try:
        if day:
            one = dt.date(year, int(month), int(day))
            return PartialDate(text.strip(), one, one)
        if month:
            last = calendar.monthrange(year, int(month))[1]
            return PartialDate(
                text.strip(), dt.date(year, int(month), 1), dt.date(year, int(month), last)
            )
        return PartialDate(text.strip(), dt.date(year, 1, 1), dt.date(year, 12, 31))
    except ValueError:
        return None
