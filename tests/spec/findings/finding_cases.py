"""How the cases of this folder are written.

Each case is a person as lists of `name | dose | fields`. What is said above low is exactly what stands in
`says`; an empty `says` is a case that must stay silent.
"""

from __future__ import annotations

from typing import Any

import pytest

RECENT = "issued=2026-03-01; days=28"


def case(title: str, says: dict[str, str], **lists: Any) -> Any:
    """One case: `says` is `type medicine` -> severity, `lists` go to the fixture `found_in`."""
    return pytest.param(says, lists, id=title)
