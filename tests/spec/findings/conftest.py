"""Shared by the chapters on findings: one person, and exactly what is said about them."""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import Any

import pytest


@pytest.fixture
def said(found_in: Callable[..., dict[tuple[str, str], str]]) -> Callable[..., dict[str, str]]:
    """`said(lists)` is `type medicine` -> severity of all findings above low, and of those low ones in `low`."""

    def run(lists: dict[str, Any], low: Container[str] = ()) -> dict[str, str]:
        found = {" ".join(key): severity for key, severity in found_in(**lists).items()}
        return {k: s for k, s in found.items() if s != "low" or k in low}

    return run
