"""An implant or a device in the womb acts for years: its supply is no course of a month."""

from __future__ import annotations

import pytest

IMPLANT = "Nexplanon 68mg implant"


@pytest.mark.parametrize(
    ("days", "state"), [("days=1825", "current"), ("days=365", "completed"), ("", "unknown")]
)
def test_it_is_there_for_as_long_as_its_supply_says(answer_to, days: str, state: str) -> None:
    line = f"{IMPLANT}|use as directed|start=2024-05-01; issued=2024-05-01; {days}"
    (one,) = answer_to(event=None, acute=[line]).medications
    assert one.state == state


def test_a_tablet_is_not_supplied_for_five_years(answer_to) -> None:
    line = "Ramipril 5mg tablets|1 od|start=2024-05-01; issued=2024-05-01; days=1825"
    (one,) = answer_to(event=None, acute=[line]).medications
    assert one.state == "completed"


def test_it_is_not_missed_on_a_chart_and_needs_no_dose(found_in) -> None:
    lists = {
        "acute": [f"{IMPLANT}|use as directed|start=2024-05-01; issued=2024-05-01; days=1825"],
        "gp": ["Amlodipine 5mg tablets|1 od|issued=2026-03-01; days=28"],
        "ward": ["Amlodipine 5mg tablets|5mg od|"],
    }
    assert not [k for k, severity in found_in(**lists).items() if severity != "low"]
