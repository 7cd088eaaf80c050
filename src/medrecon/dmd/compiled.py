"""The compiled file: SQLite with a version stamp and a checksum behind its last page.

SQLite opens in a millisecond whatever the size, needs nothing but the standard library, and keeps the
release on disk rather than in memory. The checksum lets a damaged or half-written file be named as such.
"""

from __future__ import annotations

import os
import sqlite3
import struct
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

from medrecon.errors import DictionaryError

FORMAT = 4
MAPPED = 1 << 29  # bytes of the file that may be mapped rather than read
PART = 1 << 16  # bytes of a block that are in memory while it is copied
MAGIC = b"medrecon-dmd\x00"
_TRAILER = struct.Struct(">13sHQI")
SQLITE_MAGIC = b"SQLite format 3\x00"
REBUILD = "build it again: medrecon dictionary build RELEASE.zip OUT"

SCHEMA = """
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE concept(id INTEGER PRIMARY KEY, level TEXT NOT NULL, data TEXT NOT NULL);
CREATE TABLE detail(owner INTEGER NOT NULL, tag TEXT NOT NULL, data TEXT NOT NULL);
CREATE TABLE edge(parent INTEGER, child INTEGER, PRIMARY KEY(parent, child)) WITHOUT ROWID;
CREATE TABLE previous(old INTEGER, new INTEGER, PRIMARY KEY(old, new)) WITHOUT ROWID;
CREATE TABLE lookup(name TEXT, cd TEXT, descr TEXT, prev TEXT, PRIMARY KEY(name, cd)) WITHOUT ROWID;
CREATE TABLE block(name TEXT NOT NULL, data BLOB NOT NULL);
"""
INDEXES = """
CREATE INDEX detail_owner ON detail(owner);
CREATE INDEX previous_new ON previous(new);
"""


def is_compiled(path: Path) -> bool:
    """Whether the file begins as a compiled dictionary does (SQLite)."""
    try:
        with path.open("rb") as stream:
            return stream.read(16) == SQLITE_MAGIC
    except OSError:
        return False


def seal(path: Path) -> None:
    """Append the trailer: magic, format version, size and checksum of what stands before it."""
    size, crc = _measure(path, None)
    with path.open("ab") as stream:
        stream.write(_TRAILER.pack(MAGIC, FORMAT, size, crc))
        stream.flush()
        os.fsync(stream.fileno())


def write_block(db: sqlite3.Connection, name: str, size: int, parts: Iterable[bytes]) -> None:
    """Add a block of so many bytes, of which only a part stands in memory at a time."""
    row = db.execute("INSERT INTO block VALUES (?, zeroblob(?))", (name, size)).lastrowid or 0
    with db.blobopen("block", "data", row) as blob:
        for part in parts:
            blob.write(part)


def copy_blocks(db: sqlite3.Connection, into: sqlite3.Connection) -> None:
    """Add the blocks of one database to another, in order."""
    for row, name, size in db.execute("SELECT rowid, name, length(data) FROM block ORDER BY rowid"):
        write_block(into, name, size, _parts(db, row))


def _parts(db: sqlite3.Connection, row: int) -> Iterator[bytes]:
    with db.blobopen("block", "data", row, readonly=True) as blob:
        while part := blob.read(PART):
            yield part


@contextmanager
def verifying(path: Path) -> Iterator[None]:
    """Verify a file while the block reads it: the trailer first, the checksum in a thread beside the block.

    Raises DictionaryError when the file is cut short, damaged, or of a format this version cannot read;
    that also takes the place of whatever the block raised over a damaged file.
    """
    stated = _stated(path)
    measured: list[tuple[int, int]] = []

    def measure() -> None:
        with suppress(OSError):  # unread is as good as damaged
            measured.append(_measure(path, stated[0]))

    beside = Thread(target=measure, daemon=True)
    beside.start()
    try:
        yield
    finally:
        beside.join()
        if measured != [stated]:
            raise DictionaryError(
                "a compiled dictionary whose checksum is right",
                "a damaged file",
                at=str(path),
                hint=REBUILD,
            )


def _stated(path: Path) -> tuple[int, int]:
    """The size and checksum that the trailer states, once the size is right."""
    size = path.stat().st_size - _TRAILER.size
    if size < 512:
        raise DictionaryError(
            "a compiled dictionary", "a file cut short", at=str(path), hint=REBUILD
        )
    with path.open("rb") as stream:
        stream.seek(size)
        magic, version, stated, crc = _TRAILER.unpack(stream.read(_TRAILER.size))
    if magic != MAGIC or stated != size:
        raise DictionaryError(
            "a complete compiled dictionary",
            "a file that is half written, cut short or not medrecon's",
            at=str(path),
            hint=REBUILD,
        )
    if version != FORMAT:
        raise DictionaryError(
            f"a compiled dictionary of format {FORMAT}",
            f"format {version}",
            at=str(path),
            hint=REBUILD,
        )
    return size, crc


def _measure(path: Path, size: int | None) -> tuple[int, int]:
    left = path.stat().st_size if size is None else size
    whole, crc = left, 0
    with path.open("rb") as stream:
        while left:
            block = stream.read(min(left, 1 << 20))
            if not block:
                break
            crc = zlib.crc32(block, crc)
            left -= len(block)
    return whole - left, crc


def connect(path: Path) -> sqlite3.Connection:
    """A read-only connection; SQLite never waits for a lock on it."""
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
    )
    connection.execute(f"PRAGMA mmap_size={MAPPED}")
    return connection
