"""The columns of the entries table and what each becomes (docs/entries-table.md)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from medrecon.model import COURSES, ENTRY_KINDS, ENTRY_STATUSES
from medrecon.sources.table import cells

REQUIRED = ("patient_id", "source", "entry_id", "medication")
CHANGES = (
    "started",
    "changed",
    "stopped",
    "unchanged",
    "continued",
    "restarted",
    "suspended",
)
# What a line of a list is where the table does not say: a GP's list is of plans, a chart of orders.
KIND_OF_LIST = {
    "gp": "plan",
    "pmr": "dispense",
    "epma": "order",
    "specialist": "order",
    "patient": "statement",
}
SEXES = {"male": "male", "m": "male", "female": "female", "f": "female"}

Reader = Callable[[Any], Any]


def one_of(words: tuple[str, ...]) -> Reader:
    """A reader of one word of a fixed list, in any case."""
    known = {w: w for w in words} | {w.replace("-", " "): w for w in words}

    def read(cell: Any) -> str | None:
        return known.get(cell.strip().lower().replace("_", "-")) if isinstance(cell, str) else None

    return read


# column of the table -> (field of Entry, reader, what was expected)
FIELDS: dict[str, tuple[str, Reader, str]] = {
    "kind": ("kind", one_of(ENTRY_KINDS), f"one of {', '.join(ENTRY_KINDS)}"),
    "status": ("status", one_of(ENTRY_STATUSES), f"one of {', '.join(ENTRY_STATUSES)}"),
    "course": ("course", one_of(COURSES), f"one of {', '.join(COURSES)}"),
    "change_status": ("change_status", one_of(CHANGES), f"one of {', '.join(CHANGES)}"),
    "code": ("code", cells.code, "a code"),
    "prescribed_elsewhere": ("prescribed_elsewhere", cells.truth, "true or false"),
}
for _name in [
    "code_system",
    "route",
    "form",
    "quantity_unit",
    "quantity_text",
    "stop_reason",
    "indication",
    "brand",
    "note",
    "change_reason",
    "replaces",
    "cycle",
    "action_by",
    "taken",
]:
    FIELDS[_name] = (_name, cells.text, "text")
for _name in [
    "start",
    "end",
    "last_issued",
    "recorded",
    "change_date",
    "revert_at",
    "review_date",
    "next_due",
    "last_administered",
    "stopped_on",
    "authorisation_expires",
]:
    FIELDS[_name] = (_name, cells.date, "an ISO 8601 date")
for _name in ("days_supply", "quantity"):
    FIELDS[_name] = (_name, cells.number, "a number")
for _name in ("repeats_allowed", "number_of_issues"):
    FIELDS[_name] = (_name, cells.whole, "a whole number")
