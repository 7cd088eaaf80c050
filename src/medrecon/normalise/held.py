"""Words that say that a medicine is held now."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from medrecon.normalise.ended import begun_again, holds_any
from medrecon.normalise.sentence import folded, word_before

Words = Mapping[str, tuple[str, ...]]


def says_on_hold(text: str, words: Words) -> bool:
    """Whether words say that a medicine is held now; a condition ("withheld if …") says no such thing.

    Nor does what was held before, or has been begun again since; "not yet restarted" is still held.

    >>> from medrecon.policy import Policy
    >>> words = Policy.default().words
    >>> says_on_hold("withheld - aki", words), says_on_hold("withheld if pulse below 50", words)
    (True, False)
    >>> says_on_hold("withheld, previous GI bleed, not yet restarted", words)
    True
    """
    if not holds_any(text, words["hold"] + words["hold_alone"]):
        return False
    said = folded(text)
    begins = [at.start() for at in _alone(words["hold_alone"]).finditer(said)]
    begins += [
        at.start()
        for at in _held(words["hold"], words["condition"]).finditer(said)
        if word_before(said, at.start()) not in words["not_held"]
        and not _until(words["held_until"]).match(said, at.start())
    ]
    return any(
        not any(begun_again(c.split(), words) for c in said[begin:].split("|")) for begin in begins
    )


@lru_cache(maxsize=8)
def _alone(words: tuple[str, ...]) -> re.Pattern[str]:
    """One of the words that fills a clause."""
    return re.compile(rf"(?:^|(?<=\|))\s(?:{_any_of(words)})(?=\s(?:\||$))")


@lru_cache(maxsize=8)
def _held(held: tuple[str, ...], condition: tuple[str, ...]) -> re.Pattern[str]:
    """A word of a hold, with no condition behind it."""
    unless = rf"(?!\s(?:\|\s)?(?:{_any_of(condition)})\s)"
    return re.compile(rf"(?<=\s)(?:{_any_of(held)})(?=\s){unless}")


@lru_cache(maxsize=8)
def _until(words: tuple[str, ...]) -> re.Pattern[str]:
    """A hold until a measure allows it, which is a condition and no hold: "hold until BP above 100"."""
    return re.compile(rf"(?:\w+\s){{0,4}}?(?:{_any_of(words)})\s")


def _any_of(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(folded(w).strip()) for w in words)
