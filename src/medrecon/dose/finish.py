"""The last look at a reading: do its parts agree, and may it be claimed?"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

from medrecon.dosage import Dosage, Measure
from medrecon.dosage.amounts import slot_count, slots_of
from medrecon.dosage.value import DosageLine, Status
from medrecon.dose.draft import Draft, Reading
from medrecon.dose.product import Shape, misfit
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


def finish(text: str, reading: Reading, shape: Shape | None) -> Dosage:
    """The Dosage of a finished reading."""
    drafts = _stated(reading)
    if len(drafts) > 1 or (drafts and drafts[0].marker):
        _number_steps(drafts)
        _fold_breakdown(drafts, reading)
        _merge(drafts)
    for draft in drafts:
        _settle(draft, reading)
    _check(drafts, reading, shape)
    if reading.doubts:
        notes = tuple(dict.fromkeys(reading.doubts))
        return Dosage(text=text, status="ambiguous", unparsed=(text,), notes=notes)
    unparsed = tuple(reading.original[a:b] for a, b in reading.unparsed)
    stating = [d for d in drafts if d.states]
    if not stating:
        directed = reading.directed or any(d.method for d in drafts)
        if not directed:
            return Dosage(text=text, status="no_dose", unparsed=(text,))
    if len(stating) == 1 and _bare(stating[0]):
        if text.strip().rstrip(".").isdigit():
            return Dosage(text=text, status="no_dose", unparsed=(text,))
        why = "an amount with nothing else: a dose, a strength or a supply"
        return Dosage(text=text, status="ambiguous", unparsed=(text,), notes=(why,))
    if not any(d.dose or d.timed or d.as_needed or d.rate or d.over for d in drafts):
        for draft in drafts:
            draft.duration = draft.from_date = draft.until_date = None  # how long, of nothing
        unparsed = unparsed if len(stating) == 0 else (text,)
        if not any(d.method or d.additional for d in drafts):
            return Dosage(text=text, status="no_dose", unparsed=(text,))
    lines = _lines(text, reading, drafts)
    notes = _notes(lines, shape)
    return Dosage(text, _status(reading, drafts, unparsed), lines, unparsed, notes)


def _stated(reading: Reading) -> list[Draft]:
    drafts = [d for d in reading.lines if not d.empty]
    if drafts:
        drafts[-1].join = None
    return drafts


def _bare(draft: Draft) -> bool:
    """An amount with nothing else may be a dose, a strength or a supply."""
    other = (
        draft.timed or draft.as_needed or draft.method or draft.route or draft.site or draft.over
    )
    return bool(draft.dose) and not (other or draft.additional or draft.duration or draft.maximum)


def _status(reading: Reading, drafts: list[Draft], unparsed: tuple[str, ...]) -> Status:
    timed = any(d.timed or d.as_needed or d.rate or d.over for d in drafts)
    if not timed and (reading.directed or not any(d.dose for d in drafts)):
        return "as_directed"
    return "partial" if unparsed else "parsed"


def _lines(text: str, reading: Reading, drafts: list[Draft]) -> tuple[DosageLine, ...]:
    if len(drafts) == 1:
        return (drafts[0].line(text),)
    ends = [d.start for d in drafts[1:]] + [len(reading.original)]
    starts = [0, *ends[:-1]]
    return tuple(
        d.line(reading.original[a:b].strip(" ,;&"))
        for d, a, b in zip(drafts, starts, ends, strict=True)
    )


def _notes(lines: tuple[DosageLine, ...], shape: Shape | None) -> tuple[str, ...]:
    if shape is None:
        return ()
    wrong = any(line.dose and misfit(line.dose.unit, shape) for line in lines)
    return ("dose does not fit the product",) if wrong else ()


def _number_steps(drafts: list[Draft]) -> None:
    """`week 1 …, week 2 …` are steps; a marker that leads to no other is an instruction in words."""
    marked = [d for d in drafts if d.marker]
    steps = [d.marker for d in marked if d.marker]
    ordered = all(a[0] == b[0] and b[1] == a[2] + 1 for a, b in pairwise(steps))
    if len(steps) < 2 or not ordered or steps[0][1] != 1:
        for draft in marked:
            first_day = draft.marker and draft.marker[:3] == ("d", _ONE, _ONE)
            if draft.marker and not (first_day and draft.duration):
                draft.additional.append(draft.marker[3])
        return
    for draft, (unit, first, last, words) in zip(marked, steps, strict=True):
        length = last - first + 1
        if last:
            draft.duration = draft.duration or Measure(length, length, unit)
        if unit == "d" and length == 1 and not draft.timed:
            draft.frequency = _DAILY
        draft.additional.append(words)
        if draft.join:
            draft.join = "then"


def _fold_breakdown(drafts: list[Draft], reading: Reading) -> None:
    """`twice a day, one in the morning and one at night` says the same dose again, slot by slot."""
    i = 0
    while i + 1 < len(drafts):
        whole = drafts[i]
        rest: list[Draft] = []
        while len(rest) + i + 1 < len(drafts) and drafts[i + len(rest)].join == "and":
            rest.append(drafts[i + len(rest) + 1])
        f = whole.frequency
        i += 1
        if not rest or rest[0].linked or f is None or whole.when or whole.times or whole.days:
            continue
        slots = [code for part in rest for code in (*part.when, *part.times)]
        again = all(_same_amount(whole, part) and not part.frequency for part in rest)
        if not again or f[1] < 2 or f[2:] != _DAILY[2:] or f[0] != f[1] or len(slots) != f[1]:
            reading.doubt("a dose said again in another way")
            return
        for part in rest:
            whole.when += part.when
            whole.times += part.times
        whole.join = rest[-1].join
        del drafts[i : i + len(rest)]


def _same_amount(a: Draft, b: Draft) -> bool:
    if a.dose is None or b.dose is None or b.dose.unit not in (None, a.dose.unit):
        return False
    return (a.dose.low, a.dose.high) == (b.dose.low, b.dose.high)


def _merge(drafts: list[Draft]) -> None:
    """Lines side by side that differ only in the time of day are one line."""
    i = 0
    while i + 1 < len(drafts):
        a, b = drafts[i], drafts[i + 1]
        if a.join == "and" and _alike(a, b):
            a.when += [w for w in b.when if w not in a.when]
            a.times += b.times
            a.additional += [w for w in b.additional if w not in a.additional]
            a.as_needed = a.as_needed or b.as_needed
            a.join = b.join
            del drafts[i + 1]
        else:
            i += 1


def _alike(a: Draft, b: Draft) -> bool:
    plain = not (
        b.frequency or b.days or b.count or b.duration or b.maximum or b.rarely or b.offset
    )
    plain = plain and not (a.days or a.count or a.offset or a.rarely)
    slots = (b.when or b.times) and (a.when or a.times) and not set(a.when) & set(b.when)
    return bool(plain and _same_amount(a, b) and slots and a.as_needed == b.as_needed)


def _settle(draft: Draft, reading: Reading) -> None:
    """Give a line its frequency where days or times of day say it, and see that they agree."""
    if draft.duration:  # FHIR bounds are a duration or dates, never both
        dates = (("from", draft.from_date), ("until", draft.until_date))
        draft.additional += [f"{word} {date}" for word, date in dates if date]
        draft.from_date = draft.until_date = None
    if draft.events and draft.frequency:
        reading.unparsed.append(draft.event_span)
        reading.unparsed.sort()
        draft.events = []
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
        said = {
            slot
            for time in draft.times
            for slot in _PARTS
            if _PARTS[slot][0] <= time <= _PARTS[slot][1]
        }
        draft.when = [w for w in draft.when if not slots_of([w]) or slots_of([w]) - said]
    slots = slot_count(draft.when, draft.times)
    if draft.loose and slots > 1 and _times_a_day(draft) != slots:
        reading.doubt("two times of day, or one said twice")
    frequency = draft.frequency
    if draft.days:
        if frequency is None and draft.count is None:
            count = len(draft.days) * max(slots, 1)
            draft.frequency = (count, count, _ONE, _ONE, "wk")
        elif frequency and (
            frequency[4] not in ("d", "wk") or (frequency[4] == "d" and frequency[2] != 1)
        ):
            reading.doubt("days of the week and another period")
        elif frequency and frequency[4] == "d" and len(draft.days) == 1:
            reading.doubt("once a day, and one day of the week")
        elif frequency and frequency[4] == "wk" and frequency[1] != len(draft.days) * max(slots, 1):
            reading.doubt("more days than times a week, or fewer")
    elif (frequency is None and draft.count is None and slots and not draft.apart) or (
        frequency and slots > 1 and frequency == _DAILY
    ):
        draft.frequency = (slots, slots, _ONE, _ONE, "d")
    elif frequency and slots > 1 and frequency[2:] != _DAILY[2:] and frequency[4] != "h":
        reading.doubt("several times of day, and not every day")
    elif frequency and slots and frequency[2:] == _DAILY[2:]:
        low, high = frequency[0] or 0, frequency[1]
        if not low <= slots + 3 * draft.apart <= high:
            reading.doubt("more times of day than times a day, or fewer")


def _times_a_day(draft: Draft) -> int | None:
    """The stated number of times a day, where it is one number."""
    f = draft.frequency
    return f[0] if f and f[0] == f[1] and f[2:] == _DAILY[2:] else None


def _check(drafts: list[Draft], reading: Reading, shape: Shape | None) -> None:
    for i, draft in enumerate(drafts):
        unit = reading.form or (shape.unit if shape else None)
        if draft.dose and draft.dose.unit is None and unit:
            draft.dose = Measure(draft.dose.low, draft.dose.high, unit)
        if draft.count and (draft.frequency or draft.duration or draft.days or len(draft.when) > 1):
            reading.doubt("once only, and a frequency")
        if draft.join == "and" and draft.duration and drafts[i + 1].duration:
            reading.doubt("two durations side by side")
        if draft.maximum and not (draft.dose or draft.timed or draft.as_needed or draft.rate):
            reading.doubt("an amount a day without the dose each time")
        if _over_the_limit(draft):
            reading.doubt("a maximum that contradicts the dose")
        if draft.rarely:
            reading.doubt("every so many weeks, or so many times a week")
        beside = draft.join == "and" or (i and drafts[i - 1].join == "and")
        beside = beside or (i and draft.dose and not draft.duration)
        if beside and not draft.timed and not draft.as_needed and draft.states:
            reading.doubt("two doses and not a time for each")
        before = drafts[i - 1].dose if i else None
        if draft.dose and draft.dose.unit is None and before:
            known = unit_of(before.unit or "")
            if (known and known.kind != "activity") or drafts[i - 1].alternatives:
                reading.doubt("a number without its unit beside one with")
            draft.dose = Measure(draft.dose.low, draft.dose.high, before.unit)
        drops = draft.route in ("ocular", "otic") or (shape and shape.drops)
        if drops and _eye_latin(reading.text):
            reading.doubt("o.d. beside an eye or ear: a side or a frequency")


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
