"""The rows of the AMPs, handed from where their file is read to where names are: a file of lines.

The largest file that names come from is so read once only, whether one process does all the work or two share it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from pydantic_core import from_json

TAGS = ("AMP", "LIC_ROUTE")


def hand_on(rows: Iterable[tuple[Any, ...]], to: IO[bytes]) -> None:
    """Write those rows of (id, row element, columns as JSON) that names come from."""
    to.writelines(f"{tag}\t{code}\t{data}\n".encode() for code, tag, data in rows if tag in TAGS)


def taken(path: Path) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """The id, the row element and the columns of each row, in order."""
    with path.open("rb") as lines:
        for line in lines:
            tag, code, data = line.split(b"\t", 2)
            yield int(code), tag.decode(), from_json(data)
