"""The vocabulary of dosage texts (`vocabulary.toml`) as one tree of phrases, loaded once when needed.

Each meaning has a *symbol*, one letter, by which the grammar knows it, and a value.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any

from medrecon.dosage.codes import codes
from medrecon.dose.tokens import split_phrase
from medrecon.units import UNITS

# symbol of each section of the vocabulary; the grammar is written in these letters
SYMBOLS = {
    "prn": "P",
    "maximum": "X",
    "up_to": "U",
    "then": ">",
    "change_to": "7",
    "step": "J",
    "aside": "4",
    "measured": "6",
    "supervision": "5",
    "break": "3",
    "at_least": "9",
    "former": "l",
    "changed_to": "z",
    "negation": "!",
    "except": "E",
    "condition": "C",
    "as_directed": "q",
    "placeholder": "0",
    "once": "b",
    "supply": "c",
    "packed": "¢",
    "watched": "µ",
    "ancillary": "ŋ",
    "course": "k",
    "diluent": "i",
    "filler": "",
    "onward": "^",
    "rate": "$",
    "cycle": "y",
    "packing": "ß",
    "vessel": "~",
    "first_day": "1",
}
FUNCTIONS = {
    "every": "e",
    "per": "p",
    "a": "a",
    "times": "x",
    "and": "&",
    "or": "o",
    "to": "-",
    "at": "@",
    "for": "f",
    "over": "v",
    "before": "B",
    "after": "G",
    "with": "w",
    "in": "i",
    "on": "Y",
    "from": "r",
    "until": "j",
    "stop": "s",
}
_PERIODS = {"h": "H", "min": "H", "d": "A"}

Meaning = tuple[str, Any]
Tree = dict[str, Any]
END = ""


@lru_cache(maxsize=1)
def tree() -> Tree:
    """Phrases as nested dicts, token by token; the key `""` holds the meaning of a finished phrase."""
    root: Tree = {}
    for phrase, meaning in phrases():
        node = root
        for token in split_phrase(phrase):
            node = node.setdefault(token, {})
        node.setdefault(END, meaning)
    return root


@lru_cache(maxsize=1)
def words() -> frozenset[str]:
    """Every token that stands in some phrase."""
    return frozenset(token for phrase, _ in phrases() for token in split_phrase(phrase))


def phrases() -> Iterator[tuple[str, Meaning]]:
    """Every phrase with its meaning; of two meanings of one phrase the first here counts."""
    raw = tomllib.loads(files("medrecon.dose").joinpath("vocabulary.toml").read_text("utf-8"))
    for name, phrases in raw["function"].items():
        yield from ((p, (FUNCTIONS[name], name)) for p in phrases)
    yield from _numbers(raw["number"])
    yield from _timing(raw)
    yield from _places(raw)
    yield from _keyed(raw["instruction"], "I")
    yield from _keyed(raw["method"], "V")
    yield from ((p, ("Q", why)) for why, ps in raw["refused"].items() for p in ps)
    for name, symbol in SYMBOLS.items():
        yield from ((p, (symbol, p)) for p in raw[name]["phrases"])
    yield from ((p, ("%", p)) for p in ("percent", "per cent", "% w / v", "% w / w"))
    for spelling, name in codes().unit_names.items():
        if name != "percent":
            yield spelling, ("u", name)
    for unit in UNITS:
        if unit.kind not in ("time", "ratio"):
            yield from ((s, ("u", unit.name)) for s in (unit.name, *unit.spellings))
    yield from (("m2", ("u", "m2")), ("square metre", ("u", "m2")))


def _numbers(raw: dict[str, list[str]]) -> Iterator[tuple[str, Meaning]]:
    for value, phrases in raw.items():
        number = Decimal(value)
        whole = number == int(number)
        for p in phrases:
            signs = p in ("½", "¼", "¾")
            yield p, ("T" if signs else "N" if whole or number > 1 else "L", number)


def _timing(raw: dict[str, Any]) -> Iterator[tuple[str, Meaning]]:
    yield from _keyed(raw["time"], "t")
    for period, phrases in raw["adverb"].items():
        number, unit = period.split()
        yield from ((p, (_PERIODS.get(unit, "Z"), (Decimal(number), unit))) for p in phrases)
    for period, phrases in raw["span"].items():
        number, unit = period.split()
        yield from ((p, ("d", (Decimal(number), unit))) for p in phrases)
    for key, phrases in raw["frequency"].items():
        times, number, unit = key.split()
        yield from ((p, ("F", (int(times), Decimal(number), unit))) for p in phrases)
    yield from _keyed(raw["when"], "W")
    yield from _keyed(raw["noon"], "8")
    yield from (
        (p, ("M", "" if meal == "any" else meal)) for meal, ps in raw["meal"].items() for p in ps
    )
    yield from _keyed(raw["latin_meal"], "m")
    yield from ((p, ("D", (day,))) for day, ps in raw["weekday"].items() for p in ps)
    yield from ((p, ("D", tuple(days.split()))) for days, ps in raw["days"].items() for p in ps)
    yield from ((p, ("O", int(n))) for n, ps in raw["count"].items() for p in ps)


def _places(raw: dict[str, Any]) -> Iterator[tuple[str, Meaning]]:
    yield from _keyed(raw["route"], "R")
    for site, (route, *phrases) in raw["site"].items():
        yield from ((p, ("S", (site, route or None))) for p in phrases)


def _keyed(table: dict[str, list[str]], symbol: str) -> Iterator[tuple[str, Meaning]]:
    yield from ((p, (symbol, key)) for key, phrases in table.items() for p in phrases)
