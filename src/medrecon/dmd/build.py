"""Compile a release: stream its rows into SQLite, and beside them derive what names need."""

from __future__ import annotations

import gc
import json
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path

from medrecon.dmd import compiled
from medrecon.dmd.beside import Files, names_beside, tell_of_amps, wait_for_amps, worthwhile
from medrecon.dmd.derive import derive
from medrecon.dmd.handed import Handed, taken
from medrecon.dmd.layout import BONUS_KINDS, KINDS
from medrecon.dmd.load import load
from medrecon.dmd.records import Unsorted
from medrecon.dmd.release import Member, identity, members, require
from medrecon.errors import DictionaryError

Progress = Callable[[str], None]
META = "INSERT OR REPLACE INTO meta VALUES (?, ?)"


def build(
    release: Path,
    out: Path,
    bonus: Path | None,
    progress: Progress | None = None,
    *,
    beside: bool | None = None,
) -> None:
    """Compile `release` (and the bonus archive) into the file `out`, atomically.

    The work is done in a temporary folder beside `out`; the file takes its name only when it is complete.
    `beside` says whether the names are read in a second process (None: where that helps); the file is the
    same either way. Raises DictionaryError when the release is missing a file or holds one that cannot be
    read.
    """
    found = gather(release, bonus)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(
        prefix=f".{out.name}.", suffix=".part", dir=out.parent
    ) as folder:
        part, files = Path(folder) / "rows", Files(Path(folder) / "amps", Path(folder) / "names")
        wanted = worthwhile(found) if beside is None else beside
        second = names_beside(release, bonus, files) if wanted else nullcontext()
        with _uncollected(), second as process:
            _compile(part, files, found, process, progress or (lambda _stage: None))
        compiled.seal(part)
        part.chmod(0o644)
        part.replace(out)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Search for no circles while the block runs: there are none in what it makes, and the search takes a fourteenth of the time.

    A collector that was off before stays off.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def gather(release: Path, bonus: Path | None) -> dict[str, Member]:
    """The files of a release and of its bonus archive, by kind."""
    found = members(release)
    require(found, release)
    if bonus is None:
        return found
    extra = members(bonus)
    if not any(kind in extra for kind in BONUS_KINDS):
        raise DictionaryError(
            "the dm+d bonus archive (TRUD item 25)", "none of its files", at=str(bonus)
        )
    return {**extra, **found}


def _compile(
    part: Path,
    files: Files,
    found: dict[str, Member],
    process: subprocess.Popen[bytes] | None,
    progress: Progress,
) -> None:
    with _database(part) as db:
        unknown = _rows(db, found, files.amps, process, progress)
        progress("reading names")
        done = process is not None and process.wait() == 0
        if not (done and _complete(files.names, found)):
            files.names.unlink(missing_ok=True)
            _derive(files.names, found, partial(taken, files.amps))
        _finish(db, files.names, found, unknown)


def write_names(release: str, bonus: str | None, amps: str, names: str) -> None:
    """Write the derived records and names of a release into a file of their own: the second process."""

    def waited() -> Iterator[Handed]:
        wait_for_amps()
        return taken(Path(amps))

    found = gather(Path(release), Path(bonus) if bonus is not None else None)
    _derive(Path(names), found, waited)


def _derive(names: Path, found: dict[str, Member], amps: Callable[[], Iterator[Handed]]) -> None:
    with _database(names) as db, tempfile.TemporaryFile(dir=names.parent) as texts:
        derive(found, amps, db, Unsorted(texts))
        db.executemany(META, [("release", identity(found))])


@contextmanager
def _database(path: Path) -> Iterator[sqlite3.Connection]:
    """A new database with the tables of a compiled file, written in one go."""
    db = sqlite3.connect(path, isolation_level=None)
    try:
        db.executescript(
            "PRAGMA page_size=8192; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
            "PRAGMA locking_mode=EXCLUSIVE; PRAGMA cache_size=-8000;" + compiled.SCHEMA
        )
        db.execute("BEGIN")
        yield db
        db.execute("COMMIT")
    finally:
        db.close()


def _rows(
    db: sqlite3.Connection,
    found: dict[str, Member],
    amps: Path,
    process: subprocess.Popen[bytes] | None,
    progress: Progress,
) -> set[str]:
    """Load every file, and hand the rows of the AMPs on; what was not understood."""
    unknown: set[str] = set()
    for kind in (*KINDS, *BONUS_KINDS):
        if kind in found:
            progress(f"reading {kind}")
            if kind != "amp":
                load(db, found[kind], unknown)
                continue
            with amps.open("wb") as copy:
                load(db, found[kind], unknown, copy)
            if process is not None:
                tell_of_amps(process)
    progress("indexing")
    for statement in filter(None, compiled.INDEXES.split(";\n")):
        db.execute(statement)
    return unknown


def _complete(names: Path, found: dict[str, Member]) -> bool:
    """Whether the second process read the same release."""
    db = sqlite3.connect(names)
    try:
        return db.execute("SELECT value FROM meta").fetchall() == [(identity(found),)]
    except sqlite3.DatabaseError:
        return False
    finally:
        db.close()


def _finish(
    db: sqlite3.Connection, names: Path, found: dict[str, Member], unknown: set[str]
) -> None:
    """Copy the names in, and say what the file is of."""
    other = sqlite3.connect(names)
    try:
        compiled.copy_blocks(other, db)
    finally:
        other.close()
    files = sorted(member.name.rsplit("/", 1)[-1] for member in found.values())
    meta = {
        "format": str(compiled.FORMAT),
        "release": identity(found),
        "unknown": json.dumps(sorted(unknown)),
        "files": json.dumps(files),
    }
    db.executemany(META, meta.items())
