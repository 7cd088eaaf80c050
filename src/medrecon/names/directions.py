"""Leave out of a name what is no part of it: directions (`2 bd`, `weekly`) and the size of the pack (`x28`)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from medrecon.names.fold import fold
from medrecon.names.lexicon import lexicon
from medrecon.names.read import NameReading
from medrecon.names.strength import NUMBER, UNIT

_TIMES = re.compile(r"x\d+\Z")
DOTTED = frozenset({"od", "bd", "tds", "qds", "om", "prn", "po", "iv", "im"})  # also written `o.d.`


class Undirected(NamedTuple):
    """The name without directions, the `directions` left out, and whether the name's amount may be a dose.

    `dose` is True for `Bisoprolol 5mg od`: 5 mg a day, which need not be the strength of the tablet. `route`:
    a way in was left out, which may be that of another form.
    """

    text: str
    directions: tuple[str, ...] = ()
    dose: bool = False
    changed: bool = False
    route: bool = False


class _Patterns(NamedTuple):
    words: frozenset[str]
    routes: frozenset[str]
    direction: re.Pattern[str]
    dose: re.Pattern[str]
    beside: re.Pattern[str]
    pack: re.Pattern[str]


def may_be_undirected(reading: NameReading) -> bool:
    """Whether a text may hold directions or a pack size: a quick look before `without_directions`."""
    if not direction_patterns().words.isdisjoint(reading.words):
        return True
    if not (reading.amounts and reading.core):
        return False
    return bool(reading.numbers) or any(_TIMES.match(w) for w in reading.words)


def without_directions(text: str) -> Undirected:
    """A medicine text without directions, and without the number that belongs to them.

    >>> plain = without_directions("Methotrexate 2.5mg tablets WEEKLY")
    >>> plain.text, plain.directions, plain.dose
    ('methotrexate 2.5mg tablets', ('weekly',), False)
    >>> without_directions("Furosemide IV 40mg").route
    True
    >>> (
    ...     without_directions("Ramipril 5mg caps 2 BD").text,
    ...     without_directions("Ramipril 5mg caps x28").text,
    ... )
    ('ramipril 5mg caps', 'ramipril 5mg caps')
    >>> without_directions("Bisoprolol 5mg od").dose
    True
    """
    plain = fold(text).text
    patterns = direction_patterns()
    out: list[str] = []
    said: list[str] = []
    dose, at = False, 0
    for found in patterns.direction.finditer(plain):
        before = plain[at : found.start()]
        if not said and not found["count"] and patterns.dose.search(before):
            beside = patterns.beside.match(before)
            before, dose = (beside[1], dose) if beside else (before, True)
        out += [before, found["form"] or ""]
        said.append(found["said"].strip())
        at = found.end()
    name = " ".join(" ".join((*out, plain[at:])).replace(" ,", " ").split()).strip(" ,-;:")
    name = patterns.pack.sub(r"\1", name)
    route = any(word.replace(".", "").replace(" ", "") in patterns.routes for word in said)
    return Undirected(name, tuple(said), dose, bool(said) or name != plain, route)


@cache
def direction_patterns() -> _Patterns:
    """The patterns of directions and packs, built once from the lexicon."""
    lex = lexicon()
    given = lex.directions
    forms = _any(
        " ".join(words)
        for phrases in lex.phrases.values()
        for words, tokens in phrases
        if tokens and tokens[0][0] == "core" and len(words) == 1
    )
    units = _any(unit for unit in UNIT if unit != "%")
    said = rf"(?:{_any((*given['words'], *given['routes']))}|(?:{_any(given['last'])})(?=[\s.]*\Z))(?![a-z0-9])\.?"
    count = rf"(?P<count>(?:{NUMBER})(?:\s?(?:-|or|to)\s?(?:{NUMBER}))?|{_any(given['counts'])})"
    verb = rf"(?:(?:{_any(given['verbs'])})\s+)?"
    taken = rf"(?:{_any(given['units'])}|(?P<form>{forms}))\s+"
    direction = re.compile(
        rf"(?<![a-z0-9.,/%+-]){verb}(?:{count}\s+(?:{taken})?)?(?P<said>{said})(?![a-z0-9])"
    )
    amount = rf"(?:{NUMBER})(?:-(?:{NUMBER}))?\s?(?:{units})"
    return _Patterns(
        frozenset(w for name in ("words", "routes", "last") for p in given[name] for w in p.split())
        | frozenset("odbmtqsivp"),
        frozenset(route.replace(" ", "") for route in given["routes"]),
        direction,
        re.compile(rf"(?<![a-z0-9.]){amount}\s*\Z"),
        re.compile(rf"(.*{amount}(?![a-z0-9]).*\s(?:{forms}))\s+{amount}\s*\Z"),
        re.compile(
            rf"({amount}(?![a-z0-9]).*\s(?:{forms}))\s*,?\s*(?:x\s?|\(\s?)?[1-9]\d{{0,3}}(?:\s?(?:{forms}))?\)?\Z"
        ),
    )


def _any(phrases: Iterable[str]) -> str:
    spelt = []
    for phrase in sorted(phrases, key=lambda p: (-len(p), p)):
        dotted = r"\.?\s?".join(phrase) if phrase in DOTTED else None
        spelt.append(dotted or re.escape(phrase).replace(r"\ ", r"\s"))
    return "|".join(spelt)
