"""Which rule offers what to whom (`proposals.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, cast

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
    text = files("medrecon.maintain").joinpath("proposals.toml").read_text("utf-8")
    return MappingProxyType(
        {
            row["id"]: Offer(
                cast(Recipient, row["to"]), cast(Action, row["do"]), row["source"], row["date"]
            )
            for row in tomllib.loads(text)["rule"]
        }
    )
