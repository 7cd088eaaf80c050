"""What a pharmacist sees who asks why it was stopped, by which route, and in which eye."""

from __future__ import annotations

from typing import Any

import pytest
from finding_cases import AMLODIPINE, KEPT, RECENT, STOPPED, case

BLEED = f"{STOPPED}GI bleed"

CASES = [
    case(
        "Tablets became a nasal spray that acts in the body",
        {"route_conflict desmopressin": "moderate"},
        gp=[AMLODIPINE, f"Desmopressin 200microgram tablets|1 tds|{RECENT}"],
        ward=[KEPT, "Desmopressin 10micrograms/dose nasal spray|20 micrograms BD|route=nasal"],
    ),
    case(
        "The same with what it is for",
        {},
        gp=[AMLODIPINE, f"Desmopressin 200microgram tablets|1 tds|{RECENT}"],
        ward=[
            KEPT,
            "Desmopressin 10micrograms/dose nasal spray|20 micrograms BD|route=nasal; indication=DI",
        ],
    ),
    case(
        "A cream is no other route of the tablets",
        {"omission hydrocortisone": "critical"},
        gp=[AMLODIPINE, f"Hydrocortisone 10mg tablets|1 bd|{RECENT}"],
        ward=[KEPT, "Hydrocortisone 1% cream|apply BD|indication=Eczema"],
    ),
    case(
        "An injection as required is no other route of the regular capsules",
        {"omission morphine": "high"},
        gp=[AMLODIPINE, f"Zomorph 30mg modified-release capsules|1 bd|{RECENT}"],
        ward=[
            KEPT,
            "Morphine 10mg/1ml solution for injection ampoules|5 mg PRN|route=subcutaneous; indication=Pain",
        ],
    ),
    case(
        "Another anti-inflammatory after a bleed",
        {"discontinued_represcribed ibuprofen+naproxen": "high"},
        event="review",
        gp=[f"Naproxen 500mg tablets|1 bd|{BLEED}", f"Ibuprofen 400mg tablets|1 tds|{RECENT}"],
    ),
    case(
        "Another ACE inhibitor after angioedema",
        {"allergy_conflict lisinopril": "critical"},
        event="review",
        gp=[
            f"Ramipril 5mg capsules|1 od|{STOPPED}Angioedema",
            f"Lisinopril 10mg tablets|1 od|{RECENT}",
        ],
    ),
    case(
        "Another gliflozin after ketoacidosis",
        {"discontinued_represcribed dapagliflozin+empagliflozin": "critical"},
        event="review",
        gp=[
            f"Empagliflozin 10mg tablets|1 od|{STOPPED}DKA",
            f"Dapagliflozin 10mg tablets|1 od|{RECENT}",
        ],
    ),
    case(
        "Another of the class because the first did not work",
        {},
        event="review",
        gp=[
            f"Naproxen 500mg tablets|1 bd|{STOPPED}Ineffective",
            f"Ibuprofen 400mg tablets|1 tds|{RECENT}",
        ],
    ),
    case(
        "A gel after the bleed",
        {},
        event="review",
        gp=[
            f"Naproxen 500mg tablets|1 bd|{BLEED}",
            f"Diclofenac diethylammonium 2.32% gel|apply bd|{RECENT}; route=topical",
        ],
    ),
    case(
        "Begun all the same, with a reason",
        {},
        event="review",
        gp=[
            f"Naproxen 500mg tablets|1 bd|{BLEED}",
            f"Celecoxib 200mg capsules|1 od|{RECENT}; note=Agreed with gastroenterology, with PPI",
        ],
    ),
    case(
        "A sartan after angioedema to an ACE inhibitor",
        {},
        event="review",
        gp=[
            f"Ramipril 5mg capsules|1 od|{STOPPED}Angioedema",
            f"Losartan 50mg tablets|1 od|{RECENT}",
        ],
    ),
    case(
        "Paracetamol by mouth and by vein",
        {"duplicate_ingredient paracetamol": "high"},
        gp=[f"Paracetamol 500mg tablets|2 qds|{RECENT}"],
        ward=[
            "Paracetamol 500mg tablets|1 g QDS|",
            "Paracetamol 1g/100ml solution for infusion vials|1 g QDS|route=intravenous",
        ],
    ),
    case(
        "Co-codamol by mouth and paracetamol by vein",
        {"duplicate_combination codeine+paracetamol": "high"},
        gp=[f"Co-codamol 30mg/500mg tablets|2 qds|{RECENT}"],
        ward=[
            "Co-codamol 30mg/500mg tablets|2 tablets QDS|",
            "Paracetamol 1g/100ml solution for infusion vials|1 g QDS|route=intravenous",
        ],
    ),
    case(
        "Paracetamol by vein if nil by mouth",
        {},
        gp=[f"Paracetamol 500mg tablets|2 qds|{RECENT}"],
        ward=[
            "Paracetamol 500mg tablets|1 g QDS|",
            "Paracetamol 1g/100ml solution for infusion vials|1 g QDS|route=intravenous; note=If NBM",
        ],
    ),
    case(
        "Paracetamol by vein as required",
        {},
        gp=[f"Paracetamol 500mg tablets|2 qds|{RECENT}"],
        ward=[
            "Paracetamol 500mg tablets|1 g QDS|",
            "Paracetamol 1g/100ml solution for infusion vials|1 g QDS PRN|route=intravenous",
        ],
    ),
    case(
        "Two strengths of methotrexate",
        {"strength_conflict methotrexate": "critical"},
        event="review",
        gp=[
            f"Methotrexate 2.5mg tablets|2 tablets once a week on Monday|{RECENT}",
            f"Methotrexate 10mg tablets|1 tablet once a week on Monday|{RECENT}",
        ],
    ),
    case(
        "One strength of methotrexate after the other",
        {},
        event="review",
        gp=[
            "Methotrexate 10mg tablets|one tablet on Mondays|status=stopped; end=2026-02-10",
            f"Methotrexate 2.5mg tablets|four tablets on Mondays|start=2026-02-10; {RECENT}",
        ],
    ),
    case(
        "Two strengths of warfarin and of levothyroxine",
        {},
        event="review",
        gp=[
            f"Warfarin 1mg tablets|1 daily|{RECENT}",
            f"Warfarin 3mg tablets|1 daily|{RECENT}",
            f"Levothyroxine sodium 100microgram tablets|1 om|{RECENT}",
            f"Levothyroxine sodium 25microgram tablets|1 om|{RECENT}",
        ],
    ),
    case(
        "Drops for the other eye",
        {"route_conflict latanoprost": "moderate"},
        gp=[f"Latanoprost 50micrograms/ml eye drops|1 drop on right eye|{RECENT}"],
        ward=["Latanoprost 50micrograms/ml eye drops|1 drop ON left eye|"],
    ),
    case(
        "Drops for both eyes, once said as each",
        {},
        gp=[f"Latanoprost 50micrograms/ml eye drops|1 drop on both eyes|{RECENT}"],
        ward=["Latanoprost 50micrograms/ml eye drops|1 drop ON each eye|"],
    ),
    case(
        "Drops whose eye one list does not say",
        {},
        gp=[f"Latanoprost 50micrograms/ml eye drops|1 drop on|{RECENT}"],
        ward=["Latanoprost 50micrograms/ml eye drops|1 drop ON left eye|"],
    ),
    case(
        "Withheld in the words of the dose, and nobody came back to it",
        {"on_hold_not_restarted metformin": "high"},
        event="review",
        gp=["Metformin 500mg tablets|WITHHELD - AKI, review in 2 weeks|recorded=2026-01-20"],
    ),
    case(
        "Withheld on the chart since yesterday",
        {},
        gp=[f"Metformin 500mg tablets|2 bd|{RECENT}"],
        ward=["Metformin 500mg tablets|on hold - lactate 4|recorded=2026-03-15; start=2026-03-15"],
    ),
    case(
        "Withheld if, omit if, and restarted",
        {},
        gp=[
            f"Ramipril 5mg capsules|1 od|{RECENT}",
            f"Bisoprolol 2.5mg tablets|1 om|{RECENT}; note=Withheld in January, restarted in February",
        ],
        ward=[
            "Ramipril 5mg capsules|5 mg OD, withhold if SBP < 100|",
            "Bisoprolol 2.5mg tablets|2.5 mg OM, omit if pulse < 50|",
        ],
    ),
    case(
        "Withhold until the pressure is up",
        {},
        gp=[f"Ramipril 5mg capsules|1 od|{RECENT}"],
        ward=["Ramipril 5mg capsules|5 mg OD, withhold until systolic above 100|"],
    ),
    case(
        "MST charted as Oramorph",
        {"release_conflict morphine": "critical"},
        gp=[f"MST 15mg|1 bd|{RECENT}"],
        ward=["Oramorph 10mg/5ml oral solution|15 mg BD|"],
    ),
    case(
        "MST charted as modified-release morphine, and Oramorph as morphine",
        {},
        gp=[
            f"MST Continus 15mg tablets|1 bd|{RECENT}",
            "Oramorph 10mg/5ml oral solution|5ml prn|issued=2026-03-01",
        ],
        ward=[
            "Morphine 15mg modified-release tablets|15 mg BD|brand=MST Continus",
            "Morphine sulfate 10mg/5ml oral solution|10 mg PRN|",
        ],
    ),
    case(
        "A patch for three days put on each day",
        {"frequency_conflict fentanyl": "high"},
        gp=[f"Durogesic DTrans 25micrograms/hour transdermal patches|1 every 72 hours|{RECENT}"],
        ward=["Durogesic DTrans 25micrograms/hour transdermal patches|1 patch every 24 hours|"],
    ),
    case(
        "Every third day is every 72 hours",
        {},
        gp=[f"Durogesic DTrans 25micrograms/hour transdermal patches|1 every third day|{RECENT}"],
        ward=["Durogesic DTrans 25micrograms/hour transdermal patches|1 patch every 72 hours|"],
    ),
    case(
        "Phenytoin capsules became as many milligrams of the suspension",
        {"form_conflict phenytoin": "high"},
        gp=[f"Phenytoin sodium 100mg capsules|3 on|{RECENT}"],
        ward=["Phenytoin 30mg/5ml oral suspension|300 mg ON|"],
    ),
    case(
        "Phenytoin converted, and the reason stands there",
        {},
        gp=[f"Phenytoin sodium 100mg capsules|3 on|{RECENT}"],
        ward=["Phenytoin 30mg/5ml oral suspension|270 mg ON|change_status=changed; why=Via PEG"],
    ),
    case(
        "Insulin: the digits have changed places",
        {"dose_conflict insulin glargine": "high"},
        gp=[
            f"Lantus 100units/ml solution for injection 3ml pre-filled SoloStar pens|24 on|{RECENT}"
        ],
        ward=[
            "Lantus 100units/ml solution for injection 3ml pre-filled SoloStar pens|42 units ON|"
        ],
    ),
    case(
        "Insulin: the same number with and without its unit",
        {},
        gp=[
            f"Lantus 100units/ml solution for injection 3ml pre-filled SoloStar pens|24 on|{RECENT}"
        ],
        ward=[
            "Lantus 100units/ml solution for injection 3ml pre-filled SoloStar pens|24 units ON|"
        ],
    ),
    case(
        "Hydrocortisone in three doses became one",
        {"timing_conflict hydrocortisone": "moderate"},
        gp=[f"Hydrocortisone 10mg tablets|10 mg om, 5 mg midday and 5 mg at 4pm|{RECENT}"],
        ward=["Hydrocortisone 10mg tablets|20 mg OM|"],
    ),
    case(
        "Metformin in two doses became one, and hydrocortisone in three stays three",
        {},
        gp=[
            f"Metformin 500mg tablets|1 bd|{RECENT}",
            f"Hydrocortisone 10mg tablets|10 mg om, 5 mg midday and 5 mg at 4pm|{RECENT}",
        ],
        ward=[
            "Metformin 500mg tablets|1 g OD|",
            "Hydrocortisone 10mg tablets|10 mg at 08:00, 5 mg at 12:00 and 5 mg at 16:00|",
        ],
    ),
    case(
        "A statin issued and never collected, where all the rest is",
        {"supply_gap simvastatin": "moderate"},
        event="review",
        gp=[
            f"{m}|1 od|issued=2026-02-20; days=28"
            for m in (
                "Simvastatin 40mg tablets",
                "Ramipril 5mg capsules",
                "Bisoprolol 2.5mg tablets",
                "Amlodipine 5mg tablets",
            )
        ],
        pmr=[
            f"{m}|ONE DAILY|issued=2026-02-21; days=28"
            for m in (
                "Ramipril 5mg capsules",
                "Bisoprolol 2.5mg tablets",
                "Amlodipine 5mg tablets",
            )
        ],
    ),
    case(
        "Not in a pharmacy record that has only part of the rest, nor in its first week",
        {},
        event="review",
        gp=[
            "Simvastatin 40mg tablets|1 on|issued=2026-02-20; days=28",
            "Ramipril 5mg capsules|1 od|issued=2026-02-20; days=28",
            "Amlodipine 5mg tablets|1 od|issued=2026-03-12; days=28",
        ],
        pmr=["Ramipril 5mg capsules|ONE DAILY|issued=2026-02-21; days=28"],
    ),
]


@pytest.mark.parametrize(("says", "lists"), CASES)
def test_what_is_said_and_nothing_else(
    says: dict[str, str], lists: dict[str, Any], said: Any
) -> None:
    assert said(lists, low=says) == says
