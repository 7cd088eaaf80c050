"""What a treatment is: the newest statement of intent decides, and supply never undoes a stop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from medrecon.model import Answer

RAMIPRIL = "Ramipril 5mg capsules|1 od"
RECENT = "issued=2026-03-10; days=28"

ROWS: list[tuple[str, dict[str, Any], str]] = [
    ("a standing repeat", {"gp": [f"{RAMIPRIL}|{RECENT}"]}, "current"),
    ("issued after a stop with a reason", {"gp": [f"{RAMIPRIL}|{RECENT}"], "discharge": [f"{RAMIPRIL}|status=stopped; end=2026-02-20; reason=AKI"]}, "stopped"),
    ("dispensed after a stop", {"gp": [f"{RAMIPRIL}|status=stopped; end=2026-02-20"], "pmr": [f"{RAMIPRIL}|{RECENT}"]}, "stopped"),
    ("started again by the GP", {"gp": [f"{RAMIPRIL}|start=2026-03-01; {RECENT}"], "discharge": [f"{RAMIPRIL}|status=stopped; end=2026-02-20; reason=AKI"]}, "current"),
    ("held in hospital", {"gp": [f"{RAMIPRIL}|{RECENT}"], "ward": [f"{RAMIPRIL}|status=on-hold; start=2026-03-15; reason=AKI"]}, "on_hold"),
    ("held, and issued all the same", {"gp": [f"{RAMIPRIL}|{RECENT}"], "discharge": [f"{RAMIPRIL}|status=on-hold; start=2026-03-01; reason=AKI"]}, "on_hold"),
    ("stopped and started within three days is a change", {"gp": [f"{RAMIPRIL}|status=stopped; end=2026-03-01", f"Ramipril 10mg capsules|1 od|start=2026-03-03; {RECENT}"]}, "current"),
    ("stopped long ago, on repeat now", {"gp": [f"{RAMIPRIL}|{RECENT}"], "discharge": [f"{RAMIPRIL}|status=stopped; end=2024-02-20; reason=cough"]}, "current"),
    ("ended on the ward, no reason, current at home", {"gp": [f"{RAMIPRIL}|{RECENT}"], "ward": [f"{RAMIPRIL}|status=stopped; end=2026-03-15"]}, "unknown"),
    ("only a fill that has run out", {"pmr": [f"{RAMIPRIL}|issued=2025-10-01; days=28"]}, "unknown"),
    ("a plan for later", {"gp": [f"{RAMIPRIL}|start=2026-04-01"]}, "planned"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "lists", "state"), ROWS, ids=[r[0] for r in ROWS])
def test_a_treatment_is(
    what: str, lists: dict[str, Any], state: str, answer_to: Callable[..., Answer]
) -> None:
    answer = answer_to(event="admission", **lists)
    assert {t.state for t in answer.treatments} == {state}, what
    assert {m.state for m in answer.medications} == {state}


def test_an_inpatient_only_order_is_over_when_the_patient_has_left(
    answer_to: Callable[..., Answer],
) -> None:
    answer = answer_to(
        event="discharge", ward=["Cyclizine 50mg tablets|50 mg TDS|"], discharge=[f"{RAMIPRIL}|"]
    )
    assert {m.name: m.state for m in answer.medications} == {
        "Cyclizine 50mg tablets": "completed",
        "Ramipril 5mg capsules": "current",
    }


def test_the_home_dose_is_proposed_where_a_ward_order_differs_without_a_reason(
    answer_to: Callable[..., Answer],
) -> None:
    gp = ["Allopurinol 100mg tablets|2 od|issued=2026-03-01; days=28"]
    silent = answer_to(gp=gp, ward=["Allopurinol 100mg tablets|100 mg OD|"])
    told = answer_to(
        gp=gp, ward=["Allopurinol 100mg tablets|100 mg OD|start=2026-03-15; change_status=changed; why=AKI"]
    )  # fmt: skip
    assert [str(m.daily_dose.value) for m in silent.medications if m.daily_dose] == ["200"]
    assert [str(m.daily_dose.value) for m in told.medications if m.daily_dose] == ["100"]


def test_what_the_patient_says_is_told_and_does_not_override(
    answer_to: Callable[..., Answer],
) -> None:
    answer = answer_to(
        event="review", gp=[f"{RAMIPRIL}|{RECENT}"], told=[f"{RAMIPRIL}|status=stopped"]
    )
    (medication,) = answer.medications
    assert medication.state == "current"
    assert medication.taking is not None
    assert "not taken" in medication.taking
