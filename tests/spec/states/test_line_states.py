"""What one line is on one day: current, on hold, stopped, completed, planned or unknown.

Each row is a list, a line of it, the day asked about, and the state. A row's neighbours are the same
line a little earlier or later: a state that cannot change with the day would prove nothing.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from medrecon.model import Answer

RAMIPRIL, PRED = "Ramipril 5mg capsules|1 od", "Prednisolone 5mg tablets|6 od"

ROWS = [
    # GP repeat: current until somebody ends it, issued or not
    ("gp", f"{RAMIPRIL}|", "2026-03-16", "current"),
    ("gp", f"{RAMIPRIL}|issued=2024-01-01; days=28", "2026-03-16", "current"),
    ("gp", f"{RAMIPRIL}|start=2026-03-17", "2026-03-16", "planned"),
    ("gp", f"{RAMIPRIL}|start=2026-03-17", "2026-03-17", "current"),
    ("gp", f"{RAMIPRIL}|end=2026-03-15", "2026-03-15", "current"),
    ("gp", f"{RAMIPRIL}|end=2026-03-15", "2026-03-16", "stopped"),
    ("gp", f"{RAMIPRIL}|status=stopped; end=2026-03-10; reason=cough", "2026-03-16", "stopped"),
    ("gp", f"{RAMIPRIL}|status=stopped; end=2026-03-10; reason=cough", "2026-03-09", "current"),
    ("gp", f"{RAMIPRIL}|status=entered-in-error", "2026-03-16", "unknown"),
    ("gp", f"{RAMIPRIL}|status=cancelled", "2026-03-16", "stopped"),
    ("gp", f"{RAMIPRIL}|status=completed", "2026-03-16", "completed"),
    ("gp", f"{RAMIPRIL}|change_status=suspended; change_date=2026-03-10", "2026-03-16", "on_hold"),
    ("gp", f"{RAMIPRIL}|change_status=suspended; change_date=2026-03-10", "2026-03-09", "current"),
    ("elsewhere", f"{RAMIPRIL}|", "2026-03-16", "current"),
    # GP acute: its days of supply and three of grace, whatever its status says
    ("acute", f"{PRED}|issued=2026-03-10; days=5", "2026-03-14", "current"),
    ("acute", f"{PRED}|issued=2026-03-10; days=5", "2026-03-17", "current"),
    ("acute", f"{PRED}|issued=2026-03-10; days=5", "2026-03-18", "completed"),
    ("acute", f"{PRED} for 5 days|start=2026-03-10", "2026-03-14", "current"),
    ("acute", f"{PRED} for 5 days|start=2026-03-10", "2026-03-18", "completed"),
    ("acute", f"{PRED}|", "2026-03-16", "unknown"),
    # pharmacy: the supply and its grace; its end is no stop
    ("pmr", f"{RAMIPRIL}|issued=2026-02-10; days=28", "2026-03-17", "current"),
    ("pmr", f"{RAMIPRIL}|issued=2026-02-10; days=28", "2026-03-18", "unknown"),
    ("pmr", f"{RAMIPRIL}|issued=2026-02-10; days=56", "2026-04-20", "current"),
    ("pmr", f"{RAMIPRIL}|issued=2026-02-10; quantity=56", "2026-04-08", "current"),
    ("pmr", f"{RAMIPRIL}|issued=2026-02-10; quantity=56", "2026-06-08", "unknown"),
    ("pmr", f"{RAMIPRIL}|issued=2026-03-10; days=28; status=completed", "2026-03-16", "current"),
    ("pmr", f"{RAMIPRIL}|issued=2026-03-20; days=28", "2026-03-16", "planned"),
    ("pmr", "Salbutamol 100micrograms/dose inhaler CFC free|2 puffs prn|issued=2025-06-01", "2026-03-16", "current"),
    ("pmr", "Salbutamol 100micrograms/dose inhaler CFC free|2 puffs prn|issued=2025-03-01", "2026-03-16", "unknown"),
    ("otc", "Ibuprofen 200mg tablets|2 tds|issued=2026-02-15", "2026-03-16", "current"),
    ("otc", "Ibuprofen 200mg tablets|2 tds|issued=2026-01-01", "2026-03-16", "completed"),
    # hospital: an order until it ends; once only on its day only; a course for its length
    ("ward", f"{RAMIPRIL}|start=2026-03-15", "2026-03-16", "current"),
    ("ward", f"{RAMIPRIL}|status=on-hold; start=2026-03-15; reason=AKI", "2026-03-16", "on_hold"),
    ("ward", f"{PRED} for 5 days|start=2026-03-10", "2026-03-15", "current"),
    ("ward", f"{PRED} for 5 days|start=2026-03-10", "2026-03-16", "completed"),
    ("stat", "Furosemide 40mg tablets|1 stat|start=2026-03-16", "2026-03-16", "current"),
    ("stat", "Furosemide 40mg tablets|1 stat|start=2026-03-15", "2026-03-16", "completed"),
    ("discharge", f"{RAMIPRIL}|", "2026-03-16", "current"),
    ("discharge", f"{PRED}|start=2026-03-01; end=2026-03-07", "2026-03-07", "current"),
    ("discharge", f"{PRED}|start=2026-03-01; end=2026-03-07", "2026-03-08", "completed"),
    # specialist: the service decides; a depot overdue is still meant
    ("clinic", "Azathioprine 50mg tablets|2 od|recorded=2024-01-01", "2026-03-16", "current"),
    ("clinic", "Azathioprine 50mg tablets|2 od|status=stopped; end=2026-03-01", "2026-03-16", "stopped"),
    ("homecare", "Adalimumab 40mg/0.4ml solution for injection pre-filled disposable devices|40 mg every 2 weeks|issued=2026-03-01; days=56", "2026-03-16", "current"),
    ("supervised", "Methadone 1mg/ml oral solution|60 ml daily|issued=2026-03-10; days=1", "2026-03-16", "current"),
    # the patient
    ("told", f"{RAMIPRIL}|", "2026-03-16", "current"),
    ("told", f"{RAMIPRIL}|status=stopped", "2026-03-16", "stopped"),
]  # fmt: skip


@pytest.mark.parametrize(("where", "line", "day", "state"), ROWS)
def test_a_line_is(
    where: str, line: str, day: str, state: str, answer_to: Callable[..., Answer]
) -> None:
    answer = answer_to(event="review", as_of=day, **{where: [line]})
    (entry,) = answer.entries
    assert entry.state == state
    assert entry.state_reason


def test_trust_in_a_repeat_falls_with_the_age_of_its_last_issue(
    answer_to: Callable[..., Answer],
) -> None:
    grades = [
        answer_to(event="review", gp=[f"{RAMIPRIL}|issued={day}; days=28"])
        .medications[0]
        .confidence
        for day in ("2026-03-01", "2025-12-01", "2025-06-01")
    ]
    assert grades == ["high", "medium", "low"]


def test_a_line_that_another_replaces_is_completed(answer_to: Callable[..., Answer]) -> None:
    answer = answer_to(
        event="review",
        gp=[f"{RAMIPRIL}|", "Ramipril 10mg capsules|1 od|replaces=gp-0; start=2026-03-01"],
    )
    assert {e.id: e.state for e in answer.entries} == {"gp-0": "completed", "gp-1": "current"}
    assert [str(m.daily_dose.value) for m in answer.medications if m.daily_dose] == ["10"]
