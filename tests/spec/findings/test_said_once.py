"""What was once said twice, or not at all: each beside one that must stay silent."""

from __future__ import annotations

from typing import Any

import pytest
from finding_cases import AMLODIPINE, KEPT, RECENT, case

from medrecon.model import Patient

COLLECTED = [
    AMLODIPINE,
    f"Bisoprolol 2.5mg tablets|1 od|{RECENT}",
    f"Atorvastatin 40mg tablets|1 on|{RECENT}",
    f"Allopurinol 100mg tablets|1 od|{RECENT}",
]
DEPOT = "Buprenorphine 64mg/0.18ml prolonged-release solution for injection pre-filled syringes"
METOJECT = "Metoject PEN 15mg/0.3ml solution for injection pre-filled pens"
OLD = "issued=2025-12-20; days=28"
CASES = [
    case(
        "Left out of the chart and run out: one problem, one finding",
        {"omission ramipril": "moderate"},
        gp=[AMLODIPINE, f"Ramipril 5mg capsules|1 od|{OLD}"],
        pmr=[f"Ramipril 5mg capsules|1 od|{OLD}"],
        ward=[KEPT],
    ),
    case(
        "Run out, where no list is judged for it",
        {"supply_gap ramipril": "moderate"},
        event="review",
        gp=[AMLODIPINE, f"Ramipril 5mg capsules|1 od|{OLD}"],
        pmr=[f"Ramipril 5mg capsules|1 od|{OLD}"],
    ),
    case(
        "Stopped long ago, back without a word, and not collected: one problem, one finding",
        {"restarted_undocumented ramipril": "moderate"},
        event="review",
        gp=[
            *COLLECTED,
            "Ramipril 5mg capsules|1 od|status=stopped; end=2023-01-10; reason=no longer needed",
            "Ramipril 5mg capsules|1 od|start=2026-01-20; issued=2026-02-27; days=28; course=repeat",
        ],
        pmr=COLLECTED,
    ),
    case(
        "Two weak opioids, the one as required",
        {"duplicate_class codeine+dihydrocodeine+paracetamol": "high"},
        event="review",
        gp=[
            f"Zapain 30mg/500mg tablets|2 qds|{RECENT}",
            f"Dihydrocodeine 30mg tablets|1 qds prn|{RECENT}",
        ],
    ),
    case(
        "A patch, and another strong opioid for breakthrough",
        {},
        event="review",
        gp=[
            f"Matrifen 25micrograms/hour transdermal patches|1 patch every 72 hours|{RECENT}",
            f"Morphine 10mg/5ml oral solution|5ml 4 hourly prn|{RECENT}",
        ],
    ),
    case(
        "An inhaler at home, a nebuliser on the ward",
        {},
        gp=[f"Salbutamol 100micrograms/dose inhaler CFC free|2 puffs qds|{RECENT}"],
        ward=["Salbutamol 5mg/2.5ml nebuliser liquid unit dose vials|5 mg QDS|indication=COPD"],
    ),
    case(
        "Two doses of one nebuliser liquid",
        {"dose_conflict salbutamol": "moderate"},
        gp=[f"Salbutamol 2.5mg/2.5ml nebuliser liquid unit dose vials|2.5mg qds|{RECENT}"],
        ward=["Salbutamol 5mg/2.5ml nebuliser liquid unit dose vials|5 mg QDS"],
    ),
    case(
        "Valproate on the GP list alone, and the patient is known to be pregnant",
        {"allergy_conflict valproate": "critical"},
        event="review",
        patient=Patient(sex="female", pregnant=True),
        gp=[AMLODIPINE, f"Sodium valproate 500mg gastro-resistant tablets|1 bd|{RECENT}"],
    ),
    case(
        "Valproate, and no pregnancy is recorded",
        {},
        event="review",
        patient=Patient(sex="female"),
        gp=[f"Sodium valproate 500mg gastro-resistant tablets|1 bd|{RECENT}"],
    ),
    case(
        "Warfarin and carbimazole, and the patient is known to be pregnant",
        {
            "allergy_conflict warfarin": "high",
            "allergy_conflict carbimazole": "moderate",
        },
        event="review",
        patient=Patient(sex="female", pregnant=True),
        gp=[
            f"Warfarin 3mg tablets|1 od|{RECENT}",
            f"Carbimazole 5mg tablets|1 od|{RECENT}",
        ],
    ),
    *(
        case(
            f"{medicine}, and the patient is known to be pregnant",
            {f"allergy_conflict {name}": grade},
            event="review",
            patient=Patient(sex="female", pregnant=True),
            gp=[f"{medicine}|1 od|{RECENT}"],
        )
        for medicine, name, grade in (
            ("Primidone 50mg tablets", "primidone", "moderate"),
            ("Hydroxycarbamide 500mg capsules", "hydroxycarbamide", "critical"),
            ("Priadel 400mg modified-release tablets", "lithium", "high"),
            ("Simvastatin 40mg tablets", "simvastatin", "moderate"),
            ("Apixaban 5mg tablets", "apixaban", "high"),
        )
    ),
    case(
        "A medicine that is usual in pregnancy",
        {},
        event="review",
        patient=Patient(sex="female", pregnant=True),
        gp=[f"Labetalol 100mg tablets|1 bd|{RECENT}"],
    ),
    case(
        "A yearly infusion is not looked for on a chart",
        {},
        gp=[AMLODIPINE],
        elsewhere=["Zoledronic acid 5mg/100ml infusion bottles|annual infusion|start=2025-09-01"],
        ward=[KEPT],
    ),
    case(
        "A yearly infusion that falls due in these days is",
        {"omission zoledronic acid": "moderate"},
        gp=[AMLODIPINE],
        elsewhere=[
            "Zoledronic acid 5mg/100ml infusion bottles|annual infusion|next_due=2026-03-18"
        ],
        ward=[KEPT],
    ),
    case(
        "A maximum is no frequency: at most weekly is not held against every night",
        {},
        gp=[f"Zopiclone 7.5mg tablets|1 nocte max weekly|{RECENT}"],
        ward=["Zopiclone 7.5mg tablets|7.5 mg nightly"],
    ),
    case(
        "Mycophenolate mofetil at home, mycophenolic acid on the chart",
        {"release_conflict mycophenolate": "high"},
        gp=[f"Mycophenolate mofetil 500mg tablets|2 bd|{RECENT}"],
        ward=["Mycophenolic acid 360mg gastro-resistant tablets|360 mg BD"],
    ),
    case(
        "Mycophenolate mofetil in both lists, at one dose",
        {},
        gp=[f"Mycophenolate mofetil 500mg tablets|1 bd|{RECENT}"],
        ward=["Mycophenolate mofetil 500mg tablets|500 mg BD"],
    ),
    case(
        "A depot given outside goes on acting on the ward, where methadone is charted",
        {"duplicate_class buprenorphine+methadone": "critical"},
        clinic=[f"{DEPOT}|64 mg every 4 weeks|last_administered=2026-03-01"],
        gp=[f"{DEPOT}|64 mg every 4 weeks|course=elsewhere", AMLODIPINE],
        ward=[
            "Methadone 1mg/ml oral solution|40 mg OD|indication=Dependence",
            KEPT,
        ],
    ),
    case(
        "Tablets at home, and a short injection of another opioid on the ward",
        {"omission morphine": "high"},
        gp=[f"Zomorph 30mg modified-release capsules|1 bd|{RECENT}"],
        ward=[
            "Oxycodone 10mg/1ml solution for injection ampoules|5 mg every 4 hours|indication=Pain"
        ],
    ),
    case(
        "Stopped on the discharge list and issued since: one problem, one finding",
        {"discontinued_represcribed naproxen": "critical"},
        event="review",
        gp=[AMLODIPINE, "Naproxen 500mg tablets|1 bd|issued=2026-03-12; days=28"],
        discharge=[
            "Amlodipine 5mg tablets|5 mg OD|change_status=continued; start=2026-03-01; recorded=2026-03-01",
            "Naproxen 500mg tablets|500 mg BD|change_status=stopped; why=GI bleed; start=2026-03-01",
        ],
    ),
    case(
        "Stopped on a discharge list of that line alone, which is as old as it says",
        {"discontinued_represcribed naproxen": "critical"},
        event="review",
        gp=["Naproxen 500mg tablets|1 bd|issued=2026-03-12; days=28"],
        discharge=[
            "Naproxen 500mg tablets||status=stopped; reason=GI bleed; start=2026-03-01; recorded=2026-03-01"
        ],
    ),
    case(
        "The same list, and the GP has not issued it since",
        {"status_conflict naproxen": "moderate"},
        event="review",
        gp=["Naproxen 500mg tablets|1 bd|issued=2026-02-12; days=28"],
        discharge=[
            "Naproxen 500mg tablets||status=stopped; reason=GI bleed; start=2026-03-01; recorded=2026-03-01"
        ],
    ),
    case(
        "The same list, within the days that the GP has for it",
        {},
        event="review",
        gp=["Naproxen 500mg tablets|1 bd|issued=2026-02-12; days=28"],
        discharge=[
            "Naproxen 500mg tablets||status=stopped; reason=GI bleed; start=2026-03-11; recorded=2026-03-11"
        ],
    ),
    case(
        "A stop of which only the beginning of the medicine is dated",
        {},
        event="review",
        gp=["Naproxen 500mg tablets|1 bd|issued=2026-02-12; days=28"],
        discharge=["Naproxen 500mg tablets||status=stopped; reason=GI bleed; start=2019-03-11"],
    ),
    case(
        "Another release form is given in another number of doses",
        {"release_conflict carbidopa+levodopa": "high"},
        gp=[f"Co-careldopa 50mg/200mg modified-release tablets|1 bd|{RECENT}"],
        ward=["Co-careldopa 25mg/100mg tablets|1 QDS"],
    ),
    case(
        "The same release form in another number of doses",
        {"timing_conflict hydrocortisone": "moderate"},
        gp=[f"Hydrocortisone 10mg tablets|2 om|{RECENT}"],
        ward=["Hydrocortisone 10mg tablets|10 mg BD"],
    ),
    case(
        "The background opioid is charted as breakthrough",
        {"release_conflict morphine": "critical"},
        gp=[f"MST Continus 60mg tablets|1 bd|{RECENT}"],
        ward=["Oramorph 10mg/5ml oral solution|10 mg PRN"],
    ),
    case(
        "A pen from the clinic and tablets from the GP",
        {"duplicate_ingredient methotrexate": "critical"},
        event="review",
        gp=[f"Methotrexate 2.5mg tablets|six tablets once a week on Monday|{RECENT}"],
        homecare=[f"{METOJECT}|15 mg sc once weekly on Monday|last_administered=2026-03-09"],
    ),
    case(
        "Coated and plain of the one, at eight times the dose: what is of little weight hides nothing",
        {"dose_conflict prednisolone": "high"},
        gp=[f"Prednisolone 5mg gastro-resistant tablets|1 od|{RECENT}"],
        ward=["Prednisolone 5mg tablets|40 mg OD"],
    ),
    case(
        "A strength without its unit, and another number in the other list",
        {"dose_conflict digoxin": "high"},
        gp=["Digoxin 125 1 od"],
        ward=["Digoxin 250 1 OD"],
    ),
    case(
        "A strength without its unit, and the same number in the other list",
        {},
        gp=[f"Digoxin 125|1 od|{RECENT}"],
        ward=["Digoxin 125|1 OD"],
    ),
]


@pytest.mark.parametrize(("says", "lists"), CASES)
def test_says(says: dict[str, str], lists: dict[str, Any], said: Any) -> None:
    """Exactly these findings, and above low no other."""
    assert said(lists, low=says) == says
