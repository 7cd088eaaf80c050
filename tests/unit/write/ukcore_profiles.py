"""What a UK Core profile asks beyond R4: cardinalities and fixed values of its differential.

A differential holds only what the profile changes. Bindings are preferred or extensible throughout, so
that nothing about codes can fail here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

FHIR = {"f": "http://hl7.org/fhir"}
URL = "https://fhir.hl7.org.uk/StructureDefinition/"


@dataclass(frozen=True)
class Rule:
    """One element of a differential: its path, its slice, and what is asked of it."""

    path: str
    slice: str | None
    low: int | None
    high: str | None
    fixed: str | None


def rules(path: Path) -> list[Rule]:
    """The rules of a StructureDefinition in XML."""
    root = etree.parse(str(path)).getroot()
    return [_rule(e) for e in root.iterfind(".//f:differential/f:element", FHIR)]


def _rule(element: Any) -> Rule:
    def said(name: str) -> str | None:
        found = element.find(f"f:{name}", FHIR)
        return found.get("value") if found is not None else None

    fixed = next((c.get("value") for c in element if "fixed" in c.tag or "pattern" in c.tag), None)
    low = said("min")
    return Rule(
        said("path") or "",
        element.get("id").partition(":")[2].partition(".")[0] or None,
        int(low) if low else None,
        said("max"),
        fixed,
    )


def broken(resource: dict[str, Any], given: list[Rule]) -> Iterator[str]:
    """The rules that a resource breaks; those of slices count where the fixed values of one hold."""
    for rule in given:
        if rule.slice is None:
            yield from _broken(resource, rule, rule.path.split(".")[1:])


def _broken(node: Any, rule: Rule, steps: list[str]) -> Iterator[str]:
    if not steps:
        return
    name, *rest = steps
    held = [v for k, v in node.items() if k == name or _choice(name, k)]
    values = [v for h in held for v in (h if isinstance(h, list) else [h])]
    if rest:
        for value in values:
            if isinstance(value, dict):
                yield from _broken(value, rule, rest)
        return
    if rule.low is not None and len(values) < rule.low:
        yield f"{rule.path}: at least {rule.low}"
    if rule.high is not None and rule.high != "*" and len(values) > int(rule.high):
        yield f"{rule.path}: at most {rule.high}"
    if rule.fixed is not None and any(v != rule.fixed for v in values):
        yield f"{rule.path}: {rule.fixed} and nothing else"


def _choice(name: str, key: str) -> bool:
    return name.endswith("[x]") and key.startswith(name[:-3])
