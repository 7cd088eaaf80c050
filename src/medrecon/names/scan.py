"""Cut one folded text into words, strengths and bare numbers, before anything is known about the words."""

from __future__ import annotations

import re

from medrecon.names.lexicon import Phrases, lexicon
from medrecon.names.strength import AMOUNT, NUMBER, Amount, amount, ratio, scaled

DILUTED = 20  # `0.025% cream (1 in 4)` is how far another cream was diluted, and no strength
_GLUED = ("core", "release")
_ONE_WORD = r"(?P<word>[a-z][a-z0-9']*)"
_PLAIN_WORDS = r"(?P<words>[a-z]++(?![0-9'])(?: ++[a-z]++(?![0-9']))*)"
_OTHERS = (
    rf"(?P<ratio>(?<![\w.])(?P<one>\d+)\s?in\s?(?P<many>\d+)(?![\w.]))"
    rf"|(?<![a-z0-9.]){AMOUNT}"
    rf"|(?P<pack>(?<![a-z0-9.])\d+\s?(?:d|doses?|days?|hrs?|hours?|wks?|weeks?)(?![a-z0-9]))"
    rf"|(?P<marked>(?<![a-z0-9.])(?P<mark>\d+)(?=(?:xl|sr|mr|la|cr|pr|ec)(?![a-z0-9])))"
    rf"|(?<![a-z0-9.])(?P<number>{NUMBER})(?![a-z0-9.])"
    rf"|(?P<open>[(\[])|(?P<close>[)\]])"
    rf"|(?P<odd>\d[a-z0-9.]*)"
    rf"|(?P<minus>(?<![^\s(])-(?=\d))"
    rf"|(?P<slash>\s?/\s?)"
    rf"|(?P<plus>\+)"
)
_TOKEN = re.compile(f"{_ONE_WORD}|{_OTHERS}")
_TOKENS = re.compile(f"{_PLAIN_WORDS}|{_ONE_WORD}|{_OTHERS}")  # words of letters all at once


class Draft:
    """The parts of a text in order. `runs` are words that no number parts, and whether they stand in brackets.

    So do the second items of `amounts` and `numbers`; the third of `amounts` is the volume that its
    denominator names outright (see `strength.amount`). `joined`: a slash joins two bare numbers (`100/25`).
    """

    __slots__ = ("amounts", "joined", "numbers", "odd", "packs", "runs", "values", "volumes")

    def __init__(self) -> None:
        self.runs: list[tuple[list[str], bool]] = []
        self.amounts: list[tuple[Amount, bool, int | None]] = []
        self.numbers: list[tuple[str, bool]] = []
        self.values: list[str] = []
        self.packs: list[str] = []
        self.odd: list[str] = []
        self.volumes: list[int] = []
        self.joined = False


def scan(text: str) -> Draft:
    """Cut a folded text into its parts."""
    draft, at, depth, search = Draft(), 0, 0, _TOKENS.search
    run: list[str] = []
    while (found := search(text, at)) is not None:
        kind, at = found.lastgroup, found.end()
        if kind == "words":
            run += found[0].split()
        elif kind == "word":
            word = found[0]
            cut = _split_glued(word, found.start(), at)
            if cut < at:
                word = text[found.start() : cut]
                text, at = f"{text[:cut]} {text[cut:]}", cut
            run.append(word.replace("'", ""))
        elif kind != "slash" and kind != "plus":
            if run:
                draft.runs.append((run, depth > 0))
                run = []
            if kind == "open":
                depth += 1
            elif kind == "close":
                depth = max(depth - 1, 0)
            else:
                _take(draft, kind, found, text, depth > 0)
    if run:
        draft.runs.append((run, depth > 0))
    return draft


def name_end(text: str) -> int:
    """Where the first strength or dose form begins after the first word; the length where none does.

    >>> name_end("Lipitor 40mg tablets"), name_end("Nurofen")
    (8, 7)
    """
    lower, lex = text.lower(), lexicon()
    for found in _TOKEN.finditer(lower):
        start, kind = found.start(), found.lastgroup
        if start == 0 or kind == "open":
            continue
        if kind != "word":
            if found["unit"] or found["ratio"]:
                return start
        elif found[0] in lex.phrases and _begins_form(lower[start:], lex.phrases[found[0]]):
            return start
    return len(text)


def _begins_form(ahead: str, phrases: Phrases) -> bool:
    return any(
        re.match(r"\W+".join(words) + r"\b", ahead)
        for words, tokens in reversed(phrases)  # the shortest first
        if tokens and tokens[0][0] == "core"
    )


def _split_glued(word: str, start: int, end: int) -> int:
    """Where the word ends: `crm2%` is a form with a strength glued to it, `b12` is one word."""
    letters = re.match(r"[a-z]+", word)
    first = letters[0] if letters else word
    if len(first) >= len(word.replace("'", "")):
        return end
    known = lexicon().phrases.get(first, ())
    glued = any(words == (first,) and tokens and tokens[0][0] in _GLUED for words, tokens in known)
    return start + len(first) if glued else end


def _take(draft: Draft, kind: str | None, found: re.Match[str], text: str, aside: bool) -> None:
    if kind == "unit" or kind == "per_unit":
        _take_amount(draft, found, text, aside)
    elif kind == "number":
        draft.joined |= bool(draft.numbers) and text[found.start() - 1] == "/"
        draft.numbers.append((plain(found[0]), aside))
    elif kind == "ratio" and aside and int(found["many"]) <= DILUTED:
        draft.packs.append(found[0])
    elif kind == "ratio":
        p, q = ratio(int(found["one"]) * 10**12, max(int(found["many"]), 1) * 10**6)
        draft.amounts.append((Amount("m", p, q, "v"), aside, None))
        draft.values += (found["one"], found["many"])
    elif kind == "marked":
        draft.numbers.append((plain(found["mark"]), aside))
    elif kind == "pack":
        draft.packs.append(found[0])
    else:  # odd, or a minus
        draft.odd.append(found[0])


def _take_amount(draft: Draft, found: re.Match[str], text: str, aside: bool) -> None:
    value, to, unit, per, per_unit = found.group("value", "to", "unit", "per", "per_unit")
    start = found.start()
    one, denominator = amount(value, unit, per, per_unit)
    if one.kind == "v" and one.per == "":
        draft.volumes.append(one.p // one.q)
        draft.values.append(plain(value))
        return
    if to:
        other, _ = amount(to, unit, per, per_unit)
        draft.amounts.append((other, aside, denominator))
        draft.values.append(plain(to))
    elif start and text[start - 1] in "/-":
        _tie(draft, text, start, unit, one, denominator)
    draft.amounts.append((one, aside, denominator))
    draft.values.append(plain(value))


def _tie(
    draft: Draft, text: str, start: int, unit: str, one: Amount, denominator: int | None
) -> None:
    """`250mg/62mg/5ml`: what stands before the slash is in the same volume; `30/500mg`: in the same unit."""
    before = re.search(rf"(?:^|[^\d.])({NUMBER})/$", text[:start])
    if before and draft.numbers and draft.numbers[-1][0] == plain(before[1]):
        _, aside = draft.numbers.pop()
        earlier, _ = amount(before[1], unit, None, None)
        draft.amounts.append((earlier, aside, None))
        draft.values.append(plain(before[1]))
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
    if number.isdigit() and number[0] != "0":
        return number
    p, q = scaled(number, 1)
    return str(p) if q == 1 else f"{p}/{q}"
