"""What is proposed, done: the findings that it was about are gone. What is unsure is a review."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import EVENTS, reconcile, records

from medrecon.maintain.apply import carried_out
from medrecon.maintain.proposals import source_of
from medrecon.model import PROPOSAL_KINDS


def definite(found):
    """Findings for which all that is proposed is definite."""
    reviewed = {i for p in found if p.kind == "review" for i in p.finding_ids}
    return {i for p in found if p.kind != "review" for i in p.finding_ids} - reviewed


@settings(max_examples=60)
@given(records(min_size=2, max_size=9), st.sampled_from(EVENTS))
def test_what_every_source_has_done_is_no_finding_any_more(lines, event):
    before = reconcile(lines, event=event)
    found = before.proposals()
    after = reconcile(carried_out(lines, found, event=event), event=event)
    asked = {f.id[:10] for f in before.findings if f.id in definite(found)}
    assert not asked & {f.id[:10] for f in after.findings}


@given(records(min_size=2, max_size=9), st.sampled_from(EVENTS))
def test_nothing_is_proposed_to_a_source_that_has_it_already(lines, event):
    answer = reconcile(lines, event=event)
    entries = {e.id: e for e in answer.entries}
    for p in answer.proposals():
        held = [
            e
            for e in entries.values()
            if source_of(e) == p.to
            and e.state == "current"
            and set(e.ingredients) & set(p.ingredients)
        ]
        if p.kind in ("add", "record_elsewhere"):
            assert not held and not p.entry_ids
        if p.kind == "stop":
            assert all(entries[i].state not in ("stopped", "completed") for i in p.entry_ids)
        if p.kind == "change_dose":
            (line,) = p.lines
            assert all(entries[i].daily_dose != line.daily_dose for i in p.entry_ids)


@given(records(min_size=2, max_size=9), st.sampled_from(EVENTS))
def test_a_proposal_is_plain_data_and_no_instruction(lines, event):
    answer = reconcile(lines, event=event)
    found = answer.proposals()
    assert found == reconcile(list(reversed(lines)), event=event).proposals()
    assert len({p.id for p in found}) == len(found)
    for p in found:
        assert p.kind in PROPOSAL_KINDS
        assert set(p.finding_ids) <= {f.id for f in answer.findings}
        resources = json.loads(json.dumps(p.to_fhir("Patient/1")))
        assert next(r["resourceType"] for r in resources) == "Task"
        assert {r["intent"] for r in resources} == {"proposal"}
        assert "a clinician decides" in p.to_text()


@given(records(min_size=2, max_size=9), st.sampled_from(EVENTS))
def test_what_is_settled_is_not_proposed(lines, event):
    answer = reconcile(lines, event=event)
    day = answer.about.as_of
    decisions = [
        answer.decide(f.id, "accepted_difference", by="ward pharmacist", at=day)
        for f in answer.findings
    ]
    assert reconcile(lines, event=event, decisions=decisions).proposals() == ()
