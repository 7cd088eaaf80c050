"""Read a compiled file from many threads and after a fork: one read-only connection per thread."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from pathlib import Path
from typing import Any

from medrecon.dmd import compiled, records
from medrecon.dmd.table import from_blocks
from medrecon.errors import DictionaryError

Row = dict[str, Any]


class Store:
    """The rows of one compiled file. Immutable; a damaged page is named as DictionaryError."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._lookups: dict[tuple[str, str], str] | None = None
        self.meta: dict[str, str] = dict(self.all("SELECT key, value FROM meta"))
        # read here and not when first asked for, so that a worker forked later shares them
        blocks = dict(self.all("SELECT name, data FROM block"))
        self.names = from_blocks(blocks)
        self._records = records.from_blocks(blocks)
        self._older = _older(self.all("SELECT old, new FROM previous ORDER BY old"))

    def all(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Every row of a query."""
        try:
            return self._connection().execute(sql, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise DictionaryError(
                "a readable compiled dictionary",
                f"a fault while reading ({type(error).__name__})",
                at=str(self.path),
                hint="the file is damaged or gone: build it again",
            ) from None

    def _connection(self) -> sqlite3.Connection:
        local = self._local
        if getattr(local, "pid", None) != os.getpid():
            local.connection, local.pid = compiled.connect(self.path), os.getpid()
        connection: sqlite3.Connection = local.connection
        return connection

    def concept(self, code: int) -> tuple[str, Row] | None:
        """Level and columns of a concept, or None."""
        found = self.all("SELECT level, data FROM concept WHERE id = ?", code)
        return (found[0][0], json.loads(found[0][1])) if found else None

    def details(self, code: int) -> dict[str, list[Row]]:
        """The detail rows of a concept (VPI, ONT, DROUTE, …) by element name."""
        out: dict[str, list[Row]] = {}
        for tag, data in self.all(
            "SELECT tag, data FROM detail WHERE owner = ? ORDER BY rowid", code
        ):
            out.setdefault(tag, []).append(json.loads(data))
        return out

    def derived(self, code: int) -> tuple[str, Row] | None:
        """Level and derived record of a VTM, VMP or AMP, or None."""
        return self._records.get(code)

    def parents(self, code: int) -> list[int]:
        """Ids straight above, from the concept's own columns."""
        from medrecon.dmd.layout import PARENTS

        found = self.concept(code)
        if found is None:
            return []
        level, row = found
        above = (row.get(column, "") for column in PARENTS.get(level, ()))
        return [int(value) for value in above if value.isdigit()]

    def children(self, code: int) -> list[int]:
        """Ids straight below, in order."""
        return [
            c for (c,) in self.all("SELECT child FROM edge WHERE parent = ? ORDER BY child", code)
        ]

    def successors(self, code: int) -> list[int]:
        """Ids that replaced this one, one step on."""
        return [c for (c,) in self.all("SELECT new FROM previous WHERE old = ? ORDER BY new", code)]

    def predecessors(self, code: int) -> tuple[str, ...]:
        """Every older id that leads here, through any number of steps, in order."""
        return self._older.get(code, ())

    def lookup(self, name: str, code: str | None) -> str | None:
        """The description of a code in one lookup table, or None."""
        return self.lookups().get((name, code)) if code else None

    def lookups(self) -> dict[tuple[str, str], str]:
        """Every description by table and code, read once."""
        if self._lookups is None:
            rows = self.all("SELECT name, cd, descr FROM lookup")
            self._lookups = {(table, cd): text for table, cd, text in rows}
        return self._lookups


def _older(previous: list[tuple[Any, ...]]) -> dict[int, tuple[str, ...]]:
    """The older ids that lead to an id, through any number of steps, of rows of (old, new)."""
    straight: dict[int, list[int]] = {}
    for old, new in previous:
        straight.setdefault(new, []).append(old)
    older = {}
    for code in straight:
        seen: set[int] = set()
        todo = [code]
        while todo:
            for old in straight.get(todo.pop(), ()):
                if old not in seen and old != code:
                    seen.add(old)
                    todo.append(old)
        older[code] = tuple(map(str, sorted(seen)))
    return older
