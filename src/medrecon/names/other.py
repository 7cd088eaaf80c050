"""Names that records hold and dm+d does not: old names, short ones, and abbreviations that are not to be trusted."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from medrecon.names.lexicon import lexicon


@dataclass(frozen=True, slots=True)
class OtherName:
    """Another name of one medicine, or of any one of several (`moieties`, the name words of each).

    `flag` says of what kind it is: `historic_name` or `short_name`; `release` the release form that an old brand
    always had (None: ordinary).
    """

    name: str
    moieties: tuple[str, ...]
    flag: str
    release: str | None = None


@cache
def other_names() -> dict[str, OtherName]:
    """Old and short names by their words, sorted, as the name keys of `medrecon.dmd` are.

    >>> other_names()["frusemide"].moieties, other_names()["fluclox"].flag
    (('furosemide',), 'short_name')
    """
    out: dict[str, OtherName] = {}
    for file, flag in (("historic.toml", "historic_name"), ("short.toml", "short_name")):
        for row in _rows(file)["name"]:
            moieties = tuple(" ".join(_words(m)) for m in row.get("moieties", [row.get("moiety")]))
            for name in row["names"]:
                out[_key(name)] = OtherName(name, moieties, flag, row.get("release"))
    return out


@cache
def error_prone() -> dict[str, str]:
    """Abbreviations that have been taken for another medicine, by their words, sorted, and what they were taken for.

    >>> error_prone()["mtx"]
    'methotrexate or mitoxantrone'
    """
    rows = _rows("short.toml")["error_prone"]
    return {_key(name): row["taken_for"] for row in rows for name in row["names"]}


@cache
def _rows(file: str) -> dict[str, Any]:
    return tomllib.loads((files(__package__) / file).read_text("utf-8"))


def _key(name: str) -> str:
    return " ".join(sorted(set(_words(name))))


def _words(name: str) -> tuple[str, ...]:
    """The name words, read only where a word could be anything but a name."""
    from medrecon.names.read import read_name

    words = tuple(name.split())
    plain = all(word.isalpha() and word not in lexicon().phrases for word in words)
    return words if plain else read_name(name).words
