"""What a course says of the time after it."""

from __future__ import annotations

from functools import lru_cache

from medrecon.policy import Policy
from medrecon.treatment import Line
from medrecon.treatment.harms import any_of, spoken


def says_what_follows(x: Line, policy: Policy) -> bool:
    """Whether a line says what comes after it, by a date to go back on or in its words."""
    e = x.n.entry
    texts = (x.n.dosage.text, e.note, e.indication, e.change_reason)
    return e.revert_at is not None or any(t and _follows(t, policy) for t in texts)


@lru_cache(maxsize=4096)
def _follows(text: str, policy: Policy) -> bool:
    """Whether words say what is taken after a course: "as usual" or a review does not.

    >>> [_follows(t, Policy.default()) for t in ("then 5 mg daily", "back to usual dose")]
    [True, True]
    >>> [_follows(t, Policy.default()) for t in ("with food as usual", "do not stop suddenly")]
    [False, False]
    """
    words = policy.words
    if any(spoken(text, words["what_follows"], policy)):
        return True
    what = any_of(words["follows_with"])
    for found in spoken(text, words["follows"], policy):
        clause = found.string[found.end() :].partition("|")[0] + " "
        if what.search(clause) or any(c.isdigit() for c in clause):
            return True
    return False
