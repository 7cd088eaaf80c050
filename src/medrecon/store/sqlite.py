"""The embedded journal: one SQLite file, safe for several processes, and durable when it returns.

Write-ahead log with `synchronous=FULL`: a commit is on the disk before `append` returns, and a process
that dies in the middle leaves nothing of what it had not committed. Writers wait for each other.
"""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from medrecon.errors import StoreError, UsageError
from medrecon.store.journal import Draft, Item, ItemKind
from medrecon.store.people import check_number

APPLICATION = 0x6D656472  # "medr"
LAYOUT = 1
WAIT_SECONDS = 60
_TABLES = """
CREATE TABLE patient (
    key TEXT PRIMARY KEY NOT NULL,
    nhs_number TEXT
) WITHOUT ROWID;
CREATE TABLE item (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    patient TEXT NOT NULL REFERENCES patient (key),
    kind TEXT NOT NULL CHECK (kind IN ('reading', 'decision', 'answer')),
    received TEXT NOT NULL,
    body TEXT NOT NULL,
    digest BLOB NOT NULL
);
CREATE INDEX item_of_patient ON item (patient, kind, number);
CREATE TRIGGER item_stays BEFORE UPDATE ON item BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER item_remains BEFORE DELETE ON item BEGIN SELECT RAISE(ABORT, 'append-only'); END;
"""

_GUARDS = frozenset(re.findall(r"CREATE TRIGGER (\w+)", _TABLES))


class SqliteJournal:
    """A `Journal` in one SQLite file. Open one in each process; threads may share it."""

    def __init__(self, path: str | os.PathLike[str], *, create: bool = True) -> None:
        self.path = Path(path)
        if not create and not self.path.is_file():
            raise StoreError("a store", "no file of that name", at=self.path.name)
        if not create and not self.path.stat().st_size:
            raise self._damaged("an empty file, where a store has its tables")
        self._lock = threading.RLock()
        with self._named_faults():
            self._db = sqlite3.connect(
                self.path, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False
            )
        try:
            self._prepare()
        except BaseException:
            self._db.close()
            raise

    def append(
        self, patient: str, drafts: Sequence[Draft], *, nhs_number: str | None = None
    ) -> tuple[int, ...]:
        """Keep all of the drafts or none, and give their numbers; on the disk when it returns."""
        with self._writing() as db:
            self._known(db, patient, nhs_number)
            return self._insert(db, patient, drafts)

    def items(self, patient: str, *kinds: ItemKind, until: str | None = None) -> tuple[Item, ...]:
        """The items of a patient in the order of their numbers."""
        wanted = kinds or ("reading", "decision", "answer")
        marks = ", ".join("?" * len(wanted))
        found = self._read(
            f"SELECT number, kind, received, body, digest FROM item "  # noqa: S608
            f"WHERE patient = ? AND kind IN ({marks}) ORDER BY number",
            (patient, *wanted),
        )
        return tuple(self._item(row) for row in found if until is None or row[2] <= until)

    def last(self, patient: str, kind: ItemKind) -> Item | None:
        """The newest item of a kind."""
        found = self._read(
            "SELECT number, kind, received, body, digest FROM item "
            "WHERE patient = ? AND kind = ? ORDER BY number DESC LIMIT 1",
            (patient, kind),
        )
        return self._item(found[0]) if found else None

    def patients(self, after: str = "", limit: int = 1000) -> tuple[str, ...]:
        """The keys of patients in order."""
        found = self._read(
            "SELECT key FROM patient WHERE key > ? ORDER BY key LIMIT ?", (after, limit)
        )
        return tuple(row[0] for row in found)

    def check(self) -> int:
        """Read the whole file and every item; how many items there are. Raises StoreError on damage."""
        with self._named_faults():
            said = self._db.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if said != "ok":
                raise self._damaged("a damaged page or index")
            count = 0
            for row in self._db.execute("SELECT number, kind, received, body, digest FROM item"):
                self._item(row)
                count += 1
            self._expect_links(count)
            return count

    def _expect_links(self, count: int) -> None:
        """Raise StoreError where an item was taken out, or stands under a patient who is not there.

        Numbers count up without a gap, for a write that was given up gives its numbers back.
        """
        given = self._db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'item'").fetchone()
        last = self._db.execute("SELECT max(number) FROM item").fetchone()[0] or 0
        if not count == last == (given[0] if given else 0):
            raise self._damaged("items that were taken out or put in by hand")
        if self._db.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise self._damaged("an item of a patient who is not there")
        triggers = self._db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        if not {name for (name,) in triggers} >= _GUARDS:
            raise self._damaged("no guard against changes, as it was made with")

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _prepare(self) -> None:
        with self._named_faults():
            self._db.execute("PRAGMA foreign_keys = ON")
            if not self._layout():
                self._create()
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")

    def _layout(self) -> bool:
        """Whether the tables are there; raises StoreError for a file that is no store of this layout."""
        application, layout, tables = (
            int(self._db.execute(ask).fetchone()[0])
            for ask in (
                "PRAGMA application_id",
                "PRAGMA user_version",
                "SELECT count(*) FROM sqlite_schema",
            )
        )
        if (application, layout, tables) == (0, 0, 0):
            return False
        if application != APPLICATION:
            raise StoreError("a medrecon store", "another database", at=self.path.name)
        if layout != LAYOUT:
            raise StoreError(
                f"a store of layout {LAYOUT}",
                f"one of layout {layout}",
                at=self.path.name,
                hint="it was written by another version of medrecon",
            )
        return True

    def _create(self) -> None:
        with self._writing() as db:
            if self._layout():
                return
            for statement in _TABLES.split(";\n"):
                if statement.strip():
                    db.execute(statement)
            db.execute(f"PRAGMA application_id = {APPLICATION}")
            db.execute(f"PRAGMA user_version = {LAYOUT}")

    def _insert(
        self, db: sqlite3.Connection, patient: str, drafts: Sequence[Draft]
    ) -> tuple[int, ...]:
        insert = "INSERT INTO item (patient, kind, received, body, digest) VALUES (?, ?, ?, ?, ?)"
        rows = [(patient, d.kind, d.received, d.body, _digest(d.body)) for d in drafts]
        return tuple(int(db.execute(insert, row).lastrowid or 0) for row in rows)

    def _known(self, db: sqlite3.Connection, patient: str, nhs_number: str | None) -> None:
        row = db.execute("SELECT nhs_number FROM patient WHERE key = ?", (patient,)).fetchone()
        if row is None:
            db.execute("INSERT INTO patient (key, nhs_number) VALUES (?, ?)", (patient, nhs_number))
            return
        check_number(row[0], nhs_number)
        if row[0] is None and nhs_number is not None:
            db.execute("UPDATE patient SET nhs_number = ? WHERE key = ?", (nhs_number, patient))

    def _read(self, ask: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        with self._lock, self._named_faults():
            return self._db.execute(ask, values).fetchall()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that takes the write lock at once, so that what it reads is what it changes."""
        with self._lock, self._named_faults():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    @contextmanager
    def _named_faults(self) -> Iterator[None]:
        """A fault of SQLite as one that names the file."""
        try:
            yield
        except sqlite3.OperationalError as error:
            raise StoreError("a store that can be used", str(error), at=self.path.name) from error
        except sqlite3.ProgrammingError as error:
            raise UsageError("an open store", "one that was closed", at=self.path.name) from error
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            raise self._damaged(str(error)) from error

    def _item(self, row: Sequence[Any]) -> Item:
        number, kind, received, body, digest = row
        if not isinstance(body, str) or digest != _digest(body):
            raise self._damaged(f"item {number} that is not as it was written")
        return Item(number, kind, received, body)

    def _damaged(self, what: str) -> StoreError:
        return StoreError(
            "a medrecon store",
            f"a damaged file ({what})",
            at=self.path.name,
            hint="restore it from a backup; `medrecon store check` reads all of it",
        )


def _digest(body: str) -> bytes:
    return hashlib.blake2b(body.encode("utf-8", "surrogatepass"), digest_size=16).digest()
