"""What a case has at all, so that a rule is asked only where it could speak.

A rule names what it needs (`Rule.needs`), any one of which will do; a record has little of it, and most
rules have nothing to look at. A fact may be there when the rule then says nothing, never the other way
round: a rule that was not asked would have said nothing (tests/property/test_rules_needs.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

from medrecon.model.memo import Memo
from medrecon.rules.regimen import absurd
from medrecon.treatment import Case, Line, Treatment

Listed = Literal["gp", "pmr", "specialist", "patient", "inpatient", "discharge", "history"]
"""A list that exists, be it empty."""

Differs = Literal[
    "amount",
    "frequency",
    "weekly",
    "as_needed",
    "release",
    "form",
    "strength",
    "brand",
    "device",
    "route",
    "site",
    "clock",
    "slot",
    "weekday",
    "parts",
    "split",
    "duration",
    "missing_line",
    "extra_line",
]
"""A kind of difference for which nobody gives a reason (`treatment.Difference`)."""

Has = Literal[
    "hospital list judged",  # the chart or the discharge list is the target
    "history beside the judged list",
    "known patient",
    "allergy",
    "pregnancy",
    "shared moiety",  # two treatments with one moiety
    "shared class",  # two treatments of a class of which one is meant
    "hospital_only",  # the policy's lists on which a medicine of the record stands
    "one_strength",
    "weekly_only",
    "stopped in words",  # a line that stands as active
    "stop or hold",  # a decision to end it, of any treatment
    "stop",  # the newest such decision
    "on hold",  # a treatment
    "unidentified",  # a treatment of no known medicine
    "several lines of a list",  # of one treatment
    "doubtful line",  # a state of low confidence
    "repeat",  # a line of such a course
    "course of an end",  # acute, with an end or with a stated length
    "steps",
    "next due",
    "temporary change",
    "no dose",  # a line that does not say how much
    "dose without its times",  # a regular one
    "no product",  # a line of no certain product
    "unknown strength",
    "note of the reading",  # what the dose grammar said of a dosage
    "code of another medicine",
    "absurd count",
]
"""What any treatment or line has, or the record."""

Fact = Listed | Differs | Has
FACTS: tuple[Fact, ...] = (*get_args(Listed), *get_args(Differs), *get_args(Has))


def facts(case: Case) -> frozenset[Fact]:
    """What the case has, each line looked at once and each wording once."""
    found: set[Fact] = _of_record(case)
    wordings: dict[object, Line] = {}
    for t in case.treatments:
        _of_treatment(t, found)
        for x in t.lines:
            wordings[x.n.alike] = x
            if x.state.confidence == "low":
                found.add("doubtful line")
                if x.n.ended is not None:
                    found.add("stopped in words")
            e = x.n.entry
            if e.next_due is not None:
                found.add("next due")
            if e.revert_at is not None:
                found.add("temporary change")
    for alike, x in wordings.items():
        known = _REMEMBERED.get(alike)
        if known is None:
            known = _REMEMBERED.keep(alike, frozenset(_of_wording(x)))
        found |= known
    return frozenset(found)


_REMEMBERED: Memo[object, frozenset[Fact]] = Memo(16384)


def _of_record(case: Case) -> set[Fact]:
    p, who, moieties = case.policy, case.patient, case.by_moiety
    found: set[Fact] = {*case.asked, *[d.kind for _, d in case.differing]}  # type: ignore[arg-type]
    if case.target and case.target != ("gp",):
        found.add("hospital list judged")
    if case.target and any(s != "inpatient" for s in case.history):
        found.add("history beside the judged list")
    if who is not None:
        found.add("known patient")
        if who.allergies:
            found.add("allergy")
        if who.pregnant:
            found.add("pregnancy")
    for places in moieties.values():
        if len(places) > 1:
            found.add("shared moiety")
    for name, places in case.by_class.items():
        if len(places) > 1 and name in p.duplicates:
            found.add("shared class")
    for listed in _LISTS:
        if p.on(listed, moieties):
            found.add(listed)
    if not p.weekly_only.keys().isdisjoint(moieties):
        found.add("weekly_only")
    return found


_LISTS: tuple[Has, ...] = ("hospital_only", "one_strength")


def _of_treatment(t: Treatment, found: set[Fact]) -> None:
    if t.ended:
        found.add("stop or hold")
        if t.ended[0].state.state == "stopped":
            found.add("stop")
        if t.state.state == "on_hold":
            found.add("on hold")
    if not t.resolved:
        found.add("unidentified")
    if len(t.lines) > len(t.scopes):
        found.add("several lines of a list")


_OF_ANOTHER = frozenset({"code_text_mismatch", "code_brand_mismatch"})


def _of_wording(x: Line) -> Iterable[Fact]:
    """What a line has by its words, its codes and its course (`NormalisedEntry.alike`)."""
    n, e = x.n, x.n.entry
    if e.course in ("repeat", "repeat-dispensing"):
        yield "repeat"
    if e.course == "acute" or e.end is not None or n.timing.course_days is not None:
        yield "course of an end"
    if n.timing.steps > 1:
        yield "steps"
    if not n.timing.states_dose or n.dosage.status == "no_dose":
        yield "no dose"
    elif n.weekly is None and n.timing.times_per_day is None and not n.as_needed:
        yield "dose without its times"
    if n.product is None or n.product.level == "VTM":
        yield "no product"
    if not n.strengths:
        yield "unknown strength"
    if n.dosage.notes:
        yield "note of the reading"
    if not _OF_ANOTHER.isdisjoint(n.match.flags):
        yield "code of another medicine"
    if absurd(x):
        yield "absurd count"
