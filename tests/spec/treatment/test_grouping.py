"""What belongs together: the same active moieties, the same class of route."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from medrecon.model import Answer

TOGETHER: list[Sequence[str]] = [
    ["Istin 5mg tablets|1 od", "Amlodipine 10mg tablets|1 od"],
    ["Perindopril erbumine 4mg tablets|1 od", "Perindopril arginine 5mg tablets|1 od"],
    ["Levothyroxine sodium 100microgram tablets|1 om", "Levothyroxine|100 micrograms OM|route=oral"],
    ["Co-careldopa 25mg/100mg tablets|1 tds", "Co-careldopa 50mg/200mg modified-release tablets|1 on"],
    ["Zomorph 30mg modified-release capsules|1 bd", "Oramorph 10mg/5ml oral solution|5ml prn"],
    ["Salbutamol 100micrograms/dose inhaler CFC free|2 puffs prn", "Salbutamol 5mg/2.5ml nebuliser liquid unit dose vials|5 mg qds|route=nebulised"],
    ["zzyzxomab capsules|1 od", "ZZYZXOMAB  capsules|one daily"],
]  # fmt: skip
APART: list[Sequence[str]] = [
    ["Levothyroxine sodium 100microgram tablets|1 om", "Liothyronine 20microgram tablets|1 od"],
    ["Co-codamol 30mg/500mg tablets|2 qds", "Paracetamol 500mg tablets|2 qds"],
    ["Timolol 0.25% eye drops|1 drop bd", "Bisoprolol 2.5mg tablets|1 om"],
    ["Ibuprofen 5% gel|apply tds", "Ibuprofen 400mg tablets|1 tds"],
    ["Ferrous fumarate 210mg tablets|1 bd", "Ferrous sulfate 200mg tablets|1 bd"],
    ["zzyzxomab capsules|1 od", "zzyzxamab capsules|1 od"],
]


@pytest.mark.parametrize("lines", TOGETHER, ids=lambda x: x[0].split("|")[0])
def test_is_one_treatment(lines: Sequence[str], answer_to: Callable[..., Answer]) -> None:
    (treatment,) = answer_to(gp=lines).treatments
    assert treatment.entry_ids == ("gp-0", "gp-1")


@pytest.mark.parametrize("lines", APART, ids=lambda x: x[0].split("|")[0])
def test_are_two_treatments(lines: Sequence[str], answer_to: Callable[..., Answer]) -> None:
    assert len(answer_to(gp=lines).treatments) == 2


def test_a_line_without_a_route_joins_the_only_treatment_of_its_medicine(
    answer_to: Callable[..., Answer],
) -> None:
    answer = answer_to(gp=["Bisoprolol 2.5mg tablets|1 om"], ward=["Bisoprolol|2.5 mg OM"])
    (treatment,) = answer.treatments
    assert treatment.route_class == "enteral"


def test_strengths_of_one_medicine_add_up_and_background_stays_apart_from_breakthrough(
    answer_to: Callable[..., Answer],
) -> None:
    answer = answer_to(
        event="review",
        gp=[
            "Levothyroxine sodium 100microgram tablets|1 om",
            "Levothyroxine sodium 25microgram tablets|1 om",
            "Longtec 20mg modified-release tablets|1 bd",
            "Shortec 5mg capsules|1 every 4-6 hours when required",
        ],
    )
    doses = {
        (m.ingredients, str(m.daily_dose.value) if m.daily_dose else None)
        for m in answer.medications
    }
    assert doses == {
        (("levothyroxine",), "125"),
        (("oxycodone",), "40"),
        (("oxycodone",), None),
    }


def test_an_answer_lists_what_could_not_be_identified(answer_to: Callable[..., Answer]) -> None:
    answer = answer_to(event="review", told=["little white heart pill|one a day"])
    (medication,) = answer.medications
    assert medication.product is None
    assert medication.name == "little white heart pill"
    assert medication.confidence == "low"


@pytest.mark.parametrize("count", [0, 1])
def test_a_patient_with_hardly_anything_gets_an_answer(
    count: int, answer_to: Callable[..., Answer]
) -> None:
    answer = answer_to(gp=["Ramipril 5mg capsules|1 od"] * count)
    assert len(answer.medications) == len(answer.entries) == count


def test_two_strengths_of_one_dose_are_both_in_the_name(answer_to) -> None:
    strengths = [100, 25]
    lines = [
        f"Levothyroxine sodium {s}microgram tablets | 1 om | issued=2026-03-01" for s in strengths
    ]
    (medication,) = answer_to(event="review", gp=lines).medications
    assert medication.name == " + ".join(
        f"Levothyroxine sodium {s}microgram tablets" for s in strengths
    )
    assert medication.daily_dose.value == 125
