"""A dose that stands in the record and that the grammar does not dare to read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from medrecon.rules.draft import Draft, name_of, said, where
from medrecon.rules.regimen import differing
from medrecon.treatment import Case, Difference, Line, Treatment, documented


def unread_dose(case: Case) -> Iterator[Draft]:
    """A dose that stands in the record and can be read in more than one way.

    Words that the dose grammar merely cannot hold are shown as not understood; they are no finding.
    """
    p = case.policy
    for t in case.odd:
        unread = _unread(case, t)
        if not unread or _other_number(t, unread):
            continue
        known = any(x.n.states_dose for x in t.lines if x.state.state != "stopped")
        must = p.on("dose_must_be_known", t.ingredients)
        minor = () if any(noted(x, p.words["contradicted"]) for x in unread) else ("minor",)
        yield Draft(
            "ambiguous_dose",
            t.ingredients,
            unread,
            f"{name_of(unread).capitalize()}: the dose in {where(unread)} ({said(unread)}) can be "
            "read in more than one way.",
            "What dose is meant?",
            fields=("medication", "dosage"),
            because=("must_know",) if must and not known else minor,
            origin="data",
        )


def unread_number(case: Case) -> Iterator[Draft]:
    """A bare number for a medicine that is dosed in units, and another list gives another number."""
    for t in case.odd:
        unread = _unread(case, t)
        other = _other_number(t, unread) if unread else ()
        if other and not any(documented(x) for x in other):
            yield differing(t, Difference("amount", unread, other), "dose_conflict", "the dose", ())


def noted(x: Line, words: Sequence[str]) -> bool:
    """Whether the reading of a line's dosage left one of these notes."""
    return any(w in note for note in x.n.dosage.notes for w in words)


def _unread(case: Case, t: Treatment) -> tuple[Line, ...]:
    if t.state.state != "current" or not t.resolved:
        return ()
    words = case.policy.words
    return tuple(
        x
        for x in t.current()
        if noted(x, words["two_readings"])
        and not any(w in x.n.dosage.text.casefold() for w in words["protocol"])
    )


def _other_number(t: Treatment, unread: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines of other lists with a dose in units of which no number stands in the unread text."""
    mine = {n for x in unread for n in _numbers(x)}
    lists = {x.scope for x in unread}
    return tuple(
        x
        for x in t.current()
        if x.scope not in lists
        and x.n.each is not None
        and x.n.each.unit == "unit"
        and mine
        and not mine & _numbers(x)
    )


def _numbers(x: Line) -> set[str]:
    return set(re.findall(r"\d+(?:\.\d+)?", x.n.dosage.text))
