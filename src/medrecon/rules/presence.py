"""What is there and should be known: undocumented additions, hidden specialist and bought medicines."""

from __future__ import annotations

from collections.abc import Iterator

from medrecon.model import SEVERITIES, Severity
from medrecon.rules.cover import at_home, classmates, covered, open_by_route, other_route_in
from medrecon.rules.draft import Draft, name_of, where
from medrecon.rules.omissions import LISTS
from medrecon.treatment import Case, Line, Treatment


def hidden_specialist(case: Case) -> Iterator[Draft]:
    """A specialist or hospital-only medicine that the GP record does not know of."""
    if "gp" not in case.asked:
        return
    for t in case.treatments:
        lines = [line for line in t.current("specialist") if not _asks_gp(line)]
        if case.policy.on("hospital_only", t.ingredients):
            lines += t.current("history", "discharge", "patient", "inpatient")
        if not lines or not t.resolved or t.of("gp") or covered(case, t, ("gp",)):
            continue
        if all(line.scope == "inpatient" for line in lines) and not at_home(case, t):
            continue
        yield Draft(
            "hidden_specialist",
            t.ingredients,
            tuple(lines),
            f"{name_of(lines).capitalize()} is current in {where(lines)} "
            "and the GP record does not hold it.",
            "Can the GP record hold it as prescribed elsewhere?",
            fields=("medication", "dosage", "status", "last_issued"),
            origin="history",
        )


def _asks_gp(line: Line) -> bool:
    return line.n.entry.action_by == "gp" and line.n.entry.kind in ("plan", "order")


def addition_undocumented(case: Case) -> Iterator[Draft]:
    """On the judged list, in nobody's history, and neither indication nor reason is given."""
    if not case.target or case.target == ("gp",) or not case.history:
        return
    for t in case.treatments:
        lines = tuple(line for line in t.current(*case.target) if _unexplained(line))
        if not lines or not t.resolved or len(lines) < len(t.current(*case.target)):
            continue
        others = [line for line in t.lines if line.scope not in (*case.target, "inpatient")]
        if others or covered(case, t, tuple(case.history)) or _standard(case, t, lines):
            continue
        if any(other_route_in(case, t, (s,)) for s in case.history) or _stands_in(case, t):
            continue
        if any(at_home(case, o) for o in open_by_route(case, t)):
            continue
        if t.of("inpatient") and any(not _unexplained(x) for x in t.of("inpatient")):
            continue
        yield Draft(
            "addition_undocumented",
            t.ingredients,
            lines,
            f"{name_of(lines).capitalize()} is on {LISTS[case.target[0]]}, in no history, "
            "with no indication or reason.",
            "Was it started on purpose, and what for?",
            fields=("medication", "dosage", "start", "change_status"),
            intent="undocumented",
        )


def _unexplained(line: Line) -> bool:
    e = line.n.entry
    comfort = line.n.as_needed and line.scope != "discharge"
    return not (
        e.indication or e.change_reason or e.note or e.course == "stat" or comfort
    ) and not (e.end is not None or any(x.duration is not None for x in line.n.dosage.lines))


def _standard(case: Case, t: Treatment, lines: tuple[Line, ...]) -> bool:
    """Fluids, prophylaxis and comfort that every ward gives, and what is not systemic."""
    p = case.policy
    if all(line.scope == "inpatient" for line in lines):
        names = ("infusion fluid", "low molecular weight heparin", "antibacterial")
        if any(p.in_class(n, t.ingredients) for n in names):
            return True
    return p.in_class("simple inpatient comfort", t.ingredients) or t.route_class == "topical"


def _stands_in(case: Case, t: Treatment) -> bool:
    """A substitute for, or a confusable name of, something that is missing from the list."""
    for name, other in classmates(case, t):
        if name in case.policy.substitution and at_home(case, other):
            return True
    for partner in case.policy.look_alikes.get("+".join(t.ingredients), ()):
        for i in case.by_moiety.get(partner.split("+")[0], ()):
            other = case.treatments[i]
            if (
                "+".join(other.ingredients) == partner
                and at_home(case, other)
                and not other.of(*case.target)
            ):
                return True
    return False


def otc_unrecorded(case: Case) -> Iterator[Draft]:
    """Bought, or reported by the patient, and not in the GP record; it matters if it interacts."""
    if "gp" not in case.asked:
        return
    for t in case.treatments:
        lines = tuple(
            line
            for line in t.current("pmr", "patient")
            if line.n.entry.course == "otc" or line.scope == "patient"
        )
        if not lines or t.of("gp", "specialist", "discharge") or covered(case, t, ("gp",)):
            continue
        if all(line.scope == "patient" and line.is_supply for line in lines) or t.of("inpatient"):
            continue
        severity, why = _interaction(case, t)
        if (
            severity is None
            and not t.resolved
            and not all(x.n.entry.course == "otc" for x in lines)
        ):
            continue
        yield Draft(
            "otc_unrecorded",
            t.ingredients,
            lines,
            f"{name_of(lines).capitalize()} is taken, by {where(lines)}, "
            f"and the GP record does not hold it{why}.",
            "Does the prescriber know, and is it safe with the rest?",
            fields=("medication", "dosage", "last_issued", "course"),
            severity=severity,
            origin="history",
        )


def _interaction(case: Case, t: Treatment) -> tuple[Severity | None, str]:
    """The gravest interaction of a bought medicine with what else is current; of what stays on the skin none."""
    if t.route_class == "topical" and not case.policy.on("acts_in_the_body", t.ingredients):
        return None, ""
    found: list[tuple[Severity, str]] = []
    for row in case.policy.interactions:
        named = " ".join(t.ingredients)
        if not row.otc & set(t.ingredients) and (
            t.resolved or not any(o in named for o in row.otc)
        ):
            continue
        for partner in sorted(row.partners):
            live = [case.treatments[i] for i in case.by_moiety.get(partner, ())]
            if any(x.state.state == "current" for x in live):
                found.append((row.severity, f"; with {partner}: {row.why}"))
    found.sort(key=lambda x: (-SEVERITIES.index(x[0]), x[1]))
    return found[0] if found else (None, "")
