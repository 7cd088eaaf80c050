"""What was stopped for harm, what stands in for what, and what hides nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from finding_cases import AMLODIPINE, KEPT, RECENT, case

EDOXABAN = f"Edoxaban 60mg tablets|1 od|{RECENT}"
BLED = "Edoxaban 60mg tablets|60 mg OD|status=stopped; start=2026-03-01; end=2026-03-05; reason=GI bleed"
AGAIN = {"discontinued_represcribed edoxaban": "critical"}


def left(title: str, says: dict[str, str], line: str, stopped: str = BLED) -> Any:
    """A discharge after edoxaban was stopped on the ward; `line` is what the discharge list has of it."""
    return case(
        title,
        says,
        event="discharge",
        gp=[AMLODIPINE, EDOXABAN],
        ward=[stopped],
        discharge=[KEPT, line],
    )


def charted(title: str, says: dict[str, str], gp: list[str], ward: list[str] | None = None) -> Any:
    """An admission with one line that agrees, and what is in question."""
    return case(title, says, gp=[AMLODIPINE, *gp], ward=[KEPT, *(ward or [])])


def sent_home(title: str, says: dict[str, str], gp: list[str], discharge: list[str]) -> Any:
    """A discharge with one line that agrees, and what is in question."""
    return case(title, says, event="discharge", gp=[AMLODIPINE, *gp], discharge=[KEPT, *discharge])


STOPPED_FOR_HARM = [
    left("A bleed, and an undated line", AGAIN, "Edoxaban 60mg tablets|60 mg OD|"),
    left("A bleed, and an old line", AGAIN, "Edoxaban 60mg tablets|60 mg OD|start=2019-05-01"),
    left(
        "A bleed, and what it is for",
        AGAIN,
        "Edoxaban 60mg tablets|60 mg OD|start=2026-03-16; indication=AF",
    ),
    left("A bleed, and unchanged", AGAIN, "Edoxaban 60mg tablets|60 mg OD|change_status=unchanged"),
    left(
        "A bleed, and somebody says why it goes on",
        {},
        "Edoxaban 60mg tablets|60 mg OD|change_status=restarted; why=Agreed with gastroenterology",
    ),
    left(
        "An order that ended because the dose changed",
        {},
        "Edoxaban 60mg tablets|60 mg OD|",
        "Edoxaban 60mg tablets|60 mg OD|status=stopped; start=2026-03-01; end=2026-03-05; "
        "reason=Order rewritten",
    ),
]

TINZAPARIN = (
    "Tinzaparin sodium 14,000units/0.7ml solution for injection pre-filled syringes"
    f"|14000 units od|{RECENT}"
)
ENOXAPARIN = "Enoxaparin sodium 40mg/0.4ml solution for injection pre-filled syringes|40 mg OD|"
STANDS_IN = [
    charted(
        "A treatment dose of one heparin, prophylaxis of another",
        {"omission tinzaparin": "critical"},
        [TINZAPARIN],
        [f"{ENOXAPARIN}indication=VTE prophylaxis"],
    ),
    charted(
        "Another heparin, and the words for it",
        {},
        [TINZAPARIN],
        [f"{ENOXAPARIN}note=Switched from tinzaparin for the operation"],
    ),
    charted(
        "A statin at four times the strength",
        {"omission simvastatin": "moderate"},
        [f"Simvastatin 20mg tablets|1 on|{RECENT}"],
        ["Atorvastatin 80mg tablets|80 mg ON|"],
    ),
    charted(
        "A statin at a like dose",
        {},
        [f"Simvastatin 40mg tablets|1 on|{RECENT}"],
        ["Atorvastatin 20mg tablets|20 mg ON|"],
    ),
    charted(
        "The stomach tablet of the formulary",
        {},
        [f"Omeprazole 20mg gastro-resistant capsules|1 od|{RECENT}"],
        ["Lansoprazole 30mg gastro-resistant capsules|30 mg OD|"],
    ),
]

BISOPROLOL = f"Bisoprolol 2.5mg tablets|1 od|{RECENT}"
TWICE = {"duplicate_within_source bisoprolol": "moderate"}
HIDES_NOTHING_ELSE = [
    charted(
        "Begun again without a word, and not charted",
        {"omission apixaban": "critical", "restarted_undocumented apixaban": "high"},
        [
            "Apixaban 5mg tablets|1 bd|status=stopped; end=2025-03-01; reason=Well",
            f"Apixaban 5mg tablets|1 bd|start=2025-09-01; {RECENT}",
        ],
    ),
    charted(
        "Twice on the GP list, and four times as much on the chart",
        TWICE | {"dose_conflict bisoprolol": "high"},
        [BISOPROLOL, BISOPROLOL],
        ["Bisoprolol 10mg tablets|10 mg OD|"],
    ),
    charted(
        "Twice on the GP list, once on the chart",
        TWICE,
        [BISOPROLOL, BISOPROLOL],
        ["Bisoprolol 2.5mg tablets|2.5 mg OD|"],
    ),
    charted(
        "As required became regular at eight times the dose",
        {"prn_regular_conflict lorazepam": "moderate", "dose_conflict lorazepam": "high"},
        [f"Lorazepam 500microgram tablets|1 prn|{RECENT}"],
        ["Lorazepam 1mg tablets|4 mg QDS|"],
    ),
    charted(
        "As required became regular at the same dose",
        {"prn_regular_conflict lorazepam": "moderate"},
        [f"Lorazepam 1mg tablets|1 prn|{RECENT}"],
        ["Lorazepam 1mg tablets|1 mg QDS|"],
    ),
]

WARFARIN = f"Warfarin 3mg tablets|1 od|{RECENT}"
REPLACED = [
    sent_home(
        "The new line names what it replaces",
        {},
        [WARFARIN],
        ["Apixaban 5mg tablets|5 mg BD|change_status=started; why=Warfarin stopped, poor INR"],
    ),
    sent_home(
        "It says what for, and not what becomes of the other",
        {"omission warfarin": "critical", "duplicate_class apixaban+warfarin": "critical"},
        [WARFARIN],
        ["Apixaban 5mg tablets|5 mg BD|change_status=started; why=AF"],
    ),
    sent_home(
        "It replaces what is still on the list",
        {"duplicate_class apixaban+warfarin": "critical"},
        [WARFARIN],
        [
            "Warfarin 3mg tablets|3 mg OD|",
            "Apixaban 5mg tablets|5 mg BD|change_status=started; why=Switched from warfarin",
        ],
    ),
]

CHANGED = "Ramipril 10mg capsules|1 od|status=stopped; end=2024-05-01; reason="
ON_REPEAT = f"Ramipril 10mg capsules|1 od|{RECENT}"
ONLY_THE_LINE = [
    charted(
        "One line of two was changed years ago, and the chart has neither",
        {"omission ramipril": "moderate"},
        [f"{CHANGED}Changed to tablets", ON_REPEAT],
    ),
    charted(
        "One line of two was changed years ago",
        {},
        [f"{CHANGED}Changed to tablets", ON_REPEAT],
        ["Ramipril 10mg capsules|10 mg OD|"],
    ),
    charted(
        "The medicine itself was stopped years ago",
        {"restarted_undocumented ramipril": "moderate"},
        [f"{CHANGED}Cough", ON_REPEAT],
        ["Ramipril 10mg capsules|10 mg OD|"],
    ),
]

FOR_A_TIME = [
    charted(
        "A burst on top of a small dose, with its reason",
        {},
        [f"Prednisolone 5mg tablets|1 od|{RECENT}"],
        ["Prednisolone 5mg tablets|30 mg OD for 5 days|indication=COPD exacerbation"],
    ),
    charted(
        "More with a reason and no end",
        {"dose_conflict prednisolone": "high"},
        [f"Prednisolone 5mg tablets|1 od|{RECENT}"],
        ["Prednisolone 5mg tablets|30 mg OD|indication=COPD exacerbation"],
    ),
    charted(
        "A pack kept for a flare",
        {},
        ["Prednisolone 5mg tablets|6 daily for 5 days rescue pack|issued=2025-11-10; days=5"],
    ),
    *(
        charted(f"A pack by its own words: {dose}", {}, [f"{medicine}|{dose}|{RECENT}"])
        for medicine, dose in (
            ("Doxycycline 100mg capsules", "Two stat then one daily. Rescue pack"),
            ("Doxycycline 100mg capsules", "2 today then 1 daily for 7 days (rescue pack)"),
            ("Doxycycline 100mg capsules", "2 on first day, 1 daily thereafter. COPD rescue med"),
            ("Prednisolone 5mg tablets", "6 each morning - standby for asthma attack"),
        )
    ),
    *(
        charted(
            f"A pack beside it, or no dose of a flare: {dose}",
            {f"omission {medicine.split()[0].casefold()}": severity},
            [f"{medicine}|{dose}|{RECENT}"],
        )
        for medicine, dose, severity in (
            ("Prednisolone 5mg tablets", "1 each morning - standby for asthma attack", "critical"),
            ("Prednisolone 5mg tablets", "6 each morning. Has COPD rescue pack", "critical"),
            ("Prednisolone 5mg tablets", "6 each morning. Rescue pack at home", "critical"),
            ("Prednisolone 5mg tablets", "6 each morning. Rescue pack", "critical"),
            ("Azithromycin 250mg tablets", "1 daily. Rescue pack of doxycycline", "moderate"),
        )
    ),
    charted(
        "A steroid of every day, and more of another by vein",
        {},
        [f"Prednisolone 5mg tablets|2 od|{RECENT}"],
        ["Hydrocortisone 100mg powder for injection vials|100 mg IV QDS|indication=Sepsis"],
    ),
    charted(
        "A steroid of every day, and more of another by mouth",
        {},
        [f"Prednisolone 5mg tablets|2 od|{RECENT}"],
        ["Dexamethasone 2mg tablets|6 mg OD|indication=COVID pneumonitis"],
    ),
    charted(
        "A steroid of every day, and less of another",
        {"omission prednisolone": "critical"},
        [f"Prednisolone 5mg tablets|8 od|{RECENT}"],
        ["Hydrocortisone 10mg tablets|10 mg BD|indication=Adrenal insufficiency"],
    ),
    charted(
        "A steroid of every day, and another for the skin",
        {"omission prednisolone": "critical"},
        [f"Prednisolone 5mg tablets|2 od|{RECENT}"],
        ["Hydrocortisone 1% cream|apply BD|indication=Eczema"],
    ),
    charted(
        "A single dose of these days",
        {},
        [
            "Azithromycin 500mg tablets|two as a single dose|course=acute; issued=2026-03-14",
            "Fosfomycin 3g granules sachets|3g stat|course=acute; issued=2026-03-14; days=1",
        ],
    ),
    charted(
        "A first dose and then a course",
        {"omission amoxicillin": "moderate"},
        ["Amoxicillin 500mg capsules|2 stat then 1 tds|course=acute; issued=2026-03-14; days=7"],
    ),
    charted(
        "A steroid of every day",
        {"omission prednisolone": "critical"},
        [f"Prednisolone 5mg tablets|1 od|{RECENT}"],
    ),
    charted("A steroid for the skin", {}, [f"Hydrocortisone 1% cream|apply bd|{RECENT}"]),
    charted(
        "Steroid drops for the eye",
        {"omission dexamethasone": "moderate"},
        [f"Dexamethasone 0.1% eye drops|1 drop right eye qds|{RECENT}"],
    ),
    charted(
        "A spray for hay fever", {}, [f"Mometasone 50micrograms/dose nasal spray|2 od|{RECENT}"]
    ),
]

CASES = [
    *(*STOPPED_FOR_HARM, *STANDS_IN, *HIDES_NOTHING_ELSE),
    *(*REPLACED, *ONLY_THE_LINE, *FOR_A_TIME),
]


@pytest.mark.parametrize(("says", "lists"), CASES)
def test_what_is_said_and_nothing_else(
    says: dict[str, str], lists: dict[str, Any], said: Any
) -> None:
    assert said(lists, low=says) == says
