"""The messages that are not FHIR: which reader takes which XML or text.

Each is recognised by marks that only it carries, or named by `format=`.
"""

from __future__ import annotations

from typing import Any

from medrecon.model import Reading
from medrecon.sources.v3 import V3_FORMATS, read_v3, v3_format

XML_FORMATS: tuple[str, ...] = V3_FORMATS


def read_other_xml(
    root: Any, fmt: str | None, name: str | None, source: str | None
) -> Reading | None:
    """Read XML that is not FHIR; None where it is of no kind that is known."""
    found = fmt if fmt in XML_FORMATS else v3_format(root)
    if found in V3_FORMATS:
        return read_v3(root, found, name, source)
    return None
