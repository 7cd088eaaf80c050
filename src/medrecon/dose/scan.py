"""From text to lexemes: each a meaning of the vocabulary with its place in the text."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, NamedTuple

from medrecon.dose.spelling import LEAST, corrected
from medrecon.dose.tokens import TOKEN, plain
from medrecon.dose.vocabulary import END, tree, words


class Lexeme(NamedTuple):
    """One meaning: its symbol, its value, and where in the folded text it stands."""

    symbol: str
    value: Any
    start: int
    end: int


_new = tuple.__new__  # half the time of calling Lexeme, in the one place where it counts
_NUMBER = re.compile(r"\d{1,7}(?:[.·]\d{1,4})?|\d{1,3}(?:,\d{3}){1,2}(?:\.\d{1,3})?")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d\d))?(?::\d\d)?(?: ?(?:([ap])m|hrs?|h))?")
_FOUR_DIGITS = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d")
_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{4})-(\d\d)-(\d\d)")
_SHORT_DATE = re.compile(r"(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])/\d\d")
_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
_SPANS = {7: "d", 52: "wk", 12: "mo"}
_SIGNS = frozenset("!*_|")  # beside a number they may change it
_MARKS = frozenset("\"'!*_|[]{}`")
_FIGURES = frozenset("nhT")
_FRACTIONS = {(1, 2), (1, 4), (3, 4)}


def scan(text: str) -> list[Lexeme]:
    """The lexemes of a folded text in lower case, in order. Words that mean nothing here are `?`."""
    tokens = _cut(text)
    root = tree()
    found: list[Lexeme] = []
    i, count = 0, len(tokens)
    while i < count:
        word, start, end = tokens[i]
        node = root.get(word)
        if node is not None:
            meaning, after = (
                (node[END], i + 1)
                if len(node) == 1 and END in node
                else _longest(node, tokens, i + 1)
            )
            if meaning is not None:
                if meaning[0]:
                    found.append(_new(Lexeme, (*meaning, start, tokens[after - 1][2])))
                i = after
                continue
        first = word[0]
        i += 1
        if "0" <= first <= "9":
            found.append(_number(word, start, end, text))
        elif first.isalpha():
            while i < count and tokens[i][1] == end and tokens[i][0][0].isalnum():
                end = tokens[i][2]  # B12, CD4: a name with a number in it
                i += 1
            found.append(
                _word(word, start, end) if not _glued(found, start) else _lettered(found, end)
            )
        elif word not in _MARKS or (word in _SIGNS and _beside_figure(text, start)):
            found.append(Lexeme(word if word in ",.;:()/=%" else "?", word, start, end))
    return found


def _beside_figure(text: str, place: int) -> bool:
    return text[:place].rstrip()[-1:].isdigit() or text[place + 1 :].lstrip()[:1].isdigit()


def _glued(found: list[Lexeme], start: int) -> bool:
    return bool(found) and found[-1].end == start and found[-1].symbol in _FIGURES


def _lettered(found: list[Lexeme], end: int) -> Lexeme:
    """`1O` with the letter O: the number and the word after it, of which neither can be trusted."""
    return Lexeme("Q", "a number run together with letters", found.pop().start, end)


def _cut(text: str) -> list[tuple[str, int, int]]:
    """The tokens with their places. A folded text has single blanks, so places follow by counting."""
    out = []
    place = 0
    known = words()
    for token in TOKEN.findall(text):
        if text[place] == " ":
            place += 1
        size = len(token)
        end = place + size
        if size > 2 and (token[-1] == ")" or token[1] == "."):
            token = plain(token)
        elif size >= LEAST and token not in known:
            token = corrected(token)
        out.append((token, place, end))
        place = end
    return out


def _longest(
    node: dict[str, Any], tokens: list[tuple[str, int, int]], i: int
) -> tuple[tuple[str, Any] | None, int]:
    """The longest phrase that goes on from a node of the tree, and the token after it."""
    best, after = node.get(END), i
    count = len(tokens)
    while i < count:
        following = node.get(tokens[i][0])
        if following is None:
            break
        node = following
        i += 1
        meaning = node.get(END)
        if meaning is not None:
            best, after = meaning, i
    return best, after


def _word(token: str, start: int, end: int) -> Lexeme:
    if len(token) > 2 and token[0] == "q" and token[1].isdigit():
        hours = Decimal(token[1:-1])
        return Lexeme("F", (1, hours, "h"), start, end) if hours else Lexeme("Q", "q0h", start, end)
    return Lexeme("?", token, start, end)


def _number(token: str, start: int, end: int, text: str) -> Lexeme:
    """A number, fraction, date, clock time or span of days; `Q` where it cannot be trusted."""
    after = text[end : end + 1]
    if start and _part_of_more(text, start):
        return Lexeme("Q", "a number without its first digits, or with a sign", start, end)
    if after.isalpha() and _unknown_suffix(text, end):
        return Lexeme("Q", "a number run together with letters", start, end)
    if " " in token and token[-4:].isdigit():
        return _written_date(token, start, end)
    if " " in token and ":" not in token:
        return Lexeme("ð", token, start, end)
    if "/" in token or "-" in token:
        return _slashed(token, start, end)
    if ":" in token or token[-1] == "m":
        return _clock(token, start, end)
    if token[-1].isalpha():
        return Lexeme("#", Decimal(token[:-2]), start, end)
    if not _NUMBER.fullmatch(token):
        found = _DATE.fullmatch(token)
        if found:
            return _slashed(token, start, end)
        return Lexeme("Q", "a number with more than one reading", start, end)
    whole, _, decimals = token.replace("·", ".").partition(".")
    if len(decimals) == 3 and "," not in whole and whole.strip("0"):
        return Lexeme("Q", "a point that may part thousands", start, end)
    value = Decimal(token.replace(",", "").replace("·", "."))
    if value == 0:
        return Lexeme("Q", "an amount of nothing", start, end)
    return Lexeme("h" if _FOUR_DIGITS.fullmatch(token) else "n", value, start, end)


def _part_of_more(text: str, start: int) -> bool:
    """Whether a point or a minus sign stands right before the number."""
    before = text[start - 1]
    if before in ".·":
        return not text.endswith("max", 0, start - 1)
    return (before == "-" and not text[: start - 1].rstrip()[-1:].isalnum()) or (
        before == "-"
        and text[start - 2 : start - 1] == " "
        and not text[: start - 1].rstrip()[-1:].isdigit()
    )


def _unknown_suffix(text: str, end: int) -> bool:
    following = TOKEN.match(text, end)
    return following is None or following.group() not in tree()


def _written_date(token: str, start: int, end: int) -> Lexeme:
    """`1st September 2022`."""
    day, *_, month, year = token.replace(",", "").split()
    number = _MONTHS.find(month[:3]) // 3 + 1
    return Lexeme("K", f"{year}-{number:02d}-{int(day.rstrip('stndrh')):02d}", start, end)


def _slashed(token: str, start: int, end: int) -> Lexeme:
    date = _DATE.fullmatch(token)
    if date:
        day, month, year, iso_year, iso_month, iso_day = date.groups()
        iso = (
            f"{iso_year}-{iso_month}-{iso_day}"
            if iso_year
            else f"{year}-{int(month):02d}-{int(day):02d}"
        )
        return Lexeme("K", iso, start, end)
    if _SHORT_DATE.fullmatch(token):
        return Lexeme("ð", token, start, end)
    top, _, bottom = token.partition("/")
    if "/" in bottom or not (top.isdigit() and bottom.isdigit()) or len(token) > 9:
        return Lexeme("Q", "a date or a fraction with more than one reading", start, end)
    pair = int(top), int(bottom)
    if pair in _FRACTIONS:
        return Lexeme("T", Decimal(pair[0]) / Decimal(pair[1]), start, end)
    if pair[1] in _SPANS and pair[0] > 0:
        return Lexeme("d", (Decimal(pair[0]), _SPANS[pair[1]]), start, end)
    if pair[1] == 24 and pair[0]:
        return Lexeme("g", Decimal(pair[0]), start, end)
    if pair[0] > 1 and pair[1] > 1:
        return Lexeme("2", token, start, end)
    return Lexeme("Q", "a fraction with more than one reading", start, end)


def _clock(token: str, start: int, end: int) -> Lexeme:
    found = _CLOCK.fullmatch(token)
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    if found and found[3]:
        hour = hour % 12 + (12 if found[3] == "p" else 0) if 1 <= hour <= 12 else 99
    if hour > 23 or minute > 59:
        return Lexeme("Q", "a time that is on no clock", start, end)
    return Lexeme("8", f"{hour:02d}:{minute:02d}", start, end)
