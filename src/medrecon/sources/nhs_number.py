"""The NHS number, checked: ten digits and their check digit (NHS Data Dictionary)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol

from medrecon.model.local_ids import wrong_nhs_number

OID = "2.16.840.1.113883.2.1.4.1"
"""The object identifier of NHS numbers (NHS England OID register)."""


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


def only(
    written: Iterable[str | None], owner: Complains, where: str
) -> tuple[str | None, str | None]:
    """The one number of a person whose record gives some, and what stands for them where there is none.

    Of two right numbers neither is taken, and a Problem says so: the record is of two people, or of one
    with two. As a local id they still tell people apart, as one with a wrong check digit does.
    """
    held = list(dict.fromkeys(w for w in written if w and w.strip()))
    told = {number for w in held if (number := checked(w, owner, where))}
    if len(told) == 1:
        return told.pop(), None
    if told:
        owner.problem(where, "nhs-number", "one NHS number", "several")
    tokens = {t for w in told or held if (t := wrong_nhs_number(w))}
    return None, ",".join(sorted(tokens)) or None


@lru_cache(maxsize=256)
def is_system(system: str) -> bool:
    """Whether the name of a system is that of NHS numbers, in FHIR's way or as an object identifier.

    >>> (
    ...     is_system("https://fhir.nhs.uk/Id/nhs-number"),
    ...     is_system("urn:oid:2.16.840.1.113883.2.1.4.1"),
    ... )
    (True, True)
    """
    return "nhs-number" in system.lower() or system.lower().removeprefix("urn:oid:") == OID


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
