"""Invariant 1. Nothing is lost: a medication resource becomes an Entry or a Problem, an Entry one Treatment."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from strategies import (
    EVENTS,
    eps,
    gp_connect,
    medication_ids,
    message,
    messages,
    reconcile,
    records,
    sample,
    uk_core,
)

import medrecon


def held_by(reading: medrecon.Reading) -> set[str]:
    """Every id that a Reading accounts for."""
    held = {p.id for p in reading.problems if p.id}
    for entry in reading.entries:
        held |= {entry.id, *entry.refs, *(i.id for i in entry.issues if i.id)}
    return held


@given(records(), st.sampled_from(EVENTS))
def test_every_entry_ends_in_exactly_one_treatment(lines, event):
    result = reconcile(lines, event=event)
    ids = sorted(e.id for e in lines)
    assert sorted(e.id for e in result.entries) == ids
    assert sorted(i for t in result.treatments for i in t.entry_ids) == ids


@given(records())
def test_a_medication_speaks_only_for_entries_of_its_own_treatment(lines):
    result = reconcile(lines)
    together = {i: set(t.entry_ids) for t in result.treatments for i in t.entry_ids}
    for medication in result.medications:
        ids = set(medication.entry_ids)
        assert ids
        assert all(ids <= together[i] for i in ids)


@given(records())
def test_only_a_line_entered_in_error_stands_on_no_list(lines):
    result = reconcile(lines)
    listed = {i for m in result.medications for i in m.entry_ids}
    mistaken = {e.id for e in lines if e.status == "entered-in-error"}
    assert {e.id for e in lines} - listed <= mistaken


@given(records(), st.sampled_from(EVENTS))
def test_a_finding_rests_on_entries_that_exist(lines, event):
    result = reconcile(lines, event=event)
    ids = {e.id for e in lines}
    for finding in result.findings:
        assert set(finding.entry_ids) <= ids
        assert {e.entry_id for e in finding.evidence} <= ids
    counted = Counter(f.id for f in result.findings)
    assert all(n == 1 for n in counted.values())


@given(gp_connect())
def test_every_gp_statement_plan_and_issue_is_accounted_for(made):
    assert medication_ids(made) <= held_by(medrecon.read(message(made)))


@given(uk_core())
def test_every_hospital_order_and_administration_is_accounted_for(made):
    assert medication_ids(made) <= held_by(medrecon.read(message(made)))


@given(eps())
def test_every_prescribed_and_dispensed_item_is_accounted_for(made):
    assert medication_ids(made) <= held_by(medrecon.read(message(made)))


@given(messages)
def test_the_words_of_the_source_stay_as_they_were_written(made):
    reading = medrecon.read(message(made))
    written = message(made).decode()
    for entry in reading.entries:
        for text in (entry.medication, entry.dosage and entry.dosage.text):
            assert not text or all(part in written for part in text.split(" and "))


@given(st.lists(messages, min_size=1, max_size=3))
def test_entry_ids_are_unique_and_all_reach_the_answer(made):
    readings = [medrecon.read(message(m)) for m in made]
    for reading in readings:
        assert len({e.id for e in reading.entries}) == len(reading.entries)
    result = medrecon.reconcile(
        readings, dictionary=sample(), as_of=medrecon.PartialDate.parse("2026-03-16").first
    )
    refs = {r for e in result.entries for r in (e.id, *e.refs)}
    assert {r for g in readings for e in g.entries for r in e.refs} <= refs
    assert sorted(i for t in result.treatments for i in t.entry_ids) == sorted(
        e.id for e in result.entries
    )
