"""Find the XML files of a release in a TRUD zip, in a folder, or in the zips nested in either.

Nothing is ever extracted: members are read by name, and the number of files, their declared sizes and
the ratio of compression are capped.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from medrecon.dmd.layout import FILE_NAME, REQUIRED
from medrecon.errors import DictionaryError

MAX_MEMBERS = 2_000
MAX_MEMBER_BYTES = 2_000_000_000
MAX_NESTED_BYTES = 200_000_000
MAX_RATIO = 200


@dataclass(frozen=True, slots=True)
class Member:
    """One XML file of a release: its kind (`vmp`, …), its extract date (DDMMYY) or None, and how to open it."""

    kind: str
    name: str
    date: str | None
    size: int
    crc: int
    open: Callable[[], IO[bytes]]


def members(path: Path) -> dict[str, Member]:
    """The XML files of a release by kind; the nested zips are looked into.

    Raises DictionaryError when the path is no release at all, or when its archive is unsafe to read.
    """
    found: dict[str, Member] = {}
    if path.is_dir():
        for file in [f for f in sorted(path.rglob("*"))[:MAX_MEMBERS] if f.is_file()]:
            if file.suffix.lower() == ".xml":
                _add(found, file.name, file.stat().st_size, _crc(file), partial(_open_file, file))
            elif file.suffix.lower() == ".zip" and zipfile.is_zipfile(file):
                _from_zip(found, zipfile.ZipFile(file), str(file), nested=True)
    elif zipfile.is_zipfile(path):
        _from_zip(found, zipfile.ZipFile(path), str(path), nested=True)
    return found


def require(found: dict[str, Member], path: Path) -> None:
    """Raise when one of the seven files of the main archive is missing."""
    missing = [kind for kind in REQUIRED if kind not in found]
    if missing:
        raise DictionaryError(
            "a dm+d release (TRUD zip, folder of its XML, or compiled file)",
            f"no f_{missing[0]}*.xml" if found else "no dm+d XML file",
            at=str(path),
            hint="download NHSBSA dm+d from TRUD (item 24) and give its zip",
        )


def identity(found: dict[str, Member]) -> str:
    """What names this release: the extract date of its files and a digest of their contents.

    The same whether the files stand in a zip or in a folder.
    """
    date = next((m.date for m in found.values() if m.date), None)
    digest = zlib.crc32(b"dm+d")
    for kind in sorted(found):
        member = found[kind]
        digest = zlib.crc32(f"{kind}:{member.size}:{member.crc:08x};".encode(), digest)
    shown = f"20{date[4:]}-{date[2:4]}-{date[:2]}" if date else "undated"
    return f"dm+d {shown} {digest:08x}"


def _add(
    found: dict[str, Member], name: str, size: int, crc: int, opener: Callable[[], IO[bytes]]
) -> None:
    parts = FILE_NAME.match(name.rsplit("/", 1)[-1])
    if parts is None:
        return
    kind = parts[1].lower()
    if size > MAX_MEMBER_BYTES:
        raise DictionaryError("a dm+d file of less than 2 GB", f"{size:,} bytes", at=name)
    found.setdefault(kind, Member(kind, name, parts[3], size, crc, opener))


def _from_zip(found: dict[str, Member], archive: zipfile.ZipFile, at: str, *, nested: bool) -> None:
    infos = archive.infolist()
    if len(infos) > MAX_MEMBERS:
        raise DictionaryError(
            f"at most {MAX_MEMBERS} files in the archive", f"{len(infos):,}", at=at
        )
    for info in infos:
        if info.file_size > 1_000_000 and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            raise DictionaryError(
                f"files compressed at most {MAX_RATIO}:1",
                f"{info.file_size // max(info.compress_size, 1)}:1",
                at=f"{at}!{len(infos)} files",
                hint="this looks like a decompression bomb, not a dm+d release",
            )
        lower = info.filename.lower()
        if lower.endswith(".xml"):
            _add(
                found, info.filename, info.file_size, info.CRC, partial(_open_member, archive, info)
            )
        elif nested and lower.endswith(".zip") and info.file_size <= MAX_NESTED_BYTES:
            inner = io.BytesIO(archive.read(info))
            if zipfile.is_zipfile(inner):
                _from_zip(found, zipfile.ZipFile(inner), f"{at}!{info.filename}", nested=False)


def _crc(file: Path) -> int:
    value = 0
    with file.open("rb") as stream:
        while block := stream.read(1 << 20):
            value = zlib.crc32(block, value)
    return value


def _open_file(file: Path) -> IO[bytes]:
    return file.open("rb")


def _open_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> IO[bytes]:
    return archive.open(info)
