"""A rule that is not asked would have said nothing: what it needs is what it can speak of."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judged_cases import Vignette, case_of, read_all
from strategies import EVENTS, REASONS, days, maybe, records

from medrecon import Entry, Patient
from medrecon.rules import RULES
from medrecon.rules.facts import FACTS, facts
from medrecon.rules.judge import rules_for
from medrecon.treatment import Case

PEOPLE = (
    None,
    Patient(),
    Patient(sex="male", birth_date=dt.date(2021, 5, 1), allergies=("penicillin rash",)),
    Patient(sex="female", pregnant=True, problems=("dysphagia",)),
)
CLOSELY_READ = {
    "next_due": maybe(days(30, 90)),
    "revert_at": maybe(days(90, 30)),
    "change_reason": st.sampled_from(REASONS),
    "taken": st.sampled_from((None, "y", "n")),
    "action_by": st.sampled_from((None, "gp")),
    "note": st.sampled_from((None, "instead of ramipril", "rash", "for 7 days")),
    "prescribed_elsewhere": st.sampled_from((None, True)),
}
"""Fields that single rules look into, beside those that every drawn line may have."""


def said_unasked(case: Case) -> list[str]:
    asked = rules_for(facts(case))
    return [r.id for r in RULES if r not in asked and any(True for _ in r.judge(case))]


@st.composite
def closely_told(draw: st.DrawFn) -> list[Entry]:
    lines = draw(records(max_size=6))
    return [replace(e, **{k: draw(v) for k, v in CLOSELY_READ.items()}) for e in lines]


@given(closely_told(), st.sampled_from(EVENTS), st.sampled_from(PEOPLE))
def test_a_rule_that_is_not_asked_would_have_said_nothing(lines, event, patient):
    assert said_unasked(case_of(lines, event, patient)) == []


@pytest.mark.parametrize("vignette", read_all(), ids=lambda v: v.id)
def test_nor_would_it_of_any_vignette_at_any_event(vignette: Vignette):
    for event in EVENTS:
        for later in (0, 60):
            day = vignette.as_of + dt.timedelta(days=later)
            assert said_unasked(case_of(vignette.readings(), event, vignette.person(), day)) == []


def test_what_a_rule_needs_is_a_fact_and_each_fact_is_what_some_rule_needs():
    needed = {fact for r in RULES for fact in r.needs}
    assert all(r.needs for r in RULES)
    assert needed <= set(FACTS)
    assert set(FACTS) - needed <= {"gp", "history", "duration", "extra_line"}
