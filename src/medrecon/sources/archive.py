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
SKIPPED = ("__MACOSX/", ".DS_Store", "Thumbs.db")


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
        infos = [i for i in archive.infolist() if not i.is_dir() and not _skipped(i.filename)]
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
        if type(error).__module__ == "zlib":
            raise UnreadableInput("a whole file in the archive", "a damaged one", at=at) from None
        raise
    check_swell(max(info.compress_size, 1), len(content), at)
    return content


def _count(raw: bytes) -> int:
    """The number of members that the end record claims, before the directory is built."""
    place = raw.rfind(b"PK\x05\x06", max(0, len(raw) - 65_600))
    if place < 0 or place + 22 > len(raw):
        return 0
    claimed = int(struct.unpack_from("<H", raw, place + 10)[0])
    return max(claimed, raw.count(b"PK\x01\x02") if claimed == 0xFFFF else claimed)


def _skipped(filename: str) -> bool:
    return any(s in filename for s in SKIPPED) or Path(filename).name.startswith("._")


def folder_files(folder: Path) -> Iterator[Path]:
    """The files below a folder in the order of their names; links out of it are not followed."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
            yield path
