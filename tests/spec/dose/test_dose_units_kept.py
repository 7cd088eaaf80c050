"""A unit never vanishes: it is read, or it is in `unparsed`. A bare number would mean tablets."""

from __future__ import annotations

import pytest

from medrecon.dose import parse_dosage

UNITS = ["mg", "g", "mcg", "micrograms", "ml", "units", "mmol"]
BETWEEN = ["-", ".", ". ", ",", ":", ";", "=", "?", "%", " ? ", "!", "*", "O ", " (", "/"]


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("sign", BETWEEN)
@pytest.mark.parametrize("timing", ["once daily", "bd", "at night when required"])
def test_a_unit_parted_from_its_number_is_read_or_nothing_is_claimed(
    unit: str, sign: str, timing: str
) -> None:
    read = parse_dosage(f"5{sign}{unit} {timing}")
    stated = {line.dose.unit for line in read.lines if line.dose}
    assert None not in stated
    assert stated or unit in " ".join(read.unparsed)


@pytest.mark.parametrize("text", ["1O mg od", "1O od", "5?mg daily", "5%mg od", "2l0 od"])
def test_a_number_with_rubbish_in_it_gives_no_dose(text: str) -> None:
    read = parse_dosage(text)
    assert read.status == "ambiguous"
    assert read.unparsed == (text,)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("5 mg od", "mg"),
        ("5mgs od", "mg"),
        ("5 (tablets) od", "tablet"),
        ("1 tablet (5mg) od", "tablet"),
    ],
)
def test_a_plain_unit_is_still_read(text: str, unit: str) -> None:
    read = parse_dosage(text)
    assert read.status == "parsed"
    assert read.lines[0].dose is not None
    assert read.lines[0].dose.unit == unit


@pytest.mark.parametrize(
    "text",
    [
        "3mg daily except 4mg Mon and Thurs",
        "3mg daily apart from 4mg on Wed",
        "3 daily except for 4 on Sundays",
        "3mg daily except Wed 4mg",
        "3mg od, 4mg on Wed",
    ],
)
def test_a_second_dose_in_an_exception_is_never_an_instruction(text: str) -> None:
    read = parse_dosage(text)
    assert read.status == "ambiguous"
    assert read.lines == ()


def test_an_exception_of_days_alone_is_read() -> None:
    read = parse_dosage("1 daily except Sundays")
    assert read.status == "parsed"
    assert "sun" not in read.lines[0].days
    assert len(read.lines[0].days) == 6
