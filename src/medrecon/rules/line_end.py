"""Why a stop was made: of the line only, for want of need, or against the medicine."""

from __future__ import annotations

from functools import lru_cache

from medrecon.policy import Policy
from medrecon.treatment import Case, Line, Treatment
from medrecon.treatment.harms import any_of, harmed, reasons, spoken
from medrecon.treatment.order_end import names_of, says_of_the_line


def of_the_line(case: Case, t: Treatment, end: Line) -> bool:
    """Whether a stop says that the line was changed, rewritten or moved, not that the medicine ended.

    "Dose reduced" and "changed to capsules" say so; "reduced eGFR" does not, nor does "changed to
    losartan" on ramipril, nor anything beside a harm.
    """
    reason = end.n.entry.stop_reason or end.n.entry.change_reason
    if not reason or harmed(end, case.policy):
        return False
    return says_of_the_line(reason, names_of(t.ingredients, t.lines), case.policy)


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
