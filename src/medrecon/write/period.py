"""When a medicine is, was or will be taken."""

from __future__ import annotations

from typing import Any

from medrecon.dosage import Dosage
from medrecon.model import Entry, MedicationLine, PartialDate, ReconciledMedication
from medrecon.normalise.timing import course_length
from medrecon.treatment.days import run_to, stop_day
from medrecon.write.codes import made
from medrecon.write.facts import Facts
from medrecon.write.texts import when

_ENDED = frozenset(("stopped", "completed"))


def effective_period(
    facts: Facts, m: ReconciledMedication, line: MedicationLine, entry: Entry | None
) -> dict[str, Any]:
    """When it is, was or will be taken, as the source dates it; of a doubt only where steps begin.

    A date that contradicts the state is not passed on: the end of a repeat's authorisation is not the day
    it was stopped, and a repeat for 21 days of 28 did not begin with the course that is taken now.
    """
    if entry is None:
        return {}
    if m.state == "unknown":
        return _start_of_steps(facts, line, entry)
    day, start, end = facts.answer.about.as_of, entry.start, entry.end
    if m.state in _ENDED:
        ended = stop_day(entry) if end is None else None
        end = PartialDate.of(ended) if ended is not None else end
        end = end if end is not None and end.first <= day else None
    elif m.state == "on_hold" or (end is not None and end.last < day):
        end = None
    if start is not None and (start.first > day) != (m.state == "planned"):
        start = None
    if start is not None and end is not None and start.first > end.last:
        start = None
    if start is not None and m.state == "current" and _over(facts, line, start):
        start = None
    return _effective(start, end)


def _effective(start: PartialDate | None, end: PartialDate | None) -> dict[str, Any]:
    period = _period(when(start), when(end))
    return {"effectivePeriod": period} if period else {}


def _period(start: str | None, end: str | None) -> dict[str, Any]:
    """A Period whose start is known to be no later than its end (per-1).

    Times of day on one day say nothing about a course. Of a day and the month or year around it, the day
    is kept.
    """
    if start and end:
        if start[:10] == end[:10] or len(start) != len(end):
            start, end = start[:10], end[:10]
        if len(start) > len(end) and start.startswith(end):
            end = None
        elif len(end) > len(start) and end.startswith(start):
            start = None
    return made(start=start, end=end)


def _start_of_steps(facts: Facts, line: MedicationLine, entry: Entry) -> dict[str, Any]:
    """The start of directions in several steps: without it nobody can say which of them is reached.

    Where we could not say it ourselves, and so give no daily dose, a start would pretend that it can be said.
    """
    start = entry.start or entry.change_date
    if start is None or start.first > facts.answer.about.as_of or line.daily_dose is None:
        return {}
    if not line.dosage or len(Dosage.from_fhir(line.dosage).phases) < 2:
        return {}
    return _effective(start, None)


def _over(facts: Facts, line: MedicationLine, start: PartialDate) -> bool:
    """Whether the length that the directions name, counted from the start, has passed."""
    length = course_length(Dosage.from_fhir(line.dosage).phases) if line.dosage else None
    return length is not None and run_to(start.first, length) < facts.answer.about.as_of
