"""What may be opened at all: limits on size and depth, and how bytes become text.

Every limit is far above what a medication message needs and far below what would hurt the machine
that reads it. Crossing one is a `RefusedInput`, never a long wait.
"""

from __future__ import annotations

import re
import zlib

from medrecon.errors import NotMedication, RefusedInput, UnreadableInput

MAX_MESSAGE = 128 * 2**20
MAX_TABLE = 4 * 2**30
MAX_RATIO = 100
RATIO_FROM = 2**20
MAX_UNPACKED = 64 * 2**20
MAX_COLUMN_RATIO = 400  # columns of like values pack better than text does
LEAST_ROW = 64  # bytes of a row of the entries table with only what every row needs
MAX_DEPTH = 64
MAX_MEMBERS = 10_000

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_ENCODINGS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "ascii": "ascii",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
    "utf-16": "utf-16",
}


def check_head(head: bytes, name: str | None) -> None:
    """Refuse a file by its first bytes when they hold nothing that could be a message."""
    if not head:
        raise UnreadableInput(
            "a medication message", "an empty file", at=name, hint="nothing was written to it"
        )
    if not head.strip(b"\x00"):
        raise UnreadableInput(
            "a medication message",
            "zero bytes only",
            at=name,
            hint="the file was not written to the end",
        )
    if not head.strip():
        raise NotMedication("a medication message", "white space only", at=name)


def check_size(size: int, limit: int, name: str | None) -> None:
    """Refuse what is larger than `limit` bytes."""
    if size > limit:
        raise RefusedInput(
            f"at most {limit // 2**20} MB",
            f"{size // 2**20} MB",
            at=name,
            hint="split the file, one message or one patient each",
        )


def decode(raw: bytes, name: str | None = None) -> str:
    """Text from bytes: by byte order mark, by XML declaration, UTF-8, then Windows-1252.

    >>> decode("µg".encode("cp1252"))
    'µg'
    """
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return _decoded(raw[len(bom) :], encoding, name)
    if raw[:4].count(0) == 2 and raw[:1] in (b"<", b"{", b"[", b"\x00"):
        return _decoded(raw, "utf-16-le" if raw[1:2] == b"\x00" else "utf-16-be", name)
    declared = _DECLARED.match(raw[:300])
    if declared:
        spelt = declared[1].decode("ascii").lower()
        if spelt not in _ENCODINGS:
            raise RefusedInput(
                "UTF-8, UTF-16 or Windows-1252",
                "another encoding",
                at=name,
                hint="convert it to UTF-8",
            )
        return _decoded(raw, _ENCODINGS[spelt], name)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def marked(head: bytes) -> str | None:
    """The encoding that a byte order mark tells, as `open` takes it; None where there is none.

    >>> marked("\ufeffname".encode("utf-16-le")), marked(b"name")
    ('utf-16', None)
    """
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return "utf-8-sig" if encoding == "utf-8" else encoding[:6]
    return None


def is_utf8(head: bytes) -> bool:
    """Whether the start of a file is UTF-8; a character cut off at its end does not count.

    >>> is_utf8("5 µg".encode()[:-2]), is_utf8("5 µg".encode("cp1252"))
    (True, False)
    """
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= len(head) - 3 and error.reason == "unexpected end of data"
    return True


def _decoded(raw: bytes, encoding: str, name: str | None) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeError:
        if encoding == "utf-8":
            return raw.decode("cp1252", errors="replace")
        raise UnreadableInput(f"{encoding} text", "bytes of another encoding", at=name) from None


def gunzip(raw: bytes, name: str | None = None) -> bytes:
    """The content of a gzip file, all its members, refused as soon as it swells beyond what text does."""
    if len(raw) > MAX_UNPACKED:
        check_size(len(raw), MAX_UNPACKED, name)
    view, out = memoryview(raw), list[bytes]()
    at = size = members = 0
    try:
        while bytes(view[at : at + 2]) == b"\x1f\x8b":
            members += 1
            if members > MAX_MEMBERS:
                raise RefusedInput(f"at most {MAX_MEMBERS} gzip members", "more", at=name)
            unpacker = zlib.decompressobj(wbits=31)
            while at < len(raw) and not unpacker.eof:
                fed = view[at : at + 2**14]
                piece = unpacker.decompress(fed, 2**18)
                at += len(fed) - len(unpacker.unconsumed_tail) - len(unpacker.unused_data)
                size += len(piece)
                check_swell(len(raw), size, name)
                out.append(piece)
            if not unpacker.eof:
                raise UnreadableInput("a whole gzip file", "one cut short", at=name)
    except zlib.error:
        raise UnreadableInput("a gzip file", "damaged content", at=name) from None
    if bytes(view[at:]).strip(b"\x00"):
        raise UnreadableInput("a gzip file", "other bytes after its end", at=name)
    return b"".join(out)


def check_swell(packed: int, unpacked: int, name: str | None) -> None:
    """Refuse content that unpacks to more than text can: a decompression bomb."""
    if unpacked > MAX_UNPACKED or (unpacked > RATIO_FROM and unpacked > packed * MAX_RATIO):
        raise RefusedInput(
            f"content that unpacks at most {MAX_RATIO} times and to {MAX_UNPACKED // 2**20} MB",
            "more than that",
            at=name,
            hint="this looks like a decompression bomb",
        )


def check_table_swell(packed: int, unpacked: int, name: str | None) -> None:
    """Refuse a packed table (Parquet) that unpacks to more than any real one does."""
    if unpacked > RATIO_FROM and unpacked > packed * MAX_COLUMN_RATIO:
        raise RefusedInput(
            f"a table that unpacks at most {MAX_COLUMN_RATIO} times",
            "more than that",
            at=name,
            hint="this looks like a decompression bomb",
        )
