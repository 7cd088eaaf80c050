"""A hold in words only: the status says active, the dose or the note says that it is not given."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from medrecon.engine import reconcile_entries
from medrecon.model import Entry, FrozenDict, Source, WrittenDosage


@pytest.mark.parametrize(
    "dose",
    [
        "WITHHELD",
        "WITHHELD due to AKI",
        "1 g BD on hold",
        "500 mg BD - temporarily stopped",
        "2 bd omit until reviewed",
        "two twice a day (paused)",
        "withhold until seen in clinic",
        "1 g BD withheld, previously had AKI",
        "1 g BD on hold, not yet restarted",
        "1 g BD withheld, to be resumed by GP",
        "restarted in May, withheld again in June",
        "withheld, no longer eating",
    ],
)
def test_the_words_of_the_dose_make_it_a_hold(answer_to, dose) -> None:
    answer = answer_to(event="review", gp=[f"Metformin 500mg tablets | {dose} | issued=2026-03-01"])
    assert answer.medications[0].state == "on_hold"
    assert dose in answer.medications[0].reason


@pytest.mark.parametrize(
    "dose",
    [
        "5 mg OD withhold if SBP below 100",
        "5 mg OD, withhold until bp above 100",
        "5 mg OD omit if vomiting",
        "5 mg OD on hold when potassium above 6",
        "5 mg OD, was withheld in January",
        "5 mg OD (previously paused)",
        "one daily",
        "5 mg OD, no longer on hold",
        "5 mg OD, not withheld",
        "5 mg OD on hold in May and resumed",
    ],
)
def test_a_condition_or_a_memory_does_not(answer_to, dose) -> None:
    answer = answer_to(event="review", gp=[f"Ramipril 5mg capsules | {dose} | issued=2026-03-01"])
    assert answer.medications[0].state == "current"


def test_a_note_counts_too_unless_it_tells_of_the_restart(answer_to) -> None:
    line = "Ramipril 5mg capsules | 1 od | issued=2026-03-01; note={}"
    states = [
        answer_to(event="review", gp=[line.format(note)]).medications[0].state
        for note in ("Currently on hold, awaiting bloods", "Withheld in May, restarted in June")
    ]
    assert states == ["on_hold", "current"]


def test_what_was_handed_out_is_no_statement_of_a_hold(answer_to) -> None:
    line = "Metformin 500mg tablets | WITHHELD | issued=2026-03-01; days=28"
    assert answer_to(event="review", pmr=[line]).medications[0].state == "current"


def test_words_that_hold_a_medicine_count_beside_a_structure_that_states_the_dose(
    dictionary,
) -> None:
    repeat = FrozenDict({"frequency": 2, "period": 1, "periodUnit": "d"})
    dose = FrozenDict({"value": 1, "unit": "tablet"})
    structure = FrozenDict(
        {
            "text": "1 bd - withheld",
            "timing": FrozenDict({"repeat": repeat}),
            "doseAndRate": (FrozenDict({"doseQuantity": dose}),),
        }
    )
    line = Entry(
        id="x",
        source=Source("gp"),
        medication="Metformin 500mg tablets",
        dosage=WrittenDosage("1 bd - withheld", structure),
        status="active",
    )
    for note in (None, "Reviewed"):
        answer = reconcile_entries(
            [replace(line, note=note)], dictionary=dictionary, as_of=dt.date(2026, 3, 16)
        )
        assert answer.medications[0].state == "on_hold"


def test_a_hold_in_the_words_of_a_ward_order_is_asked_after_at_discharge(found_in) -> None:
    gp = [
        "Apixaban 5mg tablets | 1 bd | issued=2026-03-01; days=28",
        "Amlodipine 5mg tablets | 1 od",
    ]
    ward = ["Apixaban 5mg tablets | 5 mg BD withheld GI bleed"]
    found = found_in(
        event="discharge", gp=gp, ward=ward, discharge=["Amlodipine 5mg tablets | 5 mg OD"]
    )
    assert found["on_hold_not_restarted", "apixaban"] == "critical"


def test_a_hold_in_the_words_of_a_ward_order_is_the_state(answer_to) -> None:
    gp = ["Methotrexate 2.5mg tablets | 6 once a week on Monday | issued=2026-03-01; days=28"]
    answer = answer_to(gp=gp, ward=["Methotrexate 2.5mg tablets | WITHHELD - sepsis"])
    assert [m.state for m in answer.medications] == ["on_hold"]
