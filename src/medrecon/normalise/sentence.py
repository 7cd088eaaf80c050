"""A sentence in the shape in which its words are looked for."""

from __future__ import annotations

import re
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
