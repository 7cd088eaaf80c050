"""A sentence in the shape in which its words are looked for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Words in lower case with one space between; a bar stands where the sentence has a sign.

    >>> folded("Angio-oedema (face)")
    ' angio oedema | face | '
    >>> folded("Stopped - GI bleed")
    ' stopped | gi bleed '
    """
    text = re.sub(r"\s-|-\s", " | ", re.sub(r"['’]", "", text.casefold())).replace("-", " ")
    return " " + " ".join(re.sub(r"[^a-z0-9\s]+", " | ", text).split()) + " "


def first_words(texts: Iterable[str]) -> frozenset[str]:
    """The first word of each text, folded; a text without words has none.

    >>> sorted(first_words(["Adcal-D3 tablets", "Priadel 400mg", ""]))
    ['adcal', 'priadel']
    """
    return frozenset(words[0] for text in texts if (words := folded(text).split()))


def word_before(said: str, at: int) -> str:
    """What stands before a place in a folded sentence up to the next space: a word, its beginning, or a bar.

    >>> word_before(" was stopped ", 4), word_before(" was stopped ", 0)
    ('was', '')
    """
    return said[:at].rstrip().rpartition(" ")[2]
