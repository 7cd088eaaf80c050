"""The loggers of medrecon: standard `logging`, silent unless the host listens, never a patient's value.

A message is built of formats, counts, codes and versions only; no name of a file, no id of a person
or of an entry, no text of a record stands in it (docs/hooks.md).
"""

from __future__ import annotations

import logging

logging.getLogger("medrecon").addHandler(logging.NullHandler())


def logger(name: str) -> logging.Logger:
    """The logger of one part: `medrecon.sources`, `medrecon.api`, `medrecon.batch`."""
    return logging.getLogger(f"medrecon.{name}")
