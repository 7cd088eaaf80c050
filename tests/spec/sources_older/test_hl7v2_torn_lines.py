"""HL7 v2: a line that is no segment is joined to the one that it was torn from, or told; none vanishes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medrecon.errors import NotMedication
from medrecon.model import Reading
from medrecon.sources import read

HEAD = "MSH|^~\\&|EPMA|RZZ|||20260210||RDE^O11|C1|P|2.5\rPID|1||9434765919^^^NHS^NH\r"
GOOD = "ORC|NW|1\rRXE||^Ramipril 5mg capsules|5||mg\r"


def told(text: str) -> tuple[list[str], list[tuple[str, str | None]]]:
    """The medicines of a message, and the Problems with the order that each is about."""
    reading = read((HEAD + text).encode())
    return [e.medication for e in reading.entries], [(p.code, p.id) for p in reading.problems]


@pytest.mark.parametrize("mark", ["\r", "\n", "\r\n", "\n\n"])
def test_directions_torn_by_a_line_break_are_whole_and_it_is_told(mark: str) -> None:
    lines = f"ORC|NW|2\rRXE||^Warfarin 1mg tablets|||||TAKE ONE{mark}DAILY AND STOP ON MONDAY\r"
    (entry,) = (reading := read((HEAD + lines).encode())).entries
    assert entry.dosage is not None
    assert entry.dosage.text == "TAKE ONE\nDAILY AND STOP ON MONDAY"
    assert [(p.code, p.id) for p in reading.problems] == [("line-break", "2")]


def test_fields_after_the_line_break_stand_where_they_stood() -> None:
    lines = "ORC|NW|2\rRXE||^Aspirin\r75mg tablets|75||mg||TAKE ONE||1|28|tablet\r"
    (entry,) = read((HEAD + lines).encode()).entries
    assert (entry.medication, entry.quantity) == ("Aspirin\n75mg tablets", 28)
    assert entry.dosage is not None and entry.dosage.text == "TAKE ONE"


def test_a_note_is_whole() -> None:
    (entry,) = read((HEAD + GOOD + "NTE|1||do not give\rafter 3 days\r").encode()).entries
    assert entry.note == "do not give\nafter 3 days"


@pytest.mark.parametrize(
    "lost",
    ["RX0|1^Naproxen", "rxo|1^Naproxen", "RXQ|1^Naproxen", "RXV|1||B|||||5|mg|^Naproxen", "RX"],
)
def test_a_damaged_or_unread_segment_after_a_good_order_is_told(lost: str) -> None:
    named, problems = told(f"{GOOD}ORC|NW|2\r{lost}\r")
    assert (named, problems) == (["Ramipril 5mg capsules"], [("segment", "2")])


def test_segments_of_the_standard_own_segments_and_blank_lines_are_silent() -> None:
    others = "ZPX|own|text\rOBX|1|NM|^Weight||70|kg\rRXR|^Oral\rTQ1|1||OD\rPRT|1\r\r \rPV1\r"
    assert told(GOOD + others) == (["Ramipril 5mg capsules"], [])


def test_lines_of_a_message_about_something_else_are_not_told() -> None:
    other = "MSH|^~\\&|LAB|RZZ|||20260210||ORU^R01|C2|P|2.5\rOBX|1|TX|^Report||a\rlong text\r"
    assert told(GOOD + other) == (["Ramipril 5mg capsules"], [])


def test_lines_before_the_first_message_and_envelopes_are_silent() -> None:
    reading = read(("FHS|^~\\&\rBHS|^~\\&\r" + HEAD + GOOD + "BTS|1\rFTS|1\r").encode())
    assert (len(reading.entries), reading.problems) == (1, ())


WHOLE = HEAD + GOOD + "RXR|^Oral\rNTE|1||take with food\rORC|NW|2\rRXE||^Senna 7.5mg tablets|1||tab"


def kept(reading: Reading) -> str:
    """All that the entries say, without the line breaks in it."""
    held = [(e.medication, e.dosage, e.note, e.extra, e.id) for e in reading.entries]
    return repr(held).replace("\\n", "")


@given(
    st.integers(len(HEAD.split("\r")[0]) + 1, len(WHOLE)), st.sampled_from(["\r", "\n", "\r\n\r"])
)
def test_wherever_a_line_break_falls_nothing_is_lost_unsaid(at: int, mark: str) -> None:
    whole = read(WHOLE.encode())
    try:
        torn = read((WHOLE[:at] + mark + WHOLE[at:]).encode())
    except NotMedication:
        return
    assert torn.problems or kept(torn) == kept(whole)


def test_a_component_without_a_name_is_told() -> None:
    assert told(GOOD + "RXC|A||20|mmol\r")[1] == [("no-medicine", "1")]
    assert told(GOOD + "RXC|A|^Potassium chloride|20|mmol\r")[1] == []


@given(
    st.integers(0, 6), st.integers(0, 2), st.sampled_from("RXCEOr01-# "), st.sampled_from(("", "q"))
)
def test_whatever_becomes_of_the_name_of_a_segment_no_order_is_lost_unsaid(
    line: int, place: int, letter: str, end: str
) -> None:
    lines = WHOLE.split("\r")[2:]
    line %= len(lines)
    lines[line] = lines[line][:place] + letter + lines[line][place + 1 :] + end
    try:
        reading = read((HEAD + "\r".join(lines)).encode())
    except NotMedication:
        return
    named = {e.medication for e in reading.entries}
    assert reading.problems or named == {"Ramipril 5mg capsules", "Senna 7.5mg tablets"}
