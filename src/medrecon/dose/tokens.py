"""Cutting a folded text into tokens. Every pattern here is linear: no two ways to match one text."""

from __future__ import annotations

import re

TOKEN = re.compile(
    r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}(?!\d)"  # a date
    r"|\d{1,2}:\d\d(?::\d\d)?(?!\d)(?: ?[ap]m\b| ?hrs?\b| ?h\b)?"  # a clock time
    r"|\d{1,2}(?:\.[0-5]\d)?[ap]m\b"
    r"|\d{1,9}(?:st|nd|rd|th)\b"
    r"|\d+(?:[.,·]\d+)*(?:/\d+(?![\d.]))?"  # a number, or a fraction
    r"|(?:[a-z]\.){1,4}[a-z](?![a-z])\.?"  # p.r.n.
    r"|q\d{1,2}h\b"
    r"|[a-z]+(?:'[a-z]+)?(?:\((?:s|es)\))?"
    r"|12:00pm"
    r"|[^\sa-z\d]"
)


def split_phrase(phrase: str) -> list[str]:
    """A vocabulary phrase as tokens."""
    return [m.group() for m in TOKEN.finditer(phrase)]
