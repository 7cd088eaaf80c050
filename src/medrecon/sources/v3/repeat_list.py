"""The second list in an EPS prescription: the GP's repeat list, escaped in the additional instructions.

EPS sends `<medication>…</medication>` and `<patientInfo>…</patientInfo>` as text inside the additional
instructions of a line item, for the right-hand side of the token. It is not what is prescribed.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

_TAG = re.compile(r"(</?medication>|</?patientinfo ?/?>)", re.IGNORECASE)
_COUNTER = re.compile(r" ?\((\d{1,2}/\d{1,2})\)$")


@dataclass(frozen=True, slots=True)
class Listed:
    """One medicine of the list as written, with the issue counter behind it (`3/6`), if any."""

    written: str
    name: str
    counter: str | None = None


def split(text: str | None) -> tuple[list[Listed], str | None, bool]:
    """The listed medicines, what else the instructions say, and whether a list is damaged.

    >>> split("<medication>Aspirin 75mg tablets (3/6)</medication>Keep dry")
    ([Listed(written='Aspirin 75mg tablets (3/6)', name='Aspirin 75mg tablets', counter='3/6')], 'Keep dry', False)
    """
    if not text:
        return [], None, False
    plain = html.unescape(text) if "&lt;" in text else text
    found: list[str] = []
    rest: list[str] = []
    inside, damaged = False, False
    for piece in _TAG.split(plain):
        tag = piece.lower()
        if tag in ("<medication>", "</medication>"):
            damaged = damaged or inside == (tag == "<medication>")
            inside = tag == "<medication>"
        elif not _TAG.fullmatch(piece) and piece.strip():
            (found if inside else rest).append(html.unescape(piece).strip())
    lines = [line.strip() for piece in rest for line in piece.splitlines()]
    said = "\n".join(line for line in lines if line) or None
    return [_listed(w) for w in dict.fromkeys(found)], said, damaged or inside


def _listed(written: str) -> Listed:
    counter = _COUNTER.search(written)
    name = written[: counter.start()].strip() if counter else written
    return Listed(written, name, counter[1] if counter else None)
