"""A document as plain text and as Markdown.

What a source wrote is one line, whatever it holds: line breaks and other control characters become
blanks, and in Markdown every sign with a meaning there is escaped, so that no text of a record can
pass for a line of the document.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from medrecon.maintain.transfers.document import Clock, Element, Item, Section, TransferDocument

_MARKDOWN = frozenset("\\`*_[]<>|~&")  # signs of a line's beginning cannot stand at one
CLOSING = "It proposes; a clinician decides."


def to_text(document: TransferDocument) -> str:
    """Plain text, a heading a section, two blanks a level."""
    lines = [document.title, f"{_day(document)}. Follows: {document.source}"]
    lines += map(_clock, document.clocks)
    for section in document.sections:
        lines += ["", section.heading.upper()]
        if section.note:
            lines.append(f"  {section.note}")
        for item in section.items:
            lines.append(f"  {one_line(item.name)}{_entries(item)}")
            lines += [f"    {e.heading}: {one_line(e.text)}" for e in _shown(item)]
    lines += ["", f"{_made(document)} {CLOSING}"]
    return "\n".join(lines) + "\n"


def to_markdown(document: TransferDocument) -> str:
    """Markdown, a heading a section, a list an item."""
    lines = [f"# {document.title}", "", f"{_day(document)}. Follows: {escaped(document.source)}"]
    for clock in document.clocks:
        lines += ["", escaped(_clock(clock))]
    for section in document.sections:
        lines += ["", f"## {section.heading}", ""]
        lines += _section(section)
    lines += ["", f"*{escaped(_made(document))} {CLOSING}*"]
    return "\n".join(lines) + "\n"


def _section(section: Section) -> Iterator[str]:
    if section.note:
        yield section.note
    for item in section.items:
        yield f"- **{escaped(item.name)}** {escaped(_entries(item))}".rstrip()
        for e in _shown(item):
            yield f"  - {e.heading}: {escaped(e.text)}"


def _shown(item: Item) -> list[Element]:
    return [e for e in item.elements if e.value is not None or e.always]


def _entries(item: Item) -> str:
    return f" [{', '.join(item.entry_ids)}]" if item.entry_ids else ""


def _day(document: TransferDocument) -> str:
    return f"As of {document.as_of.day} {document.as_of:%B %Y}"


def _made(document: TransferDocument) -> str:
    about = document.about
    return f"medrecon {about.medrecon}, {about.dictionary}, {about.policy}."


def _clock(clock: Clock) -> str:
    """The clock in one line: until when, or that its start is not recorded."""
    head = f"{clock.name}: within {clock.period} of {clock.starts}, {clock.note} ({clock.source})"
    if clock.due is None:
        return f"{head}. Start: {clock.since or 'not recorded'}"
    return f"{head}. Start: {clock.since}; due: {clock.due} ({clock.standing})"


def one_line(text: str) -> str:
    r"""A text without anything that could begin a line or hide one.

    >>> one_line("one daily\nNaproxen: continued")
    'one daily Naproxen: continued'
    """
    kept = (" " if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") else c for c in text)
    return " ".join("".join(kept).split())


def escaped(text: str) -> str:
    r"""One line of Markdown that reads as the text itself.

    >>> print(escaped("**stop** <b>"))
    \*\*stop\*\* \<b\>
    """
    return "".join(f"\\{c}" if c in _MARKDOWN else c for c in one_line(text))
