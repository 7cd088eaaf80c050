"""Compile a release: stream its rows into SQLite, then derive what names need."""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from medrecon.dmd import compiled
from medrecon.dmd.layout import BONUS_KINDS, DETAIL_NAME, KINDS, PARENTS, PREVIOUS, ROWS
from medrecon.dmd.release import Member, identity, members, require
from medrecon.dmd.rows import rows
from medrecon.dmd.sctid import is_sctid
from medrecon.errors import DictionaryError

Progress = Callable[[str], None]
BATCH = 2_000
DETAIL = "INSERT INTO detail VALUES (?, ?, ?)"
CONCEPT = "INSERT OR REPLACE INTO concept VALUES (?, ?, ?)"
EDGE = "INSERT OR IGNORE INTO edge VALUES (?, ?)"
REPLACED = "INSERT OR IGNORE INTO previous VALUES (?, ?)"
HISTORY_TAGS = ("VTM", "VMP", "ING", "SUPP", "FORM", "ROUTE", "UOM")


def build(release: Path, out: Path, bonus: Path | None, progress: Progress | None = None) -> None:
    """Compile `release` (and the bonus archive) into the file `out`, atomically.

    The work is done in a temporary file beside `out`, which takes its name only when it is complete.
    Raises DictionaryError when the release is missing a file or holds one that cannot be read.
    """
    found = members(release)
    require(found, release)
    if bonus is not None:
        extra = members(bonus)
        if not any(kind in extra for kind in BONUS_KINDS):
            raise DictionaryError(
                "the dm+d bonus archive (TRUD item 25)", "none of its files", at=str(bonus)
            )
        found = {**extra, **found}
    out.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{out.name}.", suffix=".part", dir=out.parent)
    os.close(handle)
    part = Path(name)
    try:
        _write(part, found, progress or (lambda _stage: None))
        compiled.seal(part)
        part.chmod(0o644)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def _write(part: Path, found: dict[str, Member], progress: Progress) -> None:
    from medrecon.dmd.derive import derive

    db = sqlite3.connect(part, isolation_level=None)
    try:
        db.executescript(
            "PRAGMA page_size=8192; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
            "PRAGMA cache_size=-32000;" + compiled.SCHEMA
        )
        db.execute("BEGIN")
        unknown: set[str] = set()
        for kind in (*KINDS, *BONUS_KINDS):
            if kind in found:
                progress(f"reading {kind}")
                _load(db, found[kind], unknown)
        progress("indexing")
        for statement in filter(None, compiled.INDEXES.split(";\n")):
            db.execute(statement)
        progress("reading names")
        derive(db)
        meta = {
            "format": str(compiled.FORMAT),
            "release": identity(found),
            "unknown": json.dumps(sorted(unknown)),
            "files": json.dumps(
                sorted(member.name.rsplit("/", 1)[-1] for member in found.values())
            ),
        }
        db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", meta.items())
        db.execute("COMMIT")
    finally:
        db.close()


def _load(db: sqlite3.Connection, member: Member, unknown: set[str]) -> None:
    if member.kind == "lookup":
        db.executemany(
            "INSERT OR REPLACE INTO lookup VALUES (?, ?, ?, ?)",
            (
                (table, row.get("CD", ""), row.get("DESC", ""), row.get("CDPREV"))
                for table, _, row in rows(member, ("INFO",), unknown)
            ),
        )
        return
    if member.kind == "history":
        pairs = (
            (row.get("IDPREVIOUS"), row.get("IDCURRENT"))
            for _, _, row in rows(member, HISTORY_TAGS, unknown)
        )
        db.executemany(
            "INSERT OR IGNORE INTO previous VALUES (?, ?)",
            (
                (int(old), int(new))
                for old, new in pairs
                if old and new and old != new and old.isdigit() and new.isdigit()
            ),
        )
        return
    if member.kind in ROWS:
        batches: dict[str, list[tuple[Any, ...]]] = {}
        for statement, values in _statements(member, unknown):
            batch = batches.setdefault(statement, [])
            batch.append(values)
            if len(batch) >= BATCH:
                db.executemany(statement, batch)
                batch.clear()
        for statement, batch in batches.items():
            db.executemany(statement, batch)


def _statements(member: Member, unknown: set[str]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    known = ROWS[member.kind]
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    for _, tag, row in rows(member, tuple(known), unknown):
        level, column = known[tag]
        code = row.get(column)
        if not isinstance(code, str) or not code.isdigit() or len(code) > 18:
            unknown.add(f"{member.kind}/{tag} without a readable {column}")
            continue
        if level is not None and not is_sctid(code):
            unknown.add(f"{member.kind}/{tag} ids with a wrong check digit")
        if level is None:
            del row[column]
            yield DETAIL, (int(code), DETAIL_NAME.get(member.kind, tag), encode(row))
            continue
        yield CONCEPT, (int(code), level, encode(row))
        for parent in PARENTS.get(level, ()):
            above = row.get(parent, "")
            if above.isdigit():
                yield EDGE, (int(above), int(code))
        old = row.get(PREVIOUS.get(level, ""), "")
        if isinstance(old, str) and old.isdigit() and old != code:
            yield REPLACED, (int(old), int(code))
