"""Fold a text to plain lower case before anything is read from it, without ever changing a number.

What cannot be folded safely is refused, not repaired: invisible characters beside a digit, digits of
other scripts, superscripts, fractions, letters that only look Latin.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

MAX_CHARS = 1000

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_KEEP = {
    **dict.fromkeys("‐‑‒–—−", "-"),
    **dict.fromkeys("’‘ʼ`´", "'"),
    **dict.fromkeys("“”", '"'),
    **dict.fromkeys("®™©", " "),
    **dict.fromkeys("µμ", "u"),
    **dict.fromkeys("·∙⋅", "·"),
    "×": "x",
    "⁄": "⁄",
    "•": " ",
    "…": " ",
    "\ufeff": "",
}
_MIDDOT = re.compile(r"(?<=\d)·(?=\d)")
_THOUSANDS = re.compile(r"(?<![\d.,])([1-9]\d{0,2}(?:,\d{3})+)(?![\d,]*\d)")
_COMMA = re.compile(r"(?<![\d.,])(\d+),(\d{1,2}|0\d\d)(?![\d,.])")
_ZERO_COMMA = re.compile(r"(?<![\d.,])(0),(\d{3})(?![\d,.])")
_DOUBT = frozenset("?~<>≤≥≈±")
_POINT_IN_DOUBT = re.compile(r"(?<![\d.,])[1-9]\d*\.\d\d0(?!\d)")


class Folded(NamedTuple):
    """A text in plain lower case. `refused` says why nothing may be read from it, None when it may.

    `flags` holds `tampered_text` where invisible or look-alike characters were found,
    `unusual_decimal` where a comma or a raised dot was read as the decimal sign, `in_doubt` where its
    writer marks a doubt (`?500mg`, `<5mg`), `point_in_doubt` where a point may part thousands
    (`5.000units`), and `too_long`.
    """

    text: str
    flags: tuple[str, ...] = ()
    refused: str | None = None


def fold(text: str) -> Folded:
    """Fold case, spacing, dashes, decimal signs; strip nothing that could change a number.

    >>> fold("Bisoprolol 2·5 mg").text, fold("Ciclosporin 1,000mg").text, fold("0,5 mg").text
    ('bisoprolol 2.5 mg', 'ciclosporin 1000mg', '0.5 mg')
    >>> fold("Warfarin 1" + chr(0x200B) + "0mg").flags
    ('tampered_text',)
    """
    if len(text) > MAX_CHARS:
        return Folded("", ("too_long",), f"longer than {MAX_CHARS} characters")
    flags: tuple[str, ...] = ()
    doubted = not _DOUBT.isdisjoint(text)
    if not (text.isascii() and text.isprintable()):
        text, odd, refused = _plain(unicodedata.normalize("NFC", text))
        if odd:
            flags = ("tampered_text",)
        if refused:
            return Folded("", flags, refused)
    text = text.lower()
    unusual = "·" in text
    if unusual:
        text = _MIDDOT.sub(".", text).replace("·", " ")
    if "," in text:
        text = _THOUSANDS.sub(lambda m: m[1].replace(",", ""), text)
        plain = _COMMA.sub(_as_decimal, _ZERO_COMMA.sub(_as_decimal, text))
        unusual, text = unusual or plain != text, plain
    if unusual:
        flags = (*flags, "unusual_decimal")
    if doubted:
        flags = (*flags, "in_doubt")
    if "." in text and _POINT_IN_DOUBT.search(text):
        flags = (*flags, "point_in_doubt")
    return Folded(" ".join(text.split()), flags)


def _as_decimal(found: re.Match[str]) -> str:
    return f"{found[1]}.{found[2]}"


def _plain(text: str) -> tuple[str, bool, str | None]:
    """The text in plain characters; whether it looks tampered with; why it is refused, or None."""
    out: list[str] = []
    odd = False
    for at, char in enumerate(text):
        if " " <= char <= "~":
            out.append(char)
        elif char in _KEEP:
            out.append(_KEEP[char])
        elif char.isspace():
            out.append(" ")
        else:
            kept, why = _unusual(text, at, char)
            odd = odd or why is not None
            if kept is None:
                return "", True, why
            out.append(kept)
    return "".join(out), odd, None


def _unusual(text: str, at: int, char: str) -> tuple[str | None, str | None]:
    """What an unusual character folds to (None: refuse the text), and why it is suspect (None: not)."""
    kind = unicodedata.category(char)
    if kind == "Cf":
        near = text[max(at - 2, 0) : at] + text[at + 1 : at + 3]
        beside = any(c.isdigit() for c in near)
        return (None if beside else ""), "an invisible character"
    if _CONTROL.match(char) or kind in ("Cc", "Co", "Cs", "Cn"):
        return None, "a control character"
    if kind[0] == "N":
        return None, "a digit or fraction that is not plain"
    if kind[0] == "L":
        base = unicodedata.normalize("NFD", char)[0]
        if base.isascii():
            return base, None
        return None, "a letter of another script"
    if kind[0] == "M":
        return "", None
    return " ", None
