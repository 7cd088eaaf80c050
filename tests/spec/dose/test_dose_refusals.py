"""Two readings mean no reading; and numbers that are not the dose are never taken for it."""

from __future__ import annotations

import pytest

from medrecon.dose import parse_dosage
from medrecon.errors import UsageError

TWO_READINGS = [
    "2 weekly",
    "three weekly",
    "5mg 2 weekly",
    "1mg 2 monthly",
    "1 drop od left eye",
    "1.000 units",
    "1,25 mg daily",
    ".5 mg daily",
    "1/7",
    "half 2 tablets",
    "1 3 times a day",
    "2 5ml",
    "1 x 28",
    "up to 4 a day",
    "2 a day",
    "3mg alternating with 4mg",
    "between 6pm and 8pm",
    "1 once a day morning and evening",
    "20 units per kg three",
    "take one daily (30 tablets)",
    "no more than 2 daily",
    "1 nocte max weekly",
    "1 at night maximum monthly",
    "1 qd",
    "2 pm",
    "TDS/QDS",
    "40mg (max 20mg) daily",
    "2 qds max 4 in 24 hours",
    "1 od 28 tablets",
    "28 tablets",
    "1 tablet at 8 and 6",
    "1 at night or 2 in the morning",
    "every 4 hours and one at night",
    "2 each day plus at night",
    "20mg at night and 1 in the morning",
    "Take 3mg and 4mg on alternate days",
    "take one when the migraine starts",
    "1\u200b0mg daily",
    "Digoxin \u0661\u0662\u0665 micrograms daily",
    "Ramipril 1Omg daily",
    "10²mg daily",
]

NO_DOSE = [
    "",
    "  ",
    "n/a",
    "Not recorded",
    "No information available",
    "1",
    "7 day supply",
    "do not take",
]
AS_DIRECTED = [
    "As directed",
    "MDU",
    "as per INR",
    "sliding scale",
    "Take as directed by your doctor",
]

NOT_THE_DOSE = [
    ("changed from 5mg to 10mg daily", "10 mg once a day", ("changed from 5mg to",)),
    ("reduced to 1.25mg od (was 2.5mg)", "1.25 mg once a day", ("was 2.5mg",)),
    ("10mg/5ml: 5ml bd", "5 ml twice a day", ("10mg/5ml",)),
    ("500mg tablets: two at night", "2 tablets once a day at night", ("500mg tablets",)),
    ("100mcg 2 puffs prn", "2 puffs when required", ("100mcg",)),
    ("supply 28. take one daily", "1 once a day", ("supply 28",)),
    ("dispense weekly. One at night", "1 once a day at night", ("dispense weekly",)),
    ("4mg od, INR target 2-3", "4 mg once a day", ("INR target 2-3",)),
    ("DOB 12/03/1950 take 1 daily", "1 once a day", ("DOB 12/03/1950",)),
    ("0.9% 500ml over 4 hours", "500 ml over 4 hours", ("0.9%",)),
]


@pytest.mark.parametrize("text", TWO_READINGS)
def test_two_readings_claim_nothing(text: str) -> None:
    dosage = parse_dosage(text)
    assert dosage.status == "ambiguous"
    assert dosage.lines == ()
    assert dosage.unparsed == (text,)
    assert dosage.notes


@pytest.mark.parametrize("text", NO_DOSE)
def test_placeholders_state_no_dose(text: str) -> None:
    dosage = parse_dosage(text)
    assert dosage.status == "no_dose"
    assert dosage.lines == ()


def test_a_missing_text_states_no_dose() -> None:
    assert parse_dosage(None).status == "no_dose"


@pytest.mark.parametrize("text", AS_DIRECTED)
def test_directions_elsewhere_are_no_dose(text: str) -> None:
    dosage = parse_dosage(text)
    assert dosage.status == "as_directed"
    assert [line.dose for line in dosage.lines] == [None]


@pytest.mark.parametrize(("text", "read", "unparsed"), NOT_THE_DOSE)
def test_other_numbers_are_left_in_words(text: str, read: str, unparsed: tuple[str, ...]) -> None:
    dosage = parse_dosage(text)
    assert dosage.to_text("clinical") == read
    assert dosage.unparsed == unparsed


def test_a_long_text_is_not_read() -> None:
    text = "1 od " * 300
    assert parse_dosage(text).unparsed == (text,)


@pytest.mark.parametrize("text", [5, b"1 daily", ["1 daily"]])
def test_what_is_no_text_is_a_wrong_call(text):
    with pytest.raises(UsageError, match="expected a dosage text"):
        parse_dosage(text)
