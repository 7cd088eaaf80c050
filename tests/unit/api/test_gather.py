"""Entries and Readings from several messages as one input that has no order."""

from __future__ import annotations

import itertools

from medrecon.api.gather import gather
from medrecon.model import CodedText, Entry, PartialDate, Patient, Problem, Reading, Source

GP, WARD = Source("gp", document="a"), Source("epma", document="b")


def test_a_copy_of_a_message_counts_once():
    reading = Reading(
        "x", (Entry("1", GP, "Amlodipine 5mg tablets"),), (Problem("$", "date", "m"),), None, (GP,)
    )
    assert gather([reading, reading]) == gather(reading)


def test_two_entries_that_share_an_id_are_told_apart_the_same_way_in_any_order():
    entries = [
        Entry("1", GP, "Amlodipine"),
        Entry("1", WARD, "Ramipril"),
        Entry("1~1", WARD, "Digoxin"),
    ]
    answers = {
        tuple(sorted((e.id, e.medication) for e in gather(order).entries))
        for order in itertools.permutations(entries)
    }
    assert len(answers) == 1
    ids = [i for i, _ in answers.pop()]
    assert len(ids) == len(set(ids)) == 3


def test_sources_that_were_asked_and_empty_are_kept():
    assert gather(Reading("x", sources=(WARD,))).sources == (WARD,)


def test_what_messages_say_of_the_patient_is_put_together_the_same_way_in_any_order():
    gp = Patient(birth_date=PartialDate.parse("1949-06-02"), allergies=("penicillin",))
    ward = Patient(sex="female", weight_kg=61.5, allergies=("penicillin", CodedText("latex")))
    messages = [Reading("x", patient=gp), Reading("y", patient=ward)]
    both = gather(messages).patient
    assert both == gather(messages[::-1]).patient
    assert both is not None
    assert (both.birth_date, both.sex, both.weight_kg) == (gp.birth_date, "female", 61.5)
    assert gather([]).patient is None
