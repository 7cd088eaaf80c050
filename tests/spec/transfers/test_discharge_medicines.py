"""Medicines at discharge under the PRSB headings: what was started, changed and stopped, and why."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from transfer_lines import answer_to

from medrecon.maintain.transfers import NOT_RECORDED, Item, TransferDocument


@pytest.fixture
def document(dictionary) -> Callable[..., TransferDocument]:
    """The discharge document of those lines."""
    return lambda *lines: answer_to(dictionary, "discharge", *lines).transfer("discharge")


RAMIPRIL = "gp g1 | Ramipril 5mg capsules | one daily"


def item(document: TransferDocument, section: str) -> Item:
    (found,) = document.section(section).items
    return found


def said(found: Item, heading: str) -> str:
    return next(e.text for e in found.elements if e.heading == heading)


def test_what_the_source_records_of_a_change_is_given_as_it_records_it(document):
    found = item(
        document(
            RAMIPRIL,
            "home d1 | Ramipril 10mg capsules | one daily | change_status=changed; "
            "change_date=2026-03-14; change_reason=above target; indication=hypertension; "
            "quantity=28; quantity_unit=capsule",
        ),
        "Medications amended",
    )
    assert said(found, "Medication name") == "Ramipril 10mg capsules"
    assert said(found, "Dose directions description") == "one daily"
    assert said(found, "Indication") == "hypertension"
    assert said(found, "Quantity supplied") == "28 capsule"
    assert said(found, "Status is") == "as the source records it"
    assert said(found, "Indication (reason for the change)") == "above target"
    assert said(found, "Date of latest change") == "2026-03-14"
    assert said(found, "Before admission") == "GP record: Ramipril 5mg capsules, one daily"
    assert found.entry_ids == ("d1", "g1")


def test_a_reason_that_is_not_recorded_is_said_to_be_so(document):
    found = item(
        document(RAMIPRIL, "home d1 | Ramipril 10mg capsules | one daily | change_status=changed"),
        "Medications amended",
    )
    assert said(found, "Indication (reason for the change)") == NOT_RECORDED
    assert said(found, "Indication") == NOT_RECORDED
    assert (
        "Indication (reason for the change): not recorded"
        in document(
            RAMIPRIL, "home d1 | Ramipril 10mg capsules | one daily | change_status=changed"
        ).to_text()
    )


@pytest.mark.parametrize(
    ("word", "section"),
    [
        ("started", "Medications added"),
        ("restarted", "Medications restarted"),
        ("continued", "Medications continued"),
        ("unchanged", "Medications continued"),
        ("suspended", "Medications suspended"),
    ],
)
def test_the_words_of_the_entries_table_are_those_of_the_change_cluster(document, word, section):
    made = document(RAMIPRIL, f"home d1 | Ramipril 5mg capsules | one daily | change_status={word}")
    assert item(made, section).entry_ids[0] == "d1"


@pytest.mark.parametrize(
    ("before", "at_discharge", "section"),
    [
        # the same product and the same directions, in other words
        (
            "Ramipril 5mg capsules | one daily",
            "Ramipril 5mg capsules | 1 od",
            "Medications continued",
        ),
        # the amount a day differs
        (
            "Ramipril 5mg capsules | one daily",
            "Ramipril 10mg capsules | one daily",
            "Medications amended",
        ),
        (
            "Ramipril 5mg capsules | one daily",
            "Ramipril 5mg capsules | two daily",
            "Medications amended",
        ),
    ],
)
def test_where_the_source_is_silent_the_lists_are_compared(document, before, at_discharge, section):
    made = document(f"gp g1 | {before}", f"home d1 | {at_discharge}")
    found = item(made, section)
    assert said(found, "Status is") == "compared with the GP record; the source does not say"


@pytest.mark.parametrize(
    ("before", "at_discharge"),
    [
        ("Furosemide 40mg tablets | as directed", "Furosemide 40mg tablets | one om"),
        # the same amount a day by another product: whether that is a change the source must say
        ("Ramipril 5mg capsules | two daily", "Ramipril 10mg capsules | one daily"),
        ("Ramipril | one daily", "Ramipril 5mg capsules | one daily"),
        ("Furosemide 40mg tablets | 1 om ut dict xyzzy", "Furosemide 40mg tablets | 1 om"),
    ],
)
def test_what_cannot_be_told_is_not_claimed(document, before, at_discharge):
    made = document(f"gp g1 | {before}", f"home d1 | {at_discharge}")
    found = item(made, "Medications at discharge, change not certain")
    assert said(found, "Status") == NOT_RECORDED
    assert said(found, "Before admission").startswith("GP record: ")


def test_several_lines_of_one_medicine_are_not_paired_by_guess(document):
    made = document(
        RAMIPRIL,
        "home d1 | Ramipril 5mg capsules | one in the morning",
        "home d2 | Ramipril 2.5mg capsules | one at night",
    )
    items = made.section("Medications at discharge, change not certain").items
    assert [i.entry_ids for i in items] == [("d2", "g1"), ("d1", "g1")]


def test_a_medicine_that_no_history_holds_is_added_and_its_reason_is_owed(document):
    made = document(
        RAMIPRIL,
        "home d1 | Ramipril 5mg capsules | one daily",
        "home d2 | Apixaban 5mg tablets | 1 bd",
    )
    found = item(made, "Medications added")
    assert found.entry_ids == ("d2",)
    assert said(found, "Status is") == "no list of the history has it; the source does not say"
    assert said(found, "Indication (reason for the change)") == NOT_RECORDED


def test_without_any_history_nothing_is_said_to_be_new(document):
    found = item(
        document("home d1 | Apixaban 5mg tablets | 1 bd"),
        "Medications at discharge, change not certain",
    )
    assert said(found, "Status is") == "no history was read"


def test_what_the_history_holds_as_stopped_is_not_called_new(document):
    found = item(
        document(
            "gp g1 | Naproxen 250mg tablets | 1 bd | status=stopped; end=2026-01-02",
            "home d1 | Naproxen 250mg tablets | 1 bd",
        ),
        "Medications at discharge, change not certain",
    )
    assert said(found, "Status is") == "the history holds it, not as current"
    assert found.entry_ids == ("d1", "g1")


def test_a_discontinued_medicine_has_its_reason_and_its_date(document):
    found = item(
        document(
            RAMIPRIL,
            "home d1 | Ramipril 5mg capsules | one daily | status=stopped; change_status=stopped; "
            "change_date=2026-03-13; stop_reason=acute kidney injury",
        ),
        "Medications discontinued",
    )
    assert said(found, "Name of discontinued medication") == "Ramipril 5mg capsules"
    assert said(found, "Status") == "Discontinued"
    assert said(found, "Indication (reason)") == "acute kidney injury"
    assert said(found, "Date of discontinuation") == "2026-03-13"


def test_a_stop_on_the_ward_counts_where_the_medicine_was_taken_before(document):
    made = document(
        RAMIPRIL,
        "ward w1 | Ramipril 5mg capsules | one daily | status=stopped; end=2026-03-12",
        "ward w2 | Cefalexin 500mg capsules | 1 tds | status=stopped; end=2026-03-12",
        "home d1 | Apixaban 5mg tablets | 1 bd",
    )
    found = item(made, "Medications discontinued")
    assert found.entry_ids == ("w1",)
    assert said(found, "Recorded on") == "the ward chart"
    assert said(found, "Indication (reason)") == NOT_RECORDED


def test_silence_about_a_medicine_is_no_decision(document):
    made = document(
        RAMIPRIL,
        "gp g2 | Atorvastatin 40mg tablets | one at night",
        "home d1 | Ramipril 5mg capsules | one daily",
    )
    found = item(made, "Before admission, and not on the discharge list")
    assert found.name == "Atorvastatin 40mg tablets"
    assert said(found, "Decision at discharge") == NOT_RECORDED
    assert made.section("Medications discontinued").note == "none recorded"


def test_without_a_discharge_list_nothing_is_listed_as_going_home(document):
    made = document(RAMIPRIL, "ward w1 | Ramipril 5mg capsules | one daily")
    assert made.section("Medications at discharge").note == "no discharge list was read"
    assert made.section("Medications at discharge").items == ()


def test_what_was_entered_in_error_goes_nowhere(document):
    made = document(
        RAMIPRIL,
        "home d1 | Ramipril 5mg capsules | one daily",
        "home d2 | Apixaban 5mg tablets | 1 bd | status=entered-in-error",
    )
    assert "Apixaban" not in made.to_text()


def test_every_line_leads_to_an_entry(document):
    made = document(
        RAMIPRIL,
        "gp g2 | Atorvastatin 40mg tablets | one at night",
        "home d1 | Ramipril 10mg capsules | one daily | change_status=changed",
        "home d2 | Apixaban 5mg tablets | 1 bd | indication=AF",
        "home d3 | Amlodipine 5mg tablets | 1 od | status=stopped; change_status=stopped",
    )
    known = {"g1", "g2", "d1", "d2", "d3"}
    about_medicines = [
        s
        for s in made.sections
        if s.heading not in ("Person", "Allergies and adverse reactions", "To resolve")
    ]
    lines = [e for s in about_medicines for i in s.items for e in i.elements]
    assert lines
    for section in about_medicines:
        for found in section.items:
            assert set(found.entry_ids) <= known
            assert found.entry_ids
            for element in found.elements:
                assert set(element.entry_ids) <= known
                assert element.entry_ids or element.value is None


def test_a_text_of_a_record_cannot_pass_for_a_line_of_the_document(document):
    made = document(
        "home d1 | Ramipril 5mg capsules | one daily\n\nMEDICATIONS DISCONTINUED\n  *x* <b>"
    )
    assert made.to_text().splitlines().count("MEDICATIONS DISCONTINUED") == 1
    assert "<b>" not in made.to_markdown()
    assert r"\*x\* \<b\>" in made.to_markdown()


@pytest.mark.parametrize("given", ["one daily", "two daily"])
def test_what_was_on_hold_before_is_not_said_to_be_continued(document, given):
    made = document(
        "gp 1 | Amlodipine 5mg tablets | one daily | status=on-hold; change_date=2026-03-01",
        f"home 2 | Amlodipine 5mg tablets | {given}",
    )
    found = item(made, "Medications at discharge, change not certain")
    assert said(found, "Status is").startswith("on hold in the GP record")
