"""Conditions that are symptoms: `if in pain`, `when you have a headache`. They make a dose as required.

Only a complaint that a medicine is taken for counts, never one that may be its harm: `half if dizzy`
lowers a dose. The words stand in `vocabulary.toml` under `symptom`.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    raw = tomllib.loads(files("medrecon.dose").joinpath("vocabulary.toml").read_text("utf-8"))
    lead, names, tail = (
        "|".join(re.escape(w) for w in sorted(raw["symptom"][part], key=len, reverse=True))
        for part in ("lead", "names", "tail")
    )
    return re.compile(
        rf"\s*(?:(?:{lead})\s+)*(?P<said>(?:{names})(?:\s*(?:/|and|or)\s*(?:{names}))*)(?:\s+(?:{tail}))*\s*[.;,)]?\s*"
    )


@lru_cache(maxsize=4096)
def symptom_in(words: str) -> str | None:
    """The symptom that the words after `if` or `when` are about; None where they say anything else.

    >>> (
    ...     symptom_in("you have a headache"),
    ...     symptom_in("agitated or anxious"),
    ...     symptom_in("pain persists"),
    ... )
    ('headache', 'agitated or anxious', None)
    """
    found = _pattern().fullmatch(words)
    return found["said"] if found else None
