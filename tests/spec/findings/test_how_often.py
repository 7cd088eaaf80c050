"""How often, where the amounts do not compare: a list without a dose, patches, drops in both eyes."""

from __future__ import annotations

from typing import Any

import pytest
from finding_cases import RECENT, case

APIXABAN = "Apixaban 5mg tablets"
FENCINO = "Fencino 25micrograms/hour transdermal patches"
TIMOLOL = "Timolol 0.5% eye drops"
DEPOT = "Paliperidone 100mg/1ml prolonged-release suspension for injection pre-filled syringes"
LANTUS = "Lantus 100units/ml solution for injection 3ml pre-filled SoloStar pens"

CASES = [
    case(
        "Twice a day at home, once on the ward",
        {"frequency_conflict apixaban": "high"},
        gp=[f"{APIXABAN}|twice a day|{RECENT}"],
        ward=[f"{APIXABAN}|5mg od|"],
    ),
    case(
        "A patch every three days and every day",
        {"frequency_conflict fentanyl": "high"},
        gp=[f"{FENCINO}|apply one every 72 hours|{RECENT}"],
        ward=[f"{FENCINO}|apply every 24 hours|"],
    ),
    case(
        "The label says once a day",
        {"frequency_conflict apixaban": "high"},
        event="review",
        gp=[f"{APIXABAN}|1 bd|{RECENT}"],
        pmr=[f"{APIXABAN}|once daily|{RECENT}"],
    ),
    case(
        "Drops in both eyes once and twice",
        {"frequency_conflict timolol": "moderate"},
        gp=[f"{TIMOLOL}|1 drop both eyes once daily|{RECENT}"],
        ward=[f"{TIMOLOL}|1 drop both eyes twice a day|"],
    ),
    case(
        "A depot every four weeks and every two",
        {"frequency_conflict paliperidone": "moderate"},
        gp=[f"{DEPOT}|every 4 weeks|{RECENT}"],
        ward=[f"{DEPOT}|every 2 weeks|"],
    ),
    case(
        "Insulin once and twice, the units at home not known",
        {"frequency_conflict insulin glargine": "high"},
        gp=[f"{LANTUS}|once daily|{RECENT}"],
        ward=[f"{LANTUS}|20 units bd|"],
    ),
    case(
        "Once a week and once a day",
        {"weekly_daily methotrexate": "critical"},
        gp=[f"Methotrexate 2.5mg tablets|once a week|{RECENT}"],
        ward=["Methotrexate 2.5mg tablets|2.5mg od|"],
    ),
    case(
        "Supervised consumption once a day",
        {"frequency_conflict methadone": "high"},
        supervised=["Methadone 1mg/ml oral solution|60ml daily supervised consumption|"],
        elsewhere=["Methadone 1mg/ml oral solution|see drug team|"],
        ward=["Methadone 1mg/ml oral solution|60 ml BD|"],
    ),
    case(
        "The same dose in mg and ml, once and twice, is no slip of the unit",
        {"frequency_conflict methadone": "high"},
        supervised=["Methadone 1mg/ml oral solution|60ml daily supervised consumption|"],
        elsewhere=["Methadone 1mg/ml oral solution|see drug team|"],
        ward=["Methadone 1mg/ml oral solution|60 mg BD|"],
    ),
    case(
        "A cream is low",
        {"frequency_conflict hydrocortisone": "low"},
        gp=[f"Hydrocortisone 1% cream|apply twice a day|{RECENT}"],
        ward=["Hydrocortisone 1% cream|apply once daily|"],
    ),
    case(
        "As often",
        {},
        gp=[f"{APIXABAN}|twice a day|{RECENT}"],
        ward=[f"{APIXABAN}|5mg bd|"],
    ),
    case(
        "Twice one may be once two",
        {},
        gp=[f"Metformin 500mg tablets|twice a day|{RECENT}"],
        ward=["Metformin 500mg tablets|1g od|"],
    ),
    case(
        "Drops at night in other words",
        {},
        gp=[f"Latanoprost 50micrograms/ml eye drops|1 drop both eyes at night|{RECENT}"],
        ward=["Latanoprost 50micrograms/ml eye drops|1 drop both eyes nocte|"],
    ),
    *(
        case(
            f"When a patch comes off is no second dose: {ward}",
            {},
            gp=[f"Nicotine 21mg/24hours transdermal patches|one daily|{RECENT}"],
            ward=[f"Nicotine 21mg/24hours transdermal patches|{ward}|"],
        )
        for ward in ("1 patch on 08:00 off 22:00", "on at 8am, off at 10pm", "on mane, off nocte")
    ),
    case(
        "Two patches a day by the clock",
        {"frequency_conflict nicotine": "moderate"},
        gp=[f"Nicotine 21mg/24hours transdermal patches|one daily|{RECENT}"],
        ward=["Nicotine 21mg/24hours transdermal patches|1 patch at 08:00 and 20:00|"],
    ),
    *(
        case(
            f"A hormone patch twice a week, {ward}",
            {},
            gp=[f"Estradiol 50micrograms/24hours transdermal patches|one twice weekly|{RECENT}"],
            ward=[f"Estradiol 50micrograms/24hours transdermal patches|{ward}|"],
        )
        for ward in ("1 patch every 72 hours", "1 patch every 4 days", "1 patch every 3 days")
    ),
    case(
        "An opioid patch twice a week, every three days on the ward",
        {"frequency_conflict fentanyl": "high"},
        gp=[f"{FENCINO}|one twice weekly|{RECENT}"],
        ward=[f"{FENCINO}|1 patch every 72 hours|"],
    ),
    case(
        "Four weeks and a month",
        {},
        gp=[f"{DEPOT}|every 4 weeks|{RECENT}"],
        ward=[f"{DEPOT}|100mg monthly|"],
    ),
    case(
        "How often is not said",
        {},
        gp=[f"Bisoprolol 5mg tablets|as directed|{RECENT}"],
        ward=["Bisoprolol 5mg tablets|5mg od|"],
    ),
]


@pytest.mark.parametrize(("says", "lists"), CASES)
def test_how_often(says: dict[str, str], lists: dict[str, Any], said) -> None:
    assert said(lists, low=says) == says


@pytest.mark.parametrize("ward", ["5mg od", "10mg od"])
def test_a_dose_at_another_frequency_is_not_the_dose_of_the_list(answer_to, ward) -> None:
    lists = {"gp": [f"{APIXABAN}|twice a day|{RECENT}"], "ward": [f"{APIXABAN}|{ward}|"]}
    (one,) = answer_to(**lists).medications
    assert (one.daily_dose, one.dosage_text) == (None, "twice a day")


def test_a_dose_at_the_same_frequency_is(answer_to) -> None:
    lists = {"gp": [f"{APIXABAN}|twice a day|{RECENT}"], "ward": [f"{APIXABAN}|5mg bd|"]}
    (one,) = answer_to(**lists).medications
    assert one.daily_dose.value == 10
