"""The NHS number, checked: ten digits and their check digit (NHS Data Dictionary)."""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol


class Complains(Protocol):
    """Whatever can note a Problem about itself."""

    def problem(self, where: str, code: str, expected: str, got: str) -> None:
        """Note what was expected and what stood there instead."""


def checked(written: str | None, owner: Complains, where: str) -> str | None:
    """The ten digits, None and a Problem where they are none. The value is never in the message."""
    if written is None or not written.strip():
        return None
    digits = normal(written)
    if digits is None:
        owner.problem(
            where, "nhs-number", "an NHS number with a right check digit", "another value"
        )
    return digits


@lru_cache(maxsize=4096)
def normal(written: str) -> str | None:
    """Ten digits without blanks or hyphens, None where the check digit is wrong.

    >>> normal("944 930 4130"), normal("9449304131")
    ('9449304130', None)
    """
    from nhs_number.validate import is_valid

    digits = "".join(c for c in written if c not in " -\u00a0")
    if len(digits) != 10 or not (digits.isascii() and digits.isdigit()):
        return None
    return digits if is_valid(digits) else None
