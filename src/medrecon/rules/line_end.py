"""Why a stop was made: of the line only, for want of need, or against the medicine."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from medrecon.normalise.sentence import folded
from medrecon.policy import Policy
from medrecon.treatment import Case, Line, Treatment
from medrecon.treatment.harms import any_of, harmed, reasons, spoken


def of_the_line(case: Case, t: Treatment, end: Line) -> bool:
    """Whether a stop says that the line was changed, rewritten or moved, not that the medicine ended.

    "Dose reduced" and "changed to capsules" say so; "reduced eGFR" does not, nor does "changed to
    losartan" on ramipril, nor anything beside a harm.
    """
    reason = end.n.entry.stop_reason or end.n.entry.change_reason
    if not reason or harmed(end, case.policy):
        return False
    own = frozenset(_first_words((t.ingredients, (x.n.entry.medication for x in t.lines))))
    return says_of_the_line(reason, own, case.policy)


def _first_words(texts: Iterable[Iterable[str]]) -> Iterable[str]:
    return (folded(text).split()[0] for some in texts for text in some if folded(text).split())


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
    if any(spoken(reason, policy.words["end_of_order"], policy)):
        return True
    return any(_dose_or_product(c.split(), own, policy) for c in folded(reason).split("|"))


def _dose_or_product(clause: list[str], own: frozenset[str], policy: Policy) -> bool:
    """Whether a clause begins with a change of the dose, or of a product of the same medicine."""
    words = policy.words
    lead = frozenset(words["order_lead"])
    while clause and (clause[0] in lead or clause[0] in own):
        clause = clause[1:]
    if not clause:
        return False
    verb, after = clause[0], clause[1:]
    if verb in words["dose_changed"]:
        return not after or after[0] in words["dose_changed_by"] or after[0][0].isdigit()
    if verb not in words["product_changed"]:
        return False
    while after and after[0] in ("to", "from", "into", "back", "over"):
        after = after[1:]
    same = {*own, *words["of_one_medicine"]}
    if not after or after[0][0].isdigit() or after[0] in own:
        return True
    more = after[1:2]
    beside = {*same, *words["dose_changed_by"]}
    return after[0] in same and all(w in beside or w[0].isdigit() for w in more)


def for_want_of_need(end: Line, policy: Policy) -> bool:
    """Whether a stop says that the medicine was no longer needed; a harm that went with it says no such thing."""
    return _need_ended(reasons(end), policy)


@lru_cache(maxsize=8192)
def _need_ended(text: str, policy: Policy) -> bool:
    off_it = any_of(policy.words["off_the_medicine"])
    for found in spoken(text, policy.words["need_ended"], policy):
        clause = found.string[found.end() :].partition("|")[0]
        if not off_it.match(" " + clause.lstrip()):
            return True
    return False
