"""Words that say that a medicine is held now."""

from __future__ import annotations

import re
from collections.abc import Mapping

from medrecon.normalise.sentence import folded


def says_on_hold(text: str, words: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether words say that a medicine is held now; a condition ("withheld if …") says no such thing.

    >>> from medrecon.policy import Policy
    >>> words = Policy.default().words
    >>> says_on_hold("withheld - aki", words), says_on_hold("withheld if pulse below 50", words)
    (True, False)
    """
    said, text = text, text.casefold()
    if any(w in text for w in words["not_held"]):
        return False
    if any(w in text for w in words["hold_alone"]):
        clauses = folded(said).split(" | ")
        if any(c.strip() in words["hold_alone"] for c in clauses):
            return True
    if not any(w in text for w in words["hold"]):
        return False
    held, condition = _any_of(words["hold"]), _any_of(words["condition"])
    return re.search(rf"\b(?:{held})\b(?!\s*(?:{condition})\b)", text) is not None


def _any_of(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(w) for w in words)
