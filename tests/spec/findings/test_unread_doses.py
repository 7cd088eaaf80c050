"""A dose or a strength that stands in the record and is not certain: said, never guessed."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("medicine", "dose"),
    [
        ("Amlodipine 5mg tablets", "5 od"),
        ("Amlodipine 5mg tablets", "10 od"),
        ("Bisoprolol 2.5mg tablets", "2.5 om"),
        ("Metformin 500mg tablets", "500mg (2 tabs) bd"),
    ],
)
def test_a_number_that_may_be_a_count_or_an_amount_is_neither(answer_to, medicine, dose):
    answer = answer_to(event="review", gp=[f"{medicine} | {dose} | issued=2026-03-01"])
    assert answer.medications[0].daily_dose is None
    assert [(f.type, f.severity) for f in answer.findings] == [("ambiguous_dose", "low")]


@pytest.mark.parametrize(
    ("medicine", "dose", "daily"),
    [
        ("Prednisolone 5mg tablets", "6 daily", 30),
        ("Prednisolone 1mg tablets", "5 od", 5),
        ("Metformin 500mg tablets", "1g (2 tabs) bd", 2000),
        ("Hydrocortisone 1% cream", "5g bd", 100),
    ],
)
def test_a_number_with_one_reading_is_read(answer_to, medicine, dose, daily):
    answer = answer_to(event="review", gp=[f"{medicine} | {dose} | issued=2026-03-01"])
    assert answer.medications[0].daily_dose.value == daily
    assert answer.findings == ()


def test_an_unread_dose_of_a_medicine_whose_dose_must_be_known_is_critical(found_in):
    found = found_in(
        event="review", gp=["Methotrexate 2.5mg tablets | 4 weekly | issued=2026-03-01"]
    )
    assert found["ambiguous_dose", "methotrexate"] == "critical"


def test_units_of_insulin_are_not_pens(answer_to):
    answer = answer_to(
        event="review",
        gp=[
            "NovoRapid FlexPen 100units/ml solution for injection 3ml pre-filled pens | 6 tds | issued=2026-03-01"
        ],
    )
    assert answer.medications[0].daily_dose is None
    assert [(f.type, f.severity) for f in answer.findings] == [("ambiguous_dose", "critical")]


HUMULIN = "Humulin I KwikPen 100units/ml suspension for injection 3ml pre-filled pens"


def test_the_evening_insulin_of_a_line_of_its_own_counts(answer_to):
    home = [f"{HUMULIN} | {dose} | issued=2026-03-01" for dose in ("20 units am", "10 units pm")]
    answer = answer_to(gp=home, ward=[f"{HUMULIN} | 20 units am"])
    assert answer.medications[0].daily_dose.value == 30
    assert [(f.type, f.severity) for f in answer.findings] == [("dose_conflict", "high")]


@pytest.mark.parametrize(
    ("morning", "evening", "severity"),
    [
        ("Hydrocortisone 10mg tablets | 10mg am", "Hydrocortisone 10mg tablets | 5mg pm", "high"),
        ("Lamotrigine 100mg tablets | 1 am", "Lamotrigine 50mg tablets | 1 pm", "moderate"),
        ("Warfarin 3mg tablets | 3mg od", "Warfarin 1mg tablets | 1 alternating with 2", "high"),
    ],
)
def test_a_dose_of_several_that_is_not_read_is_said(answer_to, morning, evening, severity):
    home = [f"{line} | issued=2026-03-01" for line in (morning, evening)]
    answer = answer_to(gp=home, ward=[morning])
    assert answer.medications[0].daily_dose is None
    assert [(f.type, f.severity) for f in answer.findings] == [("ambiguous_dose", severity)]


def test_an_insulin_dose_without_its_time_beside_another_is_said(answer_to):
    home = [f"{HUMULIN} | {dose} | issued=2026-03-01" for dose in ("20 units am", "10 units")]
    answer = answer_to(gp=home, ward=[f"{HUMULIN} | 20 units am"])
    assert answer.medications[0].daily_dose is None
    assert [(f.type, f.severity) for f in answer.findings] == [("ambiguous_dose", "high")]


def test_several_doses_that_are_all_read_and_one_without_a_number_are_silent(answer_to):
    home = ["Hydrocortisone 10mg tablets | 10mg am", "Hydrocortisone 10mg tablets | 5mg at noon"]
    ward = ["Warfarin 3mg tablets | 3mg od", "Warfarin 1mg tablets | as directed"]
    for lines in (home, ward):
        assert (
            answer_to(event="review", gp=[f"{x} | issued=2026-03-01" for x in lines]).findings == ()
        )


@pytest.mark.parametrize(
    ("home", "ward"),
    [
        ("Ramipril 5mg | 1 od", "Ramipril 10mg | 1 od"),
        ("Oxycodone 5mg | 1 qds", "Oxycodone 10mg | 1 qds"),
        ("Prednisolone 5mg | 1 od", "Prednisolone 5mg tablets | 10mg od"),
    ],
)
def test_a_strength_holds_although_the_form_is_open(found_in, home, ward):
    found = found_in(gp=[f"{home} | issued=2026-03-01"], ward=[ward])
    assert any(kind == "dose_conflict" for kind, _ in found)


def test_the_same_strength_with_and_without_its_form_is_the_same_dose(found_in):
    assert not found_in(
        gp=["Metformin 500mg | 1 bd | issued=2026-03-01"], ward=["Metformin 500mg tablets | 1 bd"]
    )


@pytest.mark.parametrize(
    ("medicine", "dose"),
    [
        ("Actrapid 50 units in 50ml", "as per VRIII protocol"),
        ("Actrapid", "variable rate IV infusion"),
        ("Humulin S", "sliding scale"),
        ("NovoRapid", "SC with meals as per carb count"),
        ("Heparin", "as per protocol"),
    ],
)
def test_a_dose_that_is_worked_out_each_time_is_not_asked_for(found_in, medicine, dose):
    found = found_in(
        event="admission", gp=[], ward=[f"{medicine} | {dose} | indication=As planned"]
    )
    assert {kind for kind, _ in found if kind == "ambiguous_dose"} == set()


@pytest.mark.parametrize(
    ("medicine", "dose"),
    [
        ("Methotrexate 2.5mg tablets", "as per protocol"),
        ("Lantus 100units/ml solution for injection 10ml vials", "as per carb count"),
        ("NovoRapid 100units/ml solution for injection 10ml vials", "with meals, no sliding scale"),
        ("Actrapid", "as directed"),
    ],
)
def test_a_protocol_is_no_dose_of_what_is_given_in_fixed_doses(found_in, medicine, dose):
    found = found_in(
        event="admission", gp=[], ward=[f"{medicine} | {dose} | indication=As planned"]
    )
    assert "critical" in {s for (kind, _), s in found.items() if kind == "ambiguous_dose"}


@pytest.mark.parametrize(
    ("home", "ward"),
    [("Methotrexate 2.5mg tablets", "Methotrexate"), ("Warfarin 3mg tablets", "Warfarin")],
)
def test_nor_is_it_where_the_ward_names_no_form(found_in, home, ward):
    found = found_in(
        event="admission",
        gp=[f"{home} | as directed | issued=2026-03-01; days=28"],
        ward=[f"{ward} | as per protocol"],
    )
    assert "critical" in {s for (kind, _), s in found.items() if kind == "ambiguous_dose"}
