"""Do the lists agree on how it is taken."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from medrecon.rules.draft import Draft, name_of, said, where
from medrecon.rules.duplication import twins
from medrecon.treatment import Case, Difference, Line, Treatment
from medrecon.treatment.compare import SPREAD
from medrecon.treatment.days import has_an_end
from medrecon.treatment.regimen import ratio, total
from medrecon.treatment.steps import goes_on_with, last_step
from medrecon.units import convert

_ASK = "Which is meant?"


def dose_conflict(case: Case) -> Iterator[Draft]:
    """The amount a day, or each time as required, differs after everything is in one unit."""
    for t, d in told(case, "amount"):
        if slip(case, d.ratio) or _ml_for_mg(d) or _told_as_twin(case, t, d) or burst(case, t, d):
            continue
        if _goes_back(t, d):
            continue
        yield Draft(
            "dose_conflict",
            t.ingredients,
            (*d.a, *d.b),
            f"{name_of(d.a).capitalize()}: {said(d.a)} in {where(d.a)}, "
            f"{said(d.b)} in {where(d.b)}{_in_brackets(d.ratio)}.",
            _ASK,
            fields=("medication", "dosage"),
            because=magnitude(case, d.ratio, t.ingredients),
            intent="undocumented",
            confidence="high",
        )


def burst(case: Case, t: Treatment, d: Difference) -> bool:
    """A higher dose for a stated time with its indication, of a medicine for which that is usual."""
    if d.ratio is None or d.ratio == 1 or not case.policy.on("burst", t.ingredients):
        return False
    higher = d.b if d.ratio > 1 else d.a
    return all(
        bool(x.n.entry.indication or x.n.entry.change_reason)
        and (x.n.timing.course_days is not None or x.n.entry.end is not None)
        for x in higher
    )


def _goes_back(t: Treatment, d: Difference) -> bool:
    """Whether a list with another dose for now says itself that the dose of the other list follows it.

    In a further step of the same line, or in a line of the same list that is still to begin.
    """
    for lasting, course in ((d.a, d.b), (d.b, d.a)):
        whole = total(x.n.weekly for x in lasting)
        if all(ratio(whole, last_step(x.n)) == 1 for x in course):
            return True
        if len(lasting) == 1 and all(goes_on_with(x.n, lasting[0].n) for x in course):
            return True
        scopes = {x.scope for x in course} if all(has_an_end(x.n) for x in course) else set()
        planned = [x for x in t.lines if x.scope in scopes and x.state.state == "planned"]
        if planned and ratio(whole, total(x.n.weekly for x in planned)) == 1:
            return True
    return False


def _told_as_twin(case: Case, t: Treatment, d: Difference) -> bool:
    """Whether a list has the dose of the other twice over: that is said as a duplicate."""
    for side, other in ((d.a, d.b), (d.b, d.a)):
        if len(side) < 2 or next(twins(case, t, side), None) is None:
            continue
        whole = total(x.n.weekly for x in other)
        if any(ratio(x.n.weekly, whole) == 1 for x in side):
            return True
    return False


def slip(case: Case, ratio: Decimal | None) -> bool:
    """Whether a ratio looks like a unit or a decimal point gone wrong."""
    return ratio is not None and power(case, ratio) is not None


def power(case: Case, ratio: Decimal) -> int | None:
    """The power of ten, 10 or more, that a ratio is, either way round; None where it is none."""
    for n in (*case.policy.ratios["ten_fold"], *case.policy.ratios["unit_slip"]):
        if ratio in (Decimal(n), 1 / Decimal(n)):
            return int(n)
    return None


def magnitude(case: Case, ratio: Decimal | None, moieties: tuple[str, ...]) -> tuple[str, ...]:
    """The EQUIP step of a dose ratio; ten times is lethal for a low therapeutic index only."""
    if ratio is None or ratio <= 0:
        return ()
    r = max(ratio, 1 / ratio)
    index = any(case.policy.on(n, moieties) for n in ("high_risk", "very_low_index"))
    if r >= case.policy.ratios["lethal"] and index:
        return ("lethal",)
    return ("serious",) if r >= case.policy.ratios["serious"] else ()


def _in_brackets(ratio: Decimal | None) -> str:
    return "" if ratio is None or ratio <= 0 else f" ({times_said(ratio)})"


def times_said(ratio: Decimal) -> str:
    """A ratio of two amounts in words.

    >>> times_said(Decimal("0.25"))
    '4 times less'
    """
    shown = f"{max(ratio, 1 / ratio):.2f}".rstrip("0").rstrip(".")
    return f"{shown} times {'more' if ratio > 1 else 'less'}"


def told(case: Case, *kinds: str) -> Iterator[tuple[Treatment, Difference]]:
    """The differences of those kinds for which nobody gives a reason."""
    for t, d in case.differing:
        if d.kind in kinds:
            yield t, d


def frequency_conflict(case: Case) -> Iterator[Draft]:
    """The same amount each time, at another interval, so another amount in all."""
    for t, d in told(case, "frequency"):
        if not _but_for_a_day(case, d):
            minor = t.route_class == "topical"
            because = ("minor",) if minor else magnitude(case, d.ratio, t.ingredients)
            if d.note == SPREAD and t.route_class == "parenteral":
                because = ("depot",)
            yield differing(t, d, "frequency_conflict", "how often", because)
    for t, d in told(case, "weekly"):
        if not is_weekly_only(case, d):
            yield differing(t, d, "frequency_conflict", "how often", ("serious",))


def _but_for_a_day(case: Case, d: Difference) -> bool:
    """Seven days against six, where the longer one says in words that a day is left out."""
    if d.ratio not in (Decimal(6) / 7, Decimal(7) / 6):
        return False
    longer = d.a if d.ratio < 1 else d.b
    words = case.policy.words["except"]
    return any(w in x.n.dosage.text.casefold() for x in longer for w in words)


def weekly_daily(case: Case) -> Iterator[Draft]:
    """A medicine for once a week that one list has daily, or a weekly product taken daily."""
    for t, d in told(case, "weekly"):
        if is_weekly_only(case, d):
            yield differing(t, d, "weekly_daily", "weekly or daily", ())
    weekly_only = case.policy.weekly_only.keys()
    for t in case.treatments:
        if weekly_only.isdisjoint(t.ingredients) or any(d.kind == "weekly" for d in t.differences):
            continue
        lines = tuple(x for x in t.current() if _daily(x) and _must_be_weekly(case, x))
        if lines:
            yield Draft(
                "weekly_daily",
                t.ingredients,
                lines,
                f"{name_of(lines).capitalize()} is a once-weekly medicine; "
                f"{where(lines)} has it more often ({said(lines)}).",
                "Is once a week meant, and on which day?",
                fields=("medication", "dosage"),
                confidence="high",
            )


def _daily(line: Line) -> bool:
    times = line.n.times_per_day
    return times is not None and times > Decimal("0.3")


def is_weekly_only(case: Case, d: Difference) -> bool:
    """Whether the policy knows the medicine as one for once a week."""
    return any(_must_be_weekly(case, line) for line in (*d.a, *d.b))


def _must_be_weekly(case: Case, line: Line) -> bool:
    for m in line.n.moieties:
        scope = case.policy.weekly_only.get(m)
        if scope is None:
            continue
        text = (
            f"{line.n.entry.medication} {line.n.product.name if line.n.product else ''}".casefold()
        )
        if not scope or scope in text or scope.replace(" ", "") in text:
            return True
        if scope == "injection" and line.n.route_class == "parenteral":
            return True
    return False


def unit_suspect(case: Case) -> Iterator[Draft]:
    """A ratio that is a unit gone wrong (milligram for microgram, ml for mg), or an absurd count."""
    for t, d in told(case, "amount", "frequency"):
        thousand = d.ratio is not None and power(case, d.ratio) in case.policy.ratios["unit_slip"]
        if thousand or _ml_for_mg(d):
            yield differing(t, d, "unit_suspect", "the unit", ())
    for t in case.treatments:
        lines = tuple(line for line in t.current() if absurd(line))
        if lines:
            yield Draft(
                "unit_suspect",
                t.ingredients,
                lines,
                f"{name_of(lines).capitalize()}: {said(lines)} would be a hundred units or more each time.",
                "Which unit is meant?",
                fields=("medication", "dosage"),
            )


def absurd(line: Line) -> bool:
    """Whether the amount each time would be a hundred tablets, capsules, puffs or sprays, or more."""
    n = line.n
    if n.form not in _COUNTED or n.each is None or n.product is None:
        return False
    if len(n.product.ingredients) != 1 or n.product.ingredients[0].strength is None:
        return False
    s = n.product.ingredients[0].strength
    amount = convert(n.each.low, n.each.unit, s.unit) if n.each.unit != s.unit else n.each.low
    return (
        amount is not None
        and s.per_unit in (None, "dose")
        and s.value > 0
        and amount / (s.value / (s.per_value or 1)) >= 100
    )


# forms of which each unit holds the strength
_COUNTED = frozenset({"tablet", "capsule", "inhaler", "nasal", "spray", "oromucosal"})


def _ml_for_mg(d: Difference) -> bool:
    """The same number, once as a volume and once as a mass, and not the same dose each time."""
    if d.kind == "frequency":
        return False
    written = [
        {
            (m.low, m.unit)
            for line in side
            for x in line.n.dosage.lines
            for m in (x.dose, *x.alternatives)
            if m is not None and m.low is not None
        }
        for side in (d.a, d.b)
    ]
    pairs = {(u, v) for n, u in written[0] for k, v in written[1] if n == k and u != v}
    return any({u, v} in ({"ml", "mg"}, {"ml", "unit"}, {"mg", "microgram"}) for u, v in pairs)


def differing(t: Treatment, d: Difference, kind: str, what: str, because: tuple[str, ...]) -> Draft:
    """The draft for a difference of two lists."""
    note = f" ({d.note})" if d.note else ""
    return Draft(
        kind,
        t.ingredients,
        (*d.a, *d.b),
        f"{name_of(d.a).capitalize()}: {what} differs{note}: {said(d.a)} in {where(d.a)}, "
        f"{said(d.b)} in {where(d.b)}.",
        _ASK,
        fields=("medication", "dosage"),
        because=because,
        intent="undocumented",
        confidence="high",
    )
