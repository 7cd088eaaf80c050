"""A ward's order that ended: for the order's sake, which ends no medicine, or for a reason of the medicine's."""

from __future__ import annotations

from typing import Any

import pytest
from finding_cases import AMLODIPINE, KEPT, RECENT

GP = [f"Apixaban 5mg tablets|1 bd|{RECENT}", AMLODIPINE]
OF_THE_ORDER = (
    "Order rewritten",
    "Rechart",
    "Dose changed",
    "Increased to 5mg",
    "Route changed",
    "Transfer to ward 6",
)
OF_THE_MEDICINE = ("AKI", "Increased bruising", "Changed to warfarin", "No longer indicated")


def _ended(reason: str) -> str:
    return f"Apixaban 5mg tablets|5 mg BD|status=stopped; end=2026-03-14; reason={reason}"


@pytest.mark.parametrize("reason", [*OF_THE_ORDER, "Discharged", "TTO written"])
def test_nothing_that_follows_an_order_is_an_omission(found_in, reason: str) -> None:
    found = found_in(event="discharge", gp=GP, ward=[_ended(reason)], discharge=[KEPT])
    assert found == {("omission", "apixaban"): "critical"}


@pytest.mark.parametrize("reason", OF_THE_ORDER)
def test_so_it_is_on_a_chart(found_in, reason: str) -> None:
    found = found_in(gp=GP, ward=[_ended(reason), KEPT])
    assert found == {("omission", "apixaban"): "critical"}


@pytest.mark.parametrize("reason", OF_THE_ORDER)
def test_the_order_that_follows_it_is_no_restart(found_in, reason: str) -> None:
    ward = [_ended(reason), "Apixaban 5mg tablets|5 mg BD|start=2026-03-14", KEPT]
    assert found_in(gp=GP, ward=ward) == {}


@pytest.mark.parametrize("reason", OF_THE_MEDICINE)
def test_a_reason_of_the_medicine_is_a_decision(answer_to, reason: str) -> None:
    answer = answer_to(event="discharge", gp=GP, ward=[_ended(reason)], discharge=[KEPT])
    assert [f.type for f in answer.findings if f.severity != "low"] == []
    assert {m.name: m.state for m in answer.medications}["Apixaban 5mg tablets"] == "stopped"


@pytest.mark.parametrize("note", ["Own supply", "OK to crush", "Brand in stock", "Blister pack"])
def test_a_note_on_the_supply_gives_no_reason(found_in: Any, note: str) -> None:
    ward = [f"Apixaban 5mg tablets|5 mg BD|status=stopped; end=2026-03-14; note={note}", KEPT]
    assert found_in(gp=GP, ward=ward) == {("stop_undocumented", "apixaban"): "high"}
