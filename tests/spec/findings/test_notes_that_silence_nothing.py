"""Everyday notes beside a danger: none of them answers it, so what is said stays what it is without them.

Each table has a situation, what is said of it, and notes as they stand in records. A note that does answer
it stands in the table of answers below.
"""

from __future__ import annotations

from typing import Any

import pytest
from finding_cases import AMLODIPINE, KEPT, RECENT, STOPPED


def bled(note: str) -> dict[str, Any]:
    """Apixaban stopped for a bleed, and issued again with this note."""
    stop = f"{APIXABAN}|1 bd|{STOPPED}GI bleed"
    again = f"{APIXABAN}|1 bd|start=2026-02-20; {RECENT}; note={note}"
    return {"event": "review", "gp": [stop, again]}


def charted(stopped: str, reason: str, ward: str) -> dict[str, Any]:
    """Stopped by the GP for this reason, and this line on the chart."""
    return {"gp": [AMLODIPINE, f"{stopped}|{STOPPED}{reason}"], "ward": [KEPT, ward]}


def swelled(note: str) -> dict[str, Any]:
    """Another ACE inhibitor on the ward after angioedema with the first, with this note."""
    ward = f"Lisinopril 10mg tablets|10 mg OD|note={note}"
    return charted("Ramipril 5mg capsules|1 od", "Angioedema", ward)


def left_out(medicine: str, dose: str, note: str) -> dict[str, Any]:
    """A repeat with this note that the ward does not have."""
    return {"gp": [AMLODIPINE, f"{medicine}|{dose}|{RECENT}; note={note}"], "ward": [KEPT]}


def beside(a: str, b: str, note: str) -> dict[str, Any]:
    """Two repeats of one class, the first with this note."""
    return {
        "event": "review",
        "gp": [f"{a}|1 bd|{RECENT}; note={note}", f"{b}|{RECENT}"],
    }


def stopped(medicine: str, dose: str, reason: str) -> dict[str, Any]:
    """Stopped by the GP for this reason, and on the ward with no more than what it is for."""
    line = f"{medicine}|{dose}"
    return charted(line, reason, f"{line}|start=2026-03-15; indication=As before")


ZOMORPH, FENTANYL = (
    "Zomorph 30mg modified-release capsules",
    ("Fentanyl 25micrograms/hour transdermal patches|1 every 72 hours"),
)
APIXABAN, LEVETIRACETAM = "Apixaban 5mg tablets", "Levetiracetam 500mg tablets"
METFORMIN = "Metformin 500mg tablets"
PREDNISOLONE, HYDROCORTISONE = "Prednisolone 5mg tablets", "Hydrocortisone 10mg tablets"
AGAIN = {"discontinued_represcribed apixaban": "critical"}
MATE = {"allergy_conflict lisinopril": "critical"}
TWO_OPIOIDS = {"duplicate_class fentanyl+morphine": "critical"}

SILENCES_NOTHING: list[tuple[dict[str, str], dict[str, Any]]] = [
    *(
        (AGAIN, bled(note))
        for note in (
            "ok to crush",
            "safe to crush and give via NG",
            "ok for blister pack",
            "agreed dose with patient",
            "agreed 28 days with pharmacy",
            "despite dysphagia takes tablets",
            "resume after theatre",
            "do not restart",
            "not restarted",
            "not yet restarted by cardiology",
            "restart when Hb stable",
            "to be restarted once reviewed",
            "resume normal diet",
            "for eRD from April",
            "own supply",
            "happy with new brand",
            "eGFR 60 checked",
            "review in 6 months",
            "GI bleed noted",
            "not aware of bleed",
        )
    ),
    *(
        (MATE, swelled(note))
        for note in (
            "own supply",
            "dispensed in blister",
            "formulary choice",
            "switched from ramipril",
            "agreed with patient",
            "BP 160/90",
            "resume post op",
            "ok to give at night",
            "allergy cannot be excluded",
        )
    ),
    *(
        ({"omission apixaban": "critical"}, left_out(APIXABAN, "1 bd", note))
        for note in (
            "emergency supply issued via 111",
            "emergency supply of 7 days while travelling",
            "extra week issued just in case",
            "rescue pack is doxycycline",
            "blister pack, standby box at home",
        )
    ),
    *(
        ({"omission levetiracetam": "critical"}, left_out(LEVETIRACETAM, "1 bd", note))
        for note in ("rescue med is midazolam", "emergency pack letter given", "just in case bag")
    ),
    *(
        ({"omission prednisolone": "critical"}, left_out(PREDNISOLONE, "2 od", note))
        for note in ("has rescue pack at home too", "in case of exacerbation take 6", "rescue pack")
    ),
    *(
        ({"omission hydrocortisone": "critical"}, left_out(HYDROCORTISONE, "1 bd", note))
        for note in ("emergency supply at home", "emergency pack and steroid card", "double if ill")
    ),
    *(
        (TWO_OPIOIDS, beside(ZOMORPH, FENTANYL, note))
        for note in (
            "switch to MR 2024",
            "switched from tablets to capsules",
            "no taper needed",
            "taper advice leaflet given",
            "overlap of repeat dates",
            "fentanyl switch declined in 2023",
            "not switched to fentanyl",
            "weaned baby last year",
        )
    ),
    *(
        (
            {"restarted_undocumented metformin": "moderate"},
            stopped(METFORMIN, "1 bd", why),
        )
        for why in (
            "Reduced eGFR 22",
            "Increased lactate",
            "Changed to linagliptin",
            "Switched to insulin by clinic",
            "Weight changes",
            "Diarrhoea, settled after stopping",
            "Diarrhoea resolved off it",
            "Unresolved diarrhoea",
            "Asymptomatic fall in eGFR",
            "Contrast times two, AKI",
        )
    ),
    *(
        ({"restarted_undocumented apixaban": "high"}, stopped(APIXABAN, "1 bd", why))
        for why in (
            "Reduced platelets",
            "Increased bruising",
            "Changes in LFTs",
            "Changed to warfarin",
            "Bruising improved after stopping",
        )
    ),
    *(
        (AGAIN, stopped(APIXABAN, "1 bd", why))
        for why in (
            "For surgery - subdural haematoma",
            "GI bleed, dose reduced then stopped",
            "Nosebleeds and haematuria, no longer needed",
        )
    ),
]

ANSWERS: list[tuple[dict[str, str], dict[str, Any]]] = [
    *(
        ({}, bled(note))
        for note in (
            "Restarted by haematology",
            "Given despite GI bleed",
            "Gastroenterology agreed",
            "Benefit outweighs risk",
            "Patient aware of bleeding risk",
        )
    ),
    *(({}, swelled(note)) for note in ("Rechallenged in clinic", "Not allergic, wasp sting")),
    *(
        ({}, beside(ZOMORPH, FENTANYL, note))
        for note in ("switch to fentanyl over 3 days", "convert to fentanyl patch", "wean off")
    ),
    *(
        ({}, stopped(METFORMIN, "1 bd", why))
        for why in (
            "Dose increased",
            "Increased to 1g",
            "Changed to MR tablets",
            "Not well tolerated time, rewritten",
            "Symptoms settled",
        )
    ),
    (
        {},
        {
            "gp": [
                AMLODIPINE,
                f"{PREDNISOLONE}|6 daily for 5 days|issued=2025-11-10; days=5; note=rescue pack",
            ],
            "ward": [KEPT],
        },
    ),
]


def _title(value: Any) -> str | None:
    if isinstance(value, dict) and ("gp" in value or "ward" in value):
        last = [*value.get("gp", ()), *value.get("ward", ())]
        told = [t.split(k)[1] for t in last for k in ("note=", "reason=") if k in t]
        return told[-1] if told else None
    return None


@pytest.mark.parametrize(("says", "lists"), SILENCES_NOTHING, ids=_title)
def test_a_note_that_is_no_answer(says: dict[str, str], lists: dict[str, Any], said: Any) -> None:
    assert said(lists, low=says) == says


@pytest.mark.parametrize(("says", "lists"), ANSWERS, ids=_title)
def test_a_note_that_is_one(says: dict[str, str], lists: dict[str, Any], said: Any) -> None:
    assert said(lists, low=says) == says


@pytest.mark.parametrize("dose", ["as per protocol", "see chart", "via pump"])
def test_tablets_have_no_rate_and_no_chart_at_home(said: Any, dose: str) -> None:
    line = f"Methotrexate 2.5mg tablets|{dose}|{RECENT}"
    assert said({"event": "review", "gp": [line]}) == {"ambiguous_dose methotrexate": "critical"}


@pytest.mark.parametrize("dose", ["via pump", "variable rate infusion"])
def test_an_insulin_that_runs_has(said: Any, dose: str) -> None:
    line = f"NovoRapid 100units/ml solution for injection 10ml vials|{dose}|{RECENT}"
    assert said({"event": "review", "gp": [line]}) == {}


@pytest.mark.parametrize(
    "dose", ["as directed, bloods every 3 months", "as directed, weight 6 monthly, check annually"]
)
def test_bloods_every_few_months_are_no_dose_every_few_months(said: Any, dose: str) -> None:
    medicine = "Enoxaparin sodium 40mg/0.4ml solution for injection pre-filled syringes"
    lists = {"gp": [AMLODIPINE, f"{medicine}|{dose}|{RECENT}"], "ward": [KEPT]}
    assert said(lists) == {"omission enoxaparin": "critical"}


def _after_a_bleed(note: str) -> dict[str, Any]:
    """Stopped by the GP for a bleed, and on a chart that says no more than this note."""
    ward = f"{APIXABAN}|5 mg BD|start=2026-03-15; note={note}"
    return charted(f"{APIXABAN}|1 bd", "GI bleed", ward)


@pytest.mark.parametrize(
    "note",
    ["restarted on consultant advice", "Rechallenge agreed with gastro", "given despite GI bleed"],
)
def test_a_note_of_the_decision_is_enough_on_a_chart(said: Any, note: str) -> None:
    assert said(_after_a_bleed(note)) == {}


@pytest.mark.parametrize(
    "note", ["Not to be restarted", "resume after theatre", "own supply", "swallows well"]
)
def test_any_other_note_on_a_chart_is_none(said: Any, note: str) -> None:
    assert said(_after_a_bleed(note)) == AGAIN


def _stopped_for(reason: str, ward: str) -> dict[str, Any]:
    """Metformin stopped by the GP for this reason, and this on the ward with no word about it."""
    return charted(f"{METFORMIN}|1 tds", reason, f"{ward}|start=2026-03-15")


AS_MR = "Metformin 500mg modified-release tablets|2 BD"


@pytest.mark.parametrize(
    ("reason", "ward"),
    [
        ("GI upset - changed to MR", AS_MR),
        ("switched to modified release", AS_MR),
        ("patient prefers MR", AS_MR),
        ("Moved to repeat dispensing", f"{METFORMIN}|1 TDS"),
        ("synchronisation", f"{METFORMIN}|1 TDS"),
    ],
)
def test_what_the_line_became_is_no_restart(answer_to: Any, reason: str, ward: str) -> None:
    answer = answer_to(event="admission", **_stopped_for(reason, ward))
    assert [f.type for f in answer.findings if f.severity != "low"] == []
    assert {m.state for m in answer.medications if "Metformin" in m.name} == {"current"}


@pytest.mark.parametrize(
    ("reason", "ward"),
    [
        ("GI upset - changed to MR", f"{METFORMIN}|1 TDS"),
        ("GI upset - changed to MR", "Metformin 850mg tablets|1 BD"),
        ("Changed to MR then stopped", AS_MR),
        ("Lactic acidosis - changed to MR", AS_MR),
        ("Changed to linagliptin", AS_MR),
        ("Patient prefers not to take it", AS_MR),
        ("patient reduced then stopped", AS_MR),
        ("Lactic acidosis, moved to repeat dispensing", f"{METFORMIN}|1 TDS"),
    ],
)
def test_what_it_did_not_become_is_asked_about(found_in: Any, reason: str, ward: str) -> None:
    found = found_in(event="admission", **_stopped_for(reason, ward))
    assert found["discontinued_represcribed", "metformin"] in ("high", "critical")
