"""Duplication: is it there twice."""

from __future__ import annotations

from typing import Any

import pytest
from finding_cases import AMLODIPINE, KEPT, RECENT, case

CLOPIXOL = "Clopixol 200mg/1ml solution for injection ampoules"
PALIPERIDONE = (
    "Paliperidone 100mg/1ml prolonged-release suspension for injection pre-filled syringes"
)
CASES = [
    case(
        "Two antipsychotic depots, the one from the clinic",
        {"duplicate_class paliperidone+zuclopenthixol": "high"},
        gp=[AMLODIPINE, f"{CLOPIXOL}|200 mg every 2 weeks|course=elsewhere"],
        clinic=[
            f"{CLOPIXOL}|200 mg IM every 2 weeks|last_administered=2026-03-10; next_due=2026-03-24"
        ],
        ward=[KEPT, f"{PALIPERIDONE}|100 mg IM monthly|indication=Schizophrenia"],
    ),
    case(
        "An antipsychotic depot and tablets of another",
        {},
        gp=[AMLODIPINE, f"{CLOPIXOL}|200 mg every 2 weeks|course=elsewhere"],
        clinic=[
            f"{CLOPIXOL}|200 mg IM every 2 weeks|last_administered=2026-03-10; next_due=2026-03-24"
        ],
        ward=[KEPT, "Olanzapine 10mg tablets|10 mg ON|indication=Agitation"],
    ),
    case(
        "Madopar at night in modified release, and by day by the sum of its parts",
        {},
        event="review",
        gp=[
            f"Madopar CR capsules|1 nocte|{RECENT}",
            f"Madopar 62.5mg capsules|2 tds|{RECENT}",
        ],
    ),
    case(
        "Modified release, and the medicine of which nothing more is known",
        {"duplicate_ingredient carbamazepine": "critical"},
        event="review",
        gp=[
            f"Tegretol Prolonged Release 200mg tablets|1 bd|{RECENT}",
            f"Carbamazepine|200mg bd|{RECENT}",
        ],
    ),
    case(
        "Apixaban+rivaroxaban after switch",
        {"duplicate_class apixaban+rivaroxaban": "critical"},
        event="review",
        gp=[f"Apixaban 5mg tablets|1 bd|{RECENT}"],
        pmr=[
            "Rivaroxaban 20mg tablets|1 od|issued=2026-03-01; days=28",
            "Apixaban 5mg tablets|1 bd|issued=2026-03-02; days=28",
        ],
    ),
    case(
        "Dup class ACE ARB",
        {"duplicate_class losartan+ramipril": "high"},
        event="review",
        gp=[f"Ramipril 5mg capsules|1 od|{RECENT}", f"Losartan 50mg tablets|1 od|{RECENT}"],
    ),
    case(
        "Entresto + ramipril",
        {"duplicate_class ramipril+sacubitril+valsartan": "critical"},
        event="review",
        gp=[f"Ramipril 5mg capsules|1 od|{RECENT}", f"Entresto 49mg/51mg tablets|1 bd|{RECENT}"],
    ),
    case(
        "Furosemide + bumetanide",
        {"duplicate_class bumetanide+furosemide": "high"},
        event="review",
        gp=[f"Furosemide 40mg tablets|1 om|{RECENT}", f"Bumetanide 1mg tablets|1 om|{RECENT}"],
    ),
    case(
        "Statin dup after switch",
        {"duplicate_class atorvastatin+simvastatin": "moderate"},
        event="review",
        gp=[f"Simvastatin 40mg tablets|1 on|{RECENT}", f"Atorvastatin 20mg tablets|1 on|{RECENT}"],
    ),
    case(
        "Two anticoagulants ward",
        {"duplicate_class apixaban+enoxaparin": "critical"},
        gp=[f"Apixaban 5mg tablets|1 bd|{RECENT}"],
        ward=[
            "Apixaban 5mg tablets|5 mg BD|",
            "Enoxaparin sodium 40mg/0.4ml solution for injection pre-filled syringes|40 mg OD|start=2026-03-15",
        ],
    ),
    case(
        "Two nsaids",
        {"duplicate_class ibuprofen+naproxen": "high"},
        event="review",
        gp=[f"Ibuprofen 400mg tablets|1 tds|{RECENT}", f"Naproxen 250mg tablets|1 bd|{RECENT}"],
    ),
    case(
        "Two opioids MR patch",
        {"duplicate_class fentanyl+morphine": "critical"},
        event="review",
        gp=[
            f"Matrifen 25micrograms/hour transdermal patches|1 patch every 72 hours|{RECENT}",
            f"Zomorph 30mg modified-release capsules|1 bd|{RECENT}",
        ],
    ),
    case(
        "Co-codamol and codeine",
        {"duplicate_combination codeine+paracetamol": "high"},
        event="review",
        gp=[
            f"Co-codamol 30mg/500mg tablets|2 qds|{RECENT}",
            f"Codeine 30mg tablets|1 qds|{RECENT}",
        ],
    ),
    case(
        "Cocodamol + paracetamol",
        {"duplicate_combination codeine+paracetamol": "high"},
        gp=[f"Co-codamol 30mg/500mg tablets|2 qds|{RECENT}"],
        ward=["Co-codamol 30mg/500mg tablets|2 tablets QDS|", "Paracetamol 500mg tablets|1 g QDS|"],
    ),
    case(
        "Fostair + clenil",
        {"duplicate_combination beclometasone+formoterol": "high"},
        event="review",
        gp=[
            f"Fostair 100micrograms/dose / 6micrograms/dose inhaler|2 puffs bd|{RECENT}",
            f"Clenil Modulite 200micrograms/dose inhaler|2 puffs bd|{RECENT}",
        ],
    ),
    case(
        "Brand and generic both",
        {"duplicate_ingredient amlodipine": "high"},
        event="review",
        gp=[f"Istin 5mg tablets|1 od|{RECENT}", f"Amlodipine 5mg tablets|1 od|{RECENT}"],
    ),
    case(
        "Dual supply mtx",
        {"duplicate_ingredient methotrexate": "critical", "ambiguous_dose methotrexate": "low"},
        event="review",
        gp=[f"Methotrexate 2.5mg tablets|6 weekly on Monday|{RECENT}"],
        homecare=[
            "Methotrexate 2.5mg tablets|15 mg once a week on Monday|issued=2026-03-03; days=28"
        ],
    ),
    case(
        "Old strength left",
        {"duplicate_within_source ramipril": "moderate"},
        event="review",
        gp=[f"Ramipril 2.5mg capsules|1 od|{RECENT}", f"Ramipril 5mg capsules|1 od|{RECENT}"],
    ),
    case(
        "Same line twice",
        {"duplicate_within_source sertraline": "moderate"},
        event="review",
        gp=[f"Sertraline 50mg tablets|1 od|{RECENT}", f"Sertraline 50mg tablets|1 od|{RECENT}"],
    ),
    case(
        "MR background IR breakthrough silent",
        {},
        gp=[
            f"Zomorph 30mg modified-release capsules|1 bd|{RECENT}",
            "Oramorph 10mg/5ml oral solution|5ml every 4 hours when required|issued=2026-03-01",
        ],
        ward=[
            "Zomorph 30mg modified-release capsules|30 mg BD|",
            "Oramorph 10mg/5ml oral solution|10 mg every 4 hours PRN|",
        ],
    ),
    case(
        "SSRI + tramadol silent",
        {},
        event="review",
        gp=[f"Sertraline 50mg tablets|1 od|{RECENT}", f"Tramadol 50mg capsules|1 qds prn|{RECENT}"],
    ),
    case(
        "Basal bolus silent",
        {},
        gp=[
            f"Lantus 100units/ml solution for injection 3ml pre-filled SoloStar pens|20 units ON|{RECENT}",
            f"NovoRapid FlexPen 100units/ml solution for injection 3ml pre-filled pens|8 units tds with meals|{RECENT}",
        ],
        ward=[
            "Lantus 100units/ml solution for injection 3ml pre-filled SoloStar pens|20 units ON|",
            "NovoRapid FlexPen 100units/ml solution for injection 3ml pre-filled pens|8 units TDS with meals|",
        ],
    ),
    case(
        "Bridging silent",
        {},
        gp=[f"Warfarin 3mg tablets|1 od|{RECENT}"],
        ward=[
            "Warfarin 3mg tablets|3 mg OD|",
            "Enoxaparin sodium 80mg/0.8ml solution for injection pre-filled syringes|80 mg BD|start=2026-03-15; indication=bridging until INR in range",
        ],
    ),
    case(
        "Cross taper silent",
        {},
        event="review",
        gp=[
            "Citalopram 20mg tablets|1 od for 1 week then stop|start=2026-03-12; issued=2026-03-12; days=7; end=2026-03-19; note=cross-taper to sertraline",
            "Sertraline 50mg tablets|1 od|start=2026-03-12; issued=2026-03-12; days=28",
        ],
    ),
    case(
        "Dapt silent",
        {},
        gp=[
            f"Aspirin 75mg dispersible tablets|1 od|{RECENT}",
            f"Clopidogrel 75mg tablets|1 od|{RECENT}",
        ],
        ward=["Aspirin 75mg dispersible tablets|75 mg OD|", "Clopidogrel 75mg tablets|75 mg OD|"],
    ),
    case(
        "Nicotine patch + lozenge silent",
        {},
        event="review",
        gp=[
            f"Nicotine 21mg/24hours transdermal patches|1 daily|{RECENT}",
            "Nicotine 2mg lozenges sugar free|1 prn|issued=2026-03-01",
        ],
    ),
    case(
        "Nsaid gel + tablet silent",
        {},
        event="review",
        gp=[f"Ibuprofen 5% gel|apply tds|{RECENT}", f"Naproxen 250mg tablets|1 bd|{RECENT}"],
    ),
    case(
        "Patch + prn oramorph silent",
        {},
        event="review",
        gp=[
            f"Matrifen 25micrograms/hour transdermal patches|1 patch every 72 hours|{RECENT}",
            "Oramorph 10mg/5ml oral solution|5ml every 4 hours when required|issued=2026-03-01",
        ],
    ),
    case(
        "Rivaroxaban + clopidogrel silent",
        {},
        event="review",
        gp=[f"Rivaroxaban 20mg tablets|1 od|{RECENT}", f"Clopidogrel 75mg tablets|1 od|{RECENT}"],
    ),
    case(
        "Sertraline+mirtazapine silent",
        {},
        event="review",
        gp=[f"Sertraline 50mg tablets|1 od|{RECENT}", f"Mirtazapine 30mg tablets|1 on|{RECENT}"],
    ),
    case(
        "Steroid inhaled + oral silent",
        {},
        event="review",
        gp=[f"Clenil Modulite 100micrograms/dose inhaler|2 puffs bd|{RECENT}"],
        acute=[
            "Prednisolone 5mg tablets|6 od for 5 days|start=2026-03-14; issued=2026-03-14; days=5"
        ],
    ),
    case(
        "Timolol eye + bisoprolol silent",
        {},
        event="review",
        gp=[
            f"Timolol 0.25% eye drops|1 drop bd both eyes|{RECENT}",
            f"Bisoprolol 2.5mg tablets|1 om|{RECENT}",
        ],
    ),
]


@pytest.mark.parametrize(("says", "lists"), CASES)
def test_what_is_said_and_nothing_else(
    says: dict[str, str], lists: dict[str, Any], said: Any
) -> None:
    assert said(lists, low=says) == says
