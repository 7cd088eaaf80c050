"""Do the parts of a line agree with each other, and the lines among themselves?"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

from medrecon.dosage import Measure
from medrecon.dosage.amounts import slot_count, slots_of
from medrecon.dose.draft import Draft, Reading
from medrecon.dose.frequency_rules import MAY_BE_A_RANGE
from medrecon.dose.product import COUNT_OR_AMOUNT, COUNTED, Shape, count_or_amount
from medrecon.units import convert
from medrecon.units import unit as unit_of

# the hours that a part of the day may mean: a clock time beside it says the same again
_PARTS = {
    "MORN": ("04:00", "11:59"),
    "NOON": ("11:00", "14:30"),
    "AFT": ("12:00", "18:00"),
    "EVE": ("16:00", "21:30"),
    "NIGHT": ("19:00", "23:59"),
}
_MEAL = re.compile(r"(?:AC|PC|C)[MDV]?$")
_ONE = Decimal(1)
_DAILY = (1, 1, _ONE, _ONE, "d")


def settle(draft: Draft, reading: Reading) -> None:
    """Give a line what its other parts imply, and see that they agree."""
    _settle_dates(draft, reading)
    if draft.single and draft.frequency and draft.frequency[:2] == (1, 1):
        draft.additional.append(draft.single)
        draft.count = None
    m = draft.maximum
    if m and draft.limit_of_times and not draft.timed:
        draft.frequency = (None, int(m.value), m.period, m.period, m.period_unit)
        draft.maximum = None
    if draft.offset:
        draft.when.sort(key=lambda code: not _MEAL.match(code))
    if draft.events:
        draft.additional += [f"at {time}" for time in draft.times]
        draft.times = []
        return
    if draft.times and draft.when:
        _drop_said_twice(draft)
    _settle_frequency(draft, reading, slot_count(draft.when, draft.times))


def _settle_dates(draft: Draft, reading: Reading) -> None:
    """FHIR bounds are a duration or dates, never both; a date beside a frequency is of something else."""
    if draft.duration:
        dates = (("from", draft.from_date), ("until", draft.until_date))
        draft.additional += [f"{word} {date}" for word, date in dates if date]
        draft.from_date = draft.until_date = None
    if draft.events and draft.frequency:
        reading.unparsed.append(draft.event_span)
        reading.unparsed.sort()
        draft.events = []


def _drop_said_twice(draft: Draft) -> None:
    """`at night at 10pm`: FHIR allows the clock time or the part of the day."""
    said = {
        part
        for time in draft.times
        for part, (begin, end) in _PARTS.items()
        if begin <= time <= end
    }
    draft.when = [w for w in draft.when if not slots_of([w]) or slots_of([w]) - said]


def _settle_frequency(draft: Draft, reading: Reading, slots: int) -> None:
    """Days and times of day imply a frequency, or must agree with the stated one."""
    f = draft.frequency
    if draft.loose and slots > 1 and _times_a_day(draft) != slots:
        reading.doubt("two times of day, or one said twice")
    if draft.once_daily and slots > 1 and f == _DAILY:
        reading.doubt("once a day, and several times of day")
    if draft.days:
        _settle_days(draft, reading, slots)
    elif f is None:
        if draft.count is None and slots and not draft.apart:
            draft.frequency = (slots, slots, _ONE, _ONE, "d")
            draft.daily_by_slots = True
    elif f == _DAILY and slots > 1:
        draft.frequency = (slots, slots, _ONE, _ONE, "d")
    elif slots > 1 and f[2:] != _DAILY[2:] and f[4] != "h":
        reading.doubt("several times of day, and not every day")
    elif slots and f[2:] == _DAILY[2:] and not (f[0] or 0) <= slots + 3 * draft.apart <= f[1]:
        reading.doubt("more times of day than times a day, or fewer")


def _settle_days(draft: Draft, reading: Reading, slots: int) -> None:
    count = len(draft.days) * max(slots, 1)
    f = draft.frequency
    if f is None:
        if draft.count is None:
            draft.frequency = (count, count, _ONE, _ONE, "wk")
    elif f[4] not in ("d", "wk") or (f[4] == "d" and f[2] != 1):
        reading.doubt("days of the week and another period")
    elif f[4] == "d" and len(draft.days) == 1:
        reading.doubt("once a day, and one day of the week")
    elif f[4] == "wk" and f[1] != count:
        reading.doubt("more days than times a week, or fewer")


def _times_a_day(draft: Draft) -> int | None:
    """The stated number of times a day, where it is one number."""
    f = draft.frequency
    return f[0] if f and f[0] == f[1] and f[2:] == _DAILY[2:] else None


def check(drafts: list[Draft], reading: Reading, shape: Shape | None) -> None:
    """Doubt what contradicts itself, its maximum, its neighbours or its product."""
    if _days_of_a_week(drafts):
        reading.doubt("days of each week, or one after the other")
    if _days_of_one_half(drafts):
        whole = "days or weeks of one half of the doses, or of all"
        reading.doubt("days of a part, and words not known" if reading.unparsed else whole)
    if any(d.some_days for d in drafts) and not all(d.some_days or d.days for d in drafts):
        reading.doubt("so many days a week")
    for i, draft in enumerate(drafts):
        if draft.dose and draft.dose.unit is None:
            _settle_number(draft, drafts[i - 1] if i else None, reading, shape)
        elif draft.dose:
            draft.unit_written = True
        if draft.count and (draft.frequency or draft.duration or draft.days or len(draft.when) > 1):
            reading.doubt("once only, and a frequency")
        if draft.join == "and" and draft.duration and drafts[i + 1].duration:
            reading.doubt("two durations side by side")
        if draft.maximum and not (draft.dose or draft.timed or draft.as_needed or draft.rate):
            reading.doubt("an amount a day without the dose each time")
        if _over_the_limit(draft):
            reading.doubt("a maximum that contradicts the dose")
        alone = len(drafts) == 1 and not (
            draft.dose or draft.timed or draft.as_needed or draft.over
        )
        if not alone and _amount_a_day(draft):
            reading.doubt("an amount a day without the dose each time")
        if draft.rarely:
            reading.doubt("every so many weeks, or so many times a week")
        if draft.run_on and not _one_of_many(draft, shape):
            reading.doubt(MAY_BE_A_RANGE)
        if draft.if_symptom and len(drafts) > 1:
            reading.doubt("a condition")
        beside = draft.join == "and" or (i and drafts[i - 1].join == "and")
        beside = beside or (i and draft.dose and not draft.duration)
        if beside and not draft.timed and not draft.as_needed and draft.states:
            reading.doubt("two doses and not a time for each")
        drops = draft.route in ("ocular", "otic") or (shape and shape.drops)
        dropped = draft.dose is not None and draft.dose.unit == "drop"
        drops = drops or (dropped and draft.route is None and draft.method != "take")
        if drops and _eye_latin(reading.text):
            reading.doubt("o.d. beside an eye or ear: a side or a frequency")


def _settle_number(
    draft: Draft, before: Draft | None, reading: Reading, shape: Shape | None
) -> None:
    """Give a number its unit: of the form named, of the dose before it, of the product; or doubt it."""
    dose, beside = draft.dose, before.dose if before else None
    if dose is None:
        return
    unit = reading.form
    if unit is None and before and beside and before.unit_written:
        known = unit_of(beside.unit or "")
        if (known and known.kind != "activity") or before.alternatives:
            reading.doubt("a number without its unit beside one with")
        unit = beside.unit
    draft.unit_written = unit is not None
    if unit is None and shape:
        unit = shape.unit
        if count_or_amount(dose, shape):
            reading.doubt(COUNT_OR_AMOUNT)
    draft.dose = Measure(dose.low, dose.high, unit)


def _days_of_a_week(drafts: list[Draft]) -> bool:
    """`100mcg 6/7, 125mcg 1/7`: nothing says `then`, and the days make one week."""
    if len(drafts) < 2 or not all(d.follows for d in drafts[1:]):
        return False
    lengths = [d.duration.exact for d in drafts if d.duration and d.duration.unit == "d"]
    return len(lengths) == len(drafts) and sum(x or 0 for x in lengths) == _WEEK


_WEEK = 7


def _days_of_one_half(drafts: list[Draft]) -> bool:
    """`3 am and 3 pm on Mondays`: only one half has the day, and nothing says that the other is daily."""
    for a, b in pairwise(drafts):
        for slots, other in ((a, b), (b, a)):
            f = other.frequency
            rarely = other.days or (
                f is not None and f[2:] != _DAILY[2:] and f[4] not in ("h", "min")
            )
            if slots.daily_by_slots and rarely and not (a.duration or slots.as_needed):
                return True
    return False


def _one_of_many(draft: Draft, shape: Shape | None) -> bool:
    """`take two three times a day` counts something that is counted: tablets, or what a verb says to take."""
    return shape.unit in COUNTED if shape else draft.method == "take"


def _amount_a_day(draft: Draft) -> bool:
    """`20mg/day`, not `1 mg/kg/day`."""
    unit = (draft.rate.unit if draft.rate else None) or ""
    return unit.endswith("/d") and unit.count("/") == 1


def _over_the_limit(draft: Draft) -> bool:
    """Whether one dose, or a fixed number of them a day, is more than the stated maximum."""
    limit, dose, f = draft.maximum, draft.dose, draft.frequency
    if limit is None or dose is None or dose.low is None or limit.unit == "dose":
        return False
    low = convert(dose.low, dose.unit, limit.unit) if dose.unit and limit.unit else None
    if low is None:
        if limit.unit not in (None, dose.unit):
            return False
        low = dose.low
    hours = limit.period * (24 if limit.period_unit == "d" else 1)
    fixed = f is not None and f[0] and f[2:] == _DAILY[2:] and hours == 24
    return low > limit.value or bool(fixed and f and f[0] and low * f[0] > limit.value)


def _eye_latin(text: str) -> bool:
    words = set(text.replace(".", "").replace(",", " ").split())
    return bool(words & {"od", "os"}) and not words & {"bd", "tds", "qds", "bid", "tid", "qid"}
