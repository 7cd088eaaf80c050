"""The messages that are not FHIR: which reader takes which XML or text.

Each is recognised by marks that only it carries, or named by `format=`.
"""

from __future__ import annotations

from typing import Any

from medrecon.model import Reading
from medrecon.sources.cda import read_cda
from medrecon.sources.epma import is_epma_xml, read_epma_xml
from medrecon.sources.sact_xml import is_sact_xml, read_sact_xml
from medrecon.sources.sniff import resources
from medrecon.sources.v3 import SCR_MARKS, V3_FORMATS, read_scr_json, read_v3, v3_format
from medrecon.sources.xml_text import local

XML_FORMATS: tuple[str, ...] = (*V3_FORMATS, "cda", "sact-xml", "epma-xml")


def read_other_xml(
    root: Any, fmt: str | None, name: str | None, source: str | None
) -> Reading | None:
    """Read XML that is not FHIR; None where it is of no kind that is known."""
    if fmt == "sact-xml" or (fmt is None and is_sact_xml(root)):
        return read_sact_xml(root, name, source)
    if fmt == "epma-xml" or (fmt is None and is_epma_xml(root)):
        return read_epma_xml(root, name, source)
    if fmt == "cda" or (fmt is None and _holds(root, "ClinicalDocument")):
        return read_cda(root, name, source)
    found = fmt if fmt in V3_FORMATS else v3_format(root)
    return read_v3(root, found, name, source) if found else None


def _holds(root: Any, name: str) -> bool:
    return any(isinstance(e.tag, str) and local(e.tag) == name for e in root.iter())


def read_other_json(
    value: Any, text: str, fmt: str | None, name: str | None, source: str | None
) -> Reading | None:
    """Read JSON whose medicines stand in its narrative (the summary record); None for other JSON."""
    if fmt == "scr" or (fmt is None and _is_document(value) and any(m in text for m in SCR_MARKS)):
        return read_scr_json(value, name, source)
    return None


def _is_document(value: Any) -> bool:
    return "Composition" in [r.get("resourceType") for r in resources(value)]
