"""Read one medicine text into the parts of a name."""

from __future__ import annotations

from typing import Any, NamedTuple

from medrecon.names.fold import Folded, fold
from medrecon.names.lexicon import Phrases, Tokens, lexicon
from medrecon.names.scan import Draft, scan
from medrecon.names.strength import Amount


class NameReading(NamedTuple):
    """What one text says, part by part.

    `words` are the name words in order, short forms expanded; `aside` those in brackets. `amounts` are
    the strengths, sorted, `aside_amounts` those in brackets; `volumes` whole volumes in nanolitres named beside
    them (`5ml amp`), `denominators` those a strength is in (`/5ml`). `numbers` are numbers without a
    unit (`joined`: a slash joins two of them), `values` those with one, as written. `core`, `modifiers`, `release`, `qualities` are canonical
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
    joined: bool = False
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


def read_name(text: str) -> NameReading:
    """Read a medicine text.

    >>> r = read_name("Sod Valpr_Tab E/C 500mg")
    >>> r.words, sorted(r.core), sorted(r.release), r.amounts[0].kind
    (('sodium', 'valproate'), ['tablet'], ['gastro-resistant'], 'm')
    >>> read_name("Bisoprolol 0.0025g tabs").amounts == read_name("bisoprolol 2500 mcg").amounts
    True
    """
    return read_folded(fold(text))


def read_folded(folded: Folded) -> NameReading:
    """Read a medicine text that is folded already."""
    if folded.refused:
        return NameReading(flags=folded.flags, refused=folded.refused)
    return _assemble(scan(folded.text.replace("_", " ")), folded.flags)


def _assemble(draft: Draft, flags: tuple[str, ...]) -> NameReading:
    words: list[str] = []
    aside: list[str] = []
    said: dict[str, list[str]] = {}
    for run, inside in draft.runs:
        _take_run(run, inside, aside if inside else words, said)
    parts: dict[str, Any] = {part: frozenset(names) for part, names in said.items()}
    main: list[Amount] = []
    beside: list[Amount] = []
    denominators: list[int] = []
    for amount, inside, denominator in draft.amounts:
        (beside if inside else main).append(amount)
        if denominator:
            denominators.append(denominator)
    return NameReading(
        tuple(words),
        tuple(aside),
        tuple(sorted(main or beside)),
        tuple(sorted(beside)) if main else (),
        frozenset(draft.volumes),
        frozenset(denominators),
        tuple([n for n, _ in draft.numbers]) if draft.numbers else (),
        draft.joined,
        tuple(draft.packs),
        frozenset(draft.values),
        odd=tuple(draft.odd),
        flags=flags,
        **parts,
    )


def _take_run(run: list[str], inside: bool, names: list[str], said: dict[str, list[str]]) -> None:
    """Sort the words of a run: those of the name, in order, and what the others say, by the part it belongs to."""
    phrases, at, end = lexicon().phrases, 0, len(run)
    while at < end:
        word = run[at]
        known = phrases.get(word)
        found = _longest(run, at, known) if known else None
        if found is None:
            names.append(word)
            at += 1
            continue
        spelling, tokens = found
        at += len(spelling)
        for part, name in tokens:
            if part == "words":
                names.append(name)
            elif part != "core" or not inside:
                said.setdefault(part, []).append(name)


def _longest(run: list[str], at: int, known: Phrases) -> tuple[tuple[str, ...], Tokens] | None:
    """The longest spelling of the lexicon that begins at this word, and its tokens; None: a name word."""
    for words, tokens in known:
        size = len(words)
        if size == 1 or tuple(run[at : at + size]) == words:
            return words, tokens
    return None
