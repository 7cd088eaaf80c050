"""A reason that ends an order, and not the medicine: rewritten, moved, changed in dose or product."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from medrecon.normalise.sentence import first_words, folded
from medrecon.policy import Policy
from medrecon.treatment.harms import says_harm, spoken
from medrecon.treatment.value import Line


def order_only(line: Line, policy: Policy) -> bool:
    """Whether a ward's order was ended for the order's sake: "Discharged", "Order rewritten", "Dose changed".

    Nobody has then decided about the medicine; whether a new order stands is another question.
    """
    e = line.n.entry
    reason = e.stop_reason or e.change_reason
    if line.scope != "inpatient" or line.state.state != "stopped" or not reason:
        return False
    return _order_only(reason, names_of(line.n.moieties, (line,)), line.n.moieties, policy)


@lru_cache(maxsize=8192)
def _order_only(
    reason: str, own: frozenset[str], moieties: tuple[str, ...], policy: Policy
) -> bool:
    about = any(spoken(reason, policy.words["end_of_order"], policy))
    return (about or _changed(reason, own, policy)) and not says_harm(reason, moieties, policy)


def names_of(moieties: Iterable[str], lines: Iterable[Line]) -> frozenset[str]:
    """The first words under which a medicine goes."""
    return first_words((*moieties, *(x.n.entry.medication for x in lines)))


@lru_cache(maxsize=8192)
def says_of_the_line(reason: str, own: frozenset[str], policy: Policy) -> bool:
    """Whether a reason is about the order; `own` are the names under which the medicine goes.

    >>> policy, own = Policy.default(), frozenset({"metformin"})
    >>> [
    ...     says_of_the_line(t, own, policy)
    ...     for t in ("Dose increased", "Reduced to 500mg", "Rewritten")
    ... ]
    [True, True, True]
    >>> [says_of_the_line(t, own, policy) for t in ("Reduced eGFR", "Changed to linagliptin")]
    [False, False]
    """
    words = (*policy.words["end_of_order"], *policy.words["end_for_the_stay"])
    return any(spoken(reason, words, policy)) or _changed(reason, own, policy)


def _changed(reason: str, own: frozenset[str], policy: Policy) -> bool:
    return any(_dose_or_product(c.split(), own, policy) for c in folded(reason).split("|"))


def goes_on_as(line: Line, end: Line, policy: Policy) -> bool:
    """Whether a stop says that the medicine goes on, as another product or supplied in another way, and a line is that.

    The same product again is not what "changed to MR" led to; nor does it after a harm.
    """
    e = end.n.entry
    reason = e.stop_reason or e.change_reason
    if not reason or end.state.state != "stopped" or line.is_supply or line.scope == "patient":
        return False
    if says_harm(reason, end.n.moieties, policy):
        return False
    if any(spoken(reason, policy.words["supply_moved"], policy)):
        return True
    own = names_of(end.n.moieties, (end, line))
    return _otherwise(line, end) and _product_changed(reason, own, policy)


def _otherwise(line: Line, end: Line) -> bool:
    """Whether a line is known to be of another release, form or brand."""
    one, two = end.n, line.n
    pairs = ((one.release, two.release), (one.form, two.form), (one.brand, two.brand))
    return any(b is not None and a != b for a, b in pairs)


@lru_cache(maxsize=8192)
def _product_changed(reason: str, own: frozenset[str], policy: Policy) -> bool:
    """Whether a reason names the form or the brand of the same medicine that it was changed to."""
    verbs = policy.words["product_changed"]
    for clause in folded(reason).split("|"):
        words = _after_lead(clause.split(), own, policy)
        if words[1:] and words[0] in verbs and _of_one_medicine(words[1:], own, policy):
            return True
    return False


def _after_lead(clause: list[str], own: frozenset[str], policy: Policy) -> list[str]:
    lead = frozenset(policy.words["order_lead"])
    while clause and (clause[0] in lead or clause[0] in own):
        clause = clause[1:]
    preferred = clause[1:2] and clause[1] in policy.words["product_preferred"]
    return clause[1:] if preferred and clause[0] in policy.words["preferred_by"] else clause


def _dose_or_product(clause: list[str], own: frozenset[str], policy: Policy) -> bool:
    """Whether a clause begins with a change of the dose, or of a product of the same medicine."""
    words = policy.words
    clause = _after_lead(clause, own, policy)
    if not clause:
        return False
    verb, after = clause[0], clause[1:]
    if verb in words["dose_changed"]:
        return not after or after[0] in words["dose_changed_by"] or after[0][0].isdigit()
    if verb not in words["product_changed"]:
        return False
    if not after:
        return verb not in words["product_preferred"]
    return _of_one_medicine(after, own, policy)


def _of_one_medicine(after: list[str], own: frozenset[str], policy: Policy) -> bool:
    """Whether what stands behind the change is a dose, a form or a name of the same medicine."""
    words = policy.words
    while after and after[0] in ("to", "from", "into", "back", "over"):
        after = after[1:]
    same = {*own, *words["of_one_medicine"]}
    if not after or after[0][0].isdigit() or after[0] in own:
        return True
    more = after[1:2]
    beside = {*same, *words["dose_changed_by"]}
    return after[0] in same and all(w in beside or w[0].isdigit() for w in more)
