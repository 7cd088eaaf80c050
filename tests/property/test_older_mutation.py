"""Every element of every older message removed, doubled, emptied and mistyped: nothing raises, nothing is lost."""

from __future__ import annotations

import copy
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medrecon.errors import MedrecError, RefusedInput
from medrecon.model import Reading
from medrecon.sources import read

FOLDER = Path(__file__).parents[1] / "fixtures" / "older"
XML = sorted(p.name for p in FOLDER.glob("*.xml"))
WRONG = ("", "  ", "zzz", "20261399", "9" * 300, "½", "-1", "2026-02-30", "{{x}}", "1e9")
ACTS = ("MedicationStatement", "pertinentLineItem", "pertinentSuppliedLineItem")


def local(tag: str) -> str:
    """The name of an element without its namespace."""
    return tag.rsplit("}", 1)[-1]


def mutants(text: str) -> Iterator[str]:
    """The message with each element in turn removed, doubled, emptied, and each attribute mistyped."""
    size = len(list(ET.fromstring(text).iter()))
    for n in range(1, size):
        for change in ("remove", "double", "empty", "wrong"):
            root = ET.fromstring(text)
            parents = {c: p for p in root.iter() for c in p}
            element = list(root.iter())[n]
            parent = parents[element]
            if change == "remove":
                parent.remove(element)
            elif change == "double":
                parent.append(copy.deepcopy(element))
            elif change == "empty":
                for child in list(element):
                    element.remove(child)
                element.attrib.clear()
                element.text = None
            else:
                wrong = WRONG[n % len(WRONG)]
                for key in element.attrib:
                    element.set(key, wrong)
                element.text = wrong
            yield ET.tostring(root, encoding="unicode")


def ids(text: str) -> set[str]:
    """The ids of the medication acts in a message."""
    out = set()
    for element in ET.fromstring(text).iter():
        if local(element.tag) in ACTS:
            out |= {i.get("root", "").strip() for i in element if local(i.tag) == "id"}
    return out - {""}


def accounted(reading: Reading) -> set[str | None]:
    """Every id that an entry or a Problem stands for."""
    kept: set[str | None] = {p.id for p in reading.problems}
    for entry in reading.entries:
        kept |= {entry.id, *entry.refs, *(i.id for i in entry.issues)}
    return kept


@pytest.mark.parametrize("name", XML)
def test_xml_messages(name: str) -> None:
    for mutant in mutants((FOLDER / name).read_text("utf-8")):
        try:
            reading = read(mutant.encode())
        except MedrecError:
            assert not ids(mutant)
            continue
        assert not ids(mutant) - accounted(reading)
        own = [e.id for e in reading.entries]
        assert len(own) == len(set(own))


def test_fields_of_hl7_v2() -> None:
    lines = (FOLDER / "pharmacy.hl7").read_text("utf-8").split("\r")
    for n, line in enumerate(lines):
        cells = line.split("|")
        for m in range(len(cells)):
            for wrong in ("", '""', "^^^", "~~", "\\", "\\F", "zzz", "9" * 300):
                if m == 0 and wrong in ("", '""'):
                    continue
                mutant = [*lines]
                mutant[n] = "|".join([*cells[:m], wrong, *cells[m + 1 :]])
                try:
                    reading = read("\r".join(mutant).encode())
                except MedrecError:
                    continue
                own = [e.id for e in reading.entries]
                assert len(own) == len(set(own))
                assert all(e.medication or p for e in reading.entries for p in [reading.problems])


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=0), st.sampled_from([*XML, "pharmacy.hl7"]))
def test_messages_cut_short_are_refused_or_read(cut: int, name: str) -> None:
    raw = (FOLDER / name).read_bytes()
    part = raw[: cut % (len(raw) - 1)]
    try:
        reading = read(part)
    except MedrecError as error:
        assert not re.search(r"9991234500|Ramipril", str(error))
    else:
        assert name == "pharmacy.hl7" and reading.format == "hl7v2"


@pytest.mark.parametrize("name", XML)
def test_a_doctype_is_refused(name: str) -> None:
    text = re.sub(r"^<\?xml[^>]*\?>\s*", "", (FOLDER / name).read_text("utf-8"))
    with pytest.raises(RefusedInput):
        read(f'<!DOCTYPE x [<!ENTITY e "y">]>{text}'.encode())


@pytest.mark.parametrize("name", XML)
def test_a_copy_of_a_message_changes_nothing(name: str) -> None:
    once = read(FOLDER / name)
    twice = read([FOLDER / name, FOLDER / name])
    assert [e.id for e in twice.entries] == [e.id for e in once.entries]
