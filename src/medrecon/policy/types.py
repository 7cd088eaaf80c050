"""The finding types and the state rules as data: what each says, with an example of each kind."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from medrecon.model import FrozenDict


@dataclass(frozen=True, slots=True)
class Example:
    """One patient on 16 March 2026: lists of `name | dose | fields`, allergies, and the event."""

    title: str
    event: str | None
    allergies: tuple[str, ...]
    lists: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class FindingType:
    """A finding type: its family, what it says, a patient who has it and one who must not."""

    name: str
    family: str
    says: str
    fires: Example
    silent: Example


@dataclass(frozen=True, slots=True)
class StateRule:
    """Why a line has its state: the rule behind the reasons that begin with these words."""

    id: str
    begins: tuple[str, ...]
    says: str
    fields: tuple[str, ...]
    source: str


@lru_cache(maxsize=1)
def finding_types() -> Mapping[str, FindingType]:
    """Every finding type by name, families together.

    >>> finding_types()["weekly_daily"].family
    'regimen'
    """
    return FrozenDict(
        {
            name: FindingType(
                name, row["family"], row["says"], _example(row["fires"]), _example(row["silent"])
            )
            for name, row in _read("types.toml").items()
        }
    )


@lru_cache(maxsize=1)
def state_rules() -> tuple[StateRule, ...]:
    """Every state rule."""
    return tuple(
        StateRule(r["rule"], tuple(r["begins"]), r["says"], tuple(r["fields"]), r["source"])
        for r in _read("states.toml")["state"]
    )


def state_rule(reason: str) -> StateRule | None:
    """The rule behind a reason, None for a reason of another origin.

    >>> state_rule("repeat, last issued 2026-03-01").id
    'state.gp_repeat'
    """
    found = [(len(b), r) for r in state_rules() for b in r.begins if reason.startswith(b)]
    return max(found, key=lambda x: x[0])[1] if found else None


def _example(row: dict[str, Any]) -> Example:
    return Example(
        title=row["title"],
        event=row.get("event"),
        allergies=tuple(row.get("allergies", ())),
        lists=FrozenDict({name: tuple(lines) for name, lines in row["lists"].items()}),
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("medrecon.policy").joinpath(name).read_text("utf-8"))
