"""One patient's medicine as every older format sends it: each alone, and all together, one treatment."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import medrecon
from medrecon.model import Entry
from medrecon.sources import read
from medrecon.sources.mapping import read_mapped

FOLDER = Path(__file__).parents[2] / "fixtures" / "older"
PMR = (
    b"Patient ID,NHS No,DOB,Item ID,Drug Description,dm+d Code,Label Directions,Quantity,Unit,"
    b"Date Dispensed,Supply Type,Item Status\n"
    b"7,9991234500,14/06/1950,i1,Ramipril 5mg capsules,,ONE daily,28,capsule,03/02/2026,NHS,Collected\n"
)


def ramipril(name: str) -> list[Entry]:
    """The lines about ramipril of one message."""
    found = read_mapped(PMR, "pmr-export") if name == "mapped" else read(FOLDER / name)
    return [e for e in found.entries if e.medication.startswith("Ramipril")]


NAMES = ["gp2gp.xml", "eps_order.xml", "eps_dispense.xml", "scr.xml", "pharmacy.hl7", "mapped"]


@pytest.fixture(scope="module")
def dictionary() -> medrecon.Dictionary:
    return medrecon.Dictionary.sample()


def treatments(entries: list[Entry], dictionary: medrecon.Dictionary) -> set[tuple[str, ...]]:
    """The ingredients of every treatment found."""
    result = medrecon.reconcile(entries, dictionary=dictionary, as_of=date(2026, 3, 1))
    return {tuple(t.ingredients) for t in result.treatments}


@pytest.mark.parametrize("name", NAMES)
def test_each_format_alone(name: str, dictionary: medrecon.Dictionary) -> None:
    assert treatments(ramipril(name), dictionary) == {("ramipril",)}


def test_all_formats_together(dictionary: medrecon.Dictionary) -> None:
    readings = [read(FOLDER / n) for n in NAMES[:-1]] + [read_mapped(PMR, "pmr-export")]
    kept = [e for r in readings for e in r.entries if e.medication.startswith("Ramipril")]
    result = medrecon.reconcile(kept, dictionary=dictionary, as_of=date(2026, 3, 1))
    assert {tuple(t.ingredients) for t in result.treatments} == {("ramipril",)}
    placed = [i for t in result.treatments for i in t.entry_ids]
    assert len(placed) == len(set(placed)) == len(kept)
