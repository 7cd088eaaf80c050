"""Texts of an answer in the forms that FHIR allows: strings, dates, uris, and a little XHTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from medrecon.model import PartialDate

_UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MOMENT = re.compile(
    r"\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-](0\d|1[0-3]):[0-5]\d)"
)
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_CODE = re.compile(r"\S+( \S+)*")


def text(value: str | None) -> str | None:
    """A FHIR string: no control characters, no blanks at either end; None where nothing is left."""
    return _UNPRINTABLE.sub(" ", value).strip() or None if value else None


def uri(value: str | None) -> str | None:
    """An absolute URI, None for a system that a source names in its own word."""
    found = text(value)
    return found if found and _URI.fullmatch(found) else None


def code(value: str | None) -> str | None:
    """A FHIR code: single blanks at most."""
    found = text(value)
    return found if found and _CODE.fullmatch(found) else None


def when(value: PartialDate | None) -> str | None:
    """A FHIR dateTime, as precise as the source: a time of day without a zone is left out.

    >>> when(PartialDate.parse("2026-03-01T09:30:00"))
    '2026-03-01'
    """
    if value is None:
        return None
    if _MOMENT.fullmatch(value.text):
        return value.text
    return {"day": value.first.isoformat(), "month": value.text[:7], "year": value.text[:4]}[
        value.precision
    ]


def escaped(value: str | None) -> str:
    """Text inside XHTML."""
    plain = text(value) or ""
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        plain = plain.replace(sign, entity)
    return plain


def table(heads: Sequence[str], rows: Iterable[Sequence[str | None]]) -> dict[str, str]:
    """A Narrative: one table, for a person to read."""
    head = "".join(f"<th>{escaped(h)}</th>" for h in heads)
    body = "".join(
        f"<tr>{''.join(f'<td>{escaped(cell)}</td>' for cell in row)}</tr>" for row in rows
    )
    return _narrative(f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")


def paragraph(words: str) -> dict[str, str]:
    """A Narrative of one sentence."""
    return _narrative(f"<p>{escaped(words)}</p>")


def _narrative(inner: str) -> dict[str, str]:
    return {
        "status": "generated",
        "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{inner}</div>',
    }
