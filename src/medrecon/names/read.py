"""Read one medicine text into the parts of a name."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeVar

from medrecon.names.fold import fold
from medrecon.names.lexicon import Phrases, lexicon
from medrecon.names.scan import Draft, scan
from medrecon.names.strength import Amount

_T = TypeVar("_T")
_NONE: frozenset[Any] = frozenset()


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
    folded = fold(text)
    if folded.refused:
        return NameReading(flags=folded.flags, refused=folded.refused)
    return _assemble(scan(folded.text.replace("_", " ")), folded.flags)


def _assemble(draft: Draft, flags: tuple[str, ...]) -> NameReading:
    words: list[str] = []
    aside: list[str] = []
    kinds = _Kinds()
    for run, inside in draft.runs:
        _take_run(run, inside, aside if inside else words, kinds)
    main = [a for a, inside, _ in draft.amounts if not inside]
    beside = [a for a, inside, _ in draft.amounts if inside]
    return NameReading(
        words=tuple(words),
        aside=tuple(aside),
        amounts=tuple(sorted(main or beside)),
        aside_amounts=tuple(sorted(beside)) if main else (),
        volumes=_frozen(draft.volumes),
        denominators=_frozen({d for _, _, d in draft.amounts if d}),
        numbers=tuple([n for n, _ in draft.numbers]),
        joined=draft.joined,
        packs=tuple(draft.packs),
        values=_frozen(draft.values),
        core=_frozen(kinds.core),
        modifiers=_frozen(kinds.modifier),
        release=_frozen(kinds.release),
        markers=_frozen(kinds.markers),
        qualities=_frozen(kinds.quality),
        odd=tuple(draft.odd),
        shortened=_frozen(kinds.shortened),
        devices=_frozen(kinds.devices),
        flags=flags,
    )


class _Kinds:
    """What the words of a text that are no name words say, by kind."""

    __slots__ = ("core", "devices", "markers", "modifier", "quality", "release", "shortened")

    def __init__(self) -> None:
        self.core: set[str] = set()
        self.modifier: set[str] = set()
        self.release: set[str] = set()
        self.quality: set[str] = set()
        self.markers: set[str] = set()
        self.shortened: set[str] = set()
        self.devices: set[str] = set()


def _take_run(run: list[str], inside: bool, names: list[str], kinds: _Kinds) -> None:
    """Sort the words of a run: those of the name, in order, and what the others say."""
    lex, at = lexicon(), 0
    while at < len(run):
        known = lex.phrases.get(run[at])
        found = _longest(run, at, known) if known else None
        if found is None:
            names.append(run[at])
            at += 1
            continue
        spelling, tokens = found
        at += len(spelling)
        joined = "".join(spelling)
        if joined in lex.devices:
            kinds.devices.add(lex.devices[joined])
        for kind, name in tokens:
            if kind == "short":
                names.append(name)
                if spelling != (name,):
                    kinds.shortened.add(name)
            elif kind == "core":
                if not inside:
                    kinds.core.add(name)
            elif kind == "release":
                kinds.release.add(name)
                kinds.markers.add(joined)
            elif kind == "modifier":
                kinds.modifier.add(name)
            elif kind == "quality":
                kinds.quality.add(name)


def _longest(
    run: list[str], at: int, known: Phrases
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]] | None:
    """The longest spelling of the lexicon that begins at this word, and its tokens; None: a name word."""
    for words, tokens in known:
        size = len(words)
        if size == 1 or tuple(run[at : at + size]) == words:
            return words, tokens
    return None


def _frozen(values: set[_T]) -> frozenset[_T]:
    return frozenset(values) if values else _NONE
