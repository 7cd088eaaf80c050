"""`read`: whatever holds messages in, one Reading out."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from medrecon._log import logger
from medrecon.errors import MedrecError, NotMedication, RefusedInput, UnreadableInput, UsageError
from medrecon.model import SOURCE_KINDS, Problem, ReadDocument, ReadEntries, Reading
from medrecon.sources import archive, guard
from medrecon.sources.combine import combine
from medrecon.sources.parse import read_bytes, read_table_file
from medrecon.sources.sniff import FORMATS
from medrecon.sources.table import is_frame, read_frame

__all__ = ["FORMATS", "read", "read_each"]

Progress = Callable[[str, int, int], None]
log = logger("sources")

Input = str | os.PathLike[str] | bytes | bytearray | memoryview | IO[bytes] | Iterable[Any]


def read(
    path_or_bytes: Input,
    format: str | None = None,  # noqa: A002
    *,
    source: str | None = None,
) -> Reading:
    """Read messages: a path, bytes, an open binary file, a folder, a zip or gzip file, or several.

    A frame (polars, pandas, pyarrow, or anything that speaks Arrow) is read as the entries table.

    `format` is one of `FORMATS`, sniffed when None. `source` says which kind of source this is
    (`gp`, `pmr`, `epma`, `specialist`, `patient`) where the caller knows better than the message.
    What cannot be read of a message is a Problem in the Reading; a file from which nothing can be
    read raises `UnreadableInput`, one that is not about medicines `NotMedication`. Among several
    files such a file is a Problem, unless none can be read.

    >>> read(
    ...     b'{"resourceType": "MedicationStatement", "id": "1", "status": "active",'
    ...     b' "medicationCodeableConcept": {"text": "Aspirin 75mg tablets"}}'
    ... ).entries[0].medication
    'Aspirin 75mg tablets'
    """
    _check(format, source)
    readings, faults = [], []
    several = False
    for item in _each(path_or_bytes, format, source):
        if isinstance(item, Reading):
            readings.append(item)
        else:
            log.info("not read: %s", item[1].code)
            faults.append(item)
        several = several or len(readings) + len(faults) > 1
    if not readings and faults:
        raise faults[0][1]
    if not readings:
        raise NotMedication("a medication message", "no file at all")
    if not several:
        return readings[0]
    problems = tuple(Problem(at, e.code, str(e)) for at, e in faults)
    return combine(readings, problems)


def read_each(
    path_or_bytes: Input,
    format: str | None = None,  # noqa: A002
    *,
    source: str | None = None,
    progress: Progress | None = None,
) -> Iterator[Reading]:
    """One Reading a message, in turn: a folder of any size in the memory of one message.

    A file that cannot be read gives a Reading without entries and one Problem. `progress` is called
    after each message as `progress("messages", done, 0)`; 0 says that nobody knows how many there are.
    """
    _check(format, source)
    for done, item in enumerate(_each(path_or_bytes, format, source), 1):
        if progress is not None:
            progress("messages", done, 0)
        if isinstance(item, Reading):
            yield item
        else:
            at, error = item
            log.info("not read: %s", error.code)
            yield Reading("unreadable", problems=(Problem(at, error.code, str(error)),))


def _check(fmt: str | None, source: str | None) -> None:
    if fmt is not None and fmt not in FORMATS:
        raise UsageError(f"one of {', '.join(FORMATS)}", f"{fmt!r}", at="format")
    if source is not None and source not in SOURCE_KINDS:
        raise UsageError(f"one of {', '.join(SOURCE_KINDS)}", f"{source!r}", at="source")


Item = Reading | tuple[str, MedrecError]


def _each(what: Any, fmt: str | None, source: str | None, depth: int = 0) -> Iterator[Item]:
    if isinstance(what, (bytes, bytearray, memoryview)):
        yield from _content(bytes(what), None, fmt, source, depth)
    elif isinstance(what, str) and not what.strip():
        raise UsageError("a path", "an empty one", at="read", hint="is the variable set?")
    elif isinstance(what, (str, os.PathLike)):
        yield from _path(Path(what), fmt, source)
    elif is_frame(what):
        yield _frame(what, source)
    elif hasattr(what, "read"):
        raw = what.read(guard.MAX_MESSAGE + 1)
        raw = raw.encode("utf-8", "surrogatepass") if isinstance(raw, str) else raw
        name = getattr(what, "name", None)
        yield from _content(raw, str(name) if isinstance(name, str) else None, fmt, source, depth)
    elif isinstance(what, Reading):
        yield what
    elif isinstance(what, Iterable) and depth < archive.MAX_NESTING:
        for one in what:
            yield from _each(one, fmt, source, depth + 1)
    else:
        raise UsageError(
            "a path, bytes, an open binary file or several of them", type(what).__name__, at="read"
        )


def _documented(reading: Reading, sha256: str | None) -> Reading:
    """The Reading with a note of what it was read from."""
    said = ReadDocument(reading.format, sha256, len(reading.entries), len(reading.problems))
    log.debug("read %s: %d entries, %d problems", said.format, said.entries, said.problems)
    return replace(reading, entries=ReadEntries(reading.entries), documents=(said,))


def _frame(frame: Any, source: str | None) -> Item:
    try:
        return _documented(read_frame(frame, source), None)
    except UnreadableInput as error:
        return "the frame", error


def _path(path: Path, fmt: str | None, source: str | None) -> Iterator[Item]:
    try:
        if path.is_dir():
            for one in archive.folder_files(path):
                if one.is_symlink():
                    link = RefusedInput("a file in the folder", "a symbolic link", at=one.name)
                    yield one.name, link
                else:
                    yield from _path(one, fmt, source)
            return
        with path.open("rb") as file:
            head = file.read(65_536)
            guard.check_head(head, path.name)
            size = path.stat().st_size
            if (table := read_table_file(path, head, fmt, source)) is not None:
                file.seek(0)
                yield _documented(table, hashlib.file_digest(file, "sha256").hexdigest())
                return
            guard.check_size(size, guard.MAX_MESSAGE, path.name)
            raw = head + file.read(guard.MAX_MESSAGE + 1)
    except (FileNotFoundError, NotADirectoryError):
        error: MedrecError = UnreadableInput(
            "a file", "no file of that name", at=path.name, hint="is the path right?"
        )
        yield path.name, error
        return
    except MedrecError as error:
        yield path.name, error
        return
    except (OSError, ValueError):
        yield (
            path.name,
            UnreadableInput("a file that may be read", "one that may not", at=path.name),
        )
        return
    yield from _content(raw, path.name, fmt, source, 0)


def _content(
    raw: bytes, name: str | None, fmt: str | None, source: str | None, depth: int
) -> Iterator[Item]:
    try:
        guard.check_head(raw[:65_536], name)
        guard.check_size(len(raw), guard.MAX_MESSAGE, name)
        if raw[:2] == b"\x1f\x8b":
            raw = guard.gunzip(raw, name)
            guard.check_head(raw[:65_536], name)
        if raw[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
            if depth >= archive.MAX_NESTING:
                raise RefusedInput("archives nested at most twice", "deeper nesting", at=name)
            for at, content in archive.zip_members(raw, name):
                if isinstance(content, MedrecError):
                    yield at, content
                else:
                    yield from _content(content, at, fmt, source, depth + 1)
            return
        yield _documented(read_bytes(raw, name, fmt, source), hashlib.sha256(raw).hexdigest())
    except MedrecError as error:
        yield name or "bytes", error
    except RecursionError:
        yield name or "bytes", RefusedInput("ordinary depth", "nesting without end", at=name)
