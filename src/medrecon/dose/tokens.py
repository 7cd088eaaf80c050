"""Cutting a folded text into tokens. Every pattern here is linear: no two ways to match one text."""

from __future__ import annotations

import re

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}"
# a month without its year; `may` only where no verb can follow
_MONTH_ALONE = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may(?!,? [a-z])|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_DIGITS_FIRST = (
    r"\d{1,2}/\d{1,2}/\d{2,4}(?!\d)|\d{1,2}\.\d{1,2}\.\d{2,4}(?!\d)"  # a date
    r"|\d{1,2}-\d{1,2}-\d{2,4}(?!\d)|\d{4}-\d\d-\d\d(?!\d)"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH},? 20\d\d\b"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:{_MONTH_ALONE})\b(?!,? \d{{4}})"
    r"|\d{1,2}:\d\d(?::\d\d)?(?!\d)(?: ?[ap]m\b| ?hrs?\b| ?h\b)?"  # a clock time
    r"|\d{1,2}(?:\.[0-5]\d)?[ap]m\b"
    r"|\d{1,9}(?:st|nd|rd|th)\b"
    r"|\d+(?:[.,·]\d+)*(?:/\d+(?![\d.]))?"  # a number, or a fraction
)
TOKEN = re.compile(
    rf"(?=\d)(?:{_DIGITS_FIRST})"
    rf"|{_MONTH} 20\d\d\b"
    r"|(?:[a-z]\.){1,4}[a-z](?![a-z])\.?"  # p.r.n.
    r"|q\d{1,2}h\b"
    r"|[a-z]+(?:'[a-z]+)?(?:\((?:s|es)\))?"
    r"|[^\sa-z\d]"
)


def split_phrase(phrase: str) -> list[str]:
    """A vocabulary phrase as tokens."""
    return [plain(m.group()) for m in TOKEN.finditer(phrase)]


def plain(token: str) -> str:
    """`p.r.n.` as `prn`, `tablet(s)` as `tablet`.

    >>> plain("p.r.n."), plain("tablet(s)"), plain("tablet")
    ('prn', 'tablet', 'tablet')
    """
    if token[-1] == ")" and len(token) > 1:
        return token.partition("(")[0]
    if len(token) > 2 and token[1] == "." and token[0].isalpha():
        return token.replace(".", "")
    return token
