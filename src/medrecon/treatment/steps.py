"""The step that a dosage of several has reached on a day: a taper, a loading dose and what follows."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal

from medrecon.dosage import (
    Amount,
    Dosage,
    DosageLine,
    daily_amount,
    max_daily_amount,
    per_dose,
    period_amount,
)
from medrecon.dose import parse_dosage
from medrecon.model import PartialDate
from medrecon.normalise import NormalisedEntry
from medrecon.normalise.timing import course_length
from medrecon.treatment.days import first, run_to
from medrecon.treatment.regimen import ratio


def at_step(n: NormalisedEntry, today: dt.date) -> NormalisedEntry:
    """The entry with the amounts of the step that stands on a day.

    Unchanged where the dosage has one step, where its start is not known, or where a step before the
    last has no length: nothing is guessed.
    """
    found = step_now(n, today)
    if found is None:
        return n
    place, step = found
    if step is None:
        return n
    return replace(
        n,
        daily=daily_amount(step, n.product),
        weekly=period_amount(step, n.product, days=7),
        each=per_dose(step, n.product),
        maximum=max_daily_amount(step, n.product),
        alike=(*n.alike, place),
    )


def step_now(n: NormalisedEntry, today: dt.date) -> tuple[int, Dosage | None] | None:
    """(place, step) of the step on a day; (count, None) after the last; None where it is not known."""
    if n.timing.steps < 2 or n.dosage.status != "parsed":
        return None
    phases = n.dosage.phases
    if all(_start(phase) for phase in phases[1:]):
        return _by_dates(n.dosage, today)
    day = first(n.entry.start, n.entry.change_date)
    if day is None or day > today:
        return None
    for place, phase in enumerate(phases):
        length = course_length([phase])
        if length is None and place < len(phases) - 1:
            return None
        if length is None or run_to(day, length) > today:
            return place, _step(n.dosage, phase)
        day = run_to(day, length)
    return len(phases), None


def last_step(n: NormalisedEntry) -> Amount | None:
    """The amount in a week of the last of several steps, what is taken from then on; None where it is not known."""
    if n.timing.steps < 2 or n.dosage.status != "parsed":
        return None
    return period_amount(_step(n.dosage, n.dosage.phases[-1]), n.product, days=7)


def goes_on_with(n: NormalisedEntry, lasting: NormalisedEntry) -> bool:
    """Whether the last of several steps, in words only, is the dose of another line: `then continue 5mg`.

    Without a frequency it is that amount as often as before.
    """
    said = _in_words(n.dosage)
    if said is None or said.status != "parsed" or len(said.phases) != 1 or said.as_needed:
        return False
    if any(x.duration or x.end or x.count_high for x in said.lines):
        return False
    if any(x.states_timing for x in said.lines):
        return ratio(lasting.weekly, period_amount(said, n.product, days=7)) == 1
    return ratio(lasting.each, per_dose(said, n.product)) == 1


_CONTINUE = re.compile(r"continue (?:(?:on|with|at) )?(?=\d)")


def _in_words(dosage: Dosage) -> Dosage | None:
    """The dose that the last step of a dosage says to continue; None where its words are no dose."""
    if dosage.status != "parsed" or len(dosage.phases) < 2 or len(dosage.phases[-1]) != 1:
        return None
    (x,) = dosage.phases[-1]
    if x.states_dose or x.states_timing or len(x.additional) != 1:
        return None
    words = x.additional[0].casefold()
    found = _CONTINUE.match(words)
    return parse_dosage(f"take {words[found.end() :]}") if found else None


def _by_dates(dosage: Dosage, today: dt.date) -> tuple[int, Dosage | None]:
    """The step that its own dates put on a day."""
    phases = dosage.phases
    begun = [i for i, phase in enumerate(phases) if (day := _start(phase)) is None or day <= today]
    place = begun[-1] if begun else 0
    ends = [first(PartialDate.parse(x.end)) for x in phases[place]]
    if place == len(phases) - 1 and all(end is not None and end < today for end in ends):
        return len(phases), None
    return place, _step(dosage, phases[place])


def _step(dosage: Dosage, phase: tuple[DosageLine, ...]) -> Dosage:
    lines = tuple(replace(x, join=None) if x is phase[-1] else x for x in phase)
    return Dosage(text=dosage.text, status="parsed", lines=lines)


def _start(phase: tuple[DosageLine, ...]) -> dt.date | None:
    return first(*(PartialDate.parse(line.start) for line in phase))


def step_amount(n: NormalisedEntry, today: dt.date) -> Decimal | None:
    """The daily amount of the step on a day, 0 after the last, None where it is not known."""
    found = step_now(n, today)
    if found is None:
        return None
    if found[1] is None:
        return Decimal(0)
    amount = daily_amount(found[1], n.product)
    return amount.high if amount is not None else None
