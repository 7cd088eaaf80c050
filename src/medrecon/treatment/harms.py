"""The harm that a stop tells of: was one done, and does it still speak against the medicine."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache

from medrecon.normalise.sentence import folded
from medrecon.policy import Policy
from medrecon.treatment.days import first
from medrecon.treatment.value import Line


def harmed(end: Line, policy: Policy, on: dt.date | None = None) -> bool:
    """Whether a stop tells of a harm that was done, not of one feared, denied or treated.

    `on` is a day on which it is asked: a harm that passes (a pregnancy) no longer speaks when the stop
    is old. Without a day it is asked whether there was one at all.
    """
    text = reasons(end)
    if end.state.state != "stopped" or not text:
        return False
    harms = _harms(text, tuple(end.n.moieties), policy)
    if not harms:
        return False
    day, passing = end.state.since, policy.words["harm_that_passes"]
    old = on is not None and day is not None and (on - day).days > policy.windows["old_stop"]
    return any(not (old and _in(word, passing)) for word in harms)


def says_harm(text: str, moieties: tuple[str, ...], policy: Policy) -> bool:
    """Whether words tell of a harm that one of these medicines did.

    >>> policy = Policy.default()
    >>> [says_harm("DVT", (m,), policy) for m in ("estradiol", "apixaban")]
    [True, False]
    """
    return bool(_harms(text, moieties, policy))


@lru_cache(maxsize=4096)
def _harms(text: str, moieties: tuple[str, ...], policy: Policy) -> tuple[str, ...]:
    """The harms that a text names of these medicines, but for what one of them is given for."""
    words, mine = policy.words["harm"], frozenset(moieties)
    for of_class in policy.class_harms:  # what speaks against its class speaks against itself
        denied = of_class.type == "allergy_conflict" and refuted(text, policy)
        if not (of_class.moieties.isdisjoint(mine) or denied):
            words = (*words, *of_class.words)
    for row in policy.harms_of:
        if not row.moieties.isdisjoint(mine):
            words = (*words, *row.words)
    treated = [row.words for row in policy.treated if not row.moieties.isdisjoint(mine)]
    return tuple(w for w in named(text, words, policy) if not any(_in(w, t) for t in treated))


def reasons(end: Line) -> str:
    """The words of a line that say why it ended."""
    e = end.n.entry
    return ". ".join(filter(None, (e.stop_reason, e.change_reason, e.note)))


def named(text: str, words: tuple[str, ...], policy: Policy) -> Iterator[str]:
    """The words that a text says of what has happened: not "no bleed", nor "risk of a bleed".

    A word with a space at an end of it ends there.

    >>> policy = Policy.default()
    >>> list(named("Upper GI bleed", ("bleed",), policy))
    ['bleed']
    >>> list(named("No bleeding; stroke prevention", ("bleed", "stroke"), policy))
    []
    """
    return (found[0] for found in spoken(text, words, policy))


def spoken(
    text: str, words: tuple[str, ...], policy: Policy, *, risk_denies: bool = True
) -> Iterator[re.Match[str]]:
    """Where the folded text has one of the words and does not deny it.

    `risk_denies` is whether what stands behind a word may deny it: a "bleeding risk" is no bleed.
    """
    said = folded(text)
    for found in any_of(words).finditer(said):
        begin = found.start() + found[0].startswith(" ")
        if _before(policy).search(said, 0, begin):
            continue
        if not (risk_denies and _after(policy).match(said, found.end())):
            yield found


def clause_of(found: re.Match[str]) -> tuple[int, int]:
    """Where the clause in which words were found begins and ends, in the folded text."""
    said = found.string
    end = said.find("|", found.end())
    return said.rfind("|", 0, found.start()) + 1, end if end > 0 else len(said)


@lru_cache(maxsize=4096)
def refuted(text: str, policy: Policy) -> bool:
    """Whether words say that there is no allergy; "not ruled out" does not.

    >>> policy = Policy.default()
    >>> [refuted(t, policy) for t in ("Viral rash, not allergic", "Allergy cannot be excluded")]
    [True, False]
    """
    return any(named(text, policy.reactions["refuted"], policy))


@lru_cache(maxsize=8192)
def tells(text: str, words: tuple[str, ...], policy: Policy) -> bool:
    """Whether a text says of any of the words that it has happened (`named`)."""
    return any(named(text, words, policy))


def lived_with(line: Line, end: Line, policy: Policy, as_of: dt.date) -> bool:
    """Whether a line was begun after a stop and has gone on for longer than an old stop is old."""
    begun, day = first(line.n.entry.start), end.state.since
    if begun is None or day is None or begun <= day or line.is_supply:
        return False
    return (as_of - begun).days > policy.windows["old_stop"]


def _in(word: str, words: tuple[str, ...]) -> bool:
    return any(w in word for w in _folded_words(words))


@lru_cache(maxsize=64)
def _folded_words(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words as they stand in a folded text, with the space that ends a whole word."""
    return tuple(" " * w.startswith(" ") + folded(w).strip() + " " * w.endswith(" ") for w in words)


@lru_cache(maxsize=512)
def any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the words; the space behind a whole word is looked at, not taken."""
    longest = sorted(_folded_words(words), key=lambda w: (-len(w), w))
    return re.compile(
        "|".join(re.escape(w.rstrip()) + r"(?=\s)" * w.endswith(" ") for w in longest)
    )


@lru_cache(maxsize=8)
def _before(policy: Policy) -> re.Pattern[str]:
    """What denies the word behind it, at most two words away."""
    no = "|".join(map(re.escape, _folded_words(policy.words["denied_before"])))
    beside = "|".join(map(re.escape, _folded_words(policy.words["denied_between"])))
    return re.compile(rf"\s(?:{no})\s+(?:(?:{beside})\s+){{0,2}}\S*$")


@lru_cache(maxsize=8)
def _after(policy: Policy) -> re.Pattern[str]:
    no = "|".join(map(re.escape, _folded_words(policy.words["denied_after"])))
    return re.compile(rf"\S*\s+(?:{no})\b")
