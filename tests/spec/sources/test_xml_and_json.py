"""FHIR in XML says what FHIR in JSON says: the same entries, sources and patient."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import pytest

from medrecon.errors import MedrecError
from medrecon.sources import read

FOLDER = Path(__file__).parents[2] / "fixtures" / "sources"
NAMES = ("gp_connect", "eps_order", "eps_cancel", "eps_dispense", "ward", "discharge", "ips")


def element(name: str, value: Any) -> str:
    """A JSON value as FHIR XML elements of that name."""
    if isinstance(value, list):
        return "".join(element(name, v) for v in value)
    if isinstance(value, dict):
        if "resourceType" in value:
            return f"<{name}>{resource(value)}</{name}>"
        url = f" url={quoteattr(value['url'])}" if "url" in value else ""
        inner = "".join(element(k, v) for k, v in value.items() if k != "url")
        return f"<{name}{url}>{inner}</{name}>"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"<{name} value={quoteattr(text)}/>"


def resource(value: dict[str, Any], space: str = "") -> str:
    """A JSON resource as a FHIR XML element."""
    kind = value["resourceType"]
    inner = "".join(element(k, v) for k, v in value.items() if k != "resourceType")
    return f"<{kind}{space}>{inner}</{kind}>"


def as_xml(message: dict[str, Any]) -> bytes:
    """A message as FHIR XML."""
    return resource(message, ' xmlns="http://hl7.org/fhir"').encode()


@pytest.mark.parametrize("name", NAMES)
def test_both_syntaxes_give_one_reading(name: str) -> None:
    raw = (FOLDER / f"{name}.json").read_bytes()
    told, again = read(raw), read(as_xml(json.loads(raw)))
    assert again.entries == told.entries
    assert (again.format, again.sources, again.patient) == (told.format, told.sources, told.patient)
    assert again.problems == told.problems and again.encounters == told.encounters


@pytest.mark.parametrize("name", NAMES)
def test_xml_cut_short_anywhere_is_refused_in_words(name: str) -> None:
    xml = as_xml(json.loads((FOLDER / f"{name}.json").read_bytes()))
    for cut in range(1, len(xml), max(1, len(xml) // 40)):
        with pytest.raises(MedrecError):
            read(xml[:cut])
