"""A document about a transfer of care, as plain data. Nothing in it was not read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from medrecon.model import About

NOT_RECORDED = "not recorded"


@dataclass(frozen=True, slots=True)
class Element:
    """One heading of the standard with what the sources say under it, and the entries that say it.

    `value` is None where nothing is recorded; `always` says that a text must say so.
    """

    heading: str
    value: str | None
    entry_ids: tuple[str, ...] = ()
    always: bool = True

    @property
    def text(self) -> str:
        """The value, or that it is not recorded."""
        return self.value if self.value is not None else NOT_RECORDED


@dataclass(frozen=True, slots=True)
class Item:
    """One medicine, source or question, with its elements and the entries it rests on."""

    name: str
    elements: tuple[Element, ...] = ()
    entry_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the document. `note` says what its being empty means."""

    heading: str
    items: tuple[Item, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """Until when reconciliation has to be done (NICE).

    `since` is when it was set going and `due` when it ends, ISO 8601 as precise as that is recorded;
    None where it is not. `standing` is `running`, `due today` or `overdue` on the day asked about.
    """

    name: str
    period: str
    starts: str
    since: str | None
    due: str | None
    standing: str | None
    note: str
    source: str
    date: str


@dataclass(frozen=True, slots=True)
class TransferDocument:
    """A document: what it follows, for which day it holds, its sections and clocks."""

    kind: str
    title: str
    as_of: dt.date
    source: str
    sections: tuple[Section, ...]
    clocks: tuple[Clock, ...]
    about: About

    def section(self, heading: str) -> Section:
        """The section of that heading; KeyError where there is none."""
        for section in self.sections:
            if section.heading == heading:
                return section
        raise KeyError(heading)

    def to_dict(self) -> dict[str, Any]:
        """The document as JSON data; an element that is not recorded has `value` “not recorded”."""
        return {
            "kind": self.kind,
            "title": self.title,
            "as_of": self.as_of.isoformat(),
            "follows": self.source,
            "sections": [_section(s) for s in self.sections],
            "clocks": [asdict(c) for c in self.clocks],
            "about": self.about.model_dump(mode="json"),
        }

    def to_text(self) -> str:
        """The document as plain text."""
        from medrecon.maintain.transfers.text import to_text

        return to_text(self)

    def to_markdown(self) -> str:
        """The document as Markdown; what sources wrote is escaped."""
        from medrecon.maintain.transfers.text import to_markdown

        return to_markdown(self)


def _section(section: Section) -> Mapping[str, Any]:
    return {
        "heading": section.heading,
        "note": section.note,
        "items": [
            {
                "name": item.name,
                "entry_ids": list(item.entry_ids),
                "elements": [
                    {
                        "heading": e.heading,
                        "value": e.text,
                        "recorded": e.value is not None,
                        "entry_ids": list(e.entry_ids),
                    }
                    for e in item.elements
                ],
            }
            for item in section.items
        ],
    }
