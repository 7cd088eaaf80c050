"""The check digit of SNOMED CT identifiers, which dm+d ids are."""

from __future__ import annotations

_D = (
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210",
)  # fmt: skip
_P = (
    "0123456789", "1576283094", "5803796142", "8916043527",
    "9453126870", "4286573901", "2793806415", "7046913258",
)  # fmt: skip


def is_sctid(code: str) -> bool:
    """Whether a text is 6 to 18 digits whose last is the right check digit (Verhoeff).

    An id that went through a spreadsheet or a double loses its last digits, and is found out here.

    >>> is_sctid("322236009"), is_sctid("322236008"), is_sctid("39113611000001100")
    (True, False, False)
    """
    if not (code.isascii() and code.isdigit()) or not 6 <= len(code) <= 18 or code[0] == "0":
        return False
    check = 0
    for at, digit in enumerate(reversed(code)):
        check = int(_D[check][int(_P[at % 8][int(digit)])])
    return check == 0
