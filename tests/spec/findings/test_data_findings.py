"""Data: is the record itself sound."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from finding_cases import RECENT, case

from medrecon.model import Patient

CASES = [
    case(
        "Ambiguous insulin",
        {"ambiguous_dose insulin glargine": "critical"},
        event="review",
        gp=[
            f"Lantus 100units/ml solution for injection 3ml pre-filled SoloStar pens|as directed|{RECENT}"
        ],
    ),
    case(
        "Prednisolone as directed",
        {"ambiguous_dose prednisolone": "critical"},
        event="review",
        gp=[f"Prednisolone 5mg tablets|as directed|{RECENT}"],
    ),
    case(
        "Warfarin as directed",
        {"ambiguous_dose warfarin": "critical"},
        event="review",
        gp=[f"Warfarin 3mg tablets|as directed|{RECENT}"],
    ),
    case(
        "Warfarin as directed everywhere, admitted",
        {"ambiguous_dose warfarin": "critical"},
        gp=[
            f"Warfarin 1mg tablets|as directed|{RECENT}",
            f"Warfarin 3mg tablets|as directed|{RECENT}",
        ],
        ward=["Warfarin|as per INR|"],
    ),
    case(
        "Code mismatch",
        {"code_text_mismatch amlodipine+atenolol": "high"},
        event="review",
        gp=[f"Atenolol 50mg tablets|1 od|{RECENT}; code=39732011000001102"],
    ),
    case(
        "The code of another brand, where the brand matters",
        {"code_text_mismatch tacrolimus": "high"},
        gp=[f"Adoport 1mg capsules|1 bd|{RECENT}; code=100903179999999105"],
        ward=["Adoport 1mg capsules|1 mg BD|"],
    ),
    case(
        "The code of another brand, where it does not",
        {},
        event="review",
        gp=[f"Microgynon 30 tablets|1 od|{RECENT}; code=100921419999999104"],
    ),
    case(
        "The code says which brand, and the words no other",
        {},
        event="review",
        gp=[f"Tacrolimus 1mg capsules|1 bd|{RECENT}; code=100903179999999105"],
    ),
    case(
        "Unidentifiable",
        {"incomplete_data little white heart pill": "moderate"},
        event="review",
        gp=[f"Ramipril 5mg capsules|1 od|{RECENT}"],
        told=["little white heart pill|one a day|"],
    ),
    case(
        "Unknown dose on ward",
        {"incomplete_data bisoprolol": "moderate"},
        gp=[f"Bisoprolol 2.5mg tablets|1 om|{RECENT}"],
        ward=["Bisoprolol||route=oral"],
    ),
    case(
        "PMR dispensing error LASA",
        {"transcription_suspect amitriptyline+amlodipine": "high"},
        event="review",
        gp=[f"Amlodipine 10mg tablets|1 od|{RECENT}"],
        pmr=["Amitriptyline 10mg tablets|1 od|issued=2026-03-02; days=28"],
    ),
    case(
        "Insulin 10x",
        {"transcription_suspect insulin glargine": "critical"},
        gp=[
            f"Lantus 100units/ml solution for injection 3ml pre-filled SoloStar pens|8 units ON|{RECENT}"
        ],
        ward=[
            "Lantus 100units/ml solution for injection 3ml pre-filled SoloStar pens|80 units ON|"
        ],
    ),
    case(
        "Lasa",
        {"transcription_suspect hydralazine+hydroxyzine": "high"},
        gp=[f"Hydralazine 25mg tablets|1 bd|{RECENT}"],
        ward=["Hydroxyzine 25mg tablets|25 mg BD|"],
    ),
    case(
        "Lasa carbimazole",
        {"transcription_suspect carbamazepine+carbimazole": "high"},
        gp=[f"Carbimazole 5mg tablets|2 bd|{RECENT}"],
        ward=["Carbamazepine 100mg tablets|100 mg BD|"],
    ),
    case(
        "Novomix for novorapid",
        {"transcription_suspect insulin aspart+insulin aspart protamine": "high"},
        gp=[
            f"NovoMix 30 FlexPen 100units/ml suspension for injection 3ml pre-filled pens|20 units bd|{RECENT}"
        ],
        ward=[
            "NovoRapid FlexPen 100units/ml solution for injection 3ml pre-filled pens|20 units BD|"
        ],
    ),
    case(
        "Potassium ten fold",
        {"transcription_suspect morphine": "critical"},
        gp=[f"Zomorph 10mg modified-release capsules|1 bd|{RECENT}"],
        ward=["Zomorph 100mg modified-release capsules|100 mg BD|"],
    ),
    case(
        "Ten times",
        {"transcription_suspect digoxin": "critical"},
        gp=[f"Digoxin 125microgram tablets|1 od|{RECENT}"],
        ward=["Digoxin 125microgram tablets|1.25 mg OD|"],
    ),
    case(
        "Wrong patient ids",
        {"wrong_patient *": "critical"},
        gp=[f"Ramipril 5mg capsules|1 od|{RECENT}; patient_id=A"],
        ward=["Ramipril 5mg capsules|5 mg OD|patient_id=B"],
    ),
    case(
        "Wrong patient zero overlap",
        {"wrong_patient *": "critical"},
        patient=Patient(birth_date=dt.date(1950, 1, 15), sex="female"),
        gp=[
            f"Ramipril 5mg capsules|1 od|{RECENT}",
            f"Levothyroxine sodium 100microgram tablets|1 om|{RECENT}",
            f"Metformin 500mg tablets|1 bd|{RECENT}",
            f"Atorvastatin 20mg tablets|1 on|{RECENT}",
        ],
        ward=[
            "Tamsulosin 400microgram modified-release capsules|400 micrograms OD|",
            "Finasteride 5mg tablets|5 mg OD|",
            "Apixaban 5mg tablets|5 mg BD|",
            "Bisoprolol 2.5mg tablets|2.5 mg OM|",
        ],
    ),
    case(
        "EpiPen silent as directed",
        {},
        event="review",
        gp=[
            "EpiPen 300micrograms/0.3ml (1 in 1,000) solution for injection auto-injectors|use as directed|issued=2026-01-10"
        ],
    ),
    case(
        "Incomplete strength missing on chart",
        {},
        gp=[f"Bisoprolol 2.5mg tablets|1 om|{RECENT}"],
        ward=["Bisoprolol|2.5 mg OM|route=oral"],
    ),
    case(
        "Sex-implausible but overlap",
        {},
        event="review",
        patient=Patient(birth_date=dt.date(1950, 1, 15), sex="female"),
        gp=[f"Tamsulosin 400microgram modified-release capsules|1 od|{RECENT}"],
    ),
    case(
        "Warfarin with dosing clinic silent",
        {},
        event="review",
        gp=[f"Warfarin 3mg tablets|as directed|{RECENT}"],
        clinic=["Warfarin 3mg tablets|3 mg daily|recorded=2026-03-10"],
    ),
]


@pytest.mark.parametrize(("says", "lists"), CASES)
def test_what_is_said_and_nothing_else(
    says: dict[str, str], lists: dict[str, Any], said: Any
) -> None:
    assert said(lists, low=says) == says
