"""Presence: is it on the list at all."""

from __future__ import annotations

from typing import Any

import pytest
from finding_cases import RECENT, case

CASES = [
    case(
        "Addition undocumented",
        {"addition_undocumented amitriptyline": "moderate"},
        gp=[f"Ramipril 5mg capsules|1 od|{RECENT}"],
        ward=[
            "Ramipril 5mg capsules|5 mg OD|",
            "Amitriptyline 10mg tablets|10 mg ON|start=2026-03-15",
        ],
    ),
    case(
        "Discharge addition no reason",
        {"addition_undocumented amlodipine": "moderate"},
        event="discharge",
        gp=[f"Ramipril 5mg capsules|1 od|{RECENT}"],
        discharge=["Ramipril 5mg capsules|5 mg OD|", "Amlodipine 5mg tablets|5 mg OD|"],
    ),
    case(
        "Discharge haloperidol prn",
        {"addition_undocumented haloperidol": "moderate"},
        event="discharge",
        gp=[f"Ramipril 5mg capsules|1 od|{RECENT}"],
        discharge=[
            "Ramipril 5mg capsules|5 mg OD|",
            "Haloperidol 500microgram capsules|500 micrograms BD PRN|change_status=started",
        ],
    ),
    case(
        "Buprenorphine SL supervised vs codeine silent dup?",
        {"hidden_specialist buprenorphine": "high"},
        event="review",
        gp=[f"Sertraline 50mg tablets|1 od|{RECENT}"],
        supervised=[
            "Buprenorphine 8mg sublingual tablets sugar free|8 mg daily supervised|issued=2026-03-15; days=1"
        ],
    ),
    case(
        "A name that leaves the ester open is the medicine, with a strength and without",
        {},
        gp=[f"Mycophenolate mofetil 500mg tablets|1 bd|{RECENT}"],
        ward=["Mycophenolate 500mg tablets|500 mg BD|"],
    ),
    case(
        "A name that leaves the salt open is the medicine, of a strength that dm+d has not",
        {},
        gp=[f"Sodium valproate 200mg gastro-resistant tablets|2 bd|{RECENT}"],
        ward=["Valproate 400mg|400 mg BD|"],
    ),
    case(
        "A line that could not be identified may be what is missed",
        {"omission prednisolone": "high", "incomplete_data pred 10mg": "moderate"},
        gp=[f"Prednisolone 5mg tablets|2 od|{RECENT}"],
        ward=["Pred 10mg|10 mg OD|"],
    ),
    case(
        "A line that could not be identified and names it among others",
        {
            "omission warfarin": "high",
            "incomplete_data warfarin/heparin per chart": "moderate",
        },
        gp=[f"Warfarin 3mg tablets|1 od|{RECENT}"],
        ward=["warfarin/heparin per chart|OD|"],
    ),
    case(
        "A line that could not be identified and says nothing of it",
        {
            "omission warfarin": "critical",
            "incomplete_data thinner as per yellow book": "moderate",
        },
        gp=[f"Warfarin 3mg tablets|1 od|{RECENT}"],
        ward=["thinner as per yellow book|OD|"],
    ),
    case(
        "Every insulin is one",
        {"omission insulin soluble human": "critical"},
        gp=[
            f"Insulin human 500units/ml solution for injection 20ml vials|60 units tds|{RECENT}",
            f"Ramipril 5mg capsules|1 od|{RECENT}",
        ],
        ward=["Ramipril 5mg capsules|5 mg OD|"],
    ),
    case(
        "Capecitabine cycle vs continuous",
        {"hidden_specialist capecitabine": "high", "frequency_conflict capecitabine": "high"},
        gp=[f"Ramipril 5mg capsules|1 od|{RECENT}"],
        cycle=[
            "Capecitabine 500mg tablets|1500 mg twice a day on days 1-14 of a 21 day cycle|start=2026-03-10"
        ],
        ward=[
            "Ramipril 5mg capsules|5 mg OD|",
            "Capecitabine 500mg tablets|1500 mg BD|start=2026-03-15",
        ],
    ),
    case(
        "Capecitabine rest week not charted",
        {"hidden_specialist capecitabine": "high"},
        gp=[f"Ramipril 5mg capsules|1 od|{RECENT}"],
        cycle=[
            "Capecitabine 500mg tablets|1500 mg twice a day on days 1-14 of a 21 day cycle|start=2026-02-25"
        ],
        ward=["Ramipril 5mg capsules|5 mg OD|"],
    ),
    case(
        "Clozapine hidden",
        {"hidden_specialist clozapine": "critical", "omission clozapine": "critical"},
        gp=[f"Metformin 500mg tablets|1 bd|{RECENT}"],
        clinic=["Clozapine 100mg tablets|100 mg mane 200 mg nocte|issued=2026-03-05; days=28"],
        ward=["Metformin 500mg tablets|500 mg BD|"],
    ),
    case(
        "Denosumab depot hidden",
        {"hidden_specialist denosumab": "high"},
        event="review",
        gp=[f"Calcium carbonate 1.5g / Colecalciferol 400unit chewable tablets|1 bd|{RECENT}"],
        clinic=[
            "Denosumab 60mg/1ml solution for injection pre-filled syringes|60 mg every 6 months|last_administered=2025-11-20"
        ],
    ),
    case(
        "Methadone missed 4 days",
        {"hidden_specialist methadone": "critical", "supply_gap methadone": "high"},
        event="review",
        gp=[f"Sertraline 50mg tablets|1 od|{RECENT}"],
        supervised=[
            "Methadone 1mg/ml oral solution|60 ml daily supervised|issued=2026-03-11; days=1"
        ],
    ),
    case(
        "Methadone supervised hidden",
        {"hidden_specialist methadone": "critical"},
        gp=[f"Sertraline 50mg tablets|1 od|{RECENT}"],
        supervised=[
            "Methadone 1mg/ml oral solution|60 ml daily supervised|issued=2026-03-15; days=1"
        ],
        ward=["Methadone 1mg/ml oral solution|60 mg OD|", "Sertraline 50mg tablets|50 mg OD|"],
    ),
    case(
        "GP repeat never issued omitted",
        {"omission ramipril": "moderate"},
        gp=[
            "Ramipril 2.5mg capsules|1 od|start=2026-03-10",
            f"Bisoprolol 2.5mg tablets|1 om|{RECENT}",
        ],
        ward=["Bisoprolol 2.5mg tablets|2.5 mg OM|"],
    ),
    case(
        "IR line missing on chart MR present",
        {"omission oxycodone": "high"},
        gp=[
            f"Longtec 20mg modified-release tablets|1 every 12 hours|{RECENT}",
            "Shortec 5mg capsules|1 every 4-6 hours when required|issued=2026-03-05",
        ],
        ward=["Longtec 20mg modified-release tablets|20 mg BD|"],
    ),
    case(
        "PMR only acute antibiotic",
        {"omission nitrofurantoin": "moderate"},
        gp=[f"Ramipril 5mg capsules|1 od|{RECENT}"],
        pmr=["Nitrofurantoin 100mg modified-release capsules|1 bd|issued=2026-03-13; days=7"],
        ward=["Ramipril 5mg capsules|5 mg OD|"],
    ),
    case(
        "V01 anticoag omitted",
        {"omission apixaban": "critical"},
        gp=[f"Apixaban 5mg tablets|1 bd|{RECENT}", f"Bisoprolol 2.5mg tablets|1 om|{RECENT}"],
        ward=["Bisoprolol 2.5mg tablets|2.5 mg OM|start=2026-03-15"],
    ),
    case(
        "Discharge new not on GP",
        {"omission apixaban": "critical"},
        event="review",
        as_of="2026-03-30",
        gp=["Ramipril 5mg capsules|1 od|issued=2026-03-20; days=28"],
        discharge=[
            "Apixaban 5mg tablets|5 mg BD|start=2026-03-10; change_status=started; indication=AF",
            "Ramipril 5mg capsules|5 mg OD|",
        ],
    ),
    case(
        "Discharge omission",
        {"omission levothyroxine": "moderate"},
        event="discharge",
        gp=[
            f"Levothyroxine sodium 100microgram tablets|1 om|{RECENT}",
            f"Ramipril 5mg capsules|1 od|{RECENT}",
        ],
        discharge=["Ramipril 5mg capsules|5 mg OD|"],
    ),
    case(
        "Edoxaban vs apixaban charted",
        {"omission edoxaban": "critical"},
        gp=[f"Edoxaban 60mg tablets|1 od|{RECENT}"],
        ward=["Apixaban 5mg tablets|5 mg BD|indication=AF"],
    ),
    case(
        "Emar gives what GP lacks",
        {"omission memantine": "moderate"},
        event="review",
        gp=[f"Ramipril 5mg capsules|1 od|{RECENT}"],
        told=[
            "Memantine 10mg tablets|1 od|kind=administration; last_administered=2026-03-16",
            "Ramipril 5mg capsules|1 od|kind=administration; last_administered=2026-03-16",
        ],
    ),
    case(
        "Emar omission ward",
        {"omission memantine": "moderate"},
        told=["Memantine 10mg tablets|1 bd|kind=administration; last_administered=2026-03-14"],
        ward=["Ramipril 5mg capsules|5 mg OD|indication=HTN"],
    ),
    case(
        "Empty ward chart",
        {"omission apixaban": "critical", "omission ramipril": "moderate"},
        asked=["epma"],
        gp=[f"Apixaban 5mg tablets|1 bd|{RECENT}", f"Ramipril 5mg capsules|1 od|{RECENT}"],
    ),
    case(
        "Eye drops omitted",
        {"omission latanoprost": "moderate"},
        gp=[
            f"Latanoprost 50micrograms/ml eye drops|1 drop both eyes at night|{RECENT}",
            f"Ramipril 5mg capsules|1 od|{RECENT}",
        ],
        ward=["Ramipril 5mg capsules|5 mg OD|"],
    ),
    case(
        "Insulin omitted",
        {"omission insulin degludec": "critical"},
        gp=[
            f"Tresiba FlexTouch 100units/ml solution for injection 3ml pre-filled pens|18 units od|{RECENT}",
            f"Ramipril 5mg capsules|1 od|{RECENT}",
        ],
        ward=["Ramipril 5mg capsules|5 mg OD|"],
    ),
    case(
        "Insulin pump? as per sliding scale ward",
        {"omission insulin glargine": "critical"},
        gp=[
            f"Lantus 100units/ml solution for injection 3ml pre-filled SoloStar pens|20 units ON|{RECENT}"
        ],
        ward=[
            "Insulin soluble human 100units/ml solution for injection 10ml vials|variable rate intravenous infusion|route=intravenous; indication=DKA"
        ],
    ),
    case(
        "Levodopa CR night missing",
        {"omission carbidopa+levodopa": "critical"},
        gp=[
            f"Co-careldopa 25mg/100mg tablets|1 qds|{RECENT}",
            f"Co-careldopa 50mg/200mg modified-release tablets|1 on|{RECENT}",
        ],
        ward=["Co-careldopa 25mg/100mg tablets|1 tablet QDS|"],
    ),
    case(
        "Madopar missing dispersible",
        {"omission benserazide+levodopa": "critical"},
        gp=[
            f"Madopar 100mg/25mg capsules|1 at 8am, 12pm, 4pm and 8pm|{RECENT}",
            "Madopar 50mg/12.5mg dispersible tablets|1 om|issued=2026-03-01; days=28",
        ],
        ward=["Paracetamol 500mg tablets|1 g QDS PRN|"],
    ),
    case(
        "Omission PD",
        {"omission carbidopa+levodopa": "critical"},
        gp=[
            f"Co-careldopa 25mg/100mg tablets|1 qds|{RECENT}",
            f"Amlodipine 5mg tablets|1 od|{RECENT}",
        ],
        ward=["Amlodipine 5mg tablets|5 mg OD|start=2026-03-15"],
    ),
    case(
        "Transfer omission",
        {"omission hydrocortisone": "critical"},
        event="transfer",
        gp=[
            f"Hydrocortisone 10mg tablets|10 mg morning, 5 mg noon and 5 mg evening|{RECENT}",
            f"Ramipril 5mg capsules|1 od|{RECENT}",
        ],
        ward=["Ramipril 5mg capsules|5 mg OD|"],
    ),
    case(
        "Otc cetirizine",
        {"otc_unrecorded cetirizine": "low"},
        event="review",
        gp=[f"Ramipril 5mg capsules|1 od|{RECENT}"],
        otc=["Cetirizine 10mg tablets|1 od|issued=2026-03-10; days=30"],
    ),
    case(
        "Otc ibuprofen + warfarin",
        {"otc_unrecorded ibuprofen": "high"},
        event="review",
        gp=[f"Warfarin 3mg tablets|1 od|{RECENT}"],
        otc=["Ibuprofen 200mg tablets|2 tds|issued=2026-03-10"],
    ),
    case(
        "GP item never issued and stale? silent",
        {},
        event="review",
        gp=["Ramipril 2.5mg capsules|1 od|start=2026-03-10"],
    ),
    case(
        "GP2GP unknown status",
        {},
        event="review",
        gp=[
            f"Ramipril 5mg capsules|1 od|{RECENT}",
            "Simvastatin 40mg tablets|1 on|kind=statement; status=unknown",
        ],
    ),
    case(
        "Addition with indication",
        {},
        gp=[f"Ramipril 5mg capsules|1 od|{RECENT}"],
        ward=[
            "Ramipril 5mg capsules|5 mg OD|",
            "Amoxicillin 500mg capsules|500 mg TDS|start=2026-03-15; indication=CAP",
            "Enoxaparin sodium 40mg/0.4ml solution for injection pre-filled syringes|40 mg OD|start=2026-03-15",
            "Paracetamol 500mg tablets|1 g QDS PRN|",
        ],
    ),
    case(
        "Clozapine elsewhere on GP",
        {},
        elsewhere=["Clozapine 100mg tablets|as per clinic|"],
        clinic=["Clozapine 100mg tablets|100 mg mane 200 mg nocte|issued=2026-03-05; days=28"],
        ward=["Clozapine 100mg tablets|100 mg OM and 200 mg ON|"],
    ),
    case(
        "Combination split on the ward",
        {},
        gp=[f"Co-amilofruse 5mg/40mg tablets|1 om|{RECENT}"],
        ward=["Amiloride 5mg tablets|5 mg OM|", "Furosemide 40mg tablets|40 mg OM|"],
    ),
    case(
        "Expired acute not omitted",
        {},
        acute=["Amoxicillin 500mg capsules|1 tds|start=2026-02-20; issued=2026-02-20; days=7"],
        gp=[f"Ramipril 5mg capsules|1 od|{RECENT}"],
        ward=["Ramipril 5mg capsules|5 mg OD|"],
    ),
    case(
        "Formulary substitution",
        {},
        gp=[f"Esomeprazole 20mg gastro-resistant tablets|1 od|{RECENT}"],
        ward=["Omeprazole 20mg gastro-resistant capsules|20 mg OD|start=2026-03-15"],
    ),
    case(
        "Home o2 appliances silent",
        {},
        event="review",
        gp=[
            "Accu-Chek Mobile testing cassette|as directed|issued=2026-03-01",
            "GlucoRx FinePoint needles 4mm|use as directed|issued=2026-03-01",
        ],
    ),
    case(
        "Omission silent: GP stopped",
        {},
        gp=[
            "Simvastatin 40mg tablets|1 on|status=stopped; end=2026-01-10; reason=myalgia",
            f"Atorvastatin 20mg tablets|1 on|start=2026-01-10; {RECENT}",
        ],
        ward=["Atorvastatin 20mg tablets|20 mg ON|start=2026-03-15"],
    ),
    case(
        "Omission silent: held with reason",
        {},
        gp=[f"Ramipril 5mg capsules|1 od|{RECENT}"],
        ward=[
            "Ramipril 5mg capsules|5 mg OD|status=on-hold; start=2026-03-15; reason=AKI",
            "Amlodipine 5mg tablets|5 mg OD|start=2026-03-15; indication=hypertension",
        ],
    ),
    case(
        "Omission silent: stopped with reason",
        {},
        gp=[f"Naproxen 500mg tablets|1 bd|{RECENT}"],
        ward=["Naproxen 500mg tablets|500 mg BD|status=stopped; end=2026-03-15; reason=GI bleed"],
    ),
    case(
        "Otc long ago",
        {},
        event="review",
        gp=[f"Ramipril 5mg capsules|1 od|{RECENT}"],
        otc=["Ibuprofen 200mg tablets|2 tds|issued=2025-08-10"],
    ),
    case(
        "Stat not addition",
        {},
        gp=[f"Ramipril 5mg capsules|1 od|{RECENT}"],
        ward=["Ramipril 5mg capsules|5 mg OD|"],
        stat=["Furosemide 50mg/5ml solution for injection ampoules|50 mg IV|start=2026-03-15"],
    ),
    case(
        "Substitution still on ward only silent",
        {},
        event="transfer",
        gp=[f"Candesartan 8mg tablets|1 od|{RECENT}"],
        ward=["Losartan 50mg tablets|50 mg OD|start=2026-03-12; note=formulary"],
    ),
    case(
        "Vaccine silent",
        {},
        event="review",
        gp=[f"Ramipril 5mg capsules|1 od|{RECENT}"],
        acute=[
            "Influenza vaccine (split virion, inactivated) suspension for injection 0.5ml pre-filled syringes|0.5 ml stat|issued=2025-10-01"
        ],
    ),
]


@pytest.mark.parametrize(("says", "lists"), CASES)
def test_what_is_said_and_nothing_else(
    says: dict[str, str], lists: dict[str, Any], said: Any
) -> None:
    assert said(lists, low=says) == says
