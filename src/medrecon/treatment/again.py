"""Words that say that a stopped medicine is given again on purpose, with its harm in mind."""

from __future__ import annotations

from functools import lru_cache

from medrecon.normalise.sentence import folded, word_before
from medrecon.policy import Policy
from medrecon.treatment.harms import any_of, clause_of, refuted, spoken
from medrecon.treatment.value import Line


def decided_again(line: Line, policy: Policy) -> bool:
    """Whether a line says that it is given again on purpose; what it is for says no such thing.

    Nor does what is said of its supply, its form or how it is given.
    """
    e = line.n.entry
    if e.change_status == "restarted" or says_again(e.note, policy):
        return True
    reason = e.change_reason if e.change_status != "stopped" else None
    return bool(reason) and not of_the_supply(reason or "", policy)


def says_again(text: str | None, policy: Policy) -> bool:
    """Whether words tell of a restart, of a harm known and accepted, or of an allergy disproved.

    A restart that is still to come is none; "agreed" or "despite" needs the harm beside it.

    >>> policy = Policy.default()
    >>> [says_again(t, policy) for t in ("Restarted by cardiology", "Given despite GI bleed")]
    [True, True]
    >>> [
    ...     says_again(t, policy)
    ...     for t in ("Do not restart", "Agreed 28 days", "resume after theatre")
    ... ]
    [False, False, False]
    """
    return bool(text) and _says_again(text or "", policy)


@lru_cache(maxsize=4096)
def _says_again(text: str, policy: Policy) -> bool:
    return _begun_again(text, policy) or _knowing_of_it(text, policy) or refuted(text, policy)


def _begun_again(text: str, policy: Policy) -> bool:
    """A restart in words, with nothing behind it that makes it a plan or another thing's."""
    to_come, planned = policy.words["given_again_not_yet"], policy.words["not_yet"]
    for found in spoken(text, policy.words["given_again"], policy, risk_denies=False):
        rest, _, behind = found.string[found.end() :].partition(" ")
        if word_before(found.string, found.start()) in planned:
            continue
        done = (found[0] + rest).endswith("ed")
        if done or not behind.startswith(tuple(f"{w} " for w in to_come)):
            return True
    return False


def _knowing_of_it(text: str, policy: Policy) -> bool:
    """Whether a clause says that the harm or the risk is known, or that one who may decide has agreed."""
    words = policy.words
    of_what = (*words["harm"], *words["known_harm_of"])
    return _with_object(text, words["known_harm"], of_what, policy) or _with_object(
        text, words["agreed"], words["agreed_by"], policy
    )


def _with_object(text: str, verbs: Words, objects: Words, policy: Policy) -> bool:
    """Whether one of the objects stands beside one of the verbs, in the same clause."""
    for found in spoken(text, verbs, policy, risk_denies=False):
        if any_of(objects).search(found.string, *clause_of(found)):
            return True
    return False


Words = tuple[str, ...]


@lru_cache(maxsize=4096)
def of_the_supply(reason: str, policy: Policy) -> bool:
    """Whether a reason is about how it is supplied or given, and of no decision to give it again."""
    about = any_of(policy.words["of_the_supply"]).search(folded(reason)) is not None
    return about and not _says_again(reason, policy)
