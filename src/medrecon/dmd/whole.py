"""The whole names of a release, by their hash: what a text that is a name, letter for letter, leads to."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from pydantic_core import from_json

from medrecon.dmd.facts import valid
from medrecon.dmd.keys import exact_hash
from medrecon.dmd.table import whole_blocks

# level -> the columns that hold a name of it
NAMES = {"VTM": ("NM",), "VMP": ("NM", "NMPREV", "ABBREVNM"), "AMP": ("NM", "NM_PREV")}


def whole_names(db: sqlite3.Connection) -> Iterator[tuple[str, bytes]]:
    """The blocks of hashes and ids, from the rows already loaded. An invalid concept is not found by name."""
    found: set[tuple[int, int]] = set()
    for code, level, data in db.execute("SELECT id, level, data FROM concept ORDER BY id"):
        if level in NAMES and valid(row := from_json(data)):
            names = {name for column in NAMES[level] if (name := row.get(column))}
            found.update((exact_hash(name), code) for name in names)
    return whole_blocks(sorted(found))
