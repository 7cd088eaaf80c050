"""Slips of the pen: a long word one letter away from one meaning is that word.

Only the words listed under `[spelling]` in the vocabulary are meant, all of six letters or more; a
slip that could be two words of different meaning is left unknown. Numbers are never corrected.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files

from medrecon.dose.vocabulary import END, tree, words

LEAST = 5


@lru_cache(maxsize=4096)
def corrected(token: str) -> str:
    """The word that was meant, or the token itself.

    >>> corrected("tabelts"), corrected("weeekly"), corrected("metformin")
    ('tablets', 'weekly', 'metformin')
    """
    if len(token) < LEAST or token in words() or not token.isalpha():
        return token
    table = _shortened()
    near = {
        w for form in (token, *_drops(token)) for w in table.get(form, ()) if _one_slip(token, w)
    }
    meanings = {repr(tree().get(w, {}).get(END, w)) for w in near}
    return min(near) if len(meanings) == 1 else token


@lru_cache(maxsize=1)
def _shortened() -> dict[str, set[str]]:
    raw = tomllib.loads(files("medrecon.dose").joinpath("vocabulary.toml").read_text("utf-8"))
    table: dict[str, set[str]] = {}
    for word in raw["spelling"]["words"]:
        for form in (word, *_drops(word)):
            table.setdefault(form, set()).add(word)
    return table


def _drops(word: str) -> list[str]:
    return [word[:i] + word[i + 1 :] for i in range(len(word))]


def _one_slip(a: str, b: str) -> bool:
    """One letter more, fewer, other, or two neighbours changed about."""
    if len(a) != len(b):
        longer, shorter = (a, b) if len(a) > len(b) else (b, a)
        return len(longer) - len(shorter) == 1 and shorter in _drops(longer)
    off = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    if len(off) == 2:
        i, j = off
        return j == i + 1 and a[i] == b[j] and a[j] == b[i]
    return len(off) == 1
