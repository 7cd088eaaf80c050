"""Is one medicine given in place of another: in words, or as the formulary's equivalent."""

from __future__ import annotations

from decimal import Decimal

from medrecon.rules.both_meant import names_as_replaced, overlap_is_meant
from medrecon.rules.cover import at_home, classmates
from medrecon.treatment import Case, Line, Treatment
from medrecon.treatment.harms import spoken
from medrecon.treatment.regimen import in_unit, total


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
    if any(overlap_is_meant(case, x, a, b, switched=False) for x in on[0]):
        return False
    if any(overlap_is_meant(case, x, b, a, switched=False) for x in on[1]):
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
    for x in lines:
        e = x.n.entry
        for text in (e.note, e.change_reason, e.indication, e.stop_reason, x.n.dosage.text):
            if text and any(spoken(text, case.policy.words["substitution"], case.policy)):
                return True
        if x.scope == "inpatient" and _leads_over(case, x, t, other):
            return True
    return False


def _leads_over(case: Case, x: Line, t: Treatment, other: Treatment) -> bool:
    """Whether a line of either says that the one leads over to the other."""
    a, b = (t, other) if x in t.lines else (other, t)
    return overlap_is_meant(case, x, a, b)


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
