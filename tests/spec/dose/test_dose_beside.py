"""What stands beside a dose: ends without a year, halves of the day, companions, cycles, a stop."""

from __future__ import annotations

from decimal import Decimal

import pytest

from medrecon.dosage import Measure, daily_amount
from medrecon.dose import parse_dosage

SPEAKS = [
    ("500 mg tds until 9 July", "500 mg 3 times a day", ("until 9 July",)),
    ("500 mg tds until 9th of July", "500 mg 3 times a day", ("until 9th of July",)),
    ("500 mg tds until 09/07/26", "500 mg 3 times a day", ("until 09/07/26",)),
    ("500 mg tds until next Tuesday", "500 mg 3 times a day", ("until next Tuesday",)),
    ("500 mg tds until 5/7", "500 mg 3 times a day", ("until 5/7",)),
    ("one AM, three PM", "1 once a day in the morning, and 3 once a day in the evening", ()),
    (
        "30mg am and 20mg pm",
        "30 mg once a day in the morning, and 20 mg once a day in the evening",
        (),
    ),
    ("5 cc tds", "5 ml 3 times a day", ()),
    ("2.5 c.c. bd", "2.5 ml twice a day", ()),
    ("1 cc IM every 12 weeks", "1 ml every 12 weeks intramuscular", ()),
    ("5 cc bd cc", "5 ml twice a day with food", ()),
    ("1 tds cc", "1, 3 times a day with food", ()),
    ("10 units cc", "10 units with food", ()),
    ("10 units pm", "10 units once a day in the evening", ()),
    ("12 units in the p.m.", "12 units once a day in the evening", ()),
    ("1 capsule am and pm", "1 capsule twice a day in the morning, in the evening", ()),
    (
        "two daily except on Fridays",
        "2 once a day on Monday, Tuesday, Wednesday, Thursday, Saturday, Sunday",
        (),
    ),
    (
        "two daily except for Fridays",
        "2 once a day on Monday, Tuesday, Wednesday, Thursday, Saturday, Sunday",
        (),
    ),
    (
        "two at night with the 50 microgram (tablet)",
        "2 once a day at night",
        ("with the 50 microgram (tablet)",),
    ),
    ("one od with the 10mg capsules", "1 once a day", ("with the 10mg capsules",)),
    ("10 mg bd - WITHHELD", "10 mg twice a day", ("WITHHELD",)),
    ("10 mg bd STOPPED", "10 mg twice a day", ("STOPPED",)),
    ("10 mg bd (on hold)", "10 mg twice a day on hold", ()),
    ("Two 4mg capsules twice a day", "2 capsules twice a day", ("4mg",)),
]

REFUSED = [
    "500 mg tds on 9 July",
    "20mg pm",
    "10 units bd pm",
    "2 pm and 1 am",
    "8 am and 8 pm",
    "1 tablet at 7 am and 7 pm",
    "1 am/pm",
    "one daily with 25mg",
    "1 tablet maximum 0.5 times a day",
    "1 tablet up to 1.5 times a day",
    "20mg/day bd",
    "10mg bd 40mg/day",
    "20mg/day prn",
    "2 tablets/day",
    "15mg/week",
    "3 4 times a day",
    "three four times a day",
]

IN_CYCLES = [
    ("1250mg bd days 1-14 of 21", "days 1-14 of 21"),
    ("1250mg bd days 1 to 14 of 21 day cycle", "days 1 to 14 of 21 day cycle"),
    ("1250mg bd for 14 days then 7 days off", "then 7 days off"),
    ("1250mg bd for 14 days then a week off", "then a week off"),
    ("1250mg bd for 14 days every 21 days", "every 21 days"),
]


@pytest.mark.parametrize(("text", "read", "unparsed"), SPEAKS)
def test_the_dose_is_claimed_and_the_rest_stays_visible(
    text: str, read: str, unparsed: tuple[str, ...]
) -> None:
    dosage = parse_dosage(text)
    assert dosage.to_text("clinical") == read
    assert dosage.unparsed == unparsed


@pytest.mark.parametrize(
    "text",
    [
        "60ml daily supervised consumption",
        "60ml once daily supervised consumption",
        "60ml supervised consumption daily",
        "60ml daily (supervised consumption)",
    ],
)
def test_supervision_takes_nothing_from_the_frequency(text: str) -> None:
    dosage = parse_dosage(text)
    assert daily_amount(dosage).high == 60
    assert dosage.lines[0].additional == ("supervised consumption",)


@pytest.mark.parametrize("text", REFUSED)
def test_what_has_two_readings_stays_refused(text: str) -> None:
    dosage = parse_dosage(text)
    assert (dosage.status, dosage.lines) == ("ambiguous", ())


def test_a_full_date_is_the_end() -> None:
    (line,) = parse_dosage("500 mg tds until 09/07/2026").lines
    assert (line.end, line.frequency_high) == ("2026-07-09", 3)


@pytest.mark.parametrize(("text", "words"), IN_CYCLES)
def test_a_cycle_is_never_a_plain_daily_dose(text: str, words: str) -> None:
    dosage = parse_dosage(text)
    (line,) = dosage.lines
    assert (line.dose, line.frequency_high) == (Measure(Decimal(1250), Decimal(1250), "mg"), 2)
    assert words in line.additional
    assert daily_amount(dosage) is None


def test_an_amount_a_day_is_a_rate_and_says_no_frequency() -> None:
    dosage = parse_dosage("30mg/day")
    (line,) = dosage.lines
    assert (line.dose, line.rate) == (None, Measure(Decimal(30), Decimal(30), "mg/d"))
    assert dosage.times_per_day is None
    amount = daily_amount(dosage)
    assert amount is not None
    assert (amount.low, amount.unit) == (Decimal(30), "mg")


def test_a_pm_after_a_morning_and_a_midday_dose_is_the_evening() -> None:
    read = parse_dosage("10mg am, 5mg noon, 5mg pm")
    assert read.to_text("clinical") == (
        "10 mg once a day in the morning, and 5 mg twice a day at noon, in the evening"
    )


@pytest.mark.parametrize("text", ["5mg noon, 5mg pm", "10 am 5 noon 5 pm"])
def test_a_pm_without_a_morning_or_beside_what_may_be_hours_is_not(text: str) -> None:
    assert parse_dosage(text).status == "ambiguous"
