"""Regimen: do the lists agree on how it is taken."""

from __future__ import annotations

from typing import Any

import pytest
from finding_cases import RECENT, case

CASES = [
    case(
        "Cocodamol strengths",
        {"dose_conflict codeine+paracetamol": "moderate"},
        gp=[f"Co-codamol 8mg/500mg tablets|2 qds|{RECENT}"],
        ward=["Co-codamol 30mg/500mg tablets|2 tablets QDS|"],
    ),
    case(
        "Discharge dose undocumented",
        {"dose_conflict furosemide": "moderate"},
        event="discharge",
        gp=[f"Furosemide 40mg tablets|1 om|{RECENT}"],
        discharge=["Furosemide 40mg tablets|80 mg OM|"],
    ),
    case(
        "Dose conflict",
        {"dose_conflict furosemide": "moderate"},
        gp=[f"Furosemide 40mg tablets|2 om|{RECENT}"],
        ward=["Furosemide 40mg tablets|40 mg OM|start=2026-03-15"],
    ),
    case(
        "Dose conflict PMR vs GP",
        {"dose_conflict gabapentin": "moderate"},
        event="review",
        gp=["Gabapentin 300mg capsules|2 tds|issued=2026-03-01; days=28"],
        pmr=["Gabapentin 300mg capsules|1 tds|issued=2026-03-03; days=28"],
    ),
    case(
        "Emar dose differs",
        {"dose_conflict donepezil": "moderate"},
        event="review",
        gp=[f"Donepezil 10mg tablets|1 on|{RECENT}"],
        told=["Donepezil 5mg tablets|1 on|kind=administration; last_administered=2026-03-15"],
    ),
    case(
        "Fentanyl dose",
        {"dose_conflict fentanyl": "high"},
        gp=[f"Matrifen 25micrograms/hour transdermal patches|1 patch every 72 hours|{RECENT}"],
        ward=["Matrifen 50micrograms/hour transdermal patches|1 patch every 72 hours|"],
    ),
    case(
        "Insulin biphasic doses",
        {"dose_conflict insulin aspart+insulin aspart protamine": "high"},
        gp=[
            f"NovoMix 30 FlexPen 100units/ml suspension for injection 3ml pre-filled pens|20 units before breakfast and 14 units before evening meal|{RECENT}"
        ],
        ward=[
            "NovoMix 30 FlexPen 100units/ml suspension for injection 3ml pre-filled pens|14 units before breakfast and 14 units before evening meal|"
        ],
    ),
    case(
        "Insulin dose differs",
        {"dose_conflict insulin glargine": "high"},
        gp=[
            f"Lantus 100units/ml solution for injection 3ml pre-filled SoloStar pens|20 units ON|{RECENT}"
        ],
        ward=[
            "Lantus 100units/ml solution for injection 3ml pre-filled SoloStar pens|26 units ON|"
        ],
    ),
    case(
        "Levothyroxine gp 100 pmr 50",
        {"dose_conflict levothyroxine": "moderate"},
        event="review",
        gp=[f"Levothyroxine sodium 100microgram tablets|1 om|{RECENT}"],
        pmr=["Levothyroxine sodium 50microgram tablets|1 om|issued=2026-03-02; days=28"],
    ),
    case(
        "Levothyroxine one strength missing",
        {"dose_conflict levothyroxine": "moderate"},
        gp=[
            f"Levothyroxine sodium 100microgram tablets|1 om|{RECENT}",
            f"Levothyroxine sodium 25microgram tablets|1 om|{RECENT}",
        ],
        ward=["Levothyroxine sodium 100microgram tablets|100 micrograms OM|"],
    ),
    case(
        "Oramorph dose differ",
        {"dose_conflict morphine": "high"},
        gp=["Oramorph 10mg/5ml oral solution|2.5ml every 4 hours when required|issued=2026-03-01"],
        ward=["Oramorph 10mg/5ml oral solution|10 mg every 4 hours PRN|"],
    ),
    case(
        "Warfarin INR dose newer",
        {"dose_conflict warfarin": "high"},
        gp=[f"Warfarin 1mg tablets|3 mg daily|{RECENT}"],
        clinic=["Warfarin 1mg tablets|4 mg daily|recorded=2026-03-10"],
        ward=["Warfarin 3mg tablets|3 mg OD at 18:00|"],
    ),
    case(
        "Antibiotic no duration at discharge",
        {"duration_conflict doxycycline": "moderate"},
        event="discharge",
        gp=[f"Ramipril 5mg capsules|1 od|{RECENT}"],
        discharge=[
            "Ramipril 5mg capsules|5 mg OD|",
            "Doxycycline 100mg capsules|100 mg OD|change_status=started; indication=Cellulitis",
        ],
    ),
    case(
        "Discharge zopiclone no length",
        {"duration_conflict zopiclone": "moderate"},
        event="discharge",
        gp=[f"Ramipril 5mg capsules|1 od|{RECENT}"],
        discharge=[
            "Ramipril 5mg capsules|5 mg OD|",
            "Zopiclone 7.5mg tablets|7.5 mg ON|change_status=started; indication=insomnia in hospital",
        ],
    ),
    case(
        "Duration differs",
        {"duration_conflict amoxicillin": "moderate"},
        event="review",
        discharge=[
            "Amoxicillin 500mg capsules|500 mg TDS for 5 days|start=2026-03-14; indication=CAP"
        ],
        acute=[
            "Amoxicillin 500mg capsules|1 tds for 14 days|start=2026-03-14; issued=2026-03-14; days=14"
        ],
    ),
    case(
        "Cream ointment low",
        {"form_conflict betamethasone": "low"},
        event="review",
        gp=[f"Betamethasone valerate 0.1% cream|apply od|{RECENT}"],
        pmr=["Betamethasone valerate 0.1% ointment|apply od|issued=2026-03-02; days=28"],
    ),
    case(
        "Phenytoin caps to suspension",
        {"form_conflict phenytoin": "moderate"},
        gp=[f"Phenytoin sodium 100mg capsules|3 on|{RECENT}"],
        ward=["Phenytoin 30mg/5ml oral suspension|270 mg ON|"],
    ),
    case(
        "Adalimumab weekly",
        {"frequency_conflict adalimumab": "high"},
        event="review",
        elsewhere=[
            "Adalimumab 40mg/0.4ml solution for injection pre-filled disposable devices|40 mg every week|"
        ],
        homecare=[
            "Adalimumab 40mg/0.4ml solution for injection pre-filled disposable devices|40 mg every 2 weeks|issued=2026-03-06; days=56"
        ],
    ),
    case(
        "Buprenorphine patch 7d vs 72h",
        {"frequency_conflict buprenorphine": "high"},
        gp=[f"Transtec 35micrograms/hour transdermal patches|1 patch every 96 hours|{RECENT}"],
        ward=["Transtec 35micrograms/hour transdermal patches|1 patch every 72 hours|"],
    ),
    case(
        "Frequency conflict",
        {"frequency_conflict metformin": "moderate"},
        gp=[f"Metformin 500mg tablets|1 tds|{RECENT}"],
        ward=["Metformin 500mg tablets|500 mg OD|"],
    ),
    case(
        "Patch interval",
        {"frequency_conflict fentanyl": "high"},
        gp=[
            f"Fentanyl 25micrograms/hour transdermal patches|1 patch every 72 hours|{RECENT}; brand=Matrifen"
        ],
        ward=["Fentanyl 25micrograms/hour transdermal patches|1 patch every 7 days|brand=Matrifen"],
    ),
    case(
        "Prn regular",
        {"prn_regular_conflict codeine": "moderate"},
        gp=[f"Codeine 30mg tablets|1-2 qds prn|{RECENT}"],
        ward=["Codeine 30mg tablets|60 mg QDS|"],
    ),
    case(
        "Zopiclone prn vs regular",
        {"prn_regular_conflict zopiclone": "moderate"},
        gp=[f"Zopiclone 3.75mg tablets|1 on prn|{RECENT}"],
        ward=["Zopiclone 3.75mg tablets|3.75 mg ON|"],
    ),
    case(
        "MR vs IR",
        {"release_conflict oxycodone": "critical"},
        gp=[f"Longtec 20mg modified-release tablets|1 every 12 hours|{RECENT}"],
        ward=["Oxycodone 20mg capsules|20 mg BD|"],
    ),
    case(
        "Metformin MR->IR",
        {"release_conflict metformin": "high"},
        gp=[f"Metformin 500mg modified-release tablets|2 od|{RECENT}"],
        ward=["Metformin 500mg tablets|1 g OD|"],
    ),
    case(
        "Prednisolone ec vs plain low",
        {"release_conflict prednisolone": "low"},
        gp=[f"Prednisolone 5mg gastro-resistant tablets|1 om|{RECENT}"],
        ward=["Prednisolone 5mg tablets|5 mg OM|"],
    ),
    case(
        "Tramadol 12 vs 24h",
        {"release_conflict tramadol": "high"},
        gp=[f"Zydol XL 200mg tablets|1 od|{RECENT}"],
        ward=["Tramadol 100mg 12 hour modified-release capsules|100 mg BD|"],
    ),
    case(
        "Valproate release",
        {"release_conflict valproate": "high"},
        gp=[f"Epilim Chrono 500 tablets|1 bd|{RECENT}"],
        ward=["Sodium valproate 500mg gastro-resistant tablets|500 mg BD|"],
    ),
    case(
        "Route",
        {"route_conflict morphine": "high"},
        gp=[f"Morphine 10mg modified-release tablets|1 bd|{RECENT}"],
        ward=[
            "Morphine sulfate 10mg/1ml solution for injection ampoules|10 mg BD subcutaneous|route=subcutaneous"
        ],
    ),
    case(
        "Insulin U300 vs U100",
        {"strength_conflict insulin glargine": "critical"},
        gp=[
            f"Toujeo 300units/ml solution for injection 1.5ml pre-filled SoloStar pens|20 units ON|{RECENT}"
        ],
        ward=[
            "Lantus 100units/ml solution for injection 3ml pre-filled SoloStar pens|20 units ON|"
        ],
    ),
    case(
        "Morphine concentrate",
        {"strength_conflict morphine": "critical"},
        event="review",
        gp=["Oramorph 10mg/5ml oral solution|10 mg every 4 hours when required|issued=2026-03-01"],
        pmr=[
            "Oramorph 20mg/ml concentrated oral solution|10 mg every 4 hours when required|issued=2026-03-02"
        ],
    ),
    case(
        "Mtx two strengths",
        {"strength_conflict methotrexate": "critical"},
        event="review",
        gp=[f"Methotrexate 2.5mg tablets|8 tablets once a week on Monday|{RECENT}"],
        pmr=[
            "Methotrexate 10mg tablets|2 tablets once a week on Monday|issued=2026-03-02; days=28"
        ],
    ),
    case(
        "PD timing",
        {"timing_conflict carbidopa+levodopa": "critical"},
        gp=[f"Co-careldopa 25mg/100mg tablets|1 at 07:00, 11:00, 15:00 and 19:00|{RECENT}"],
        ward=["Co-careldopa 25mg/100mg tablets|1 tablet at 08:00, 12:00, 18:00 and 22:00|"],
    ),
    case(
        "Morning night statin low",
        {"timing_conflict simvastatin": "low"},
        gp=[f"Simvastatin 40mg tablets|1 on|{RECENT}"],
        ward=["Simvastatin 40mg tablets|40 mg OM|"],
    ),
    case(
        "Weekly day",
        {"timing_conflict methotrexate": "high"},
        gp=[f"Methotrexate 2.5mg tablets|6 tablets once a week on Monday|{RECENT}"],
        ward=["Methotrexate 2.5mg tablets|15 mg once weekly on Thursday|"],
    ),
    case(
        "Ml vs mg",
        {"unit_suspect morphine": "critical"},
        gp=[f"Morphine sulfate 10mg/5ml oral solution|5 mg every 4 hours when required|{RECENT}"],
        ward=["Morphine sulfate 10mg/5ml oral solution|5 ml every 4 hours when required|"],
    ),
    case(
        "Unit mg/microgram",
        {"unit_suspect levothyroxine": "critical"},
        gp=[f"Levothyroxine sodium 100microgram tablets|1 od|{RECENT}"],
        ward=["Levothyroxine|100 mg OD|route=oral"],
    ),
    case(
        "Mtx daily single source",
        {"weekly_daily methotrexate": "critical"},
        event="review",
        gp=[f"Methotrexate 2.5mg tablets|6 tablets daily|{RECENT}"],
    ),
    case(
        "Mtx dispensed daily",
        {"weekly_daily methotrexate": "critical"},
        event="review",
        gp=[f"Methotrexate 2.5mg tablets|4 tablets once a week on Tuesday|{RECENT}"],
        pmr=["Methotrexate 2.5mg tablets|FOUR tablets DAILY|issued=2026-03-02; days=28"],
    ),
    case(
        "Ozempic daily",
        {"weekly_daily semaglutide": "critical"},
        gp=[
            f"Ozempic 0.5mg/0.37ml solution for injection 1.5ml pre-filled pens|0.5 mg once weekly|{RECENT}"
        ],
        ward=["Ozempic 0.5mg/0.37ml solution for injection 1.5ml pre-filled pens|0.5 mg OD|"],
    ),
    case(
        "Weekly daily alendronate",
        {"weekly_daily alendronic acid": "critical"},
        gp=[f"Alendronic acid 70mg tablets|1 weekly on Sunday|{RECENT}"],
        ward=["Alendronic acid 70mg tablets|70 mg OD|"],
    ),
    case(
        "PMR overlap early supply silent",
        {},
        event="review",
        gp=["Ramipril 5mg capsules|1 od|issued=2026-03-10; days=28"],
        pmr=[
            "Ramipril 5mg capsules|1 od|issued=2026-02-20; days=28",
            "Ramipril 5mg capsules|1 od|issued=2026-03-11; days=28",
        ],
    ),
    case(
        "Ventolin to salamol silent",
        {},
        event="review",
        gp=["Ventolin 100micrograms/dose Evohaler|2 puffs prn|issued=2026-02-01"],
        pmr=["Salamol 100micrograms/dose inhaler CFC free|2 puffs prn|issued=2026-02-02"],
    ),
    case(
        "Adrenal hydrocortisone total same",
        {},
        gp=[f"Hydrocortisone 10mg tablets|1 om, half at noon and half at 5pm|{RECENT}"],
        ward=[
            "Hydrocortisone 10mg tablets|10 mg OM|",
            "Hydrocortisone 5mg tablets|5 mg at 12:00|",
            "Hydrocortisone 5mg tablets|5 mg at 17:00|",
        ],
    ),
    case(
        "Aspirin 75 vs 300 documented",
        {},
        gp=[f"Aspirin 75mg dispersible tablets|1 om|{RECENT}"],
        ward=[
            "Aspirin 300mg dispersible tablets|300 mg OD for 14 days|start=2026-03-15; indication=stroke; change_status=changed"
        ],
    ),
    case(
        "Codeine prn max differs silent",
        {},
        gp=[f"Codeine 15mg tablets|1-2 qds prn|{RECENT}"],
        ward=["Codeine 15mg tablets|15-30 mg PRN up to QDS|"],
    ),
    case(
        "Digoxin tabs PMR",
        {},
        event="review",
        gp=[f"Digoxin 125microgram tablets|1 od|{RECENT}"],
        pmr=["Digoxin 62.5microgram tablets|2 od|issued=2026-03-02; days=28"],
    ),
    case(
        "Milligrams of an inhaler that gives micrograms",
        {"unit_suspect beclometasone": "critical"},
        event="review",
        gp=[f"Clenil Modulite 100micrograms/dose inhaler|200mg bd|{RECENT}"],
    ),
    case(
        "Micrograms of an inhaler",
        {},
        event="review",
        gp=[f"Clenil Modulite 100micrograms/dose inhaler|200 micrograms bd|{RECENT}"],
    ),
    case(
        "Many puffs through a spacer",
        {},
        event="review",
        gp=[f"Salbutamol 100micrograms/dose inhaler CFC free|10 puffs via spacer prn|{RECENT}"],
    ),
    case(
        "Milligrams of a nebule",
        {},
        event="review",
        gp=[f"Salbutamol 2.5mg/2.5ml nebuliser liquid unit dose vials|2.5mg qds|{RECENT}"],
    ),
    case(
        "Dose change documented",
        {},
        gp=[f"Furosemide 40mg tablets|2 om|{RECENT}"],
        ward=["Furosemide 40mg tablets|40 mg OM|start=2026-03-15; change_status=changed; why=AKI"],
    ),
    case(
        "Dose range overlap silent",
        {},
        gp=["Codeine 30mg tablets|1-2 every 6 hours when required|issued=2026-03-01"],
        ward=["Codeine 30mg tablets|30 mg QDS PRN|"],
    ),
    case(
        "Form low",
        {},
        gp=[f"Paracetamol 500mg tablets|2 qds|{RECENT}"],
        ward=["Paracetamol 250mg/5ml oral suspension|1 g QDS|"],
    ),
    case(
        "Furosemide IV replaces oral documented",
        {},
        gp=[f"Furosemide 40mg tablets|1 om|{RECENT}"],
        ward=[
            "Furosemide 50mg/5ml solution for injection ampoules|80 mg IV BD|route=intravenous; start=2026-03-15; indication=acute heart failure"
        ],
    ),
    case(
        "Levetiracetam liquids same dose",
        {},
        gp=[f"Levetiracetam 500mg tablets|1 bd|{RECENT}"],
        ward=["Levetiracetam 100mg/ml oral solution sugar free|5 ml BD|"],
    ),
    case(
        "Mtx+trimethoprim no type",
        {},
        event="review",
        gp=[
            f"Methotrexate 2.5mg tablets|6 tablets once a week on Monday|{RECENT}",
            f"Folic acid 5mg tablets|1 weekly on Friday|{RECENT}",
        ],
    ),
    case(
        "Multi-strength levothyroxine",
        {},
        gp=[
            f"Levothyroxine sodium 100microgram tablets|1 om|{RECENT}",
            f"Levothyroxine sodium 25microgram tablets|1 om|{RECENT}",
        ],
        ward=["Levothyroxine sodium 125microgram tablets|125 micrograms OM|"],
    ),
    case(
        "Perindopril salts",
        {},
        event="review",
        gp=[f"Perindopril erbumine 4mg tablets|1 od|{RECENT}"],
        pmr=["Perindopril arginine 5mg tablets|1 od|issued=2026-03-02; days=28"],
    ),
    case(
        "Pmr dose changed twice silent",
        {},
        event="review",
        gp=["Furosemide 40mg tablets|2 om|issued=2026-03-09; days=28"],
        pmr=[
            "Furosemide 40mg tablets|1 om|issued=2026-02-20; days=28",
            "Furosemide 40mg tablets|2 om|issued=2026-03-10; days=28",
        ],
    ),
    case(
        "Rescue + maintenance pred silent",
        {},
        event="review",
        gp=[f"Prednisolone 5mg tablets|1 od|{RECENT}"],
        acute=[
            "Prednisolone 5mg tablets|6 od for 5 days|start=2026-03-14; issued=2026-03-14; days=5"
        ],
        pmr=["Prednisolone 5mg tablets|1 od|issued=2026-03-02; days=28"],
    ),
    case(
        "Rivastigmine patch daily silent",
        {},
        gp=[f"Rivastigmine 9.5mg/24hours transdermal patches|apply one daily|{RECENT}"],
        ward=["Rivastigmine 9.5mg/24hours transdermal patches|1 patch OD|"],
    ),
    case(
        "Tds vs qds prn paracetamol silent",
        {},
        gp=[f"Paracetamol 500mg tablets|2 qds prn|{RECENT}"],
        ward=["Paracetamol 500mg tablets|1 g QDS PRN|"],
    ),
    case(
        "Two clinics same silent",
        {},
        event="review",
        gp=[f"Azathioprine 50mg tablets|2 od|{RECENT}"],
        clinic=[
            "Azathioprine 50mg tablets|100 mg daily|recorded=2026-01-10; change_status=continued",
            "Azathioprine 50mg tablets|100 mg od|recorded=2026-03-01; change_status=continued",
        ],
    ),
    case(
        "Two pharmacies dose",
        {},
        event="review",
        gp=[f"Furosemide 40mg tablets|2 om|{RECENT}"],
        pmr=[
            "Furosemide 40mg tablets|TWO in the MORNING|issued=2026-03-02; days=28",
            "Furosemide 40mg tablets|ONE in the MORNING|issued=2025-11-02; days=28",
        ],
    ),
    case(
        "Warfarin alternate days same",
        {},
        gp=[f"Warfarin 1mg tablets|3 mg daily|{RECENT}"],
        clinic=["Warfarin 3mg tablets|3 mg daily|recorded=2026-03-10"],
        ward=["Warfarin 3mg tablets|3 mg OD at 18:00|"],
    ),
    case(
        "Warfarin variable week",
        {},
        event="review",
        gp=[
            f"Warfarin 1mg tablets|as directed by INR clinic|{RECENT}",
            f"Warfarin 3mg tablets|as directed by INR clinic|{RECENT}",
        ],
        clinic=["Warfarin 1mg tablets|4 mg daily|recorded=2026-03-12"],
    ),
    case(
        "Weekly blister packs silent",
        {},
        event="review",
        gp=["Ramipril 5mg capsules|1 od|issued=2026-03-10; days=28"],
        pmr=[
            "Ramipril 5mg capsules|1 od|issued=2026-03-04; days=7",
            "Ramipril 5mg capsules|1 od|issued=2026-03-11; days=7",
        ],
    ),
]


@pytest.mark.parametrize(("says", "lists"), CASES)
def test_what_is_said_and_nothing_else(
    says: dict[str, str], lists: dict[str, Any], said: Any
) -> None:
    assert said(lists, low=says) == says
