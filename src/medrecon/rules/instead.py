"""Is one medicine given in place of another: in words, or as the formulary's equivalent."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from medrecon.rules.cover import at_home, classmates
from medrecon.treatment import Case, Line, Treatment
from medrecon.treatment.regimen import in_unit, total

_CLAUSE = re.compile(r"[.;,()]|\s-\s|\bbut\b")


def names_as_replaced(case: Case, lines: Iterable[Line], t: Treatment) -> bool:
    """Whether a line says in one breath the name of a medicine and that it was replaced or stopped."""
    names = {m for m in t.ingredients if len(m) > _SHORT}
    names |= {x.n.entry.medication.casefold().split(" ")[0] for x in t.lines}
    names |= {x.n.brand.split(" ")[0] for x in t.lines if x.n.brand}
    for line in lines:
        e = line.n.entry
        for text in (e.change_reason, e.note, e.indication):
            for clause in _CLAUSE.split((text or "").casefold()):
                said = any(w in clause for w in case.policy.words["replaced"])
                if said and any(n in clause for n in names if len(n) > _SHORT):
                    return True
    return False


_SHORT = 3


def replaced_in_words(case: Case, t: Treatment) -> bool:
    """Whether a line of the judged list says that it replaces a medicine that is not on that list."""
    if not case.target or t.current(*case.target):
        return False
    judged = [x for o in case.treatments if o is not t for x in o.current(*case.target)]
    return names_as_replaced(case, (x for x in judged if _has_words(x)), t)


def _has_words(line: Line) -> bool:
    e = line.n.entry
    return bool(e.change_reason or e.note or e.indication)


def replaced_by(case: Case, t: Treatment, other: Treatment) -> bool:
    """Whether `other`, on the judged list, says that it replaces `t`, which is not."""
    if not case.target or t.current(*case.target):
        return False
    return names_as_replaced(case, other.current(*case.target), t)


def still_listed(case: Case, a: Treatment, b: Treatment) -> bool:
    """Whether the judged list has a medicine beside the one that it says has replaced it."""
    on = (a.current(*case.target), b.current(*case.target)) if case.target else ((), ())
    if not all(on):
        return False
    texts = " ".join(
        f"{x.n.entry.change_reason or ''} {x.n.entry.note or ''}" for s in on for x in s
    )
    if any(w in texts.casefold() for w in case.policy.words["overlapping"]):
        return False
    return names_as_replaced(case, on[0], b) or names_as_replaced(case, on[1], a)


def stands_in(case: Case, t: Treatment, other: Treatment) -> bool:
    """Whether a class-mate on the chart is plainly in place of a home medicine.

    By its words; or, where the class asks for no words, at a like dose; or in a class of which any
    stands for any.
    """
    if _says_so(case, t, other) or names_as_replaced(case, other.current(*case.target), t):
        return True
    asks = {
        case.policy.substitution_asks[name]
        for name, mate in classmates(case, t)
        if mate is other and name in case.policy.substitution
    }
    if "nothing" in asks:
        return True
    return "like dose" in asks and doses_alike(case, t, other)


def _says_so(case: Case, t: Treatment, other: Treatment) -> bool:
    lines = (*other.current(*case.target), *t.of("inpatient"))
    mine = {x.id for x in t.lines}
    if any(x.n.entry.replaces in mine for x in lines):
        return True
    texts = [
        " ".join(
            filter(None, (e.note, e.change_reason, e.indication, e.stop_reason, x.n.dosage.text))
        ).casefold()
        for x in lines
        for e in (x.n.entry,)
    ]
    words = (*case.policy.words["substitution"], *case.policy.words["switch"])
    return any(w in text for text in texts for w in words)


def doses_alike(case: Case, t: Treatment, other: Treatment) -> bool:
    """Whether two of a class are given at doses that stand for each other, less than twice apart."""
    one = _in_usual_doses(case, t.ingredients, at_home(case, t))
    two = _in_usual_doses(case, other.ingredients, other.current(*case.target))
    if not one or not two:
        return False
    return max(one / two, two / one) < _FAR


_FAR = 2


def covered_by_more(case: Case, t: Treatment) -> bool:
    """Whether the chart has another of a class that covers it there, at no less a dose, by any systemic route."""
    if case.target != ("inpatient",):
        return False
    p, one = case.policy, None
    for name, other in classmates(case, t):
        lines = other.current("inpatient") if name in p.hospital_cover else ()
        if not lines or not {t.route_class, other.route_class} <= p.systemic:
            continue
        one = one or _in_usual_doses(case, t.ingredients, at_home(case, t))
        two = _in_usual_doses(case, other.ingredients, lines)
        if one and two and two >= one:
            return True
    return False


def _in_usual_doses(
    case: Case, moieties: tuple[str, ...], lines: tuple[Line, ...]
) -> Decimal | None:
    """The week's amount of one list in usual doses of the medicine; None where either is not known."""
    usual = case.policy.like_doses.get("+".join(moieties))
    scopes = sorted({x.scope for x in lines})
    whole = total(x.n.weekly for x in lines if x.scope == scopes[0]) if scopes else None
    if usual is None or whole is None:
        return None
    amount = in_unit(whole.high, whole.unit, usual[1])
    return amount / usual[0] if amount else None
