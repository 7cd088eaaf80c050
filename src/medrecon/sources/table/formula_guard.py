"""Texts that a spreadsheet would run as formulas, made harmless in a CSV file and read back as they were.

A spreadsheet runs a cell that begins with one of `= + - @`, a tab or a line break; and it may begin a
cell where nobody meant one, when it takes another sign for the delimiter or trips over a quote. So an
apostrophe is put before such a sign wherever a cell could begin: at the start of the text, and after a
delimiter, a quote or a line break in it. An apostrophe that stands there already is doubled, so that
`unguard(guard(text)) == text` for every text. A plain number (`-1`, `+2.5`) is left alone.

Source of the rule: OWASP, CSV Injection (owasp.org/www-community/attacks/CSV_Injection), 2024-06.
"""

from __future__ import annotations

import re
import unicodedata

COLUMN = "formula_guard"
MARK = "apostrophe"
"""A file that is guarded says so in a column of this name, with this word in every row."""

_TRIGGERS = frozenset("=+-@\t\r\n＝＋－＠")
_BEGINS_A_CELL = frozenset(",;|\t\r\n\"'`")
_SKIPPED = ("Cc", "Cf", "Zs", "Zl", "Zp")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_PLAIN = re.compile(r"[^=+\-@\t\r\n＝＋－＠']*")


def guard(text: str) -> str:
    """The text as it may stand in a CSV file that somebody opens in a spreadsheet.

    >>> guard("=1+1"), guard("5mg; @SUM(A1)"), guard("Sando-K"), guard("-1")
    ("'=1+1", "5mg; '@SUM(A1)", 'Sando-K', '-1')
    """
    if _PLAIN.fullmatch(text) or _NUMBER.fullmatch(text):
        return text
    out: list[str] = []
    begins = True
    for sign in text:
        if begins and (sign in _TRIGGERS or sign == "'"):
            out.append("'")
        out.append(sign)
        begins = _begins_after(sign, begins)
    return "".join(out)


def unguard(text: str) -> str:
    """The text that `guard` was given.

    >>> unguard("'=1+1"), unguard("''tis")
    ('=1+1', "'tis")
    """
    if "'" not in text:
        return text
    out: list[str] = []
    begins = kept = True
    for sign in text:
        if begins and sign == "'" and kept:
            kept = False
            continue
        out.append(sign)
        begins, kept = _begins_after(sign, begins), True
    return "".join(out)


def _begins_after(sign: str, began: bool) -> bool:
    """Whether a spreadsheet could take what follows the sign for the start of a cell."""
    return sign in _BEGINS_A_CELL or (began and unicodedata.category(sign) in _SKIPPED)
