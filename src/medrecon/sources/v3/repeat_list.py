"""The second list in an EPS prescription: the GP's repeat list, escaped in the additional instructions.

EPS sends `<medication>…</medication>` and `<patientInfo>…</patientInfo>` as text inside the additional
instructions of a line item, for the right-hand side of the token. It is not what is prescribed.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

_MEDICATION = re.compile(r"<medication>(.*?)</medication>", re.IGNORECASE | re.DOTALL)
_INFO = re.compile(r"</?patientinfo\s*/?>", re.IGNORECASE)
_COUNTER = re.compile(r"\s*\((\d{1,2}/\d{1,2})\)$")


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
    found = [html.unescape(m).strip() for m in _MEDICATION.findall(plain)]
    rest = _INFO.sub("\n", _MEDICATION.sub("\n", plain))
    said = "\n".join(line.strip() for line in rest.splitlines() if line.strip()) or None
    listed = []
    for written in dict.fromkeys(f for f in found if f):
        counter = _COUNTER.search(written)
        name = written[: counter.start()] if counter else written
        listed.append(Listed(written, name, counter[1] if counter else None))
    return listed, said, "<medication" in rest.lower() or "</medication" in rest.lower()
