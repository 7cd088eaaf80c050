"""Load the rows of a release's files into the tables of a compiled file."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from itertools import chain
from typing import IO, Any

from medrecon.dmd.handed import hand_on
from medrecon.dmd.layout import DETAIL_NAME, PARENTS, PREVIOUS, ROWS
from medrecon.dmd.release import Member
from medrecon.dmd.rows import Found, as_json, blocks
from medrecon.dmd.sctid import as_id, is_sctid

CONCEPT = "INSERT OR REPLACE INTO concept VALUES (?, ?, ?)"
DETAIL = "INSERT INTO detail VALUES (?, ?, ?)"
EDGE = "INSERT OR IGNORE INTO edge VALUES (?, ?)"
REPLACED = "INSERT OR IGNORE INTO previous VALUES (?, ?)"
LOOKUP = "INSERT OR REPLACE INTO lookup VALUES (?, ?, ?, ?)"
HISTORY_TAGS = ("VTM", "VMP", "ING", "SUPP", "FORM", "ROUTE", "UOM")
AT_ONCE = 25  # rows that one statement inserts
Batches = dict[str, list[tuple[Any, ...]]]


def load(
    db: sqlite3.Connection, member: Member, unknown: set[str], copy: IO[bytes] | None = None
) -> None:
    """Insert the rows of one file, and hand what names need of them on to `copy` (see `handed`).

    What is not understood is added to `unknown`.

    Raises DictionaryError for a file that cannot be read.
    """
    for found in blocks(member, tags(member.kind), unknown):
        if copy is not None:
            hand_on(found, copy)
        batches: Batches = defaultdict(list)
        if member.kind == "lookup":
            batches[LOOKUP].extend(map(_description, found))
        elif member.kind == "history":
            _history(found, batches[REPLACED])
        else:
            _concepts(member.kind, found, batches, unknown)
        for statement, batch in batches.items():
            _insert(db, statement, batch)


def _insert(db: sqlite3.Connection, statement: str, rows: list[tuple[Any, ...]]) -> None:
    """Insert rows, many with one statement: SQLite takes half as long over them."""
    whole = len(rows) - len(rows) % AT_ONCE
    for at in range(0, whole, AT_ONCE):
        some = rows[at : at + AT_ONCE]
        db.execute(_of_many(statement), list(chain.from_iterable(some)))
    db.executemany(statement, rows[whole:])


@cache
def _of_many(statement: str) -> str:
    """The statement that inserts not one row but AT_ONCE."""
    inserting, _, one = statement.rpartition(" VALUES ")
    return f"{inserting} VALUES {', '.join([one] * AT_ONCE)}"


def tags(kind: str) -> tuple[str, ...]:
    """The names of the rows of a file of this kind."""
    known = {"lookup": ("INFO",), "history": HISTORY_TAGS}
    return known.get(kind) or tuple(ROWS[kind])


def _description(found: Found) -> tuple[Any, ...]:
    table, _, row = found
    return table, row.get("CD", ""), row.get("DESC", ""), row.get("CDPREV")


def _history(found: Iterable[Found], replaced: list[tuple[Any, ...]]) -> None:
    for _, _, row in found:
        old, new = as_id(row.get("IDPREVIOUS")), as_id(row.get("IDCURRENT"))
        if old and new and old != new:
            replaced.append((old, new))


def _concepts(kind: str, found: Iterable[Found], batches: Batches, unknown: set[str]) -> None:
    known, shown = ROWS[kind], DETAIL_NAME.get(kind)
    concepts, details, edges = batches[CONCEPT], batches[DETAIL], batches[EDGE]
    for _, tag, row in found:
        level, column = known[tag]
        code = as_id(row.get(column))
        if code is None:
            unknown.add(f"{kind}/{tag} without a readable {column}")
        elif level is None:
            del row[column]
            details.append((code, shown or tag, as_json(row)))
        else:
            concepts.append((code, level, as_json(row)))
            for parent in PARENTS.get(level, ()):
                if (above := as_id(row.get(parent))) is not None:
                    edges.append((above, code))
            if level in PREVIOUS:
                _replaced(code, as_id(row.get(PREVIOUS[level])), batches[REPLACED])
            if not is_sctid(row[column]):
                unknown.add(f"{kind}/{tag} ids with a wrong check digit")


def _replaced(code: int, old: int | None, replaced: list[tuple[Any, ...]]) -> None:
    """Note the id that a concept had before."""
    if old is not None and old != code:
        replaced.append((old, code))
