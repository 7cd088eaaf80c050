"""How often a medicine is taken, and how often it is collected, packed or watched, are two things."""

from __future__ import annotations

import pytest

from medrecon.dosage import daily_amount
from medrecon.dose import parse_dosage

BESIDE = [
    ("45ml daily collected twice weekly", "45 ml once a day", "collected twice weekly"),
    ("45ml daily pick up Tue/Fri", "45 ml once a day", "pick up Tue/Fri"),
    ("45ml daily, dispense weekly on Tuesday", "45 ml once a day", "dispense weekly on Tuesday"),
    ("45ml daily Mon Thu pickups", "45 ml once a day", "Mon Thu pickups"),
    ("dispense 2 times a week. 45ml daily", "45 ml once a day", "dispense 2 times a week"),
    ("8mg od collect daily except Sunday", "8 mg once a day", "collect daily except Sunday"),
    ("150mg nocte. FBC every 4 weeks", "150 mg once a day at night", "FBC every 4 weeks"),
    ("600mg nocte levels every 3 months", "600 mg once a day at night", "levels every 3 months"),
    ("5mg daily, INR weekly", "5 mg once a day", "INR weekly"),
    ("75mg od bloods in 6/52", "75 mg once a day", "bloods in 6/52"),
    ("75mg od monthly bloods", "75 mg once a day", "monthly bloods"),
    ("1 on Tuesdays bloods Friday", "1 once a week on Tuesday", "bloods Friday"),
    ("one daily MDS weekly", "1 once a day", "MDS weekly"),
    ("1 nocte (weekly script)", "1 once a day at night", "weekly script"),
    ("1 once a week, script monthly", "1 once a week", "script monthly"),
    ("20 units nocte, 5mm needles x 1 daily", "20 units once a day at night", "needles"),
    ("test 3 times daily, 20 units nocte", "20 units once a day at night", "test 3 times daily"),
]

ONE_HALF = [
    "4 am 4 pm Tuesdays only",
    "On Tuesdays 4 am and 4 pm",
    "Tuesday: 4 in the morning and 4 in the evening",
    "10 mg morning and 10 mg evening once a week",
    "2 at 8am and 2 at 8pm every Tuesday",
    "4 om 4 on weekly",
    "2 mane and 1 nocte alternate days",
]

DOUBTED = [
    "150mg nocte weekly bloods",
    "1 nocte weekly script",
    "1 at night weekly dispensing",
    "1 od nocte weekly",
    "150mg nocte, clozapine nurse weekly",
    "10mg Tuesdays, folic acid 5mg Thursdays",
    "20 units nocte, NovoRapid 8 units tds",
    "2.5mg x 4 weekly",
    "10mg x2 weekly",
    "2.5mg 4 x weekly",
    "5mg x 8 daily",
    "one every other Friday",
    "one daily for a week off for two weeks",
]

TRAPS = [
    (
        "1 daily in the morning and 2 on Mondays",
        "1 once a day in the morning, and 2 once a week on Monday",
    ),
    (
        "100mg Mondays and 50mg Thursdays",
        "100 mg once a week on Monday, and 50 mg once a week on Thursday",
    ),
    ("500mg x3 daily", "500 mg 3 times a day"),
    ("500mg 3 x weekly", "500 mg 3 times a week"),
    ("6 x 2.5mg weekly", "15 mg once a week (6 x 2.5mg)"),
    ("1 twice weekly at night", "1 twice a week at night"),
    ("take one daily in the morning every other day", ""),
]


@pytest.mark.parametrize(("text", "read", "left"), BESIDE)
def test_what_is_collected_packed_or_watched_is_no_dose(text: str, read: str, left: str) -> None:
    dosage = parse_dosage(text)
    assert dosage.to_text("clinical") == read
    assert any(left in words for words in dosage.unparsed)


@pytest.mark.parametrize("text", ONE_HALF)
def test_a_day_is_not_of_one_half_alone(text: str) -> None:
    dosage = parse_dosage(text, "Methotrexate 2.5mg tablets")
    assert (dosage.status, dosage.lines) == ("ambiguous", ())
    assert daily_amount(dosage) is None


@pytest.mark.parametrize("text", DOUBTED)
def test_a_second_frequency_is_never_dropped(text: str) -> None:
    dosage = parse_dosage(text)
    assert (dosage.status, dosage.lines) == ("ambiguous", ())


@pytest.mark.parametrize(("text", "read"), TRAPS)
def test_what_is_said_for_each_part_stays_read(text: str, read: str) -> None:
    assert parse_dosage(text).to_text("clinical") == read
