"""Whether a Bundle is FHIR R4, as far as two validators and the rules between elements tell.

`fhirkit-rs` and `fhir.resources` check structure, cardinality and types; neither checks required
bindings or invariants, so those that our output can meet stand here, each with its key in R4. For
`fhir.resources` R4B is R4: the two do not differ in the resources that are written.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import fhirkit
from fhir.resources.R4B.bundle import Bundle
from lxml import etree

REQUIRED = {
    "Bundle.type": {"collection", "document"},
    "List.status": {"current"},
    "List.mode": {"snapshot"},
    "MedicationStatement.status": {
        "active",
        "completed",
        "entered-in-error",
        "intended",
        "stopped",
        "on-hold",
        "unknown",
        "not-taken",
    },
    "DetectedIssue.status": {"preliminary", "final"},
    "DetectedIssue.severity": {"low", "moderate", "high"},
    "Composition.status": {"preliminary"},
    "Patient.gender": {"female", "male"},
}
REQUIRED_ANYWHERE = {
    "periodUnit": {"s", "min", "h", "d", "wk", "mo", "a"},
    "durationUnit": {"s", "min", "h", "d", "wk", "mo", "a"},
    "dayOfWeek": {"mon", "tue", "wed", "thu", "fri", "sat", "sun"},
    "comparator": {"<", "<=", ">=", ">"},
    "role": {"source"},
}


def faults(bundle: dict[str, Any]) -> list[str]:
    """Everything that is wrong with a Bundle; empty when nothing is."""
    text = json.dumps(bundle, allow_nan=False)
    found = [f"{i.path}: {i.message}" for i in fhirkit.validate(text) if i.severity == "error"]
    try:
        Bundle.model_validate(json.loads(text))
    except ValueError as error:
        found.append(str(error))
    return [*found, *_codes(bundle), *_rules(bundle), *_ids(bundle), *_narratives(bundle)]


def resources(bundle: dict[str, Any], *kinds: str) -> list[dict[str, Any]]:
    """The resources of a Bundle, of these types where any are named."""
    all_of_it = [e["resource"] for e in bundle.get("entry", ())]
    return [r for r in all_of_it if not kinds or r["resourceType"] in kinds]


def nodes(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value inside a JSON value, with its path."""
    yield path, value
    if isinstance(value, dict):
        for key, held in value.items():
            yield from nodes(held, f"{path}.{key}")
    elif isinstance(value, list):
        for held in value:
            yield from nodes(held, path)


def _codes(bundle: dict[str, Any]) -> Iterator[str]:
    """Required bindings."""
    for resource in (bundle, *resources(bundle)):
        for name, allowed in REQUIRED.items():
            kind, _, element = name.partition(".")
            said = resource.get(element) if resource["resourceType"] == kind else None
            if said is not None and said not in allowed:
                yield f"{name}: {said} is no code of the required binding"
    for path, value in nodes(bundle):
        allowed = REQUIRED_ANYWHERE.get(path.rsplit(".", 1)[-1])
        if allowed and isinstance(value, str) and value not in allowed:
            yield f"{path}: {value} is no code of the required binding"


def _rules(bundle: dict[str, Any]) -> Iterator[str]:
    """Invariants between elements."""
    for path, value in nodes(bundle):
        if not isinstance(value, dict):
            continue
        if {"start", "end"} <= set(value) and value["start"][:10] > value["end"][:10]:
            yield f"per-1 {path}"
        if "code" in value and "value" in value and "system" not in value:
            yield f"qty-3 {path}"
        if "when" in value and "timeOfDay" in value:
            yield f"tim-10 {path}"
        for alone, other in (("duration", "durationUnit"), ("period", "periodUnit")):
            if alone in value and other not in value and path.endswith(".repeat"):
                yield f"tim-1 {path}"
    for one in resources(bundle, "List"):
        if one.get("entry") and one.get("emptyReason"):
            yield "lst-1"
    for one in resources(bundle, "Composition"):
        for section in one["section"]:
            if not (section.get("text") or section.get("entry")):
                yield "cmp-1"
            if section.get("entry") and section.get("emptyReason"):
                yield "cmp-2"
    if bundle["type"] == "document":
        if not {"identifier", "timestamp"} <= set(bundle):
            yield "bdl-9, bdl-10"
        if resources(bundle)[0]["resourceType"] != "Composition":
            yield "bdl-11"


def _ids(bundle: dict[str, Any]) -> Iterator[str]:
    """Ids and references: each id once (bdl-7), each reference to something that is there."""
    urls = [e["fullUrl"] for e in bundle.get("entry", ())]
    if len(set(urls)) != len(urls):
        yield "bdl-7"
    for entry in bundle.get("entry", ()):
        if entry["fullUrl"] != f"urn:uuid:{entry['resource']['id']}":
            yield f"fullUrl and id differ: {entry['fullUrl']}"
    for path, value in nodes(bundle):
        if path.endswith(".reference") and value not in urls:
            yield f"{path}: {value} is not in the Bundle"


def _narratives(bundle: dict[str, Any]) -> Iterator[str]:
    """XHTML is well formed and in its namespace (txt-1)."""
    for path, value in nodes(bundle):
        if path.endswith(".div"):
            try:
                tag = etree.fromstring(value).tag
            except etree.XMLSyntaxError as error:
                yield f"{path}: {error}"
            else:
                if tag != "{http://www.w3.org/1999/xhtml}div":
                    yield f"{path}: {tag}"
