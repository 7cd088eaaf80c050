"""Doses given as a rate: a patch by what it gives off in an hour, a syringe driver by the day."""

from __future__ import annotations

from typing import Any

import pytest
from finding_cases import RECENT, case

FENTANYL = "Fentanyl {}micrograms/hour transdermal patches"
BUTEC = "Butec {}micrograms/hour transdermal patches"
ROTIGOTINE = "Rotigotine {}mg/24hours transdermal patches"
MORPHINE = "Morphine 10mg/1ml solution for injection ampoules"
APOMORPHINE = "Apomorphine 50mg/10ml solution for infusion pre-filled syringes"


def _differ(title: str, says: dict[str, str], home: str, ward: str) -> Any:
    return case(title, says, gp=[f"{home}|{RECENT}"], ward=[f"{ward}|"])


CASES = [
    _differ(
        "A patch at home and three times its rate on the chart",
        {"dose_conflict fentanyl": "high"},
        f"{FENTANYL.format(25)}|one patch every 72 hours",
        f"{FENTANYL.format(75)}|75 micrograms/hour every 72 hours",
    ),
    _differ(
        "A rate before the word patch",
        {"dose_conflict fentanyl": "high"},
        f"{FENTANYL.format(25)}|one patch every 72 hours",
        f"{FENTANYL.format(50)}|50mcg/hr patch every 72 hours",
    ),
    _differ(
        "A patch whose name has no strength",
        {"dose_conflict fentanyl": "high"},
        f"{FENTANYL.format(25)}|one patch every 72 hours",
        "Fentanyl patch|75 micrograms/hour every 72 hours",
    ),
    _differ(
        "A patch called by its micrograms alone",
        {"dose_conflict fentanyl": "high"},
        f"{FENTANYL.format(25)}|one patch every 72 hours",
        f"{FENTANYL.format(75)}|75 micrograms every 72 hours",
    ),
    _differ(
        "A rate and a rate",
        {"dose_conflict buprenorphine": "high"},
        f"{BUTEC.format(10)}|10 micrograms/hour every 7 days",
        f"{BUTEC.format(20)}|20 micrograms/hour weekly",
    ),
    _differ(
        "The same rate, changed every day",
        {"frequency_conflict fentanyl": "high"},
        f"{FENTANYL.format(25)}|one every 72 hours",
        f"{FENTANYL.format(25)}|25 micrograms/hour every 24 hours",
    ),
    _differ(
        "Half the rate over 24 hours",
        {"dose_conflict rotigotine": "moderate"},
        f"{ROTIGOTINE.format(8)}|1 od",
        f"{ROTIGOTINE.format(4)}|4 mg/24 hours od",
    ),
    _differ(
        "A syringe driver of three times as much",
        {"dose_conflict morphine": "high"},
        f"{MORPHINE}|20mg over 24 hours",
        f"{MORPHINE}|60mg/24 hours via syringe driver",
    ),
    _differ(
        "An infusion at twice the rate",
        {"dose_conflict apomorphine": "moderate"},
        f"{APOMORPHINE}|4mg/hr 16 hours a day",
        f"{APOMORPHINE}|8mg/hour for 16 hours",
    ),
    _differ(
        "An infusion at the same rate, day and night",
        {"dose_conflict apomorphine": "moderate"},
        f"{APOMORPHINE}|4mg/hour for 16 hours a day",
        f"{APOMORPHINE}|4mg/hour 24 hours a day",
    ),
    _differ(
        "One patch is its rate",
        {},
        f"{FENTANYL.format(25)}|one patch every 72 hours",
        f"{FENTANYL.format(25)}|25 micrograms/hour every 3 days",
    ),
    _differ(
        "One patch is its micrograms",
        {},
        f"{BUTEC.format(10)}|1 patch weekly",
        f"{BUTEC.format(10)}|10 micrograms every 7 days",
    ),
    _differ(
        "The rate without how often it is changed",
        {},
        f"{FENTANYL.format(25)}|one patch every 72 hours",
        f"{FENTANYL.format(25)}|25 micrograms/hour",
    ),
    _differ(
        "Two patches of half the rate",
        {},
        f"{ROTIGOTINE.format(8)}|1 od",
        f"{ROTIGOTINE.format(4)}|8mg/24 hours od",
    ),
    _differ(
        "Half of it over twelve hours",
        {},
        f"{MORPHINE}|20mg over 24 hours",
        f"{MORPHINE}|10mg over 12 hours",
    ),
    _differ(
        "The same as a volume",
        {},
        f"{APOMORPHINE}|4mg/hr 16 hours a day",
        f"{APOMORPHINE}|0.8ml/hour over 16 hours",
    ),
    _differ(
        "A patch that is taken off at night is no slower one",
        {},
        "Nicotine 21mg/24hours transdermal patches|1 od",
        "Nicotine 25mg/16hours transdermal patches|25mg/16 hours daily",
    ),
    _differ(
        "A patch called by what it holds",
        {},
        "Nicotine 21mg/24hours transdermal patches|1 od",
        "Nicotine patch|52.5mg daily",
    ),
    _differ(
        "A patch that is called 12 and gives off 12.5",
        {},
        f"{FENTANYL.format(12)}|one patch every 72 hours",
        "Fentanyl patch|12.5 micrograms/hour every 72 hours",
    ),
    _differ(
        "Twice a week is every four days",
        {},
        "Buprenorphine 35micrograms/hour transdermal patches|1 twice a week",
        "Buprenorphine 35micrograms/hour transdermal patches|35 micrograms/hour every 96 hours",
    ),
    _differ(
        "Twice a week is every four days, by number",
        {},
        "Buprenorphine 35micrograms/hour transdermal patches|1 twice a week",
        "Buprenorphine 35micrograms/hour transdermal patches|1 patch every 96 hours",
    ),
    case(
        "Patches that add up to the rate",
        {},
        gp=[f"{FENTANYL.format(s)}|1 patch every 3 days|{RECENT}" for s in (25, 50)],
        ward=["Fentanyl patch|75 micrograms/hour every 72 hours|"],
    ),
    case(
        "A change of which the reason stands beside it",
        {},
        event="discharge",
        gp=[f"{FENTANYL.format(25)}|one patch every 72 hours|{RECENT}"],
        discharge=[
            f"{FENTANYL.format(50)}|50 micrograms/hour every 72 hours|change_reason=more pain"
        ],
    ),
]


@pytest.mark.parametrize(("says", "lists"), CASES)
def test_doses_given_as_a_rate(says: dict[str, str], lists: dict[str, Any], said) -> None:
    assert said(lists, low=says) == says
