"""How the cases of this folder are written.

Each case is a person as lists of `name | dose | fields`. What is said above low is exactly what stands in
`says`; an empty `says` is a case that must stay silent.
"""

from __future__ import annotations

from typing import Any

import pytest

RECENT = "issued=2026-03-01; days=28"
STOPPED = "status=stopped; end=2026-01-20; reason="
"""Stopped two months ago, for the reason that is written after it."""
AMLODIPINE = f"Amlodipine 5mg tablets|1 od|{RECENT}"
KEPT = "Amlodipine 5mg tablets|5 mg OD|"
"""The medicine beside the one in question, as the GP has it and as the ward does: there they agree."""


def case(title: str, says: dict[str, str], **lists: Any) -> Any:
    """One case: `says` is `type medicine` -> severity, `lists` go to the fixture `found_in`."""
    return pytest.param(says, lists, id=title)


def one_medicine(title: str, says: dict[str, str], name: str, home: str, ward: str) -> Any:
    """One medicine, with the dose that the GP has and the dose on the chart."""
    return case(title, says, gp=[f"{name}|{home}|{RECENT}"], ward=[f"{name}|{ward}|"])
