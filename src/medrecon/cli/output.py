"""Standard output that may be closed at any time (`medrecon … | head`) or be full."""

from __future__ import annotations

import os
import sys

from medrecon.errors import UsageError


def write(text: str) -> None:
    """Write and flush; a reader that has gone away is no fault, a full device is one."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        close()
    except OSError as error:
        close()
        raise UsageError("output that can be written", error.strerror or "an error") from None


def close() -> None:
    """Let nothing more be written to where nothing can be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
