"""The NHS dictionary of medicines and devices (dm+d): load, walk, and resolve texts to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from medrecon.dmd.dictionary import Dictionary

__all__ = ["Dictionary"]


def __getattr__(name: str) -> Any:
    """Load `Dictionary` when it is asked for: the process that reads names while one is built has no need of it."""
    if name in __all__:
        from medrecon.dmd import dictionary

        return dictionary.Dictionary
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
