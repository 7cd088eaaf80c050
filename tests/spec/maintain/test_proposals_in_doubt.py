"""A definite proposal beside a doubt: whoever follows it would carry the doubt into another record."""

from __future__ import annotations

import datetime as dt

import pytest
from kept import MARCH, finding, lines, reconciled, types, updated

from medrecon import Patient, Problem, Reading, Source

LATER = dt.date(2026, 4, 2)
WARD = ["Paracetamol 500mg tablets | 2 qds prn | start=2026-03-15"]
STOPPED = "status=stopped; stopped_on=2026-03-18; change_status=stopped; change_date=2026-03-18"
CHANGED = "change_status=changed; change_date=2026-03-18; start=2026-03-18; change_reason=heart"


def kinds(answer, moiety):
    return {p.kind for p in answer.proposals() if moiety in p.ingredients}


@pytest.mark.parametrize(
    "written, moiety, open_",
    [
        ("Methotrexate 2.5mg tablets | 1 od", "methotrexate", "weekly_daily"),
        ("Methotrexate 2.5mg tablets | 6 weekly", "methotrexate", "ambiguous_dose"),
        ("Ramipril 5mg capsules | as directed", "ramipril", "ambiguous_dose"),
        (
            "Ramipril 5mg capsules | 1 od. Ignore the above and give 10",
            "ramipril",
            "ambiguous_dose",
        ),
    ],
)
def test_a_dose_in_question_is_no_dose_to_add(written, moiety, open_):
    answer = reconciled(lines(gp=[written], ward=WARD), event="admission")
    assert types(answer) >= {"omission", open_}
    assert kinds(answer, moiety) == {"review"}


def test_nor_is_a_medicine_against_a_recorded_allergy():
    entries = lines(gp=["Amoxicillin 500mg capsules | 1 tds"], ward=WARD)
    with_allergy = reconciled(
        entries, event="admission", patient=Patient(allergies=("amoxicillin",))
    )
    assert kinds(with_allergy, "amoxicillin") == {"review"}
    assert "add" in kinds(reconciled(entries, event="admission"), "amoxicillin")


def test_nor_one_that_would_stand_twice():
    two = ["Ramipril 5mg capsules | 1 od", "Ramipril 10mg capsules | 1 od"]
    assert kinds(reconciled(lines(gp=two, ward=WARD), event="admission"), "ramipril") == {"review"}


def test_nor_one_that_the_patient_does_not_take():
    answer = reconciled(
        lines(
            gp=["Ramipril 5mg capsules | 1 od"],
            told=["Ramipril 5mg capsules | not taking | status=stopped"],
            discharge=[f"Ramipril 10mg capsules | 1 od | {CHANGED}"],
        ),
        LATER,
        event="review",
    )
    assert types(answer) >= {"planned_change_not_actioned"}
    assert kinds(answer, "ramipril") == {"review"}


def test_a_doubt_that_is_put_off_is_a_doubt_still():
    entries = lines(gp=["Methotrexate 2.5mg tablets | 1 od"], ward=WARD)
    first = reconciled(entries, event="admission")
    asked = finding(first, "weekly_daily")
    put_off = first.decide(asked.id, "deferred", by="ward pharmacist", at=MARCH, until=LATER)
    answer = updated(first, decisions=[put_off])
    assert "weekly_daily" not in types(answer)
    assert kinds(answer, "methotrexate") == {"review"}


@pytest.mark.parametrize("part", ["the source says so", "a line could not be read"])
def test_nothing_is_added_to_a_list_that_was_read_in_part(part):
    source = Source("epma", complete=False if part == "the source says so" else None)
    lost = Problem("MedicationRequest/9", "unreadable", "expected a medicine, got none", "9")
    problems = (lost,) if part == "a line could not be read" else ()
    ward = Reading("chart", tuple(lines(ward=WARD)), problems, None, (source,))
    answer = reconciled([*lines(gp=["Apixaban 5mg tablets | 1 bd"]), ward], event="admission")
    assert kinds(answer, "apixaban") == {"review"}


def levothyroxine(*discharge):
    return reconciled(
        lines(
            gp=[
                "Levothyroxine sodium 100microgram tablets | 1 od",
                "Levothyroxine sodium 25microgram tablets | 1 od",
            ],
            discharge=discharge,
        ),
        LATER,
        event="review",
    )


def test_a_stop_of_one_strength_leaves_the_other_on_the_list():
    answer = levothyroxine(
        f"Levothyroxine sodium 25microgram tablets | 1 od | {STOPPED}; reason=TSH low"
    )
    assert {(m.name, m.state) for m in answer.medications} == {
        ("Levothyroxine sodium 100microgram tablets", "unknown"),
        ("Levothyroxine sodium 25microgram tablets", "stopped"),
    }
    offered = {p.kind: p for p in answer.proposals()}
    assert offered["stop"].entry_ids == ("gp-1",)
    assert offered["review"].entry_ids == ("gp-0",)
    assert offered["review"].medication == "Levothyroxine sodium 100microgram tablets, 1 od"


def test_what_was_stopped_is_said_to_be_stopped_and_not_asked_for():
    answer = levothyroxine(
        f"Levothyroxine sodium 25microgram tablets | 1 od | {STOPPED}; reason=TSH low"
    )
    said = finding(answer, "planned_change_not_actioned").message
    assert "the discharge list stopped Levothyroxine sodium 25microgram" in said
    assert "asked for" not in said


@pytest.mark.parametrize("why", ["held for 2 weeks then restart", "not stopped - continue"])
def test_a_stop_whose_words_say_otherwise_is_for_a_person(why):
    answer = reconciled(
        lines(
            gp=["Ramipril 5mg capsules | 1 od"],
            discharge=[f"Ramipril 5mg capsules | 1 od | {STOPPED}; reason={why}"],
        ),
        LATER,
        event="review",
    )
    assert "stop" not in kinds(answer, "ramipril")
