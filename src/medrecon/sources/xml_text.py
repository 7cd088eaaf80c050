"""XML made safe, and FHIR XML as the JSON shape of the same resource."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from medrecon.errors import RefusedInput, UnreadableInput

FHIR = "http://hl7.org/fhir"
_PROLOG = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->)", re.DOTALL)
_MARKUP = re.compile(r"\s*<!")
_DECLARATION = re.compile(r"^\s*<\?xml\b.*?\?>", re.DOTALL)

# FHIR R4 and STU3 elements that repeat, where the same name never stands once: the JSON form needs
# lists there. Names that repeat only in some places are read tolerantly instead.
REPEATS = frozenset(
    [
        "extension",
        "modifierExtension",
        "contained",
        "coding",
        "identifier",
        "entry",
        "section",
        "dosage",
        "dosageInstruction",
        "additionalInstruction",
        "event",
        "dayOfWeek",
        "timeOfDay",
        "when",
        "doseAndRate",
        "note",
        "reasonCode",
        "reasonReference",
        "basedOn",
        "priorPrescription",
        "authorizingPrescription",
        "given",
        "line",
        "profile",
        "parameter",
        "part",
        "action",
    ]
)
NUMBERS = frozenset(
    [
        "sequence",
        "frequency",
        "frequencyMax",
        "period",
        "periodMax",
        "count",
        "countMax",
        "duration",
        "durationMax",
        "offset",
        "numberOfRepeatsAllowed",
        "valueUnsignedInt",
        "valuePositiveInt",
        "valueInteger",
        "valueDecimal",
        "total",
    ]
)
_QUANTITIES = re.compile(
    r"(Quantity|low|high|numerator|denominator|dose|duration|daysSupply|Duration)$", re.I
)
# Resources that are also met without the FHIR namespace.
BARE = frozenset(
    [
        "Bundle",
        "Parameters",
        "MedicationRequest",
        "MedicationStatement",
        "MedicationDispense",
        "MedicationAdministration",
    ]
)
BOOLEANS = frozenset(
    [
        "asNeededBoolean",
        "valueBoolean",
        "userSelected",
        "doNotPerform",
        "wasSubstituted",
        "reported",
        "active",
    ]
)


def parse(text: str, name: str | None = None) -> Any:
    """The root element; a DOCTYPE, entities and endless nesting are refused before parsing."""
    from lxml import etree

    rest = _DECLARATION.sub("", text.lstrip("\ufeff"), count=1)
    place = 0
    while found := _PROLOG.match(rest, place):
        place = found.end()
    if _MARKUP.match(rest, place):
        raise RefusedInput(
            "XML without a DOCTYPE",
            "a DOCTYPE",
            at=name,
            hint="no NHS message carries one; remove it",
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        return etree.fromstring(rest.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error).lower() or "huge" in str(error).lower():
            raise RefusedInput("XML of ordinary depth", "nesting without end", at=name) from None
        raise UnreadableInput(
            "whole XML", "XML that is cut short or malformed", at=name, hint="send the file again"
        ) from None


def local(tag: object) -> str:
    """The name of an element without its namespace; "" for comments."""
    return _local(tag) if isinstance(tag, str) else ""


@lru_cache(maxsize=4096)
def _local(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]


def fhir_root(root: Any) -> Any | None:
    """The first FHIR resource element, also inside an envelope or without its namespace; or None."""
    if root.tag in BARE:
        return root
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag.startswith(f"{{{FHIR}}}"):
            name = local(element.tag)
            if name[:1].isupper():
                return element
    return None


def to_json(element: Any) -> dict[str, Any]:
    """A FHIR XML resource in the JSON shape: lists where FHIR repeats, numbers where it counts."""
    return {"resourceType": local(element.tag), **_children(element)}


def _children(element: Any) -> dict[str, Any]:
    out: dict[str, Any] = {}
    if element.get("id") is not None and not local(element.tag)[:1].isupper():
        out["id"] = element.get("id")
    if element.get("url") is not None:
        out["url"] = element.get("url")
    parent = local(element.tag)
    for child in element:
        name = local(child.tag)
        if not name or name == "div":
            continue
        value = _value(child, name, parent)
        if name not in out:
            out[name] = [value] if name in REPEATS else value
        elif name in REPEATS or isinstance(out[name], list):
            out[name].append(value)
        else:
            out[name] = [out[name], value]
    return out


def _value(child: Any, name: str, parent: str) -> Any:
    inner = [c for c in child if isinstance(c.tag, str)]
    if name in ("resource", "contained") and inner and local(inner[0].tag)[:1].isupper():
        held = [to_json(c) for c in inner]
        return held[0] if len(held) == 1 else held
    raw = child.get("value")
    if inner:
        if raw is not None and all(local(c.tag) == "extension" for c in inner):
            return _scalar(raw, name, parent)
        return _children(child)
    if raw is None:
        return _children(child)
    return _scalar(raw, name, parent)


def _scalar(raw: str, name: str, parent: str) -> Any:
    if name in NUMBERS or (name == "value" and _QUANTITIES.search(parent)):
        return _number(raw)
    if name in BOOLEANS and raw in ("true", "false"):
        return raw == "true"
    return raw


def _number(raw: str) -> Any:
    try:
        return int(raw)
    except ValueError:
        pass
    try:
        return float(raw)
    except ValueError:
        return raw
