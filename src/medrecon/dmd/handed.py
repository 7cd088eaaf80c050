"""What names need of the AMPs, handed from where their file is read to where names are: a file of lines.

The largest file that names come from is so read once only, whether one process does all the work or two share it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple

from pydantic_core import from_json, to_json

from medrecon.dmd.rows import Found
from medrecon.dmd.sctid import as_id

TAGS = ("AMP", "LIC_ROUTE")
KIND = ("SUPPCD", "AVAIL_RESTRICTCD", "COMBPRODCD", "LIC_AUTHCD", "INVALID")
_COLUMNS = ("NM", "NM_PREV", "VPID", *KIND)


class Handed(NamedTuple):
    """What one line holds: the id of each AMP with its name, its name before, its VPID and the columns of KIND;
    and the id of an AMP with the code of each of its licensed routes.

    A column is its text, empty where there is none, or a list where it is there more than once.
    """

    amps: list[list[Any]]
    routes: list[list[Any]]


def hand_on(found: Iterable[Found], to: IO[bytes]) -> None:
    """Write what names need of these rows as one line."""
    handed = Handed([], [])
    for _, tag, row in found:
        if tag not in TAGS or (code := as_id(row.get("APID"))) is None:
            continue
        if tag == "AMP":
            handed.amps.append([code, *[row.get(column, "") for column in _COLUMNS]])
        else:
            handed.routes.append([code, row.get("ROUTECD", "")])
    to.write(to_json(handed) + b"\n")


def taken(path: Path) -> Iterator[Handed]:
    """What each line holds, in order."""
    with path.open("rb") as lines:
        for line in lines:
            yield Handed(*from_json(line))
