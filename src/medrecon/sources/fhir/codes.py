"""The code tables of the messages, read once."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=1)
def tables() -> dict[str, Any]:
    """The tables of `codes.toml`."""
    return tomllib.loads(files(__package__).joinpath("codes.toml").read_text("utf-8"))
