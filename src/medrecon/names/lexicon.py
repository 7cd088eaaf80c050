"""The table of spellings (`lexicon.toml`) in the shape the reader needs."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

# the tables of forms, sites, release and quality words, and the part of a NameReading that each speaks of
PART_OF = {"core": "core", "modifier": "modifiers", "release": "release", "quality": "qualities"}
Token = tuple[str, str]  # what a spelling says: the part of a NameReading, and its one name there
Tokens = tuple[Token, ...]
# the spellings that begin with one word, longest first: all their words, and their tokens
Phrases = tuple[tuple[tuple[str, ...], Tokens], ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Spellings by their first word, longest first, and the sets of salt and element words.

    `phrases[first]` holds (all words, ((part, canonical), …)), no token where the words say nothing; `radicals` are no
    medicine by themselves; `harmless` are words that a text may add without meaning another product, `contrary` those
    in brackets after which another may be meant, `everyday` names that mean nothing there; `gastro_resistant` the
    medicines whose solid forms have no other release (`implied.toml`). `directions` are the lists of `[directions]`;
    `importers` how the names of parallel importers begin, in lower case.
    """

    phrases: dict[str, Phrases]
    salts: frozenset[str]
    elements: frozenset[str]
    radicals: frozenset[str]
    harmless: frozenset[str]
    contrary: frozenset[str]
    everyday: frozenset[str]
    gastro_resistant: frozenset[str]
    directions: dict[str, tuple[str, ...]]
    importers: tuple[str, ...]


@cache
def lexicon() -> Lexicon:
    """The lexicon that ships with the package, read once."""
    raw = tomllib.loads((files(__package__) / "lexicon.toml").read_text("utf-8"))
    implied = tomllib.loads((files(__package__) / "implied.toml").read_text("utf-8"))
    table: dict[str, dict[tuple[str, ...], Tokens]] = {}

    def add(spelling: str, tokens: Tokens) -> None:
        words = tuple(spelling.split())
        table.setdefault(words[0], {}).setdefault(words, tokens)

    _fill(raw, add)
    devices = {s.replace(" ", ""): name for name, spelt in raw["device"].items() for s in spelt}
    phrases = {
        first: tuple(
            (words, (*tokens, *_besides(words, tokens, devices)))
            for words, tokens in sorted(found.items(), key=lambda item: -len(item[0]))
        )
        for first, found in table.items()
    }
    salts = frozenset(word for words in raw["salt"]["words"] for word in words.split())
    return Lexicon(
        phrases,
        salts,
        frozenset(raw["elements"]["words"]),
        frozenset(raw["radicals"]["words"]),
        frozenset(raw["harmless"]["words"]),
        frozenset(raw["contrary"]["words"]),
        frozenset(raw["everyday"]["words"]),
        frozenset(" ".join(sorted(name.split())) for name in implied["gastro_resistant"]),
        {name: tuple(words) for name, words in raw["directions"].items()},
        tuple(raw["importers"]["names"]),
    )


def _besides(words: tuple[str, ...], tokens: Tokens, devices: dict[str, str]) -> Iterator[Token]:
    """What a spelling says besides its canonical tokens: the release as written, a named device, that it is short."""
    joined = "".join(words)
    if any(part == "release" for part, _ in tokens):
        yield "markers", joined
    if joined in devices:
        yield "devices", devices[joined]
    for part, name in tokens:
        if part == "words" and words != (name,):
            yield "shortened", name


def _fill(raw: dict[str, Any], add: Any) -> None:
    parts = {name: part for kind, part in PART_OF.items() for name in raw[kind]}
    for canonical, spellings in raw["phrase"].items():
        tokens = tuple((parts[name], name) for name in canonical.split())
        for spelling in spellings:
            add(spelling, tokens)
    for kind, part in PART_OF.items():
        for name, spellings in raw[kind].items():
            for spelling in spellings:
                add(spelling, ((part, name),))
    for word, spellings in raw["short"].items():
        for spelling in spellings:
            add(spelling, (("words", word),))
    for spelling in raw["noise"]["words"]:
        add(spelling, ())
