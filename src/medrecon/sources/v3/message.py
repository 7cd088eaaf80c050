"""Which HL7 v3 message an XML document is, and its Reading."""

from __future__ import annotations

from typing import Any

from medrecon.model import Reading
from medrecon.sources.v3.eps import read_eps
from medrecon.sources.v3.gp2gp import read_gp2gp
from medrecon.sources.v3.scr import MARKS as SCR_MARKS
from medrecon.sources.v3.scr import read_scr, read_scr_json
from medrecon.sources.xml_text import local

__all__ = ["SCR_MARKS", "V3_FORMATS", "read_scr_json", "read_v3", "v3_format"]
V3_FORMATS = ("gp2gp-v3", "eps-v3", "scr")
_MARKS = {
    "GPSummary": "scr",
    "EhrExtract": "gp2gp-v3",
    "MedicationStatement": "gp2gp-v3",
    "pertinentLineItem": "eps-v3",
    "pertinentSuppliedLineItem": "eps-v3",
    "CancellationRequest": "eps-v3",
    "CancellationResponse": "eps-v3",
    "epsRecord": "eps-v3",
}


def v3_format(root: Any) -> str | None:
    """The kind of v3 message, by the first act that only that kind has; None for anything else."""
    for element in root.iter():
        if isinstance(element.tag, str) and (found := _MARKS.get(local(element.tag))):
            return found
    return None


def read_v3(root: Any, fmt: str, name: str | None, source: str | None) -> Reading:
    """Read one v3 message of that format."""
    if fmt == "gp2gp-v3":
        return read_gp2gp(root, source)
    if fmt == "scr":
        return read_scr(root, name, source)
    return read_eps(root, name, source)
