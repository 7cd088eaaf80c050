"""Load the rows of a release's files into the tables of a compiled file."""

from __future__ import annotations

import sqlite3
from collections.abc import Container, Iterator
from typing import Any

from medrecon.dmd.layout import DETAIL_NAME, PARENTS, PREVIOUS, ROWS
from medrecon.dmd.release import Member
from medrecon.dmd.rows import Row, as_json, rows
from medrecon.dmd.sctid import as_id, is_sctid

BATCH = 2_000
CONCEPT = "INSERT OR REPLACE INTO concept VALUES (?, ?, ?)"
DETAIL = "INSERT INTO detail VALUES (?, ?, ?)"
EDGE = "INSERT OR IGNORE INTO edge VALUES (?, ?)"
REPLACED = "INSERT OR IGNORE INTO previous VALUES (?, ?)"
LOOKUP = "INSERT OR REPLACE INTO lookup VALUES (?, ?, ?, ?)"
HISTORY_TAGS = ("VTM", "VMP", "ING", "SUPP", "FORM", "ROUTE", "UOM")
Statements = Iterator[tuple[str, tuple[Any, ...]]]


def load(
    db: sqlite3.Connection, member: Member, unknown: set[str], only: Container[str] | None = None
) -> None:
    """Insert the rows of one file; or `only` those with these element names, without what links them.

    What is not understood is added to `unknown`. Raises DictionaryError for a file that cannot be read.
    """
    batches: dict[str, list[tuple[Any, ...]]] = {}
    for statement, values in _statements(member, unknown, only):
        batch = batches.setdefault(statement, [])
        batch.append(values)
        if len(batch) >= BATCH:
            db.executemany(statement, batch)
            batch.clear()
    for statement, batch in batches.items():
        db.executemany(statement, batch)


def _statements(member: Member, unknown: set[str], only: Container[str] | None) -> Statements:
    if member.kind == "lookup":
        for table, _, row in rows(member, ("INFO",), unknown):
            yield LOOKUP, (table, row.get("CD", ""), row.get("DESC", ""), row.get("CDPREV"))
    elif member.kind == "history":
        for _, _, row in rows(member, HISTORY_TAGS, unknown):
            old, new = as_id(row.get("IDPREVIOUS")), as_id(row.get("IDCURRENT"))
            if old and new and old != new:
                yield REPLACED, (old, new)
    elif member.kind in ROWS:
        yield from _concepts(member, unknown, only)


def _concepts(member: Member, unknown: set[str], only: Container[str] | None) -> Statements:
    known = ROWS[member.kind]
    for _, tag, row in rows(member, tuple(known), unknown):
        if only is not None and tag not in only:
            continue
        level, column = known[tag]
        code = as_id(row.get(column))
        if code is None:
            unknown.add(f"{member.kind}/{tag} without a readable {column}")
            continue
        if level is None:
            del row[column]
            yield DETAIL, (code, DETAIL_NAME.get(member.kind, tag), as_json(row))
            continue
        yield CONCEPT, (code, level, as_json(row))
        if only is None:
            if not is_sctid(row[column]):
                unknown.add(f"{member.kind}/{tag} ids with a wrong check digit")
            yield from _links(level, code, row)


def _links(level: str, code: int, row: Row) -> Statements:
    """What stands straight above a concept, and the id that it had before."""
    for parent in PARENTS.get(level, ()):
        if (above := as_id(row.get(parent))) is not None:
            yield EDGE, (above, code)
    old = as_id(row.get(PREVIOUS.get(level, "")))
    if old is not None and old != code:
        yield REPLACED, (old, code)
