"""Where the files that ship with medrecon are: inside the wheel, or beside the checkout's `src`."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def data_path(*parts: str) -> Path:
    """The path of a shipped data file or folder (`data_path("dmd_samples")`)."""
    inside = _PACKAGE / "data"
    root = inside if inside.is_dir() else _PACKAGE.parent.parent / "data"
    return root.joinpath(*parts)
