"""The check digit of SNOMED CT identifiers, which dm+d ids are."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

_D = tuple(
    tuple(map(int, row))
    for row in (
        "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
        "5987604321", "6598710432", "7659821043", "8765932104", "9876543210",
    )
)  # fmt: skip
_P = tuple(
    tuple(map(int, row))
    for row in (
        "0123456789", "1576283094", "5803796142", "8916043527",
        "9453126870", "4286573901", "2793806415", "7046913258",
    )
)  # fmt: skip


def as_id(value: Any) -> int | None:
    """The id that a column holds, or None: an empty or repeated column, or no plain digits."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 18:
        return int(value)
    return None


def is_sctid(code: str) -> bool:
    """Whether a text is 6 to 18 digits whose last is the right check digit (Verhoeff).

    An id that went through a spreadsheet or a double loses its last digits, and is found out here.

    >>> is_sctid("322236009"), is_sctid("322236008"), is_sctid("39113611000001100")
    (True, False, False)
    """
    if not (code.isascii() and code.isdigit()) or not 6 <= len(code) <= 18 or code[0] == "0":
        return False
    # of an extension's id, the last ten are its namespace, the kind of component and the check digit: few differ
    check = _run(code[-10:], 0)
    if len(code) > 10:
        check = _D[_D[check][_run(code[-14:-10], 10)]][_run(code[:-14], 14)]
    return check == 0


@lru_cache(maxsize=1 << 15)
def _run(digits: str, place: int) -> int:
    """What neighbouring digits come to, the last of them standing at `place` from the end."""
    check = 0
    for at, digit in enumerate(reversed(digits), place):
        check = _D[check][_P[at % 8][int(digit)]]
    return check
