"""Standard output that may be closed at any time (`medrecon … | head`) or be full."""

from __future__ import annotations

import os
import re
import sys

from medrecon.errors import UsageError

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def shown(text: str) -> str:
    r"""Words of a source as a terminal may have them: its control characters change nothing there.

    >>> shown("Aspirin\x1b[2J 75mg")
    'Aspirin\ufffd[2J 75mg'
    """
    return _CONTROL.sub("\ufffd", text)


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
