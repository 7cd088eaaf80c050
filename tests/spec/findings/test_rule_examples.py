"""The example of each finding type: the one that makes it, and the one that must not.

They are the examples that `medrecon explain` prints and that stand in docs/rules.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from medrecon.model import Patient
from medrecon.policy import Policy
from medrecon.policy.types import Example, finding_types

Found = dict[tuple[str, str], str]


def types_in(example: Example, found_in: Callable[..., Found]) -> dict[str, str]:
    who = Patient(allergies=example.allergies) if example.allergies else None
    lists: dict[str, Any] = dict(example.lists)
    return {k: s for (k, _), s in found_in(event=example.event, patient=who, **lists).items()}


@pytest.mark.parametrize("name", finding_types())
def test_it_speaks_and_says_nothing_else(name: str, found_in: Callable[..., Found]) -> None:
    found = types_in(finding_types()[name].fires, found_in)
    assert name in found
    assert {k for k, s in found.items() if s != "low"} <= {name}


@pytest.mark.parametrize("name", finding_types())
def test_it_stays_silent(name: str, found_in: Callable[..., Found]) -> None:
    assert not {s for s in types_in(finding_types()[name].silent, found_in).values() if s != "low"}


def test_every_type_has_its_examples() -> None:
    assert set(finding_types()) == set(Policy.default().severities)
