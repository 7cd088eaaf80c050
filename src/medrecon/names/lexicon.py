"""The table of spellings (`lexicon.toml`) in the shape the reader needs."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

# the spellings that begin with one word, longest first: all their words, and the (kind, canonical) of each token
Phrases = tuple[tuple[tuple[str, ...], tuple[tuple[str, str], ...]], ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Spellings by their first word, longest first, and the sets of salt and element words.

    `phrases[first]` holds (all words, ((kind, canonical), …)). `kinds` gives the kind of a canonical token;
    `radicals` are no
    medicine by themselves; `harmless` are words that a text may add without meaning another product, `contrary` those
    in brackets after which another may be meant, `everyday` names that mean nothing there; `gastro_resistant`
    the medicines whose solid forms have no other release (`implied.toml`). `devices` gives the one name of a named device
    by its spelling without spaces; `directions` the lists of `[directions]`; `importers` how the names of parallel
    importers begin, in lower case.
    """

    phrases: dict[str, Phrases]
    salts: frozenset[str]
    elements: frozenset[str]
    kinds: dict[str, str]
    radicals: frozenset[str]
    harmless: frozenset[str]
    contrary: frozenset[str]
    everyday: frozenset[str]
    gastro_resistant: frozenset[str]
    devices: dict[str, str]
    directions: dict[str, tuple[str, ...]]
    importers: tuple[str, ...]


@cache
def lexicon() -> Lexicon:
    """The lexicon that ships with the package, read once."""
    raw = tomllib.loads((files(__package__) / "lexicon.toml").read_text("utf-8"))
    implied = tomllib.loads((files(__package__) / "implied.toml").read_text("utf-8"))
    kinds: dict[str, str] = {}
    for kind in ("core", "modifier", "release", "quality"):
        kinds.update(dict.fromkeys(raw[kind], kind))
    table: dict[str, dict[tuple[str, ...], tuple[tuple[str, str], ...]]] = {}

    def add(spelling: str, tokens: tuple[tuple[str, str], ...]) -> None:
        words = tuple(spelling.split())
        table.setdefault(words[0], {}).setdefault(words, tokens)

    _fill(raw, kinds, add)
    phrases = {
        first: tuple(sorted(found.items(), key=lambda item: -len(item[0])))
        for first, found in table.items()
    }
    salts = frozenset(word for words in raw["salt"]["words"] for word in words.split())
    return Lexicon(
        phrases,
        salts,
        frozenset(raw["elements"]["words"]),
        kinds,
        frozenset(raw["radicals"]["words"]),
        frozenset(raw["harmless"]["words"]),
        frozenset(raw["contrary"]["words"]),
        frozenset(raw["everyday"]["words"]),
        frozenset(" ".join(sorted(name.split())) for name in implied["gastro_resistant"]),
        {s.replace(" ", ""): name for name, spelt in raw["device"].items() for s in spelt},
        {name: tuple(words) for name, words in raw["directions"].items()},
        tuple(raw["importers"]["names"]),
    )


def _fill(raw: dict[str, Any], kinds: dict[str, str], add: Any) -> None:
    for canonical, spellings in raw["phrase"].items():
        tokens = tuple((kinds[name], name) for name in canonical.split())
        for spelling in spellings:
            add(spelling, tokens)
    for kind in ("core", "modifier", "release", "quality"):
        for name, spellings in raw[kind].items():
            for spelling in spellings:
                add(spelling, ((kind, name),))
    for word, spellings in raw["short"].items():
        for spelling in spellings:
            add(spelling, (("short", word),))
    for spelling in raw["noise"]["words"]:
        add(spelling, (("noise", ""),))
