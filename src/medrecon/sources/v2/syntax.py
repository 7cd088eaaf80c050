"""HL7 v2 as segments and fields: delimiters from MSH, escapes, repetitions, batches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

_BREAK = re.compile(r"[\r\n]+")
_NAME = 3
ENVELOPE = ("FHS", "BHS", "BTS", "FTS")
_CONTROL = str.maketrans("", "", "\x0b\x1c")


@dataclass(frozen=True, slots=True)
class Delimiters:
    """The separators of one message, as its MSH gives them."""

    field: str = "|"
    component: str = "^"
    repetition: str = "~"
    escape: str = "\\"
    subcomponent: str = "&"

    @classmethod
    def of(cls, msh: str) -> Delimiters:
        """Read MSH-1 and MSH-2; what is missing is as the standard recommends."""
        given = msh[3:4] or "|"
        marks = msh[4:].split(given, 1)[0]
        return cls(given, *(marks[i] if i < len(marks) else d for i, d in enumerate("^~\\&")))

    def plain(self, text: str) -> str:
        r"""The text with its escapes replaced.

        >>> Delimiters().plain(r"1 \T\ 2 \F\ 3 \X41\ \H\4")
        '1 & 2 | 3 A 4'
        """
        if self.escape not in text:
            return text
        signs = {
            "F": self.field,
            "S": self.component,
            "R": self.repetition,
            "E": self.escape,
            "T": self.subcomponent,
            ".br": "\n",
        }
        mark = re.escape(self.escape)

        def sign(found: re.Match[str]) -> str:
            code = found[1]
            if re.fullmatch(r"X(?:[0-9A-Fa-f]{2})+", code):
                return bytes.fromhex(code[1:]).decode("latin-1")
            return signs.get(code, "" if code in ("H", "N") else found[0])

        return re.sub(rf"{mark}([^{mark}]{{1,20}}){mark}", sign, text)


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment; fields count from 1 as the standard counts them."""

    name: str
    cells: tuple[str, ...]
    marks: Delimiters

    def raw(self, n: int) -> str:
        """A field as sent, "" where it is absent or the explicit null."""
        at = n - 1 if self.name in ("MSH", "FHS", "BHS") else n
        held = self.cells[at] if 0 <= at < len(self.cells) else ""
        return "" if held == '""' else held

    def repeats(self, n: int) -> list[list[str]]:
        """The repetitions of a field, each as its components without escapes."""
        held = self.raw(n)
        if not held:
            return []
        return [
            [self.marks.plain(c).strip() for c in r.split(self.marks.component)]
            for r in held.split(self.marks.repetition)
            if r
        ]

    def components(self, n: int) -> list[list[list[str]]]:
        """The repetitions of a field, each as its components, each as its subcomponents."""
        m = self.marks
        return [
            [[m.plain(x).strip() for x in c.split(m.subcomponent)] for c in r.split(m.component)]
            for r in self.raw(n).split(m.repetition)
            if r
        ]

    def part(self, n: int, component: int = 1) -> str | None:
        """One component of the first repetition of a field, None where it is empty."""
        held = self.raw(n)
        if not held:
            return None
        first = next((r for r in held.split(self.marks.repetition) if r), "")
        parts = first.split(self.marks.component)
        if len(parts) < component:
            return None
        return self.marks.plain(parts[component - 1]).strip() or None

    def said(self, n: int) -> str | None:
        """The words of a coded or plain field: its text, else its code."""
        return self.part(n, 2) or self.part(n, 1)


@dataclass(slots=True)
class Message:
    """The segments of one message in order.

    `broken` are the places of segments that a line break inside a field had torn, once for each line that
    was joined to them again; `unread` those of lines that begin like a segment and are none of the standard.
    """

    segments: list[Segment] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)

    def first(self, name: str) -> Segment | None:
        """The first segment of that name."""
        return next((s for s in self.segments if s.name == name), None)


def messages(text: str, names: frozenset[str]) -> Iterator[Message]:
    """Each message of a file; batch envelopes (FHS, BHS, BTS, FTS) are passed over.

    `names` are the segments of the standard; those that begin with Z are anybody's own.
    """
    lines = [line.strip(" \t\ufeff") for line in _BREAK.split(text.translate(_CONTROL))]
    lines = [line for line in lines if line]
    starts = [i for i, line in enumerate(lines) if line[:_NAME] == "MSH"]
    for start, end in pairwise([*starts, len(lines)]):
        yield _message(lines[start:end], names, end == len(lines))


def _message(lines: list[str], names: frozenset[str], is_last: bool) -> Message:
    """One message from its lines.

    A line that is no segment is what a line break inside a field has torn off: a segment ends with a carriage
    return, but systems send one, or a line feed, within their texts. It is joined to the segment again.
    """
    marks = Delimiters.of(lines[0])
    message = Message()
    rows: list[list[str]] = []
    for n, line in enumerate(lines, 1):
        name, after = line[:_NAME], line[_NAME : _NAME + 1]
        if name in ENVELOPE:
            continue
        if after in ("", marks.field) and (name in names or name[0] == "Z"):
            rows.append([line])
        elif (after == marks.field and name.isalnum()) or (
            is_last and n == len(lines) and any(known.startswith(line) for known in names)
        ):
            rows.append([line])
            message.unread.append(len(rows))
        else:
            rows[-1].append(line)
            message.broken.append(len(rows))
    for row in rows:
        segment = "\n".join(row)
        message.segments.append(Segment(segment[:_NAME], tuple(segment.split(marks.field)), marks))
    return message
