"""Stream the rows of one dm+d XML file: element name and columns, spelt as dm+d spells them.

The tree is put together by the standard library in C; whole rows are taken off it as it grows. (lxml makes
a Python object of every column that is looked at, which takes half as long again.)
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any
from xml.etree import ElementTree as ET  # no DOCTYPE, and so no entity, gets as far as this
from xml.parsers import expat

from pydantic_core import to_json

from medrecon.dmd.release import Member
from medrecon.errors import DictionaryError

Row = dict[str, Any]
Found = tuple[str, str, Row]
CHUNK = 1 << 16
MAX_ROW_BYTES = 1 << 22
MAX_NESTED = 8
MAX_REMARKS = 100


def rows(member: Member, tags: tuple[str, ...], unknown: set[str]) -> Iterator[Found]:
    """Yield (list element, row element, columns) of every row whose element is one of `tags`, in order."""
    for found in blocks(member, tags, unknown):
        yield from found


def blocks(member: Member, tags: tuple[str, ...], unknown: set[str]) -> Iterator[list[Found]]:
    """The rows, as many at a time as end in one block of the file.

    Rows stand in the root or in a list straight below it. Memory is bounded by one row. A column that
    occurs again, or that has columns of its own, becomes a list (GTINDATA); an empty one is left out.
    Lists that are not known are added to `unknown`, never fatal. A DOCTYPE is refused.
    """
    tree = ET.TreeBuilder()
    top = tree.start("release", {})
    parser = ET.XMLParser(target=tree)  # noqa: S314
    waited = 0
    try:
        with member.open() as stream:
            for block in _without_doctype(stream, member):
                parser.feed(block)
                found, taken = _whole(top, tags, unknown)
                yield found
                waited = 0 if taken else waited + len(block)
                if waited > MAX_ROW_BYTES:
                    raise _unlike(member, f"rows of less than {MAX_ROW_BYTES:,} bytes", "longer")
        parser.close()
        yield _whole(top, tags, unknown, last=True)[0]
    except (ET.ParseError, expat.ExpatError) as error:
        line = error.position[0] if isinstance(error, ET.ParseError) else error.lineno
        raise _unlike(member, "well-formed XML", f"a fault in line {line}") from None
    except (EOFError, zipfile.BadZipFile, zlib.error):
        raise _unlike(member, "a whole file", "an archive that cannot be unpacked") from None
    except RecursionError:
        raise _unlike(member, f"columns nested at most {MAX_NESTED} deep", "more") from None


def _without_doctype(stream: IO[bytes], member: Member) -> Iterator[bytes]:
    """The blocks of the file, each only when no DOCTYPE stands in it: one can come before the root only."""
    guard = expat.ParserCreate()
    started: list[str] = []

    def refuse(*_: object) -> None:
        raise DictionaryError(
            "dm+d XML", "a DOCTYPE", at=member.name, hint="dm+d files never carry one"
        )

    guard.StartDoctypeDeclHandler = refuse
    guard.StartElementHandler = lambda tag, _attributes: started.append(tag)
    while block := stream.read(CHUNK):
        if not started:
            guard.Parse(block)
        yield block


def _whole(
    top: Any, tags: tuple[str, ...], unknown: set[str], *, last: bool = False
) -> tuple[list[Found], int]:
    """Take the finished rows off the tree: all but the last child of an element, unless all is read.

    The rows that are known, and how many were taken in all.
    """
    found: list[Found] = []
    taken = 0
    for root in top:
        for above in (*root, root):
            if above.tag in tags:
                continue
            inside = above is not root
            finished = _finished(above, last=last or (inside and above is not root[-1]))
            taken += len(finished)
            known = [(above.tag, row.tag, _columns(row)) for row in finished if row.tag in tags]
            found += known
            if inside and len(known) < len(finished):
                _remark(above.tag, {row.tag for row in finished}.difference(tags), unknown)
    return found, taken


def _remark(above: str, others: set[str], unknown: set[str]) -> None:
    """Note the rows that are not known, of which a file may make up many."""
    for tag in sorted(others):
        if len(unknown) < MAX_REMARKS:
            unknown.add(f"{above}/{tag}")


def _finished(element: Any, *, last: bool) -> list[Any]:
    end = len(element) if last else max(len(element) - 1, 0)
    found: list[Any] = element[:end]
    del element[:end]
    return found


def _columns(element: Any, depth: int = 0) -> Row:
    row: Row = {column.tag: column.text for column in element[:]}
    try:
        # what begins with white space sorts before "!": an empty column, or one with columns of its own
        if len(row) == len(element) and min(row.values()) >= "!":
            return row
    except (TypeError, ValueError):
        pass
    if depth > MAX_NESTED:
        raise RecursionError
    row = {}
    for column in element:
        value: Any = _columns(column, depth + 1) if len(column) else column.text
        if value is None:
            continue
        if isinstance(value, dict) or column.tag in row:
            earlier = row.get(column.tag, [])
            row[column.tag] = [*(earlier if isinstance(earlier, list) else [earlier]), value]
        else:
            row[column.tag] = value.strip()
    return row


def as_json(row: Row) -> str:
    """A row as it is written into the compiled file."""
    return to_json(row).decode()


def _unlike(member: Member, expected: str, got: str) -> DictionaryError:
    return DictionaryError(
        expected,
        got,
        at=member.name,
        hint="the file is damaged or cut short: download the release again",
    )
