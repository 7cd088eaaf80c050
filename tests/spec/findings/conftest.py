"""Shared by the chapters on findings: one person, and exactly what is said about them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def says_just(found_in: Callable[..., dict[tuple[str, str], str]]) -> Callable[..., None]:
    """`says_just(says, lists)`: these findings, and above low no other."""

    def check(says: dict[str, str], lists: dict[str, Any]) -> None:
        found = {" ".join(key): severity for key, severity in found_in(**lists).items()}
        assert {k: s for k, s in found.items() if s != "low" or k in says} == says

    return check
