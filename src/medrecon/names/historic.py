"""Names that records still hold and dm+d no longer has: British Approved Names and withdrawn brands."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


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
    from medrecon.names.read import read_name

    raw = tomllib.loads((files(__package__) / "historic.toml").read_text("utf-8"))
    out: dict[str, Historic] = {}
    for row in raw["name"]:
        for name in row["names"]:
            key = " ".join(sorted(set(read_name(name).words)))
            moiety = " ".join(read_name(row["moiety"]).words)
            out[key] = Historic(name, moiety, row.get("release"))
    return out
