"""Words that mean something only through what stands beside them, settled before the grammar is applied.

`pm` alone is the afternoon or p.r.n.; after an `am`, with a midday dose between them or not, it can only be
the evening, and so it is after an amount in units, since insulin is not ordered p.r.n. in these words. `with
the 100 microgram` names the strength that is taken together with this one, which is no dose of this one. `cc`
right after a number is cubic centimetres, which are millilitres; anywhere else it is `with food`.
"""

from __future__ import annotations

import re

from medrecon.dose.scan import Lexeme
from medrecon.units import unit

COMPANION = "þ"
_NUMBERS = frozenset("nhNLT")

_MORNING = frozenset(("am", "a m", "a.m", "a.m.", "in am"))
_AFTERNOON = frozenset(("pm", "p.m", "p.m."))
_EARLIEST = 4  # a bare number above this beside `am` may be an hour
_BETWEEN = re.compile(r"[RVIM]{0,2}[,&.;]{0,2}V?(?P<dose>[nhNLT][-&oaLTnN]{0,3}u?)?[@iYeRf]{0,2}")


def settle_beside(lexemes: list[Lexeme], text: str) -> list[Lexeme]:
    """The lexemes, with an `am … pm` pair and a `with the …` of a companion given their meaning."""
    if "with the " in text:
        lexemes = _companions(lexemes, text)
    if "cc" in text or "c.c" in text:
        lexemes = _cubic_centimetres(lexemes)
    if "pm" not in text and "p.m" not in text:
        return lexemes
    return _evening_units(_halves_of_the_day(lexemes, text), text)


def _cubic_centimetres(lexemes: list[Lexeme]) -> list[Lexeme]:
    out = list(lexemes)
    for i in range(1, len(out)):
        x = out[i]
        if x.symbol == "m" and x.value == "C" and out[i - 1].symbol in _NUMBERS:
            out[i] = Lexeme("u", "ml", x.start, x.end)
    return out


def _companions(lexemes: list[Lexeme], text: str) -> list[Lexeme]:
    out = list(lexemes)
    for i in range(len(out) - 2):
        word, number, name = out[i : i + 3]
        mass = unit(name.value) if name.symbol == "u" else None
        if (
            word.symbol == "w"
            and number.symbol in "nh"
            and mass is not None
            and mass.kind == "mass"
            and text[word.end : number.start] == " the "
        ):
            out[i] = word._replace(symbol=COMPANION)
    return out


def _halves_of_the_day(lexemes: list[Lexeme], text: str) -> list[Lexeme]:
    symbols = "".join([x.symbol for x in lexemes])
    out = list(lexemes)
    morning = None
    for i, x in enumerate(lexemes):
        said = text[x.start : x.end]
        if x.symbol == "W" and said in _MORNING:
            morning = i
        elif x.symbol == "W" and x.value == "NOON" and morning is not None:
            between = _BETWEEN.fullmatch(symbols, morning + 1, i)
            morning = i if between and not _hours(lexemes, symbols, morning, i) else None
        elif x.symbol == "Q" and said in _AFTERNOON and morning is not None:
            between = _BETWEEN.fullmatch(symbols, morning + 1, i)
            if between and not _hours(lexemes, symbols, morning, i):
                out[i] = Lexeme("W", "EVE", x.start, x.end)
            morning = None
    return out


def _evening_units(lexemes: list[Lexeme], text: str) -> list[Lexeme]:
    """The lexemes, with the `pm` right after an amount in units as the evening."""
    out = list(lexemes)
    for i, x in enumerate(lexemes):
        before = [y for y in lexemes[:i] if y.symbol not in _LINKS]
        if x.symbol == "Q" and text[x.start : x.end] in _AFTERNOON and len(before) > 1:
            number, of = before[-2:]
            if number.symbol in "nhN" and (of.symbol, of.value) == ("u", "unit"):
                out[i] = Lexeme("W", "EVE", x.start, x.end)
    return out


_LINKS = frozenset("@iYa")


def _hours(lexemes: list[Lexeme], symbols: str, morning: int, evening: int) -> bool:
    """Whether a bare number right before either half may be the hour: `8 am and 8 pm`."""
    before = [lexemes[i - 1] for i in (morning, evening) if i and symbols[i - 1] in "nhN"]
    return any(x.value > _EARLIEST for x in before)
