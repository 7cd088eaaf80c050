"""Names that records still hold and dm+d no longer has: British Approved Names and withdrawn brands."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from medrecon.names.lexicon import lexicon


@dataclass(frozen=True, slots=True)
class Historic:
    """An old name: the moiety it names today, and the release form that the brand always had (None: ordinary)."""

    name: str
    moiety: str
    release: str | None


@cache
def historic() -> dict[str, Historic]:
    """The old names by their words, sorted, as the name keys of `medrecon.dmd` are.

    >>> historic()["frusemide"].moiety
    'furosemide'
    """
    raw = tomllib.loads((files(__package__) / "historic.toml").read_text("utf-8"))
    out: dict[str, Historic] = {}
    for row in raw["name"]:
        for name in row["names"]:
            key = " ".join(sorted(set(_words(name))))
            out[key] = Historic(name, " ".join(_words(row["moiety"])), row.get("release"))
    return out


def _words(name: str) -> tuple[str, ...]:
    """The name words, read only where a word could be anything but a name."""
    from medrecon.names.read import read_name

    words = tuple(name.split())
    plain = all(word.isalpha() and word not in lexicon().phrases for word in words)
    return words if plain else read_name(name).words
