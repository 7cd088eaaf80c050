"""Safety: allergy, supply, who may prescribe."""

from __future__ import annotations

from typing import Any

import pytest
from finding_cases import RECENT, case

from medrecon.model import CodedText, Patient

CASES = [
    case(
        "Allergy class nsaid",
        {"allergy_conflict naproxen": "critical"},
        event="review",
        patient=Patient(allergies=("Aspirin - bronchospasm",)),
        gp=[f"Naproxen 500mg tablets|1 bd|{RECENT}"],
    ),
    case(
        "Allergy coded text trimethoprim",
        {"allergy_conflict sulfamethoxazole+trimethoprim": "critical"},
        patient=Patient(allergies=(CodedText("Trimethoprim", reaction="rash"),)),
        ward=["Co-trimoxazole 80mg/400mg tablets|960 mg BD for 5 days|indication=UTI"],
    ),
    case(
        "Allergy otc",
        {"allergy_conflict ibuprofen": "critical", "otc_unrecorded ibuprofen": "low"},
        event="review",
        patient=Patient(allergies=("NSAIDs: angioedema",)),
        gp=[f"Amlodipine 5mg tablets|1 od|{RECENT}"],
        otc=["Ibuprofen 200mg tablets|2 tds|issued=2026-03-10"],
    ),
    case(
        "Codeine nausea",
        {"allergy_conflict codeine": "low"},
        patient=Patient(allergies=("Codeine - nausea",)),
        gp=[f"Codeine 30mg tablets|1 qds prn|{RECENT}"],
        ward=["Codeine 30mg tablets|30 mg QDS PRN|"],
    ),
    case(
        "Morphine itch low",
        {"allergy_conflict morphine": "low"},
        event="review",
        patient=Patient(allergies=("Morphine - itching",)),
        gp=[f"Zomorph 10mg modified-release capsules|1 bd|{RECENT}"],
    ),
    case(
        "Penicillin allergy",
        {"allergy_conflict amoxicillin": "critical"},
        patient=Patient(allergies=("Penicillin - anaphylaxis",)),
        gp=[f"Ramipril 5mg capsules|1 od|{RECENT}"],
        ward=[
            "Ramipril 5mg capsules|5 mg OD|",
            "Amoxicillin 500mg capsules|500 mg TDS for 5 days|indication=CAP",
        ],
    ),
    case(
        "Penicillin v allergy coamoxiclav GP acute",
        {"allergy_conflict amoxicillin+clavulanic acid": "critical"},
        event="review",
        patient=Patient(allergies=("Penicillin V: rash",)),
        acute=[
            "Co-amoxiclav 500mg/125mg tablets|1 tds for 7 days|start=2026-03-15; issued=2026-03-15; days=7"
        ],
    ),
    case(
        "Red drug",
        {"red_drug_in_primary_care clozapine": "high"},
        event="review",
        gp=[f"Clozapine 100mg tablets|1 bd|{RECENT}"],
    ),
    case(
        "Depo provera overdue",
        {"supply_gap medroxyprogesterone": "moderate"},
        event="review",
        gp=[
            "Medroxyprogesterone 150mg/1ml suspension for injection pre-filled syringes|150 mg every 12 weeks|issued=2025-11-01"
        ],
    ),
    case(
        "Depot overdue",
        {"supply_gap paliperidone": "moderate", "hidden_specialist paliperidone": "high"},
        event="review",
        gp=[f"Ramipril 5mg capsules|1 od|{RECENT}"],
        clinic=[
            "Paliperidone 100mg/1ml prolonged-release suspension for injection pre-filled syringes|100 mg IM every 4 weeks|last_administered=2026-01-05"
        ],
    ),
    case(
        "Issued not collected",
        {"supply_gap levetiracetam": "high"},
        event="review",
        gp=["Levetiracetam 500mg tablets|1 bd|issued=2026-03-01; days=28"],
        pmr=["Levetiracetam 500mg tablets|1 bd|issued=2026-01-03; days=28"],
    ),
    case(
        "Supply gap",
        {"supply_gap edoxaban": "high"},
        event="review",
        gp=["Edoxaban 60mg tablets|1 od|issued=2025-12-20; days=28"],
        pmr=["Edoxaban 60mg tablets|1 od|issued=2025-12-22; days=28"],
    ),
    case(
        "GP elsewhere methotrexate",
        {},
        event="review",
        elsewhere=["Methotrexate 2.5mg tablets|15 mg weekly hospital only|quantity=0"],
        homecare=[
            "Methotrexate 2.5mg tablets|15 mg once a week on Monday|issued=2026-03-03; days=84"
        ],
    ),
    case(
        "Allergy but stopped silent",
        {},
        event="review",
        patient=Patient(allergies=("Penicillin - rash",)),
        acute=["Amoxicillin 500mg capsules|1 tds|start=2025-12-01; issued=2025-12-01; days=7"],
        gp=[f"Ramipril 5mg capsules|1 od|{RECENT}"],
    ),
    case(
        "Depot in date recorded elsewhere",
        {},
        event="review",
        elsewhere=[
            "Paliperidone 100mg/1ml prolonged-release suspension for injection pre-filled syringes|hospital|"
        ],
        clinic=[
            "Paliperidone 100mg/1ml prolonged-release suspension for injection pre-filled syringes|100 mg IM every 4 weeks|last_administered=2026-02-25"
        ],
    ),
    case(
        "Nkda",
        {},
        patient=Patient(allergies=("NKDA",)),
        ward=["Amoxicillin 500mg capsules|500 mg TDS for 5 days|indication=CAP"],
    ),
    case(
        "Penicillin vs ceftriaxone silent",
        {},
        patient=Patient(allergies=("Penicillin (rash)",)),
        ward=["Ceftriaxone 1g powder for solution for injection vials|2 g OD IV|indication=sepsis"],
    ),
    case(
        "Red biologic info only silent",
        {},
        event="review",
        elsewhere=[
            "Adalimumab 40mg/0.4ml solution for injection pre-filled disposable devices|hospital only|"
        ],
        homecare=[
            "Adalimumab 40mg/0.4ml solution for injection pre-filled disposable devices|40 mg every 2 weeks|issued=2026-03-06; days=56"
        ],
    ),
    case(
        "Supply in grace silent",
        {},
        event="review",
        gp=["Edoxaban 60mg tablets|1 od|issued=2026-02-13; days=28"],
        pmr=["Edoxaban 60mg tablets|1 od|issued=2026-02-14; days=28"],
    ),
]


@pytest.mark.parametrize(("says", "lists"), CASES)
def test_what_is_said_and_nothing_else(
    says: dict[str, str], lists: dict[str, Any], said: Any
) -> None:
    assert said(lists, low=says) == says
