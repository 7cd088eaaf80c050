"""One amount a day in other parts: more in the morning or at night, or in another number of doses."""

from __future__ import annotations

from typing import Any

import pytest
from finding_cases import RECENT, case, one_medicine

HUMULIN = "Humulin M3 100units/ml suspension for injection 3ml cartridges"
HYDROCORTISONE = "Hydrocortisone 10mg tablets"
APIXABAN = "Apixaban 5mg tablets"
LEVETIRACETAM = "Levetiracetam 500mg tablets"


MIXED = "timing_conflict insulin isophane human+insulin soluble human"
CASES = [
    one_medicine(
        "Morning and evening units swapped",
        {MIXED: "high"},
        HUMULIN,
        "24 units mane 16 units nocte",
        "16 units mane 24 units nocte",
    ),
    one_medicine(
        "Swapped, in other words",
        {MIXED: "high"},
        HUMULIN,
        "24 units mane 16 units nocte",
        "16 units before breakfast, 24 units before evening meal",
    ),
    one_medicine(
        "The same twice, where the parts were unlike",
        {MIXED: "high"},
        HUMULIN,
        "24 units mane 16 units nocte",
        "20 units bd",
    ),
    case(
        "Swapped in a line for each part",
        {MIXED: "high"},
        gp=[f"{HUMULIN}|24 units mane|{RECENT}", f"{HUMULIN}|16 units nocte|{RECENT}"],
        ward=[f"{HUMULIN}|16 units mane|", f"{HUMULIN}|24 units nocte|"],
    ),
    one_medicine(
        "A cortisone day turned round",
        {"timing_conflict hydrocortisone": "high"},
        HYDROCORTISONE,
        "20mg mane 10mg at teatime",
        "10mg mane 20mg at teatime",
    ),
    one_medicine(
        "Of a medicine whose time does not matter so much",
        {"timing_conflict metformin": "moderate"},
        "Metformin 500mg tablets",
        "1 mane 2 nocte",
        "1g mane 500mg nocte",
    ),
    one_medicine(
        "The whole day of an anticoagulant at once",
        {"timing_conflict apixaban": "high"},
        APIXABAN,
        "1 bd",
        "10mg od",
    ),
    one_medicine(
        "A once-daily anticoagulant in two halves",
        {"timing_conflict rivaroxaban": "high"},
        "Rivaroxaban 20mg tablets",
        "20mg od",
        "10mg bd",
    ),
    one_medicine(
        "An epilepsy medicine once for twice",
        {"timing_conflict levetiracetam": "moderate"},
        LEVETIRACETAM,
        "1 bd",
        "1g od",
    ),
    one_medicine(
        "The same parts in other words",
        {},
        HUMULIN,
        "24 units mane 16 units nocte",
        "16 units before evening meal, 24 units before breakfast",
    ),
    one_medicine(
        "The same parts by the clock",
        {},
        HYDROCORTISONE,
        "10mg am, 5mg noon, 5mg 4pm",
        "10mg at 08:00, 5mg at 12:00 and 5mg at 16:00",
    ),
    case(
        "The same parts in a line for each",
        {},
        gp=[f"{HUMULIN}|24 units mane 16 units nocte|{RECENT}"],
        ward=[f"{HUMULIN}|16 units nocte|", f"{HUMULIN}|24 units mane|"],
    ),
    one_medicine(
        "When is not said on one side",
        {},
        HYDROCORTISONE,
        "10mg mane 10mg at teatime",
        "10mg bd",
    ),
    one_medicine("Twice a day in words", {}, APIXABAN, "1 bd", "5mg mane and 5mg nocte"),
    one_medicine("A medicine that may be split", {}, "Metformin 500mg tablets", "1 bd", "1g od"),
    *(
        one_medicine(f"A day's total may be in parts: {home}", {}, name, home, ward)
        for name, home, ward in (
            (APIXABAN, "Two daily", "5mg bd"),
            (APIXABAN, "10mg daily", "5mg bd"),
            (APIXABAN, "5mg bd", "10mg every day"),
            (LEVETIRACETAM, "2 a day with food", "500mg bd"),
            (HUMULIN, "40 units daily", "20 units bd"),
            (HYDROCORTISONE, "2 daily", "10mg om, 5mg midday, 5mg 5pm"),
        )
    ),
    *(
        one_medicine(
            f"Once is said: {home}", {"timing_conflict apixaban": "high"}, APIXABAN, home, ward
        )
        for home, ward in (
            ("Two once daily", "5mg bd"),
            ("10mg OD", "5mg bd"),
            ("1 bd", "10mg daily at night"),
            ("1 bd", "10mg at 08:00"),
            ("10mg daily as a single dose", "5mg bd"),
        )
    ),
    *(
        one_medicine(
            f"One tablet a day is one dose: {home}",
            {"timing_conflict rivaroxaban": "high"},
            "Rivaroxaban 20mg tablets",
            home,
            "10mg bd",
        )
        for home in ("One daily", "20mg daily")
    ),
    case(
        "Two strengths taken together are one dose",
        {},
        gp=[
            f"Warfarin 3mg tablets|1 at 6pm|{RECENT}",
            f"Warfarin 1mg tablets|1 od|{RECENT}",
        ],
        ward=["Warfarin 1mg tablets|4mg od|"],
    ),
    case(
        "A change with its reason",
        {},
        event="discharge",
        gp=[f"{APIXABAN}|1 bd|{RECENT}"],
        discharge=[f"{APIXABAN}|10mg od|change_status=changed; change_reason=loading dose"],
    ),
    case(
        "A new dose of which the GP has not heard yet",
        {},
        event="review",
        gp=[f"{LEVETIRACETAM}|1 bd|{RECENT}"],
        clinic=[f"{LEVETIRACETAM}|1g od|change_status=changed; change_date=2026-03-14"],
    ),
]


@pytest.mark.parametrize(("says", "lists"), CASES)
def test_parts_of_the_day(says: dict[str, str], lists: dict[str, Any], said) -> None:
    assert said(lists, low=says) == says
