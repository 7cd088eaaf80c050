"""A dose that stands in the record and that the grammar does not dare to read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations, product

from medrecon.rules.draft import Draft, name_of, said, where
from medrecon.rules.regimen import differing
from medrecon.treatment import Case, Difference, Line, Treatment, documented, roles
from medrecon.treatment.frequency import is_piece
from medrecon.treatment.harms import tells
from medrecon.treatment.regimen import is_count
from medrecon.units import unit


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


def unread_part(case: Case) -> Iterator[Draft]:
    """One of several doses of a list cannot be read, so that what they come to is not known."""
    for t in case.treatments:
        if len(t.lines) == len(t.scopes) or t.state.state != "current":
            continue
        if t.route_class not in case.policy.systemic:
            continue
        must = case.policy.on("dose_must_be_known", t.ingredients)
        for scope in _WHOLE_DOSE:
            lines = t.current(scope)
            for role in roles(lines) if len(lines) > 1 and t.resolved else ():
                unread = tuple(
                    x
                    for x in role.counted
                    if _hides_a_dose(case, x) or (must and _says_not_how_often(x))
                )
                if role.as_needed or not unread or not set(role.counted) - set(unread):
                    continue
                yield Draft(
                    "ambiguous_dose",
                    t.ingredients,
                    role.counted,
                    f"{name_of(unread).capitalize()}: of the doses in {where(unread)} "
                    f"({said(role.counted)}) not every one can be read, so the day's amount is not known.",
                    "What dose is meant?",
                    fields=("medication", "dosage"),
                    because=("part",) * must,
                    origin="data",
                )


_WHOLE_DOSE = ("gp", "specialist", "inpatient", "discharge")


def _hides_a_dose(case: Case, x: Line) -> bool:
    """Whether words that hold a number were not understood, and state no dose otherwise."""
    unread = x.n.dosage.status == "ambiguous" and not x.n.states_dose and bool(_numbers(x))
    return unread and not by_a_chart(case, x)


def by_a_chart(case: Case, x: Line) -> bool:
    """Whether the dose stands on a chart of its own or is run by a rate.

    A tablet has no rate, and a chart beside the chart there is on a ward only: "as per protocol" is no
    dose of methotrexate, whether or not the line says that it is tablets. A rapid insulin goes by the
    glucose, or by what is eaten, at home too.
    """
    p, route = case.policy, x.n.route_class
    by_protocol = p.on("run_by_protocol", x.n.moieties)
    insulin = by_protocol and p.in_class("rapid insulin", x.n.moieties)
    if insulin and _tells(case, x, "by_glucose"):
        return True
    uncertain = route is None and not by_protocol and p.on("dose_must_be_known", x.n.moieties)
    if route != "enteral" and not uncertain:
        return _tells(case, x, "protocol")
    if route is None and _tells(case, x, "runs"):
        return True
    return x.scope == "inpatient" and _tells(case, x, "charted")


def _tells(case: Case, x: Line, words: str) -> bool:
    """Whether a dosage says one of these words, and does not deny it."""
    return tells(x.n.dosage.text, case.policy.words[words], case.policy)


def _says_not_how_often(x: Line) -> bool:
    """Whether a regular dose states how much and not how often."""
    timing = x.n.timing
    plain = x.n.dosage.status == "parsed" and timing.steps < 2 and timing.cycle is None
    return plain and x.n.states_dose and x.n.weekly is None and timing.times_per_day is None


def unread_number(case: Case) -> Iterator[Draft]:
    """A bare number for a medicine that is dosed in units, and another list gives another number."""
    for t in case.odd:
        unread = _unread(case, t)
        other = _other_number(t, unread) if unread else ()
        if other and not any(documented(x) for x in other):
            yield differing(t, Difference("amount", unread, other), "dose_conflict", "the dose", ())


def bare_strengths(case: Case) -> Iterator[Draft]:
    """A list names it with a bare number, a strength without its unit, and another list has another number.

    A list with several lines of it may hold the parts of one dose, and is left alone.
    """
    for t in case.odd:
        bare = [(x, n) for x in t.current() if (n := _bare_strength(x)) is not None]
        known = (
            [(x, n) for x in t.current() if (n := _known_strength(x)) is not None] if bare else []
        )
        for (a, one), (b, two) in (*combinations(bare, 2), *product(known, bare)):
            if a.scope == b.scope or one == two or documented(a) or documented(b):
                continue
            if len(t.current(a.scope)) > 1 or len(t.current(b.scope)) > 1:
                continue
            if a.n.as_needed != b.n.as_needed or _alike(a, _whole(a, one), b, _whole(b, two)):
                continue
            d = Difference("amount", (a,), (b,), note="a strength is written without its unit")
            yield replace(differing(t, d, "dose_conflict", "the strength", ()), confidence="medium")
            break


def _alike(a: Line, one: Decimal, b: Line, two: Decimal) -> bool:
    """Whether as much is taken each time, or in the day; or the dose of the bare line is stated by itself."""
    often = a.n.times_per_day or 1, b.n.times_per_day or 1
    stated = any(x.n.each and not x.n.strengths and not is_count(x.n.each) for x in (a, b))
    return stated or one == two or one * often[0] == two * often[1]


def _bare_strength(x: Line) -> Decimal | None:
    """The number that follows the name of a medicine whose strength is not known, without a unit."""
    if not x.n.resolved or x.n.strengths:
        return None
    found = _BARE.match(x.n.entry.medication)
    return Decimal(found[2]) if found and _LETTER.search(found[1]) else None


def _known_strength(x: Line) -> Decimal | None:
    """The number of the strength of a product of one ingredient that is counted in pieces."""
    held = x.n.product
    if held is None or not x.n.strengths or len(held.ingredients) != 1 or not is_piece(x):
        return None
    strength = held.ingredients[0].strength
    return strength.value if strength is not None else None


_BARE = re.compile(
    r"([^\d]*)\s(\d+(?:\.\d+)?)(?=$|\s+(?:\d|od\b|bd\b|tds\b|qds\b|om\b|on\b))", re.I
)
_LETTER = re.compile("[a-z]", re.I)


def _whole(x: Line, strength: Decimal) -> Decimal:
    """How much of it is taken each time by that strength, in its unit; one piece where nobody says."""
    each, held = x.n.each, x.n.product
    if each is None:
        return strength
    if is_count(each):
        return strength * each.low
    own = held.ingredients[0].strength if held is not None and held.ingredients else None
    said, meant = unit(each.unit), unit(own.unit) if own is not None else None
    return each.low * said.factor / meant.factor if said and meant else strength


def noted(x: Line, words: Sequence[str]) -> bool:
    """Whether the reading of a line's dosage left one of these notes."""
    return any(w in note for note in x.n.dosage.notes for w in words)


def _unread(case: Case, t: Treatment) -> tuple[Line, ...]:
    if t.state.state != "current" or not t.resolved:
        return ()
    words = case.policy.words
    return tuple(
        x for x in t.current() if noted(x, words["two_readings"]) and not by_a_chart(case, x)
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
