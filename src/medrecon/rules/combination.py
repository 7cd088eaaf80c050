"""Is a combination given as its parts at the same dose: ingredient by ingredient."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from medrecon.dosage import Amount
from medrecon.rules.cover import of_one_route, sharing
from medrecon.rules.draft import Draft, said, where
from medrecon.rules.regimen import magnitude, times_said
from medrecon.treatment import Case, Line, Treatment, documented, ratio, roles
from medrecon.treatment.amounts import week_of

HOME = ("gp", "specialist", "history")


def parts_at_another_dose(case: Case) -> Iterator[Draft]:
    """A combination in one list and its parts in the other, with clearly more or less of an ingredient.

    Silent where one part is not there at all (that is an omission), where any of it is as required, or
    where the chart gives a reason.
    """
    if case.target not in (("inpatient",), ("discharge",)):
        return
    for t in case.treatments:
        if len(t.ingredients) < 2 or not t.resolved:
            continue
        for home in HOME:
            if bool(t.current(home)) == bool(t.current(*case.target)):
                continue
            draft = _compared(case, t, (home,), case.target)
            if draft is not None:
                yield draft
                break


def _compared(
    case: Case, t: Treatment, home: tuple[str, ...], judged: tuple[str, ...]
) -> Draft | None:
    """The ingredient of which the two lists have the most unlike amounts, where those are clearly unlike."""
    lists = [_holding(case, t, scopes) for scopes in (home, judged)]
    if not all(_covers(lines, t) for lines in lists) or any(documented(x) for x in lists[1]):
        return None
    found: list[tuple[Decimal, str, Decimal]] = []
    for m in t.ingredients:
        clear = _clear(case, m)
        a, b = (_week(lines, m) for lines in lists)
        times = ratio(a, b)
        if clear is not None and times is not None and max(times, 1 / times) >= clear:
            found.append((max(times, 1 / times), m, times))
    if not found:
        return None
    _, m, times = max(found)
    one, two = ([x for x in lines if m in x.n.moieties] for lines in lists)
    return Draft(
        "dose_conflict",
        (m,),
        (*one, *two),
        f"{m.capitalize()}: {said(one)} in {where(one)} and {said(two)} in {where(two)} are not the same "
        f"amount of it ({times_said(times)}).",
        "Which is meant?",
        fields=("medication", "dosage"),
        because=magnitude(case, times, (m,)),
        intent="undocumented",
        confidence="high",
    )


def _holding(case: Case, t: Treatment, scopes: tuple[str, ...]) -> list[Line]:
    """The lines of a list that hold any of the ingredients, copies once."""
    every = [t, *(o for o in sharing(case, t) if of_one_route(case, t, o))]
    return [x for o in every for role in roles(o.current(*scopes)) for x in role.counted]


def _covers(lines: Sequence[Line], t: Treatment) -> bool:
    held = {m for x in lines for m in x.n.moieties}
    return held >= set(t.ingredients) and not any(x.n.as_needed for x in lines)


def _clear(case: Case, moiety: str) -> Decimal | None:
    """From which ratio two amounts of it are clearly unlike: rounding to what tablets there are is less.

    An inhaler may be named by the metered or by the delivered amount; of what is of another potency in
    another product amounts do not compare at all (None).
    """
    p = case.policy
    if any(moiety in row.moieties for row in p.potencies):
        return None
    if any(moiety in moieties for moieties, _ in p.inhalers):
        return Decimal(2)
    return Decimal(str(p.ratios["significant"]))


def _week(lines: Sequence[Line], moiety: str) -> Amount | None:
    """The week's amount of one ingredient over all lines; None where one is not known."""
    low = high = Decimal(0)
    for x in lines:
        if moiety in x.n.moieties:
            amount = week_of(x, moiety)
            if amount is None:
                return None
            low, high = low + amount.low, high + amount.high
    return Amount(low, high, "", "added up")
