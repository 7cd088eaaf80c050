"""Archives and folders, one message at a time; bombs, lies and loops refused."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

from medrecon.errors import MedrecError, RefusedInput, UnreadableInput
from medrecon.sources.guard import MAX_UNPACKED, check_size, check_swell

MAX_MEMBERS = 10_000
MAX_NESTING = 2
TOTAL_RATIO = 50
SKIPPED = ("__MACOSX", ".DS_Store", "Thumbs.db")
"""What macOS and Windows put beside files: names of files or of folders."""
_DECOMPRESSORS = ("zlib", "lzma", "_lzma", "bz2", "_bz2", "compression.zstd", "_zstd")
"""Modules whose errors a damaged member raises: they have classes of their own, imported only where needed."""


def zip_members(raw: bytes, name: str | None) -> Iterator[tuple[str, bytes | MedrecError]]:
    """Each file of a zip archive, or the reason why it was refused. Nothing is written to disk."""
    check_size(len(raw), 2**31, name)
    if _count(raw) > MAX_MEMBERS:
        raise RefusedInput(f"at most {MAX_MEMBERS} files in an archive", "more", at=name)
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
    except (zipfile.BadZipFile, ValueError, struct.error, NotImplementedError, EOFError):
        raise UnreadableInput("a whole zip archive", "one that is damaged", at=name) from None
    with archive:
        infos = [i for i in archive.infolist() if _is_file(i) and not _skipped(i.filename)]
        total = 0
        for info in sorted(infos, key=lambda i: (i.filename, i.header_offset)):
            at = f"{name}!{info.filename}" if name else info.filename
            if total > max(MAX_UNPACKED, len(raw) * TOTAL_RATIO):
                raise RefusedInput(
                    "an archive of ordinary content",
                    f"one that unpacks more than {TOTAL_RATIO} times",
                    at=name,
                    hint="this looks like a decompression bomb",
                )
            try:
                content = _member(archive, info, at)
                total += len(content)
                yield at, content
            except RefusedInput as error:
                yield at, error
            except UnreadableInput as error:
                yield at, error


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, at: str) -> bytes:
    if (info.external_attr >> 16) & 0o170000 == 0o120000:
        raise RefusedInput("a file in the archive", "a symbolic link", at=at)
    if info.flag_bits & 1:
        raise UnreadableInput("an open archive", "an encrypted file", at=at)
    check_swell(max(info.compress_size, 1), info.file_size, at)
    try:
        with archive.open(info) as member:
            content = member.read(MAX_UNPACKED + 1)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, OSError, ValueError):
        raise UnreadableInput("a whole file in the archive", "a damaged one", at=at) from None
    except Exception as error:
        if type(error).__module__ not in _DECOMPRESSORS:
            raise
        raise UnreadableInput("a whole file in the archive", "a damaged one", at=at) from None
    check_swell(max(info.compress_size, 1), len(content), at)
    return content


def _count(raw: bytes) -> int:
    """The number of members in the directory, before it is built; the number in its end record may be a lie."""
    place = raw.rfind(b"PK\x05\x06", max(0, len(raw) - 65_600))
    if place < 0 or place + 22 > len(raw):
        return 0
    size = int(struct.unpack_from("<L", raw, place + 12)[0])
    return raw.count(b"PK\x01\x02", max(0, place - size), place)


def _is_file(info: zipfile.ZipInfo) -> bool:
    """Whether a member is one; a folder with content is a file that is called like a folder."""
    return not info.is_dir() or info.file_size > 0


def _skipped(filename: str) -> bool:
    """Whether a file is one that an operating system puts beside others."""
    *folders, own = filename.split("/")
    return own.startswith("._") or own in SKIPPED or not set(SKIPPED).isdisjoint(folders)


def folder_files(folder: Path) -> Iterator[Path]:
    """The files below a folder in the order of their names, and the links, which are not to be followed."""
    for path in sorted(folder.rglob("*")):
        own = path.relative_to(folder).as_posix()
        if (path.is_symlink() or path.is_file()) and not _skipped(own):
            yield path
