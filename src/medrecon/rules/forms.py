"""Do the lists agree on what it is given as: release, form, strength, route, as required."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from medrecon.policy import NotInterchangeable
from medrecon.rules.cover import at_home, other_route_in
from medrecon.rules.draft import Draft, name_of, said, where
from medrecon.rules.duplication import until_it_acts
from medrecon.rules.regimen import differing, told
from medrecon.treatment import Case, Difference, Treatment
from medrecon.treatment.regimen import ratio


def prn_regular_conflict(case: Case) -> Iterator[Draft]:
    """As required in one list, regular in the other."""
    for t, d in told(case, "as_needed"):
        if not all(x.n.states_dose for x in (*d.a, *d.b) if not x.n.as_needed):
            continue
        if t.route_class != "topical" and not case.policy.on(
            "as_required_by_nature", t.ingredients
        ):
            yield differing(t, d, "prn_regular_conflict", "as required or regular", ())


def release_conflict(case: Case) -> Iterator[Draft]:
    """Immediate against modified release, or 12 against 24 hours."""
    for t, d in told(case, "release"):
        modified = any(line.n.release == "modified" for line in (*d.a, *d.b))
        draft = differing(t, d, "release_conflict", "which release form", ())
        apart = not_interchangeable(case, t, d)
        if apart is not None:
            yield replace(draft, severity=apart.severity)
        else:
            yield draft if modified else replace(draft, severity="low")


def not_interchangeable(case: Case, t: Treatment, d: Difference) -> NotInterchangeable | None:
    """The row by which the two sides are forms that do not stand for each other."""
    for row in case.policy.not_interchangeable:
        if row.moiety not in t.ingredients:
            continue
        one, two = ([x.n.names for x in side] for side in (d.a, d.b))
        for a, b in ((row.a, row.b), (row.b, row.a)):
            named_a = all(any(w in names for w in a) for names in one)
            named_b = all(any(w in names for w in b) for names in two)
            if named_a and named_b:
                return row
    return None


def site_conflict(case: Case) -> Iterator[Draft]:
    """Drops for another eye or ear than before."""
    for t, d in told(case, "site"):
        yield differing(t, d, "route_conflict", "which eye or ear", ())


def form_conflict(case: Case) -> Iterator[Draft]:
    """Another kind of form; it matters where the form changes what is absorbed."""
    for t, d in told(case, "form"):
        if {line.n.form for line in (*d.a, *d.b)} & {"nebuliser", None}:
            continue
        matters = (
            (_cannot_swallow(case) and any(x.n.form in _SOLID for x in d.b))
            or case.policy.on("high_risk", t.ingredients)
            or any(m in case.policy.brand_rules for m in t.ingredients)
        )
        because = ("salt",) if _salt_not_converted(case, d) else ()
        yield differing(t, d, "form_conflict", "which form", because if matters else ("minor",))


def strength_conflict(case: Case) -> Iterator[Draft]:
    """A strength or concentration that is a hazard even where the dose is equal."""
    p = case.policy
    for t, d in told(case, "strength"):
        if t.route_class in _UNMEASURED:
            if any(x.kind == "amount" and (x.a, x.b) == (d.a, d.b) for x in t.differences):
                continue
            comfort = p.in_class("simple inpatient comfort", t.ingredients)
            yield differing(
                t, d, "strength_conflict", "which strength", ("minor",) if comfort else ("applied",)
            )
            continue
        if not p.on("strength_hazard", t.ingredients):
            continue
        fluid = all("/" in s for line in (*d.a, *d.b) for s in line.n.strengths)
        if fluid or p.on("one_strength", t.ingredients):
            yield differing(t, d, "strength_conflict", "which strength", ())


_UNMEASURED = ("topical", "ocular", "otic")


def two_strengths(case: Case) -> Iterator[Draft]:
    """Two strengths of tablets or capsules in one list, of a medicine that is to have one."""
    names = sorted(case.policy.lists["one_strength"].moieties & case.by_moiety.keys())
    for t in (case.treatments[i] for m in names for i in case.by_moiety[m]):
        for scope in ("gp", "specialist", "inpatient", "discharge", "pmr"):
            lines = tuple(x for x in t.current(scope) if x.n.form in ("tablet", "capsule"))
            if len({x.n.strengths for x in lines if x.n.strengths}) > 1:
                yield Draft(
                    "strength_conflict",
                    t.ingredients,
                    lines,
                    f"{name_of(lines).capitalize()} stands in two strengths in {where(lines)}: "
                    f"{said(lines)}.",
                    "Can it be one strength only?",
                    fields=("medication", "dosage", "last_issued"),
                    confidence="high",
                )
                break


def route_conflict(case: Case) -> Iterator[Draft]:
    """The same medicine by another route than before, and nobody says why."""
    for t, d in told(case, "route"):
        if not any(x.n.entry.indication or x.n.entry.note for x in d.b):
            yield differing(t, d, "route_conflict", "the route", ())
    if not case.target or case.target == ("gp",):
        return
    for t in case.treatments:
        home = at_home(case, t)
        if not home or t.of(*case.target) or not t.resolved:
            continue
        other = other_route_in(case, t, case.target)
        if other is None or at_home(case, other) or until_it_acts(case, t, other):
            continue
        lines = other.current(*case.target)
        if any(x.n.entry.indication or x.n.entry.change_reason or x.n.entry.note for x in lines):
            continue
        yield Draft(
            "route_conflict",
            t.ingredients,
            (*home, *lines),
            f"{name_of(home).capitalize()} is {t.route_class} in {where(home)} "
            f"and {other.route_class} in {where(lines)}; no reason is given.",
            "Which route is meant?",
            fields=("medication", "dosage", "route"),
            intent="undocumented",
        )


def _salt_not_converted(case: Case, d: Difference) -> bool:
    """A salt on one side, the base on the other, and the same number of milligrams in both."""
    names = [" ".join(x.n.names for x in side) for side in (d.a, d.b)]
    for f in case.policy.salt_factors:
        for one, two in (names, reversed(names)):
            base = f.a in one and f.b not in one and f.b.startswith(f.a)
            if base and f.b in two:
                return ratio(d.a[0].n.weekly, d.b[0].n.weekly) == 1
    return False


_SOLID = ("tablet", "capsule")


def _cannot_swallow(case: Case) -> bool:
    """Whether the patient's problems say that the form was chosen for swallowing or a tube."""
    if case.patient is None:
        return False
    return any(
        w in str(getattr(p, "text", p)).casefold()
        for p in case.patient.problems
        for w in case.policy.words["swallowing"]
    )
