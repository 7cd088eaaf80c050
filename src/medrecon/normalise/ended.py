"""Words that say that a medicine has been stopped, in the dose or the note of a line."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import lru_cache

from medrecon.normalise.sentence import folded, word_before

Words = Mapping[str, tuple[str, ...]]


def says_stopped(text: str, names: str, words: Words, *, elsewhere: bool = False) -> bool:
    """Whether words say that this medicine has been stopped, and not that it was begun again.

    A clause has to begin with it, but for the day and the medicine's own `names`: a condition ("to be
    stopped when"), another object ("stopped smoking"), another medicine or a pause of some days says no
    such thing; nor does an order to stop on a day that may be still to come.
    `elsewhere` is whether another service supplies it: "do not issue" is then no stop.

    >>> from medrecon.policy import Policy
    >>> words = Policy.default().words
    >>> says_stopped("1 od - STOPPED 12/1/26, cough", "ramipril 5mg capsules", words)
    True
    >>> says_stopped("Stop if dizzy. Stopped smoking 2019", "ramipril 5mg capsules", words)
    False
    """
    if not may_say_stopped(text, words) or _any_of(words["another_before"]).search(folded(text)):
        return False
    own = frozenset(folded(names).split())
    held = () if elsewhere else words["held_by"]
    text = _DISCONTINUE.sub("dc", _DECIMAL.sub(r"\1point\2", text))
    elsewhere = elsewhere or _any_of(words["supplied_elsewhere"]).search(folded(text)) is not None
    stops = (*words["stopped"], *words["not_taking"], *words["not_to_take"], *words["to_stop"])
    stops = (*stops, *held)
    if not elsewhere:
        stops = (*stops, *words["not_to_issue"])
    said = False
    clauses = [c.split() for c in folded(text).split("|")]
    for i, clause in enumerate(clauses):
        following = clauses[i + 1] if i + 1 < len(clauses) else []
        said = said or _ends(clause, following, own, stops, words)
        said = said or (i == 0 and _stop_alone(clause, following, words))
        said = said and not begun_again(clause, words)
    return said


_DISCONTINUE = re.compile(r"\bd\s?/\s?c(?:['’]?d)?\b", re.IGNORECASE)
_DECIMAL = re.compile(r"(\d)\.(\d+\s?(?:mg|g|mcg|micrograms?|ml)\b)", re.IGNORECASE)
"""An amount is one word: of "2.5mg" the 2 is no day."""


def says_replaced(text: str, names: str, medicines: Collection[str], words: Words) -> bool:
    """Whether words say that another medicine is taken in place of this one.

    A clause begins with it, but for the day and the medicine's own `names`, and names one of
    `medicines`; a form, a brand or a dose of this one is no such.

    >>> from medrecon.policy import Policy
    >>> policy = Policy.default()
    >>> [
    ...     says_replaced(t, "ramipril 5mg capsules", policy.class_of, policy.words)
    ...     for t in (
    ...         "Now on losartan instead",
    ...         "Changed to tablets",
    ...         "Changed to losartan if cough",
    ...     )
    ... ]
    [True, False, False]
    """
    if not holds_any(text, words["replaced_by"] + _INSTEAD):
        return False
    if _any_of(words["another_before"]).search(folded(text)):
        return False
    own, said = frozenset(folded(names).split()), False
    for clause in [c.split() for c in folded(text).split("|")]:
        said = said or _becomes_another(clause, own, medicines, words)
        said = said and not begun_again(clause, words)
    return said


_INSTEAD = ("instead",)


def _becomes_another(
    clause: list[str], own: frozenset[str], medicines: Collection[str], words: Words
) -> bool:
    """Whether a clause begins with the change to another medicine, and sets no condition for it."""
    rest = _behind_lead(clause, _set(words["stop_lead"]) - {"on"}, own)
    found = _any_of(words["replaced_by"] + words["now_on"]).match(" " + rest)
    if found is None:
        return False
    after = rest[found.end() - 1 :].split()
    for n in (3, 2, 1):
        other = after[:n]
        if " ".join(other) in medicines and own.isdisjoint(other):
            behind = after[n:]
            while behind and behind[0][0].isdigit():
                behind = behind[1:]
            if found[0].strip() in _folded(words["now_on"]):
                return behind[:1] == ["instead"]
            return not behind or behind[0] in _set(words["replaced_then"])
    return False


@lru_cache(maxsize=8192)
def holds_any(text: str, stems: tuple[str, ...]) -> bool:
    """Whether any of the stems stands in the words, in whatever case."""
    text = text.casefold()
    return any(w in text for w in stems)


def may_say_stopped(text: str, words: Words) -> bool:
    """Whether any stem of a stop stands in the words at all: most have none."""
    return holds_any(text, words["stop_stems"] + words["replaced_by"] + _INSTEAD)


def _ends(
    clause: list[str],
    following: list[str],
    own: Collection[str],
    stops: tuple[str, ...],
    words: Words,
) -> bool:
    """Whether a clause begins with the stop of this medicine, and nothing behind it makes it another's."""
    beside, rest = _set(words["stop_beside"]), _behind_lead(clause, _set(words["stop_lead"]), own)
    found = _any_of(stops).match(" " + rest)
    if found is None or _any_of(words["not_of_the_medicine"]).match(rest, found.end() - 1):
        return False
    after = rest[found.end() - 1 :].split()
    while after and (after[0] in beside or after[0] in own):
        after = after[1:]
    word = found[0].strip()
    order = word in _folded(words["not_to_take"] + words["not_to_issue"])
    if not after:
        return not following or following[0] not in _set(
            words["only_then" if order else "condition"]
        )
    if order:
        return False
    if word in _folded(words["to_stop"]):
        return after[0] in _set(words["to_stop_then"])
    if after[0].isdigit():
        return len(after) == 1 or after[1] not in _UNITS
    if after[0] == "for" and after[2:3] and after[2] in _FOR_SO_LONG:
        return False
    present = word in _folded(words["not_taking"])
    return after[0] in _set(words["not_taking_then" if present else "stop_then"])


_FOR_SO_LONG = frozenset(("day", "days", "week", "weeks"))
_UNITS = frozenset(
    ("mg", "g", "mcg", "microgram", "micrograms", "ml", "tablet", "tablets", "units")
)


def _behind_lead(clause: list[str], lead: frozenset[str], own: Collection[str]) -> str:
    """A clause without the words that lead up to a stop: the medicine's own names and the day among them."""
    while clause and (clause[0] in lead or clause[0] in own or clause[0].isdigit()):
        clause = clause[1:]
    return " ".join(clause) + " "


def _stop_alone(clause: list[str], following: list[str], words: Words) -> bool:
    """STOP and no more in the first clause, and no day or condition in the second."""
    bare = clause in (["stop"], ["stop", "now"], ["stop", "immediately"])
    return bare and not (
        following and (following[0].isdigit() or following[0] in _set(words["condition"]))
    )


def begun_again(clause: list[str], words: Words) -> bool:
    """Whether a clause says that it was begun again; "to be restarted" does not."""
    said = " " + " ".join(clause) + " "
    return any(
        word_before(said, m.start()) not in words["not_yet"]
        for m in _any_of(words["begun_again"]).finditer(said)
    )


@lru_cache(maxsize=64)
def _set(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(words)


@lru_cache(maxsize=64)
def _folded(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(folded(w).strip() for w in words)


@lru_cache(maxsize=64)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the words, whole; each is looked for with the space before it."""
    longest = sorted(_folded(words), key=lambda w: (-len(w), w))
    return re.compile(rf"\s(?:{'|'.join(map(re.escape, longest))})(?=\s)")
