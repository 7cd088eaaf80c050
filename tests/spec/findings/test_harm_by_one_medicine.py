"""A medicine that did harm, and what contains it: alone, in a combination, or by another route."""

from __future__ import annotations

from typing import Any

import pytest
from finding_cases import RECENT, STOPPED, case


def stopped(medicine: str, reason: str) -> str:
    """A GP line stopped two months ago for this reason."""
    return f"{medicine}|1 od|{STOPPED}{reason}"


def now(medicine: str, more: str = "") -> str:
    """A repeat of the GP that is issued."""
    return f"{medicine}|1 bd|{RECENT}{more}"


def review(title: str, says: dict[str, str], *gp: str) -> Any:
    """A review of these lines of the GP."""
    return case(title, says, event="review", gp=list(gp))


COAMOXICLAV = "Co-amoxiclav 500mg/125mg tablets"
AMOXICILLIN = "Amoxicillin 500mg capsules"
COCODAMOL = "Co-codamol 30mg/500mg tablets"
SPEAKS = [
    review(
        "In a combination",
        {"allergy_conflict amoxicillin+clavulanic acid": "critical"},
        stopped(AMOXICILLIN, "Anaphylaxis"),
        now(COAMOXICLAV),
    ),
    review(
        "Out of a combination",
        {"allergy_conflict amoxicillin": "critical"},
        stopped(COAMOXICLAV, "Anaphylaxis"),
        now(AMOXICILLIN),
    ),
    review(
        "A skin reaction to one of two antibacterials",
        {"allergy_conflict sulfamethoxazole+trimethoprim": "critical"},
        stopped("Trimethoprim 200mg tablets", "Stevens-Johnson"),
        now("Co-trimoxazole 80mg/400mg tablets"),
    ),
    review(
        "Of a beta blocker with a diuretic the beta blocker is meant",
        {"discontinued_represcribed atenolol+chlortalidone": "critical"},
        stopped("Co-tenidone 50mg/12.5mg tablets", "Complete heart block"),
        now("Atenolol 50mg tablets"),
    ),
    review(
        "A gliflozin in a combination after ketoacidosis",
        {"discontinued_represcribed dapagliflozin+metformin": "critical"},
        stopped("Dapagliflozin 10mg tablets", "DKA"),
        now("Xigduo 5mg/1,000mg tablets"),
    ),
    review(
        "By another route",
        {"allergy_conflict amoxicillin": "critical"},
        stopped(AMOXICILLIN, "Anaphylaxis"),
        now("Amoxicillin 500mg powder for solution for injection vials", "; route=intravenous"),
    ),
    review(
        "A rash, which speaks against every other penicillin",
        {"allergy_conflict amoxicillin+clavulanic acid": "critical"},
        stopped(AMOXICILLIN, "Rash"),
        now(COAMOXICLAV),
    ),
]
SILENT = [
    review(
        "A rash of a virus", {}, stopped(AMOXICILLIN, "Viral rash, not allergic"), now(COAMOXICLAV)
    ),
    review(
        "The part that no one suspects",
        {},
        stopped(COCODAMOL, "Respiratory depression"),
        now("Paracetamol 500mg tablets"),
    ),
    review(
        "The diuretic of a combination with a beta blocker",
        {},
        stopped("Co-tenidone 50mg/12.5mg tablets", "Heart block"),
        now("Chlortalidone 50mg tablets"),
    ),
    review(
        "The metformin of a combination with a gliflozin",
        {},
        stopped("Xigduo 5mg/1,000mg tablets", "Ketoacidosis"),
        now("Metformin 500mg tablets"),
    ),
    review(
        "A gel after a bleed from the tablets",
        {},
        stopped("Diclofenac sodium 50mg gastro-resistant tablets", "GI bleed"),
        now("Diclofenac 1.16% gel"),
    ),
    review(
        "No harm was done",
        {},
        stopped(AMOXICILLIN, "Course finished, no allergic reaction"),
        now(COAMOXICLAV),
    ),
    review(
        "Somebody says that it is no allergy",
        {},
        stopped(AMOXICILLIN, "Anaphylaxis?"),
        now(COAMOXICLAV, "; note=De-labelled by allergy clinic"),
    ),
    review(
        "Given all the same, in full knowledge",
        {},
        stopped("Atenolol 50mg tablets", "Heart block"),
        now("Co-tenidone 50mg/12.5mg tablets", "; note=Restarted despite heart block, now paced"),
    ),
]
WORDS = [
    review(
        f"{medicine}: {reason}",
        {f"discontinued_represcribed {moieties}": "critical"},
        stopped(medicine, reason),
        now(medicine, "; start=2026-02-20"),
    )
    for medicine, moieties, reason in (
        ("Microgynon 30 tablets", "ethinylestradiol+levonorgestrel", "DVT"),
        ("Microgynon 30 tablets", "ethinylestradiol+levonorgestrel", "PE in January"),
        ("Estradiol 1mg tablets", "estradiol", "Breast cancer"),
        ("Tamoxifen 20mg tablets", "tamoxifen", "Pulmonary embolism"),
        ("Apixaban 5mg tablets", "apixaban", "ICH"),
        ("Apixaban 5mg tablets", "apixaban", "Large SDH"),
        ("Apixaban 5mg tablets", "apixaban", "UGIB, 2 units transfused"),
        ("Apixaban 5mg tablets", "apixaban", "PR blood"),
        ("Apixaban 5mg tablets", "apixaban", "GI bleed - stop until reviewed"),
        ("Apixaban 5mg tablets", "apixaban", "For surgery for subdural haematoma"),
        ("Clopidogrel 75mg tablets", "clopidogrel", "Vomiting blood"),
        ("Carbimazole 5mg tablets", "carbimazole", "ANC 0.9"),
        ("Tramadol 50mg capsules", "tramadol", "Had a fit at work"),
        ("Medroxyprogesterone 10mg tablets", "medroxyprogesterone", "Meningioma"),
        ("Gliclazide 80mg tablets", "gliclazide", "Severe hypoglycaemia, ambulance"),
        ("Ramipril 5mg capsules", "ramipril", "Laryngeal oedema"),
    )
]
NO_HARM = [
    review(
        f"{medicine}: {reason}",
        says,
        stopped(medicine, reason),
        now(medicine, "; start=2026-02-20; indication=As before"),
    )
    for medicine, says, reason in (
        ("Apixaban 5mg tablets", {"restarted_undocumented apixaban": "high"}, "Previous DVT 2019"),
        ("Apixaban 5mg tablets", {}, "PE treated, no longer needed"),
        ("Tramadol 50mg capsules", {}, "Keeping fit, no longer needed"),
        ("Microgynon 30 tablets", {}, "No DVT, no longer needed"),
        ("Clopidogrel 75mg tablets", {}, "No bleeding, course completed"),
    )
]


@pytest.mark.parametrize(("says", "lists"), [*SPEAKS, *SILENT, *WORDS, *NO_HARM])
def test_what_is_said_and_nothing_else(
    says: dict[str, str], lists: dict[str, Any], said: Any
) -> None:
    assert said(lists, low=says) == says
