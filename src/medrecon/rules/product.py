"""Is it still the same product where that matters: brand, device, hospital substitute."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from medrecon.policy import BrandRule
from medrecon.rules.cover import at_home, classmates
from medrecon.rules.draft import Draft, name_of, said, where
from medrecon.rules.regimen import differing, told
from medrecon.treatment import Case, Line, Treatment


def brand_continuity(case: Case) -> Iterator[Draft]:
    """A product that must stay the same was changed, or one list does not name it."""
    for t, d in told(case, "brand"):
        rule = brand_rule(case, t, (*d.a, *d.b))
        brands = [{line.n.brand for line in side} - {None} for side in (d.a, d.b)]
        if rule is not None:
            if rule.severity == "moderate" and not all(brands):
                continue
            draft = differing(
                t,
                d,
                "brand_continuity",
                "the product",
                ("moderate",) * (rule.severity == "moderate"),
            )
            yield draft
        elif _category_two(case, t) and all(brands):
            yield differing(t, d, "brand_continuity", "the product", ("moderate",))


def _category_two(case: Case, t: Treatment) -> bool:
    return any(case.policy.antiepileptic_category.get(m) == 2 for m in t.ingredients)


def brand_rule(case: Case, t: Treatment, lines: Sequence[Line]) -> BrandRule | None:
    """The rule by which a medicine in these forms is to stay on one manufacturer's product, or None."""
    rule = next((r for m in t.ingredients if (r := case.policy.brand_rules.get(m))), None)
    return rule if rule is not None and _in_scope(rule, lines) else None


def _in_scope(rule: BrandRule, lines: Sequence[Line]) -> bool:
    if rule.scope == "modified":
        return all(line.n.release == "modified" for line in lines)
    if rule.scope in ("patch", "inhaler"):
        return any(line.n.form == rule.scope for line in lines)
    return True


def device_change(case: Case) -> Iterator[Draft]:
    """Another inhaler, pen or auto-injector: the technique differs."""
    for t, d in told(case, "device"):
        yield differing(t, d, "device_change", "the device", ())


def substitution_not_reversed(case: Case) -> Iterator[Draft]:
    """The hospital's stand-in for a home medicine is still there after the stay."""
    if case.event == "admission" or not case.asked & {"discharge", "inpatient"}:
        return
    for t in case.treatments:
        new = t.current("discharge", *(("gp",) if case.event in ("review", None) else ()))
        if not new or not _came_from_hospital(t):
            continue
        for name, home in classmates(case, t):
            if name not in case.policy.substitution or home.route_class != t.route_class:
                continue
            lines = at_home(case, home) or home.current("gp", "pmr")
            if not lines or home.of("discharge") or not _as_stand_in(case, t, home, new):
                continue
            yield Draft(
                "substitution_not_reversed",
                tuple(sorted({*t.ingredients, *home.ingredients})),
                (*new, *lines),
                f"{name_of(new).capitalize()} ({said(new)}) in {where(new)} stands in for "
                f"{name_of(lines)} in {where(lines)}; it was not changed back.",
                "Is the home medicine to be resumed?",
                fields=("medication", "dosage", "status", "change_reason", "note"),
                because=("high_risk",) if case.policy.on("high_risk", t.ingredients) else (),
            )


def _came_from_hospital(t: Treatment) -> bool:
    return bool(t.of("inpatient", "discharge")) and not any(
        line.scope == "gp" and _before_hospital(line, t) for line in t.lines
    )


def _before_hospital(line: Line, t: Treatment) -> bool:
    begun = [x.said for x in t.of("inpatient", "discharge") if x.said is not None]
    return line.said is None or not begun or line.said < min(begun)


def _as_stand_in(case: Case, t: Treatment, home: Treatment, new: tuple[Line, ...]) -> bool:
    """A substitution by its words, or by silence: a reason of another kind is a decision."""
    texts = [
        " ".join(filter(None, (e.change_reason, e.note, e.indication))).casefold()
        for e in (line.n.entry for line in (*t.of("inpatient", "discharge"), *new))
    ]
    if any(w in text for text in texts for w in case.policy.words["substitution"]):
        return True
    stopped = [x for x in home.lines if x.state.state in ("stopped", "on_hold")]
    if any(x.n.entry.stop_reason or x.n.entry.change_reason for x in stopped):
        return any(
            w in (x.n.entry.stop_reason or x.n.entry.change_reason or "").casefold()
            for x in stopped
            for w in case.policy.words["substitution"]
        )
    return not any(texts)
