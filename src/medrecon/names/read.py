"""Read one medicine text into the parts of a name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from medrecon.names.fold import fold
from medrecon.names.lexicon import Lexicon, lexicon
from medrecon.names.strength import AMOUNT, NUMBER, Amount, amount, ratio, scaled

_T = TypeVar("_T")
_NONE: frozenset[Any] = frozenset()
_GLUED = ("core", "release")
_TOKEN = re.compile(
    rf"(?P<ratio>(?<![\w.])(?P<one>\d+)\s?in\s?(?P<many>\d+)(?![\w.]))"
    rf"|(?<![a-z0-9.]){AMOUNT}"
    rf"|(?P<pack>(?<![a-z0-9.])\d+\s?(?:d|doses?|days?|hrs?|hours?|wks?|weeks?)(?![a-z0-9]))"
    rf"|(?P<marked>(?<![a-z0-9.])(?P<mark>\d+)(?=(?:xl|sr|mr|la|cr|pr|ec)(?![a-z0-9])))"
    rf"|(?<![a-z0-9.])(?P<number>{NUMBER})(?![a-z0-9.])"
    rf"|(?P<word>[a-z][a-z0-9']*)"
    rf"|(?P<open>[(\[])|(?P<close>[)\]])"
    rf"|(?P<odd>\d[a-z0-9.]*)"
    rf"|(?P<minus>(?<![^\s(])-(?=\d))"
    rf"|(?P<slash>\s?/\s?)"
    rf"|(?P<plus>\+)"
)


class NameReading(NamedTuple):
    """What one text says, part by part.

    `words` are the name words in order, short forms expanded; `aside` those in brackets. `amounts` are
    the strengths, sorted, `aside_amounts` those in brackets; `volumes` whole volumes in nanolitres named beside
    them (`5ml amp`), `denominators` those a strength is in (`/5ml`). `numbers` are numbers without a
    unit, `values` those with one, as written. `core`, `modifiers`, `release`, `qualities` are canonical
    tokens of the lexicon, `markers` the release words as written (`xl`). `odd` are things with digits
    that could not be read, `shortened` the words that were written short, `devices` the named devices (`autohaler`). `refused` says why nothing was read.
    """

    words: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    amounts: tuple[Amount, ...] = ()
    aside_amounts: tuple[Amount, ...] = ()
    volumes: frozenset[int] = frozenset()
    denominators: frozenset[int] = frozenset()
    numbers: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    values: frozenset[str] = frozenset()
    core: frozenset[str] = frozenset()
    modifiers: frozenset[str] = frozenset()
    release: frozenset[str] = frozenset()
    markers: frozenset[str] = frozenset()
    qualities: frozenset[str] = frozenset()
    odd: tuple[str, ...] = ()
    shortened: frozenset[str] = frozenset()
    devices: frozenset[str] = frozenset()
    flags: tuple[str, ...] = ()
    refused: str | None = None


@dataclass(slots=True)
class _Draft:
    words: list[tuple[str, bool]] = field(default_factory=list)
    runs: list[list[tuple[str, bool]]] = field(default_factory=list)
    amounts: list[tuple[Amount, bool, int | None]] = field(default_factory=list)
    numbers: list[tuple[str, bool]] = field(default_factory=list)
    values: set[str] = field(default_factory=set)
    packs: list[str] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    volumes: set[int] = field(default_factory=set)


def read_name(text: str) -> NameReading:
    """Read a medicine text.

    >>> r = read_name("Sod Valpr_Tab E/C 500mg")
    >>> r.words, sorted(r.core), sorted(r.release), r.amounts[0].kind
    (('sodium', 'valproate'), ['tablet'], ['gastro-resistant'], 'm')
    >>> read_name("Bisoprolol 0.0025g tabs").amounts == read_name("bisoprolol 2500 mcg").amounts
    True
    """
    folded = fold(text)
    if folded.refused:
        return NameReading(flags=folded.flags, refused=folded.refused)
    draft = _scan(folded.text.replace("_", " "))
    return _assemble(draft, folded.flags)


def _scan(text: str) -> _Draft:
    draft, at, depth, end = _Draft(), 0, 0, len(text)
    lex = lexicon()
    run: list[tuple[str, bool]] = []
    match = _TOKEN.match
    while at < end:
        found = match(text, at)
        if found is None:
            at += 1
            continue
        kind, start, at = found.lastgroup, at, found.end()
        if kind == "word":
            word = found["word"].replace("'", "")
            cut = _split_glued(word, found, lex, at)
            if cut < at:
                text, at, end = f"{text[:cut]} {text[cut:]}", cut, end + 1
                word = text[start:cut]
            run.append((word, depth > 0))
            continue
        if kind == "slash" or kind == "plus":
            continue
        if run:
            draft.runs.append(run)
            run = []
        if kind == "open":
            depth += 1
        elif kind == "close":
            depth = max(depth - 1, 0)
        else:
            _take(draft, found, text, start, depth > 0)
    if run:
        draft.runs.append(run)
    return draft


def name_end(text: str) -> int:
    """Where the first strength or dose form begins after the first word; the length where none does.

    >>> name_end("Lipitor 40mg tablets"), name_end("Nurofen")
    (8, 7)
    """
    lower, lex = text.lower(), lexicon()
    for found in _TOKEN.finditer(lower):
        if found.start() == 0 or found["open"]:
            continue
        if found["unit"] or found["ratio"]:
            return found.start()
        if found["word"]:
            phrases = lex.phrases.get(found["word"], ())
            ahead = lower[found.start() :]
            if any(
                tokens[0][0] == "core" and re.match(r"\W+".join(words) + r"\b", ahead)
                for words, tokens in phrases
            ):
                return found.start()
    return len(text)


def _split_glued(word: str, found: re.Match[str], lex: Lexicon, at: int) -> int:
    """Where the word ends: `crm2%` is a form with a strength glued to it, `b12` is one word."""
    if word.isalpha():
        return at
    letters = re.match(r"[a-z]+", word)
    first = letters[0] if letters else word
    known = lex.phrases.get(first, ())
    glued = any(words == (first,) and tokens[0][0] in _GLUED for words, tokens in known)
    return found.start("word") + len(first) if glued else at


def _take(draft: _Draft, found: re.Match[str], text: str, start: int, aside: bool) -> None:
    if found["ratio"]:
        p, q = ratio(int(found["one"]) * 10**12, max(int(found["many"]), 1) * 10**6)
        draft.amounts.append((Amount("m", p, q, "v"), aside, None))
        draft.values.update((found["one"], found["many"]))
    elif found["unit"]:
        _take_amount(draft, found, text, start, aside)
    elif found["number"]:
        draft.numbers.append((plain(found["number"]), aside))
    elif found["mark"]:
        draft.numbers.append((plain(found["mark"]), aside))
    elif found["pack"]:
        draft.packs.append(found["pack"])
    elif found["odd"] or found["minus"]:
        draft.odd.append(found[0])


def _take_amount(draft: _Draft, found: re.Match[str], text: str, start: int, aside: bool) -> None:
    unit = found["unit"]
    one, denominator = amount(found["value"], unit, found["per"], found["per_unit"])
    if one.kind == "v" and one.per == "":
        draft.volumes.add(one.p // one.q)
        draft.values.add(plain(found["value"]))
        return
    before = text[start - 1] if start else " "
    if found["to"]:
        other, _ = amount(found["to"], unit, found["per"], found["per_unit"])
        draft.amounts.append((other, aside, denominator))
        draft.values.add(plain(found["to"]))
    elif before in "/-":
        _tie(draft, text, start, unit, one, denominator)
    draft.amounts.append((one, aside, denominator))
    draft.values.add(plain(found["value"]))


def _tie(
    draft: _Draft, text: str, start: int, unit: str, one: Amount, denominator: int | None
) -> None:
    """`250mg/62mg/5ml`: what stands before the slash is in the same volume; `30/500mg`: in the same unit."""
    before = re.search(rf"(?:^|[^\d.])({NUMBER})/$", text[:start])
    if before and draft.numbers and draft.numbers[-1][0] == plain(before[1]):
        _, aside = draft.numbers.pop()
        earlier, _ = amount(before[1], unit, None, None)
        draft.amounts.append((earlier, aside, None))
        draft.values.add(plain(before[1]))
    if one.per != "v" or not draft.amounts or text[:start].endswith(" /"):
        return
    volume = denominator or 10**6
    for at in range(len(draft.amounts) - 1, -1, -1):
        earlier, aside, own = draft.amounts[at]
        if earlier.per or own:
            break
        p, q = ratio(earlier.p, earlier.q * volume)
        draft.amounts[at] = (Amount(earlier.kind, p, q, "v"), aside, denominator)


def plain(number: str) -> str:
    """A written number in one spelling: `.50` and `0.5` are `0.5`, `10` stays `10`."""
    p, q = scaled(number, 1)
    return str(p) if q == 1 else f"{p}/{q}"


def _assemble(draft: _Draft, flags: tuple[str, ...]) -> NameReading:
    lex = lexicon()
    words: list[str] = []
    aside: list[str] = []
    found: dict[str, set[str]] = {
        "core": set(),
        "modifier": set(),
        "release": set(),
        "quality": set(),
    }
    markers: set[str] = set()
    shortened: set[str] = set()
    devices: set[str] = set()
    for run in draft.runs:
        at = 0
        while at < len(run):
            spelling, tokens = _phrase(run, at, lex)
            into = aside if run[at][1] else words
            if tokens is None:
                into.append(run[at][0])
                at += 1
                continue
            if (device := lex.devices.get("".join(spelling))) is not None:
                devices.add(device)
            for kind, name in tokens:
                if kind == "short":
                    into.append(name)
                    if spelling != (name,):
                        shortened.add(name)
                elif kind != "noise" and not (kind == "core" and run[at][1]):
                    found[kind].add(name)
                    if kind == "release":
                        markers.add("".join(spelling))
            at += len(spelling)
    main = [a for a, inside, _ in draft.amounts if not inside]
    beside = [a for a, inside, _ in draft.amounts if inside]
    return NameReading(
        words=tuple(words),
        aside=tuple(aside),
        amounts=tuple(sorted(main or beside)),
        aside_amounts=tuple(sorted(beside)) if main else (),
        volumes=_frozen(draft.volumes),
        denominators=_frozen({d for _, _, d in draft.amounts if d}),
        numbers=tuple(n for n, _ in draft.numbers),
        packs=tuple(draft.packs),
        values=_frozen(draft.values),
        core=_frozen(found["core"]),
        modifiers=_frozen(found["modifier"]),
        release=_frozen(found["release"]),
        markers=_frozen(markers),
        qualities=_frozen(found["quality"]),
        odd=tuple(draft.odd),
        shortened=_frozen(shortened),
        devices=_frozen(devices),
        flags=flags,
    )


def _frozen(values: set[_T]) -> frozenset[_T]:
    return frozenset(values) if values else _NONE


def _phrase(
    run: list[tuple[str, bool]], at: int, lex: Lexicon
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...] | None]:
    """The longest spelling of the lexicon that begins at this word, and its tokens (None: a name word)."""
    for words, tokens in lex.phrases.get(run[at][0], ()):
        size = len(words)
        if size == 1 or tuple(w for w, _ in run[at : at + size]) == words:
            return words, tokens
    return (run[at][0],), None
