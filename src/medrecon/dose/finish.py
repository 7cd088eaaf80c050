"""The last look at a reading: do its parts agree, and may it be claimed?"""

from __future__ import annotations

from medrecon.dosage import Dosage
from medrecon.dosage.value import DosageLine, Status
from medrecon.dose.agree import check, settle
from medrecon.dose.draft import Draft, Reading
from medrecon.dose.product import Shape, misfit
from medrecon.dose.steps import arrange


def finish(text: str, reading: Reading, shape: Shape | None) -> Dosage:
    """The Dosage of a finished reading."""
    drafts = _stated(reading)
    _rate_of_the_patch(drafts, reading)
    if len(drafts) > 1 or (drafts and drafts[0].marker):
        arrange(drafts, reading)
    for draft in drafts:
        settle(draft, reading)
    check(drafts, reading, shape)
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


def _rate_of_the_patch(drafts: list[Draft], reading: Reading) -> None:
    """`75 micrograms/hour patch every 72 hours`: the only rate of a line that counts no patches is its dose.

    Beside `one patch` it is the strength of the patch, and of two rates nothing says which is meant.
    """
    if len(drafts) != 1 or len(reading.patch_rates) != 1:
        return
    (draft,), ((rate, span),) = drafts, reading.patch_rates
    if draft.timed and not draft.dose and not draft.rate and span in reading.unparsed:
        draft.rate = rate
        reading.unparsed.remove(span)


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
