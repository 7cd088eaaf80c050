"""The open example messages, where they are at hand: nothing lost, nothing raised, ids unique."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from medrecon.errors import MedrecError
from medrecon.sources import read

CORPUS = os.environ.get("MEDRECON_CORPUS")
MEDICATIONS = (
    "MedicationStatement",
    "MedicationRequest",
    "MedicationDispense",
    "MedicationAdministration",
)
pytestmark = pytest.mark.skipif(
    not CORPUS, reason="MEDRECON_CORPUS does not point at the open messages"
)


def messages() -> list[Path]:
    """The FHIR messages in JSON."""
    folder = Path(CORPUS or ".") / "payloads"
    return sorted(p for p in folder.rglob("*.json") if "scr_" not in str(p))


def resources(node: Any, contained: bool = False) -> Iterator[dict[str, Any]]:
    """The medication resources of a message that are not contained in another."""
    if isinstance(node, dict):
        if node.get("resourceType") in MEDICATIONS and not contained:
            yield node
        for key, value in node.items():
            yield from resources(value, contained or key == "contained")
    elif isinstance(node, list):
        for value in node:
            yield from resources(value, contained)


def test_every_medication_resource_is_accounted_for() -> None:
    seen = 0
    for path in messages():
        try:
            found = list(resources(json.loads(path.read_text("utf-8-sig"))))
        except ValueError:
            continue
        try:
            reading = read(path)
        except MedrecError:
            assert not found, path.name
            continue
        kept = {r for e in reading.entries for r in e.refs} | {p.id for p in reading.problems}
        assert {r["id"] for r in found if r.get("id")} <= kept, path.name
        assert len({e.id for e in reading.entries}) == len(reading.entries), path.name
        seen += len(found)
    assert seen, "the folder holds no message"
