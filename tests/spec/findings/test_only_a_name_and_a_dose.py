"""A line that is only a name and a dose: it is by the route that name, dose and the other lists leave open."""

from __future__ import annotations

from typing import Any

import pytest
from finding_cases import RECENT, STOPPED, case

WHY = "indication=symptoms"
DROPS = f"Prednisolone 1% eye drops|1 drop qds|{WHY}"
TABLETS = f"Prednisolone 5mg tablets|1 om|{RECENT}"

BESIDE_ANOTHER_FORM = [
    case("It is the tablets", {}, gp=[TABLETS], ward=["Prednisolone|5mg om", DROPS]),
    case(
        "It is the tablets at another dose",
        {"dose_conflict prednisolone": "high"},
        gp=[TABLETS],
        ward=["Prednisolone|20mg om", DROPS],
    ),
    case(
        "Drops by name are no tablets",
        {"omission prednisolone": "critical"},
        gp=[TABLETS],
        ward=[f"Prednisolone|1 drop qds|{WHY}", DROPS],
    ),
    case(
        "Modified release is swallowed",
        {},
        gp=[f"Morphine 10mg modified-release tablets|1 bd|{RECENT}"],
        ward=["Morphine MR|10mg bd", f"Morphine 10mg/1ml injection|2.5mg sc prn|{WHY}"],
    ),
    case(
        "Of tablets and an injection the one with that dose",
        {},
        gp=[f"Furosemide 40mg tablets|1 om|{RECENT}"],
        ward=["Furosemide|40mg om", f"Furosemide 20mg/2ml injection|40mg iv prn|{WHY}"],
    ),
    case(
        "Of neither the dose: a question, and no addition",
        {"omission furosemide": "moderate"},
        gp=[f"Furosemide 40mg tablets|1 om|{RECENT}"],
        ward=["Furosemide|80mg om", f"Furosemide 20mg/2ml injection|40mg iv prn|{WHY}"],
    ),
]

IN_A_CLASS = [
    case(
        "After a harm of the class",
        {"allergy_conflict lisinopril": "critical"},
        gp=[f"Ramipril 5mg capsules|1 od|{STOPPED}angioedema"],
        ward=[f"Lisinopril|10mg od|{WHY}"],
    ),
    case(
        "Two of a class",
        {"duplicate_class apixaban+rivaroxaban": "critical"},
        gp=[f"Apixaban|5mg bd|{RECENT}", f"Rivaroxaban|20mg od|{RECENT}"],
        ward=["Apixaban|5mg bd", "Rivaroxaban|20mg od"],
    ),
    case(
        "A gel by its brand after a bleed",
        {},
        gp=[f"Naproxen 500mg tablets|1 bd|{STOPPED}GI bleed"],
        ward=[f"Voltarol Emulgel|tds|{WHY}"],
    ),
    case(
        "What is applied beside tablets",
        {},
        gp=[f"Naproxen 500mg tablets|1 bd|{RECENT}", f"Ibuprofen|apply tds|{RECENT}"],
        ward=["Naproxen|500mg bd", "Ibuprofen|apply tds"],
    ),
    case(
        "Eye drops by name beside tablets",
        {},
        gp=[f"Bisoprolol 2.5mg tablets|1 od|{RECENT}", f"Timolol|1 drop bd|{RECENT}"],
        ward=["Bisoprolol|2.5mg od", "Timolol|1 drop bd"],
    ),
    case(
        "An inhaler by name beside tablets",
        {},
        gp=[TABLETS, f"Beclometasone|200micrograms bd|{RECENT}"],
        ward=["Prednisolone|5mg om", "Beclometasone|200micrograms bd"],
    ),
]

DROPS_AFTER_HARM = [
    case(
        "The same medicine in other drops",
        {"discontinued_represcribed dorzolamide+timolol": "critical"},
        gp=[f"Timolol 0.25% eye drops|1 drop bd|{STOPPED}bronchospasm"],
        ward=[f"Dorzolamide 20mg/ml / Timolol 5mg/ml eye drops|1 drop bd|{WHY}"],
    ),
    case(
        "Both drops by name",
        {"discontinued_represcribed dorzolamide+timolol": "critical"},
        gp=[f"Timolol|1 drop bd|{STOPPED}bronchospasm"],
        ward=[f"Dorzolamide 20mg/ml / Timolol 5mg/ml eye drops|1 drop bd|{WHY}"],
    ),
    case(
        "Another medicine in drops",
        {},
        gp=[f"Timolol 0.25% eye drops|1 drop bd|{STOPPED}bronchospasm"],
        ward=[f"Latanoprost 50micrograms/ml eye drops|1 drop nocte|{WHY}"],
    ),
    case(
        "A cream after tablets",
        {},
        gp=[f"Hydrocortisone 10mg tablets|1 om|{STOPPED}steroid psychosis"],
        ward=[f"Hydrocortisone 1% / Clotrimazole 1% cream|apply bd|{WHY}"],
    ),
]

WARFARIN = f"Warfarin 3mg tablets|1 od|{RECENT}"
BOUGHT = [
    case(
        "Tablets beside warfarin",
        {"otc_unrecorded ibuprofen": "high"},
        gp=[WARFARIN],
        otc=["Ibuprofen|400mg tds|start=2026-03-10"],
        ward=["Warfarin|3mg od"],
    ),
    case(
        "A gel beside warfarin",
        {},
        gp=[WARFARIN],
        otc=["Ibuprofen 5% gel|apply tds|start=2026-03-10"],
        ward=["Warfarin|3mg od"],
    ),
    case(
        "A gel without strength beside warfarin",
        {},
        gp=[WARFARIN],
        otc=["Diclofenac gel|prn|start=2026-03-10"],
        ward=["Warfarin|3mg od"],
    ),
]

PARTS = [
    case(
        "A combination as its parts by name",
        {},
        gp=[f"Co-codamol 30mg/500mg tablets|2 qds|{RECENT}"],
        ward=["Codeine|60mg qds", "Paracetamol|1g qds"],
    ),
    case(
        "Its parts by name at another dose",
        {"dose_conflict codeine": "high"},
        gp=[f"Co-codamol 30mg/500mg tablets|2 qds|{RECENT}"],
        ward=["Codeine|15mg qds", "Paracetamol|1g qds"],
    ),
    case(
        "One part by name",
        {"omission codeine+paracetamol": "moderate"},
        gp=[f"Co-codamol 30mg/500mg tablets|2 qds|{RECENT}"],
        ward=["Paracetamol|1g qds"],
    ),
    case(
        "Another combination as its parts by name",
        {},
        gp=[f"Co-amilofruse 5mg/40mg tablets|1 om|{RECENT}"],
        ward=["Furosemide|40mg om", "Amiloride|5mg om"],
    ),
]


@pytest.mark.parametrize(
    ("says", "lists"), [*BESIDE_ANOTHER_FORM, *IN_A_CLASS, *DROPS_AFTER_HARM, *BOUGHT, *PARTS]
)
def test_only_a_name_and_a_dose(says: dict[str, str], lists: dict[str, Any], said) -> None:
    assert said(lists, low=says) == says


def test_a_brand_of_one_place_goes_there(answer_to) -> None:
    """All products named Xalatan are eye drops; what is named by its medicine alone stays open."""
    found = answer_to(event="review", gp=[f"Xalatan|1 nocte|{RECENT}"])
    assert [t.route_class for t in found.treatments] == ["ocular"]
    found = answer_to(event="review", gp=[f"Prednisolone|5mg om|{RECENT}"])
    assert [t.route_class for t in found.treatments] == [None]
