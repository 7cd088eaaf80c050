"""Whose a SACT row is: its NHS number, else the local identifier of its trust, with the birth date.

A local identifier means something within one trust only. An NHS number with a wrong check digit is
nobody's, but where nothing else is told it still tells two people apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from medrecon.model import Identity
from medrecon.model.local_ids import wrong_nhs_number
from medrecon.sources.nhs_number import checked, normal

_TRUST = 3  # the characters of an ODS site code that name its trust


def told_apart(rows: Iterable[dict[str, Any]]) -> list[Identity]:
    """The person of each row. What only some rows of a person say is taken for all of them."""
    held = list(rows)
    ids = _identifiers(held)
    births: dict[Any, set[Any]] = defaultdict(set)
    for own, row in zip(ids, held, strict=True):
        if row["birth_date"] and any(own):
            births[own].add(row["birth_date"])
    out = []
    for own, row in zip(ids, held, strict=True):
        known = births[own] if any(own) else set()
        born = row["birth_date"] or (next(iter(known)) if len(known) == 1 else None)
        out.append(Identity(own[1], own[0], born, None))
    return out


def _identifiers(rows: list[dict[str, Any]]) -> list[tuple[str | None, str | None]]:
    """NHS number, and local identifier where there is none, of each row."""
    trusts: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row["local_id"] and row["organisation"]:
            trusts[row["local_id"]].add(_trust(row))
    out: list[tuple[str | None, str | None]] = []
    told: set[str] = set()
    for row in rows:
        written = row["nhs_number"] or ""
        number = normal(written)
        if number is None and written and written not in told:
            told.add(written)
            checked(written, row["place"], "NHS_Number")
        own = None
        if number is None and row["local_id"]:
            known = {_trust(row)} if row["organisation"] else trusts[row["local_id"]]
            own = ":".join((*known, row["local_id"])) if len(known) == 1 else row["local_id"]
        elif number is None:
            own = wrong_nhs_number(written)
        out.append((number, own))
    return out


def _trust(row: dict[str, Any]) -> str:
    return str(row["organisation"])[:_TRUST].upper()
