"""Folding a dosage text before it is scanned: one form for what looks the same, refusal for what lies.

Zero-width blanks and soft hyphens are dropped. Other characters that are not seen (control characters,
marks that turn the direction of writing, private ones) are kept, and no reading holds them. Any of these
beside a digit refuses the text: `1<zero width>0` looks like 10 and is not. So do digits of other scripts
and superscripts.
"""

from __future__ import annotations

import html
import re
import unicodedata

MAX_LENGTH = 1000

_BLANK = re.compile(r"\s+")
_PLAIN = str.maketrans(
    {
        "‐": "-",
        "‑": "-",
        "‒": "-",
        "–": "-",
        "—": "-",
        "−": "-",
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "⁄": "/",
        "∕": "/",
        "×": "x",
        "·": "·",
        "∙": "·",
        "‧": "·",
        "•": "·",
        "½": " ½ ",
        "¼": " ¼ ",
        "¾": " ¾ ",
        "²": "²",
        "→": ">",
    }
)
_UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_KEEP = frozenset("½¼¾")


def fold(text: str) -> str | None:
    """The text with one form for each character, or None where a number in it cannot be trusted."""
    if "&" in text and ";" in text:
        text = html.unescape(text)
    if text.isascii() and text.isprintable():
        return _BLANK.sub(" ", text).strip() if "  " in text else text.strip()
    plain = text.replace("m²", "m2").translate(_PLAIN)
    out: list[str] = []
    for i, char in enumerate(plain):
        kind = unicodedata.category(char)
        if char in _KEEP or (char.isascii() and char.isprintable()):
            out.append(char)
        elif char.isspace():
            out.append(" ")
        elif kind in ("Cf", "Cc", "Cn", "Co", "Cs"):
            beside = plain[max(i - 1, 0) : i] + plain[i + 1 : i + 2]
            if any(c.isdigit() for c in beside):
                return None
            if char not in _UNSEEN:
                out.append(char)
        elif kind[0] == "N" and not _full_width(char):
            return None
        else:
            out.append(unicodedata.normalize("NFKC", char))
    return _BLANK.sub(" ", "".join(out)).strip()


def _full_width(char: str) -> bool:
    return "\uff10" <= char <= "\uff19"
