"""Invariant 8. People are never mixed."""

from __future__ import annotations

import dataclasses
import operator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import EVENTS, message, messages, named, reconcile, records

import medrecon
from medrecon import Identity, PartialDate, Patient

BORN = PartialDate.parse("1949-06-02")
ONE = Identity("P1", "9991234934", BORN, "female")
OTHERS = {
    "another NHS number": Identity("P1", "9990548609", BORN, "female"),
    "another id of one system": Identity("P2", None, BORN, "female"),
    "another birth date": Identity("P1", "9991234934", PartialDate.parse("1951-11-30"), "female"),
    "another person altogether": Identity(
        "P2", "9990548609", PartialDate.parse("2019-01-01"), "male"
    ),
}


def check_apart(result, mine: set[str], theirs: set[str]) -> None:
    """One `wrong_patient` finding on the whole list, nothing judged, nobody's entries together."""
    assert [f.type for f in result.findings] == ["wrong_patient"]
    assert result.findings[0].ingredients == ("*",)
    assert set(result.findings[0].entry_ids) == mine | theirs
    for group in (*result.treatments, *result.medications):
        assert not (mine & set(group.entry_ids) and theirs & set(group.entry_ids))
    assert {e.id for e in result.entries} == mine | theirs


@pytest.mark.parametrize("other", OTHERS)
@given(a=records(max_size=4), b=records(max_size=4), event=st.sampled_from(EVENTS))
def test_entries_of_two_identities_are_told_apart_and_not_compared(other, a, b, event):
    mine = named(a, ONE)
    theirs = named([dataclasses.replace(e, id=f"b-{e.id}") for e in b], OTHERS[other])
    result = reconcile([*mine, *theirs], event=event)
    check_apart(result, {e.id for e in mine}, {e.id for e in theirs})


@given(records(max_size=5), st.sampled_from(EVENTS))
def test_findings_problems_and_the_list_show_no_identifier(a, event):
    """The entries say whose they are, as they were read; nothing that is said of them does."""
    theirs = named(
        [dataclasses.replace(e, id=f"b-{e.id}") for e in a], OTHERS["another NHS number"]
    )
    result = reconcile([*named(a, ONE), *theirs], event=event)
    text = result.model_dump_json(include={"findings", "problems", "medications", "about"})
    assert "9991234934" not in text
    assert "9990548609" not in text


@given(messages, st.sampled_from(EVENTS))
def test_messages_about_two_people_are_not_merged(made, event):
    """The second message is a copy of the first in all but the NHS number."""
    theirs = medrecon.read(message(made).replace(b"9991234934", b"9990548609"))
    mine = medrecon.read(message(made))
    result = reconcile([mine, theirs], event=event)
    assert [f.type for f in result.findings] == ["wrong_patient"]
    assert len(result.entries) == len(mine.entries) + len(theirs.entries)
    assert all(len(set(t.entry_ids)) == len(t.entry_ids) for t in result.treatments)


@given(records(max_size=5), st.sampled_from(EVENTS))
def test_entries_of_another_person_than_the_one_asked_about(lines, event):
    asked = Patient(nhs_number="9990548609")
    result = reconcile(named(lines, ONE), patient=asked, event=event)
    assert [f.type for f in result.findings] == ["wrong_patient"]


@given(records(), st.sampled_from(EVENTS))
def test_one_identity_is_no_reason_for_doubt(lines, event):
    """The same is asked; whose it is, is part of a finding's id."""
    asked = [f.model_dump(exclude={"id"}) for f in reconcile(lines, event=event).findings]
    same = [
        f.model_dump(exclude={"id"}) for f in reconcile(named(lines, ONE), event=event).findings
    ]
    key = operator.itemgetter("severity", "type", "entry_ids", "message")
    assert sorted(same, key=key) == sorted(asked, key=key)


@given(records(min_size=2), st.sampled_from(EVENTS))
def test_an_nhs_number_written_with_blanks_is_the_same_person(lines, event):
    spaced = dataclasses.replace(ONE, nhs_number="999 123 4934")
    result = reconcile([*named(lines[:1], spaced), *named(lines[1:], ONE)], event=event)
    assert result.findings == reconcile(named(lines, ONE), event=event).findings
