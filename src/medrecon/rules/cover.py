"""Whether something else on a list stands for a treatment: a combination, a route, a class-mate."""

from __future__ import annotations

import re
from functools import lru_cache

from medrecon.normalise.moieties import spread
from medrecon.normalise.sentence import folded
from medrecon.normalise.where_to import on_the_spot
from medrecon.policy import Policy
from medrecon.rules.draft import LOCAL
from medrecon.treatment import Case, Line, Treatment
from medrecon.treatment.days import add_days, course_end, has_an_end
from medrecon.treatment.harms import clause_of, spoken, tells
from medrecon.treatment.regimen import in_unit

_WORD = re.compile(r"[a-z]+")


def at_home(case: Case, t: Treatment) -> tuple[Line, ...]:
    """The current lines that say a person takes it outside the judged list, bought ones apart."""
    lines = t.current(*_outside(case.history))
    return tuple([line for line in lines if line.n.entry.course != "otc"])


@lru_cache(maxsize=256)
def _outside(history: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(s for s in history if s != "inpatient")


def for_a_time(case: Case, line: Line) -> bool:
    """A pack kept for a flare, or a course of stated length whose last issue has been used up."""
    if case.policy.on("kept_in_reserve", line.n.moieties) and _in_reserve(case, line):
        return True
    if line.supplied is None or line.scope != "gp":
        return False
    end = course_end(line.n, line.supplied)
    return end is not None and add_days(end, case.policy.windows["acute_grace"]) < case.as_of


def _in_reserve(case: Case, line: Line) -> bool:
    """Whether a line says of itself that it is kept for a flare.

    An emergency supply of what is taken every day is still taken every day: a regular dose without an
    end is in reserve only where the pack stands in the same breath as the dose, or is what it is for.
    """
    e, p = line.n.entry, case.policy
    own = (e.medication, line.n.dosage.text, e.indication)
    if line.n.as_needed or e.course == "acute" or has_an_end(line.n):
        return any(_kept(text, p.words["kept_for_a_flare"], p) for text in (*own, e.note) if text)
    return any(
        _kept(text, p.words["kept_as_a_pack"], p, by_its_dose=True) for text in own if text
    ) or (_dose_of_a_flare(line, p) and any(_only_a_pack(text, line, p) for text in own if text))


def _dose_of_a_flare(line: Line, policy: Policy) -> bool:
    """Whether a dose is none of every day: an antibiotic with a first dose, a steroid as for a flare."""
    n = line.n
    if policy.in_class("antibacterial", n.moieties):
        return tells(n.dosage.text, policy.words["first_dose"], policy)
    usual = policy.like_doses.get("+".join(n.moieties))
    steroid = policy.in_class("systemic corticosteroid", n.moieties)
    if not steroid or usual is None or n.weekly is None or n.route_class != "enteral":
        return False
    week = in_unit(n.weekly.low, n.weekly.unit, usual[1])
    return week is not None and week >= 7 * usual[0] * policy.ratios["rescue_steroid"]


def _only_a_pack(text: str, line: Line, policy: Policy) -> bool:
    """Whether a clause says of the line that it is a pack, and nothing besides; a steroid needs the flare."""
    known = frozenset(policy.words["pack_said_with"])
    steroid = policy.in_class("systemic corticosteroid", line.n.moieties)
    return any(
        tells(clause, policy.words["pack_of_a_course"], policy)
        and known.issuperset(clause.split())
        and (not steroid or tells(clause, policy.words["flare"], policy))
        for clause in folded(text).split("|")
    )


@lru_cache(maxsize=4096)
def _kept(text: str, words: tuple[str, ...], policy: Policy, *, by_its_dose: bool = False) -> bool:
    """Whether words tell of a pack, and not of one that there is beside this."""
    beside = frozenset(policy.words["kept_beside"])
    for found in spoken(text, words, policy):
        begin, end = clause_of(found)
        clause = found.string[begin:end].split()
        first = begin == 0 or any(w[0].isdigit() for w in clause)
        if not beside & set(clause) and (first or not by_its_dose):
            return True
    return False


def covered(case: Case, t: Treatment, scopes: tuple[str, ...]) -> bool:
    """Whether a list holds the same moieties in other products: split up, or as one combination."""
    mine = set(t.ingredients)
    others: set[str] = set()
    for other in sharing(case, t):
        if other.ingredients == t.ingredients:
            continue
        if other.current(*scopes) and of_one_route(case, t, other):
            others |= set(other.ingredients)
            if mine <= set(other.ingredients):
                return True
    return mine <= others


def sharing(case: Case, t: Treatment) -> list[Treatment]:
    """Other treatments that share a moiety, by the case's own index."""
    seen = {i for m in t.ingredients for i in case.by_moiety.get(m, ())}
    return [case.treatments[i] for i in sorted(seen) if case.treatments[i] is not t]


def other_route_in(case: Case, t: Treatment, scopes: tuple[str, ...]) -> Treatment | None:
    """The same moieties on a list by another route that reaches the body, where this one is not on it.

    What is given as required is no other route of what is taken regularly.
    """
    for other in sharing(case, t):
        if other.ingredients != t.ingredients or other.route_class == t.route_class:
            continue
        lines = other.current(*scopes)
        if not lines or not (reaches_the_body(case, t) and reaches_the_body(case, other)):
            continue
        if all(x.n.as_needed for x in lines) <= all(x.n.as_needed for x in t.current()):
            return other
    return None


def reaches_the_body(case: Case, t: Treatment) -> bool:
    """Whether it acts in the body by its route, as a spray into the nose does of a few medicines."""
    if t.route_class in case.policy.systemic:
        return True
    return t.route_class in LOCAL and case.policy.on("acts_in_the_body", t.ingredients)


def for_the_whole_body(case: Case, t: Treatment) -> bool:
    """Whether it works in the whole body, by its route, or where none is known by its name and dose."""
    if t.route_class is None:
        return any(x.n.systemic for x in t.lines)
    return t.route_class in case.policy.systemic


def of_one_route(case: Case, a: Treatment, b: Treatment) -> bool:
    """Whether two are given by the same route; where one names none, whether both are for the whole body."""
    if None in (a.route_class, b.route_class):
        return for_the_whole_body(case, a) == for_the_whole_body(case, b)
    return a.route_class == b.route_class


def open_by_route(case: Case, t: Treatment) -> list[Treatment]:
    """The same medicine by a route that is not known, or where this one's is not, that may be this one.

    A dose of tablets is no cream, nor is what is applied a tablet.
    """
    return [
        o
        for o in sharing(case, t)
        if o.ingredients == t.ingredients
        and (
            (o.route_class is None and _may_go_as(case, o, t))
            or (t.route_class is None and _may_go_as(case, t, o))
        )
    ]


def _may_go_as(case: Case, unsaid: Treatment, t: Treatment) -> bool:
    whole = for_the_whole_body(case, t)
    return any(
        whole if x.n.systemic else not (whole and on_the_spot(x.n.dosage.text, case.policy))
        for x in unsaid.current()
    )


def classmates(case: Case, t: Treatment) -> list[tuple[str, Treatment]]:
    """(class, treatment) of other treatments in a therapeutic class of this one, same route."""
    found = []
    for name in sorted({c for m in t.ingredients for c in case.policy.class_of.get(m, ())}):
        for i in case.by_class.get(name, ()):
            other = case.treatments[i]
            if other is not t and not set(other.ingredients) & set(t.ingredients):
                found.append((name, other))
    return found


def substitute_in(case: Case, t: Treatment) -> Treatment | None:
    """A class-mate that is only on the judged list, where the formulary may have put it."""
    for name, other in classmates(case, t):
        like = name in case.policy.substitution and other.route_class == t.route_class
        if like and other.current(*case.target) and not at_home(case, other):
            return other
    return None


def _meant(lines: tuple[Line, ...]) -> bool:
    """Whether a line says what it is for: then it was not taken for another."""
    return any(x.n.entry.indication or x.n.entry.change_reason for x in lines)


def unidentified_in_target(case: Case, t: Treatment) -> tuple[Line, ...]:
    """The lines of the judged list that no medicine is known for, and that may be this one.

    Its name stands in the line's, or it is among what the line's name may mean (`Pred 10mg`).
    """
    return tuple(
        line
        for o in case.odd
        if not o.resolved
        for line in o.current(*case.target)
        if _may_be(case, t, line)
    )


def _may_be(case: Case, t: Treatment, line: Line) -> bool:
    text = f" {' '.join(_WORD.findall(line.n.entry.medication.casefold()))} "
    if all(f" {m} " in text for m in t.ingredients):
        return True
    own = set(t.ingredients)
    return any(own == set(spread(c.moieties, case.policy)) for c in line.n.match.candidates)


def look_alike_in_target(case: Case, t: Treatment) -> Treatment | None:
    """A medicine with a confusable name that is only on the judged list."""
    for partner in case.policy.look_alikes.get("+".join(t.ingredients), ()):
        for i in case.by_moiety.get(partner.split("+")[0], ()):
            other = case.treatments[i]
            listed = "+".join(other.ingredients) == partner and other.current(*case.target)
            if listed and not at_home(case, other) and not _meant(other.current(*case.target)):
                return other
    return None
