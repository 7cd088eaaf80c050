"""Rates: of a patch, of a syringe driver, of a pump that runs for some hours of the day."""

from __future__ import annotations

from decimal import Decimal

import pytest

from medrecon.dose import parse_dosage


@pytest.mark.parametrize(
    ("text", "rate", "unit"),
    [
        ("75 micrograms/hour every 72 hours", "75", "microgram/h"),
        ("75mcg/hr patch every 72 hours", "75", "microgram/h"),
        ("4 mg/24 hours patch daily", "4", "mg/24 h"),
        ("20mg/24h CSCI", "20", "mg/24 h"),
    ],
)
def test_the_rate_is_the_dose(text: str, rate: str, unit: str) -> None:
    read = parse_dosage(text)
    assert read.status == "parsed"
    (line,) = read.lines
    assert line.dose is None
    assert line.rate is not None
    assert (line.rate.exact, line.rate.unit) == (Decimal(rate), unit)


@pytest.mark.parametrize(
    "text",
    [
        "apply one 75mcg/hr patch every 72 hours",
        "75 micrograms/hour patch, one every 72 hours",
        "21mg/24hours patch daily for 6 weeks then 14mg/24hours patch daily",
    ],
)
def test_beside_a_count_of_patches_or_a_further_rate_it_is_not(text: str) -> None:
    read = parse_dosage(text)
    assert read.status == "partial"
    assert all(line.rate is None for line in read.lines)


@pytest.mark.parametrize("text", ["4mg/hr 16 hours a day", "4mg/hour for 16 hours per day"])
def test_a_pump_runs_for_some_hours_of_the_day(text: str) -> None:
    read = parse_dosage(text)
    assert read.to_text("clinical") == "4 mg/h over 16 hours once a day"


@pytest.mark.parametrize("text", ["wear 12 hours a day", "5mg 12 hours a day", "bd 12 hours a day"])
def test_hours_of_the_day_say_nothing_where_no_rate_does(text: str) -> None:
    assert parse_dosage(text).status == "ambiguous"
