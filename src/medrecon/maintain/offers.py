"""Which rule offers what to whom (`proposals.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal, cast

Recipient = Literal["gp", "hospital", "live"]
Action = Literal["add", "stop", "record_elsewhere", "plan", "review"]


@dataclass(frozen=True, slots=True)
class Offer:
    """What the findings of one rule offer, and where that comes from."""

    to: Recipient
    do: Action
    source: str
    date: str


@cache
def offers() -> Mapping[str, Offer]:
    """The offers by rule id."""
    return MappingProxyType(
        {
            row["id"]: Offer(
                cast(Recipient, row["to"]), cast(Action, row["do"]), row["source"], row["date"]
            )
            for row in _table()["rule"]
        }
    )


@cache
def leaves_certain() -> frozenset[str]:
    """The finding types that leave it certain what a person takes, and how."""
    return frozenset(_table()["open"]["listed"])


@cache
def questions_stop() -> frozenset[str]:
    """The finding types beside which a stop is not certain."""
    return frozenset(_table()["open"]["stop"])


def qualifies_stop(words: str) -> bool:
    """Whether the words beside a stop say more than that it is over.

    >>> qualifies_stop("held for 2 weeks then restart"), qualifies_stop("GI bleed - do not restart")
    (True, False)
    """
    said = words.casefold()
    for final in _table()["open"]["final_words"]:
        said = said.replace(final, " ")
    return any(word in said for word in _table()["open"]["pause_words"])


@cache
def affirms() -> tuple[str, ...]:
    """How a report begins that a medicine is taken."""
    return tuple(_table()["open"]["taken_words"])


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("medrecon.maintain").joinpath("proposals.toml").read_text("utf-8"))
