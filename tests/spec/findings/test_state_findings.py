"""State: is it meant to be current."""

from __future__ import annotations

from typing import Any

import pytest
from finding_cases import RECENT, case

CASES = [
    case(
        "Apixaban 3 months DVT ended",
        {"acute_overrun apixaban": "high"},
        event="review",
        gp=[f"Apixaban 5mg tablets|1 bd|{RECENT}"],
        clinic=[
            "Apixaban 5mg tablets|5 mg BD for 3 months|start=2025-09-01; end=2025-12-01; indication=provoked DVT"
        ],
    ),
    case(
        "Clopidogrel past end",
        {"acute_overrun clopidogrel": "moderate"},
        event="review",
        gp=[
            f"Clopidogrel 75mg tablets|1 od|{RECENT}",
            f"Aspirin 75mg dispersible tablets|1 od|{RECENT}",
        ],
        discharge=[
            "Clopidogrel 75mg tablets|75 mg OD for 12 months|start=2024-12-01; end=2025-12-01; indication=STEMI"
        ],
    ),
    case(
        "Dapt end ticagrelor",
        {"acute_overrun ticagrelor": "moderate"},
        event="review",
        gp=[
            f"Ticagrelor 90mg tablets|1 bd|{RECENT}",
            f"Aspirin 75mg dispersible tablets|1 od|{RECENT}",
        ],
        discharge=[
            "Ticagrelor 90mg tablets|90 mg BD for 12 months|start=2025-01-10; indication=NSTEMI; change_status=started"
        ],
    ),
    case(
        "Discharge course continued by gp acute",
        {"acute_overrun lorazepam": "moderate"},
        event="review",
        gp=["Lorazepam 1mg tablets|1 bd|issued=2026-03-10; days=28"],
        discharge=[
            "Lorazepam 1mg tablets|1 mg BD for 5 days|start=2026-02-20; end=2026-02-25; indication=alcohol withdrawal"
        ],
    ),
    case(
        "Nitro thrice",
        {"acute_overrun nitrofurantoin": "high"},
        event="review",
        acute=[
            "Nitrofurantoin 100mg modified-release capsules|1 bd for 3 days|start=2026-01-05; issued=2026-01-05; days=3",
            "Nitrofurantoin 100mg modified-release capsules|1 bd for 3 days|start=2026-02-01; issued=2026-02-01; days=3",
            "Nitrofurantoin 100mg modified-release capsules|1 bd for 3 days|start=2026-03-14; issued=2026-03-14; days=3",
        ],
    ),
    case(
        "Review ppi bd for 8 weeks",
        {"acute_overrun omeprazole": "moderate"},
        event="review",
        gp=[f"Omeprazole 20mg gastro-resistant capsules|1 bd|{RECENT}"],
        discharge=[
            "Omeprazole 20mg gastro-resistant capsules|20 mg BD for 8 weeks|start=2025-11-01; end=2025-12-27; indication=ulcer healing; change_status=started"
        ],
    ),
    case(
        "Serial steroids",
        {"acute_overrun prednisolone": "high"},
        event="review",
        acute=[
            "Prednisolone 5mg tablets|6 od for 5 days|start=2026-02-02; issued=2026-02-02; days=5",
            "Prednisolone 5mg tablets|6 od for 5 days|start=2026-02-20; issued=2026-02-20; days=5",
            "Prednisolone 5mg tablets|6 od for 5 days|start=2026-03-12; issued=2026-03-12; days=5",
        ],
    ),
    case(
        "Ward antibiotic past end",
        {"acute_overrun amoxicillin": "moderate"},
        gp=[f"Ramipril 5mg capsules|1 od|{RECENT}"],
        ward=[
            "Ramipril 5mg capsules|5 mg OD|",
            "Amoxicillin 500mg capsules|500 mg TDS for 5 days|start=2026-03-05; indication=CAP",
        ],
    ),
    case(
        "Zopiclone continued after discharge",
        {"acute_overrun zopiclone": "moderate"},
        event="review",
        gp=["Zopiclone 7.5mg tablets|1 on|issued=2026-03-10; days=28"],
        discharge=["Zopiclone 7.5mg tablets|7.5 mg ON for 7 days|start=2026-02-01; end=2026-02-08"],
    ),
    case(
        "DMS whole",
        {
            "discontinued_represcribed amlodipine": "high",
            "planned_change_not_actioned furosemide": "moderate",
            "omission spironolactone": "moderate",
        },
        event="review",
        as_of="2026-04-10",
        gp=[
            "Furosemide 40mg tablets|1 om|issued=2026-04-01; days=28",
            "Amlodipine 10mg tablets|1 od|issued=2026-04-01; days=28",
            "Bisoprolol 5mg tablets|1 om|issued=2026-04-01; days=28",
            "Ramipril 5mg capsules|1 od|issued=2026-02-20; days=28",
        ],
        pmr=[
            "Furosemide 40mg tablets|1 om|issued=2026-04-02; days=28",
            "Amlodipine 10mg tablets|1 od|issued=2026-04-02; days=28",
            "Bisoprolol 5mg tablets|1 om|issued=2026-04-02; days=28",
        ],
        discharge=[
            "Furosemide 40mg tablets|80 mg OM|start=2026-03-12; change_status=changed; change_date=2026-03-12; why=decompensated HF",
            "Amlodipine 10mg tablets||status=stopped; end=2026-03-12; change_status=stopped; reason=ankle oedema",
            "Spironolactone 25mg tablets|25 mg OD|start=2026-03-12; change_status=started; indication=HFrEF",
            "Bisoprolol 5mg tablets|5 mg OM|start=2026-03-12; change_status=continued",
            "Ramipril 5mg capsules|5 mg OD|status=on-hold; start=2026-03-12; change_status=suspended; reason=AKI; review_date=2026-04-20",
        ],
    ),
    case(
        "Dispensed after GP stop",
        {"discontinued_represcribed amlodipine": "high"},
        event="review",
        gp=["Amlodipine 5mg tablets|1 od|status=stopped; end=2026-02-10; reason=Ankle swelling"],
        pmr=["Amlodipine 5mg tablets|1 od|issued=2026-03-05; days=28"],
    ),
    case(
        "Represcribed after hospital stop",
        {"discontinued_represcribed ramipril": "high"},
        event="review",
        gp=["Ramipril 5mg capsules|1 od|issued=2026-03-10; days=28"],
        discharge=[
            "Ramipril 5mg capsules|5 mg|status=stopped; end=2026-02-20; reason=AKI and hyperkalaemia"
        ],
    ),
    case(
        "Represcribed charted",
        {"discontinued_represcribed digoxin": "critical"},
        gp=["Digoxin 125microgram tablets|1 od|status=stopped; end=2026-02-10; reason=Toxicity"],
        ward=["Digoxin 125microgram tablets|125 micrograms OD|start=2026-03-15"],
    ),
    case(
        "Hold left at discharge",
        {"on_hold_not_restarted apixaban": "critical"},
        event="discharge",
        gp=[f"Apixaban 5mg tablets|1 bd|{RECENT}", f"Ramipril 5mg capsules|1 od|{RECENT}"],
        ward=["Apixaban 5mg tablets|5 mg BD|status=on-hold; start=2026-03-10; reason=Pre-op"],
        discharge=["Ramipril 5mg capsules|5 mg OD|"],
    ),
    case(
        "Hold overdue no review text",
        {"on_hold_not_restarted metformin": "high"},
        event="review",
        as_of="2026-04-30",
        gp=["Metformin 500mg tablets|2 bd|issued=2026-02-20; days=28"],
        discharge=[
            "Metformin 500mg tablets|1 g BD|status=on-hold; start=2026-03-05; reason=AKI - restart in 1 week if U&E ok"
        ],
    ),
    case(
        "Clinic start request not done",
        {"planned_change_not_actioned spironolactone": "moderate"},
        event="review",
        gp=[f"Ramipril 5mg capsules|1 od|{RECENT}"],
        plan=[
            "Spironolactone 25mg tablets|25 mg daily|start=2026-02-20; change_status=started; change_date=2026-02-20; action_by=gp; why=HFrEF"
        ],
    ),
    case(
        "Clinic stop not actioned",
        {"planned_change_not_actioned allopurinol": "moderate"},
        event="review",
        gp=["Allopurinol 100mg tablets|1 od|issued=2026-02-10; days=28"],
        pmr=["Allopurinol 100mg tablets|1 od|issued=2026-02-12; days=28"],
        plan=[
            "Allopurinol 100mg tablets|STOP|status=stopped; change_status=stopped; change_date=2026-03-01; why=rash; action_by=gp"
        ],
        as_of="2026-03-16",
    ),
    case(
        "Discharge change not adopted",
        {"planned_change_not_actioned bisoprolol": "moderate"},
        event="review",
        as_of="2026-03-30",
        gp=["Bisoprolol 2.5mg tablets|1 om|issued=2026-03-20; days=28"],
        pmr=["Bisoprolol 2.5mg tablets|1 om|issued=2026-03-21; days=28"],
        discharge=[
            "Bisoprolol 5mg tablets|5 mg OM|start=2026-03-10; change_status=changed; change_date=2026-03-10; why=rate control"
        ],
    ),
    case(
        "Lithium level changed plan",
        {"planned_change_not_actioned lithium": "high"},
        event="review",
        gp=[f"Priadel 400mg modified-release tablets|2 on|{RECENT}"],
        plan=[
            "Priadel 400mg modified-release tablets|400 mg ON|change_status=changed; change_date=2026-02-20; start=2026-02-20; why=level 1.1; action_by=gp"
        ],
    ),
    case(
        "Taper not followed",
        {"planned_change_not_actioned prednisolone": "moderate"},
        event="review",
        gp=["Prednisolone 5mg tablets|8 tablets daily|issued=2026-03-10; days=28"],
        discharge=[
            "Prednisolone 5mg tablets|40 mg daily for 7 days, then 30 mg daily for 7 days, then 20 mg daily for 7 days, then stop|start=2026-02-20; indication=PMR"
        ],
    ),
    case(
        "Temporary change past revert",
        {"planned_change_not_actioned furosemide": "moderate"},
        event="review",
        gp=[
            "Furosemide 40mg tablets|2 om|issued=2026-03-01; days=28; change_status=changed; change_date=2026-02-10; revert_at=2026-02-24; why=oedema"
        ],
    ),
    case(
        "Titration not actioned",
        {"planned_change_not_actioned bisoprolol": "moderate"},
        event="review",
        gp=["Bisoprolol 1.25mg tablets|1 od|issued=2026-03-09; days=28"],
        plan=[
            "Bisoprolol 2.5mg tablets|2.5 mg daily|start=2026-02-20; change_status=changed; change_date=2026-02-20; action_by=gp"
        ],
    ),
    case(
        "Hold GP issued again",
        {"restarted_undocumented ramipril": "moderate"},
        event="review",
        as_of="2026-04-10",
        gp=["Ramipril 5mg capsules|1 od|issued=2026-04-01; days=28"],
        discharge=["Ramipril 5mg capsules|5 mg OD|status=on-hold; start=2026-03-05; reason=AKI"],
    ),
    case(
        "Old stop",
        {"restarted_undocumented diclofenac": "moderate"},
        event="review",
        gp=[
            "Diclofenac sodium 50mg gastro-resistant tablets|1 tds|status=stopped; end=2024-05-01; reason=Gastritis",
            "Diclofenac sodium 50mg gastro-resistant tablets|1 tds|start=2026-03-01; issued=2026-03-01; days=28",
        ],
    ),
    case(
        "Restarted undocumented",
        {"restarted_undocumented ramipril": "moderate"},
        event="review",
        gp=["Ramipril 5mg capsules|1 od|start=2026-03-01; issued=2026-03-01; days=28"],
        discharge=["Ramipril 5mg capsules|5 mg|status=stopped; end=2026-01-20; reason=AKI"],
    ),
    case(
        "COC long stale",
        {"stale_entry ethinylestradiol+levonorgestrel": "low"},
        event="review",
        gp=["Microgynon 30 tablets|1 od|issued=2025-03-01; days=84"],
    ),
    case(
        "Amiodarone stale + charted",
        {"stale_entry amiodarone": "low"},
        gp=["Amiodarone 200mg tablets|1 od|issued=2025-06-01; days=28"],
        ward=["Amiodarone 200mg tablets|200 mg OD|"],
    ),
    case(
        "Prn long unused stale",
        {"stale_entry naproxen": "low"},
        event="review",
        gp=["Naproxen 500mg tablets|1 bd prn|issued=2024-06-01"],
    ),
    case(
        "Stale",
        {"stale_entry quinine": "low"},
        event="review",
        gp=[
            "Quinine sulfate 200mg tablets|1 on|issued=2025-06-01; days=28",
            f"Ramipril 5mg capsules|1 od|{RECENT}",
        ],
    ),
    case(
        "Discharge stop GP active not issued",
        {"status_conflict amlodipine": "moderate"},
        event="review",
        as_of="2026-03-30",
        gp=["Amlodipine 5mg tablets|1 od|issued=2026-02-27; days=28"],
        discharge=[
            "Amlodipine 5mg tablets||status=stopped; end=2026-03-10; reason=postural hypotension"
        ],
    ),
    case(
        "Gp stop vs specialist active",
        {"status_conflict azathioprine": "moderate"},
        event="review",
        gp=["Azathioprine 50mg tablets|2 od|status=stopped; end=2026-02-01"],
        clinic=[
            "Azathioprine 50mg tablets|100 mg daily|recorded=2026-03-01; change_status=continued"
        ],
    ),
    case(
        "Specialist undated stop vs GP",
        {"status_conflict hydroxychloroquine": "moderate"},
        event="review",
        gp=[f"Hydroxychloroquine 200mg tablets|1 bd|{RECENT}"],
        clinic=["Hydroxychloroquine 200mg tablets|200 mg BD|status=stopped"],
    ),
    case(
        "Status conflict patient",
        {"status_conflict sertraline": "moderate"},
        event="review",
        gp=[f"Sertraline 50mg tablets|1 od|{RECENT}"],
        told=["Sertraline 50mg tablets||status=stopped; note=stopped myself in January"],
    ),
    case(
        "Stop undocumented",
        {"stop_undocumented sertraline": "moderate"},
        event="discharge",
        gp=[f"Sertraline 100mg tablets|1 od|{RECENT}"],
        ward=[
            "Sertraline 100mg tablets|100 mg OD|status=stopped; start=2026-03-02; end=2026-03-09"
        ],
        discharge=["Ramipril 5mg capsules|5 mg OD|indication=HF"],
    ),
    case(
        "Transfer ICU stop undocumented",
        {"stop_undocumented levetiracetam": "moderate"},
        event="transfer",
        gp=[f"Levetiracetam 500mg tablets|1 bd|{RECENT}"],
        ward=[
            "Levetiracetam 500mg tablets|500 mg BD|status=stopped; start=2026-03-10; end=2026-03-14",
            "Paracetamol 500mg tablets|1 g QDS PRN|",
        ],
    ),
    case(
        "GP already acted newer dose silent",
        {},
        event="review",
        gp=[
            "Bisoprolol 5mg tablets|1 om|start=2026-03-05; issued=2026-03-05; days=28; change_status=changed; change_date=2026-03-05"
        ],
        plan=[
            "Bisoprolol 2.5mg tablets|2.5 mg daily|start=2026-02-01; change_status=changed; change_date=2026-02-01; action_by=gp"
        ],
    ),
    case(
        "GP changed since last dispensing",
        {},
        event="review",
        gp=[
            "Furosemide 40mg tablets|2 om|start=2026-03-12; issued=2026-03-12; days=28; change_status=changed; change_date=2026-03-12"
        ],
        pmr=["Furosemide 40mg tablets|1 om|issued=2026-03-01; days=28"],
    ),
    case(
        "GTN spray silent, stale prn",
        {},
        event="review",
        gp=[
            "Glyceryl trinitrate 400micrograms/dose pump sublingual spray|1-2 sprays prn|issued=2025-08-01"
        ],
    ),
    case(
        "Cancelled lines silent",
        {},
        event="review",
        gp=[
            f"Ramipril 5mg capsules|1 od|{RECENT}",
            "Ramipril 2.5mg capsules|1 od|status=cancelled",
            "Naproxen 500mg tablets|1 bd|status=entered-in-error",
        ],
    ),
    case(
        "Change not stop",
        {},
        event="review",
        gp=[
            "Amlodipine 5mg tablets|1 od|status=stopped; end=2026-03-01; reason=dose increased",
            "Amlodipine 10mg tablets|1 od|start=2026-03-02; issued=2026-03-02; days=28",
        ],
        pmr=["Amlodipine 10mg tablets|1 od|issued=2026-03-03; days=28"],
    ),
    case(
        "Clinic continue same silent",
        {},
        event="review",
        gp=[f"Azathioprine 50mg tablets|2 od|{RECENT}"],
        clinic=["Azathioprine 50mg tablets|100 mg OD|recorded=2026-02-01; change_status=continued"],
    ),
    case(
        "Clinic letters supersede",
        {},
        event="review",
        gp=["Azathioprine 50mg tablets|3 od|start=2026-01-20; issued=2026-03-01; days=28"],
        plan=[
            "Azathioprine 50mg tablets|100 mg daily|start=2025-10-10; change_status=changed; change_date=2025-10-10",
            "Azathioprine 50mg tablets|150 mg od|start=2026-01-15; change_status=changed; change_date=2026-01-15",
        ],
    ),
    case(
        "Discharge all documented silent",
        {},
        event="discharge",
        gp=[
            f"Ramipril 5mg capsules|1 od|{RECENT}",
            f"Bisoprolol 2.5mg tablets|1 om|{RECENT}",
            f"Naproxen 500mg tablets|1 bd|{RECENT}",
            f"Metformin 500mg tablets|1 bd|{RECENT}",
            f"Simvastatin 40mg tablets|1 on|{RECENT}",
        ],
        ward=[
            "Ramipril 5mg capsules|5 mg OD|start=2026-03-10",
            "Bisoprolol 5mg tablets|5 mg OM|start=2026-03-12",
            "Paracetamol 500mg tablets|1 g QDS PRN|",
            "Enoxaparin sodium 40mg/0.4ml solution for injection pre-filled syringes|40 mg OD|start=2026-03-10",
            "Metformin 500mg tablets|500 mg BD|status=on-hold; start=2026-03-10; reason=contrast",
        ],
        discharge=[
            "Ramipril 5mg capsules|5 mg OD|change_status=unchanged",
            "Bisoprolol 5mg tablets|5 mg OM|change_status=changed; why=rate control",
            "Naproxen 500mg tablets|500 mg BD|status=stopped; reason=AKI; change_status=stopped",
            "Metformin 500mg tablets|500 mg BD|change_status=restarted; why=renal function normal",
            "Atorvastatin 80mg tablets|80 mg ON|change_status=started; indication=NSTEMI; why=replaces simvastatin",
            "Simvastatin 40mg tablets||status=stopped; reason=changed to atorvastatin",
            "Doxycycline 100mg capsules|100 mg OD for 3 more days|change_status=started; indication=CAP",
        ],
    ),
    case(
        "Discharge antibiotic finished silent",
        {},
        event="review",
        as_of="2026-03-30",
        gp=["Ramipril 5mg capsules|1 od|issued=2026-03-20; days=28"],
        discharge=[
            "Doxycycline 100mg capsules|100 mg OD for 5 days|start=2026-03-10; indication=COPD",
            "Ramipril 5mg capsules|5 mg OD|",
        ],
    ),
    case(
        "Discharge change adopted",
        {},
        event="review",
        as_of="2026-03-30",
        gp=["Bisoprolol 5mg tablets|1 om|start=2026-03-14; issued=2026-03-20; days=28"],
        pmr=["Bisoprolol 5mg tablets|1 om|issued=2026-03-21; days=28"],
        discharge=[
            "Bisoprolol 5mg tablets|5 mg OM|start=2026-03-10; change_status=changed; change_date=2026-03-10; why=rate control"
        ],
    ),
    case(
        "Discharge within lag",
        {},
        event="review",
        as_of="2026-03-14",
        gp=["Bisoprolol 2.5mg tablets|1 om|issued=2026-03-01; days=28"],
        discharge=[
            "Bisoprolol 5mg tablets|5 mg OM|start=2026-03-10; change_status=changed; change_date=2026-03-10; why=rate control"
        ],
    ),
    case(
        "Dispensed 2 days after GP stop lag",
        {},
        event="review",
        gp=["Amlodipine 5mg tablets|1 od|status=stopped; end=2026-03-10; reason=BP low"],
        pmr=["Amlodipine 5mg tablets|1 od|issued=2026-03-11; days=28"],
    ),
    case(
        "Emar with old start is current",
        {},
        event="review",
        gp=[f"Donepezil 10mg tablets|1 on|{RECENT}"],
        told=["Donepezil 10mg tablets|10 mg ON|kind=administration; start=2025-01-01"],
    ),
    case(
        "Hold recent silent",
        {},
        event="review",
        as_of="2026-03-09",
        gp=["Metformin 500mg tablets|2 bd|issued=2026-02-20; days=28"],
        discharge=[
            "Metformin 500mg tablets|1 g BD|status=on-hold; start=2026-03-05; reason=AKI - restart in 1 week if U&E ok; review_date=2026-03-12"
        ],
    ),
    case(
        "Hydroxocobalamin 12-weekly",
        {},
        event="review",
        gp=[
            "Hydroxocobalamin 1mg/1ml solution for injection ampoules|1 mg every 12 weeks|issued=2026-01-20"
        ],
    ),
    case(
        "Old acute in GP not current",
        {},
        event="review",
        acute=["Codeine 30mg tablets|1-2 qds prn|start=2025-09-01; issued=2025-09-01; days=14"],
        gp=[f"Ramipril 5mg capsules|1 od|{RECENT}"],
    ),
    case(
        "Patient stopped otc silent",
        {},
        event="review",
        gp=[f"Ramipril 5mg capsules|1 od|{RECENT}"],
        told=["Ibuprofen 200mg tablets|2 tds|status=stopped; end=2026-01-01"],
    ),
    case(
        "Ramipril to losartan switch documented",
        {},
        event="review",
        gp=[
            "Ramipril 5mg capsules|1 od|status=stopped; end=2026-02-20; reason=cough",
            "Losartan 50mg tablets|1 od|start=2026-02-20; issued=2026-02-20; days=28",
        ],
        pmr=[
            "Losartan 50mg tablets|1 od|issued=2026-02-21; days=28",
            "Ramipril 5mg capsules|1 od|issued=2026-02-10; days=28",
        ],
    ),
    case(
        "Repeat dispensing batch",
        {},
        event="review",
        gp=[
            "Amlodipine 5mg tablets|1 od|course=repeat-dispensing; issued=2025-12-01; days=28; issues=2025-12-01,2025-12-29,2026-01-26,2026-02-23"
        ],
        pmr=["Amlodipine 5mg tablets|1 od|issued=2026-02-24; days=28"],
    ),
    case(
        "Restart documented",
        {},
        event="review",
        gp=[
            "Ramipril 5mg capsules|1 od|start=2026-03-01; issued=2026-03-01; days=28; change_status=restarted; why=U&E normal"
        ],
        discharge=["Ramipril 5mg capsules|5 mg|status=stopped; end=2026-01-20; reason=AKI"],
    ),
    case(
        "Stale prn silent",
        {},
        event="review",
        gp=["Salbutamol 100micrograms/dose inhaler CFC free|2 puffs prn|issued=2025-09-01"],
    ),
    case(
        "Titration recent lag",
        {},
        event="review",
        gp=["Bisoprolol 1.25mg tablets|1 od|issued=2026-03-09; days=28"],
        plan=[
            "Bisoprolol 2.5mg tablets|2.5 mg daily|start=2026-03-12; change_status=changed; change_date=2026-03-12; action_by=gp"
        ],
    ),
    case(
        "Two courses silent",
        {},
        event="review",
        acute=[
            "Prednisolone 5mg tablets|6 od for 5 days|start=2025-11-02; issued=2025-11-02; days=5",
            "Prednisolone 5mg tablets|6 od for 5 days|start=2026-03-12; issued=2026-03-12; days=5",
        ],
    ),
    case(
        "Two separate antibiotic courses silent",
        {},
        event="review",
        acute=[
            "Amoxicillin 500mg capsules|1 tds for 7 days|start=2025-12-01; issued=2025-12-01; days=7",
            "Amoxicillin 500mg capsules|1 tds for 7 days|start=2026-03-14; issued=2026-03-14; days=7",
        ],
        pmr=[
            "Amoxicillin 500mg capsules|1 tds for 7 days|issued=2025-12-01; days=7",
            "Amoxicillin 500mg capsules|1 tds for 7 days|issued=2026-03-14; days=7",
        ],
    ),
]


@pytest.mark.parametrize(("says", "lists"), CASES)
def test_what_is_said_and_nothing_else(
    says: dict[str, str], lists: dict[str, Any], said: Any
) -> None:
    assert said(lists, low=says) == says
