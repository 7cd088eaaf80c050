"""Every field of every fixture removed, doubled, emptied and mistyped: no exception, nothing lost."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from medrecon.errors import MedrecError
from medrecon.model import Reading
from medrecon.sources import read

FOLDER = Path(__file__).parents[1] / "fixtures" / "sources"
NAMES = ("gp_connect", "eps_order", "eps_cancel", "eps_dispense", "ward", "discharge", "ips")
MEDICATIONS = (
    "MedicationStatement",
    "MedicationRequest",
    "MedicationDispense",
    "MedicationAdministration",
)
WRONG = (None, "", [], {}, True, 7.5, "zzz", [[]], {"x": [1]}, ["y"], "9" * 300)
Path_ = tuple[Any, ...]


def places(node: Any, path: Path_ = ()) -> Iterator[Path_]:
    """The path of every value."""
    rows = (
        node.items()
        if isinstance(node, dict)
        else enumerate(node)
        if isinstance(node, list)
        else ()
    )
    for key, value in rows:
        yield (*path, key)
        yield from places(value, (*path, key))


def at(node: Any, path: Path_) -> Any:
    """The value at a path."""
    for key in path:
        node = node[key]
    return node


def mutants(message: Any) -> Iterator[tuple[Path_, Any]]:
    """The message with each field in turn removed, doubled, emptied, mistyped."""
    for n, path in enumerate(places(message)):
        removed = copy.deepcopy(message)
        del at(removed, path[:-1])[path[-1]]
        yield path, removed
        doubled = copy.deepcopy(message)
        at(doubled, path[:-1])[path[-1]] = [at(message, path), at(message, path)]
        yield path, doubled
        wrong = copy.deepcopy(message)
        at(wrong, path[:-1])[path[-1]] = WRONG[n % len(WRONG)]
        yield path, wrong


def ids(message: Any) -> set[str]:
    """The ids of the medication resources that stand in the message itself."""
    out: set[str] = set()
    stack = [(message, False)]
    while stack:
        node, inside = stack.pop()
        if isinstance(node, dict):
            own = node.get("id")
            if node.get("resourceType") in MEDICATIONS and not inside and isinstance(own, str):
                out.add(own)
            stack += [(v, inside or k == "contained") for k, v in node.items()]
        elif isinstance(node, list):
            stack += [(v, inside) for v in node]
    return out - {""}


def accounted(reading: Reading) -> set[str | None]:
    """Every id that an entry or a Problem stands for."""
    kept: set[str | None] = {p.id for p in reading.problems}
    for entry in reading.entries:
        kept |= {entry.id, *entry.refs, *(i.id for i in entry.issues)}
    return kept


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_lost_and_nothing_raises(name: str) -> None:
    message = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    for path, mutant in mutants(message):
        try:
            reading = read(json.dumps(mutant).encode())
        except MedrecError:
            assert not ids(mutant), f"refused with a medicine in it: {path}"
            continue
        lost = ids(mutant) - accounted(reading)
        assert not lost, f"lost {lost} at {path}"
        own = [e.id for e in reading.entries]
        assert len(own) == len(set(own)), f"ids repeat at {path}"


@pytest.mark.parametrize("name", ["sact.csv", "rows"])
def test_tables_cut_and_stirred_never_raise(name: str) -> None:
    rows = "patient_id,source,entry_id,medication,start,quantity\nP1,gp,e1,Aspirin,2026-01-01,28\n"
    text = (FOLDER / name).read_text("utf-8") if name.endswith("csv") else rows
    head, first = text.splitlines()[:2]
    for n in range(len(first.split(","))):
        for wrong in ('"', "", ",", "\x00", "9" * 300, "½", "2026-13-45"):
            cells = first.split(",")
            cells[n] = wrong
            try:
                reading = read(f"{head}\n{','.join(cells)}\n".encode())
            except MedrecError:
                continue
            assert reading.entries or reading.problems
