"""The history on admission with its sources, the DMS referral, and until when NICE wants it done."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from functools import partial

import pytest
from transfer_lines import AS_OF, answer_to

import medrecon
from medrecon.maintain.transfers import NOT_RECORDED
from medrecon.maintain.transfers.standards import clocks, held


@pytest.fixture
def answer(dictionary) -> Callable[..., medrecon.Reconciliation]:
    """`answer("admission", "gp 1 | Ramipril 5mg capsules | one daily", …)`."""
    return partial(answer_to, dictionary)


LINES = (
    "gp g1 | Bisoprolol 2.5mg tablets | one daily",
    "gp g2 | Naproxen 250mg tablets | 1 bd | status=stopped; end=2026-01-02; stop_reason=bleed",
    "pmr p1 | Bisoprolol 2.5mg tablets | ONE DAILY | last_issued=2026-03-02; days_supply=28",
    "ward w1 | Bisoprolol 5mg tablets | 5 mg OD",
    "ward w2 | Enoxaparin 40mg/0.4ml solution for injection pre-filled syringes | 40 mg OD",
    "clinic c1 | Paliperidone | 100 mg every 4 weeks | last_administered=2026-03-02; start=2025-01-01",
)


def test_the_history_stands_by_state_with_every_source_beside_it(answer):
    made = answer("admission", *LINES).transfer("admission")
    current = {i.name: i for i in made.section("Current before admission").items}
    lines = {e.heading: e.text for e in current["Bisoprolol 2.5mg tablets"].elements}
    assert lines["Directions"] == "one daily"
    assert lines["GP record"].startswith("Bisoprolol 2.5mg tablets, one daily; current")
    assert lines["Pharmacy record"].startswith("Bisoprolol 2.5mg tablets, ONE DAILY; current")
    assert lines["Ward chart"].startswith("Bisoprolol 5mg tablets, 5 mg OD; current")
    (stopped,) = made.section("Stopped").items
    assert "reason: bleed" in {e.heading: e.text for e in stopped.elements}["GP record"]


def test_what_the_ward_started_is_no_history(answer):
    made = answer("admission", *LINES).transfer("admission")
    (ward,) = made.section("On the ward chart only").items
    assert ward.name.startswith("Enoxaparin")
    assert "Enoxaparin" not in str(made.section("Current before admission"))


def test_a_chart_that_was_read_and_is_silent_is_told_from_one_that_was_not(answer):
    with_chart = answer("admission", *LINES).transfer("admission")
    without = answer("admission", *LINES[:3]).transfer("admission")
    paliperidone = with_chart.section("Current before admission").items[-1]
    assert ("Ward chart", "no order") in [(e.heading, e.text) for e in paliperidone.elements]
    assert "no order" not in without.to_text()
    assert without.section("On the ward chart only").note == "the chart was not read"


def test_sources_are_listed_with_their_entries(answer):
    made = answer("admission", *LINES).transfer("admission")
    listed = {i.name: i.entry_ids for i in made.section("Sources").items}
    assert listed == {
        "hospital": ("w1", "w2"),
        "GP record": ("g1", "g2"),
        "pharmacy record": ("p1",),
        "specialist record": ("c1",),
    }


@pytest.mark.parametrize(
    ("patient", "note", "items"),
    [
        (medrecon.Patient(), "not recorded", []),
        (medrecon.Patient(allergies_known=True), "none known, as a record says", []),
        (
            medrecon.Patient(
                allergies=(
                    "latex",
                    medrecon.CodedText("penicillin", reaction="rash", criticality="high"),
                )
            ),
            None,
            [
                ("latex", {"Reaction": NOT_RECORDED}),
                ("penicillin", {"Reaction": "rash", "Criticality": "high", "Status": NOT_RECORDED}),
            ],
        ),
    ],
)
def test_no_allergy_is_told_from_nobody_asked(answer, patient, note, items):
    section = (
        answer("admission", *LINES, patient=patient)
        .transfer("admission")
        .section("Allergies and adverse reactions")
    )
    assert section.note == note
    found = [(i.name, {e.heading: e.text for e in i.elements}) for i in section.items]
    assert found == items


def test_findings_stand_gravest_first_with_question_and_entries(answer):
    result = answer("admission", *LINES)
    section = result.transfer("admission").section("To resolve")
    assert len(section.items) == len(result.findings) > 1
    grades = [i.name.split()[0] for i in section.items]
    order = ["CRITICAL", "HIGH", "MODERATE", "LOW"]
    assert grades == sorted(grades, key=order.index)
    assert all(i.entry_ids for i in section.items)


def test_a_finding_that_somebody_decided_on_says_who_did(answer):
    open_ = answer("admission", *LINES)
    (conflict,) = [f for f in open_.findings if f.type == "dose_conflict"]
    taken = open_.decide(
        conflict.id,
        "accepted_difference",
        by="ward pharmacist",
        at=dt.date(2026, 3, 16),
        note="rate control",
    )
    made = answer("admission", *LINES, decisions=[taken]).transfer("admission")
    (decided,) = made.section("Decided").items
    assert decided.entry_ids == conflict.entry_ids
    assert [e.text for e in decided.elements] == [
        "accepted difference",
        "rate control",
        "ward pharmacist",
        "2026-03-16",
        NOT_RECORDED,
    ]
    assert "dose conflict" not in str(made.section("To resolve"))
    assert "Decided" not in [s.heading for s in open_.transfer("admission").sections]


def test_a_referral_holds_the_essential_content_and_says_what_is_missing(answer):
    result = answer(
        "discharge", *LINES, "home d1 | Bisoprolol 5mg tablets | one daily | change_status=changed"
    )
    made = result.transfer("dms", contact="Ward 7B pharmacy, ext. 1234")
    (contact,) = made.section("Contact").items
    assert [(e.heading, e.text) for e in contact.elements] == [
        ("Contact for questions", "Ward 7B pharmacy, ext. 1234"),
        ("Hospital (ODS code)", NOT_RECORDED),
    ]
    (amended,) = made.section("Medications amended").items
    lines = {e.heading: e.text for e in amended.elements}
    assert lines["Medicine, strength and form"] == "Bisoprolol 5mg tablets"
    assert lines["Dose, timing and frequency"] == "one daily"
    assert lines["Planned until"] == lines["Reason for prescribing"] == NOT_RECORDED
    assert made.section("Information given to the person").note == NOT_RECORDED
    (depot,) = made.section("Medicines supplied by hospital or a specialist service").items
    assert depot.entry_ids == ("c1",)
    (last,) = made.section(
        "Last and next dose of weekly and monthly medicines, injections and cycles"
    ).items
    assert [e.text for e in last.elements[1:]] == ["2026-03-02", NOT_RECORDED]


def test_two_people_make_no_list_of_medicines(dictionary):
    raw = (
        b"patient_id,source,entry_id,medication\nP1,gp,1,Ramipril 5mg capsules\n"
        b"P2,gp,2,Apixaban 5mg tablets\n"
    )
    result = medrecon.reconcile(
        medrecon.read(raw), dictionary=dictionary, as_of=dt.date(2026, 3, 16), event="discharge"
    )
    (finding,) = result.findings
    taken = result.decide(finding.id, "accepted_difference", by="somebody", at=AS_OF)
    decided = medrecon.reconcile(
        medrecon.read(raw),
        dictionary=dictionary,
        as_of=AS_OF,
        event="discharge",
        decisions=[taken],
    )
    for kind in ("admission", "discharge", "dms"):
        for answer in (result, decided):
            made = answer.transfer(kind)
            assert [s.heading for s in made.sections][:2] == ["Medicines", "To resolve"]
            assert "Ramipril" not in made.to_text()


def test_an_answer_that_was_stored_makes_the_same_document(answer, demo):
    for result in (answer("discharge", *LINES), demo):
        again = medrecon.Reconciliation.model_validate_json(result.model_dump_json())
        for kind in ("admission", "discharge", "dms"):
            assert again.transfer(kind) == result.transfer(kind)
    for kind in ("admission", "discharge", "dms"):
        assert (
            json.loads(json.dumps(result.transfer(kind).to_dict()))
            == result.transfer(kind).to_dict()
        )


def test_another_word_for_a_document_is_a_wrong_call(demo):
    with pytest.raises(medrecon.UsageError, match="expected one of admission, discharge, dms"):
        demo.transfer("letter")
    with pytest.raises(medrecon.UsageError, match="expected a date or a datetime, got str @ since"):
        demo.transfer("admission", since="2026-03-16")


@pytest.mark.parametrize(
    ("kind", "since", "due", "standing"),
    [
        ("admission", "2026-03-15T17:20:00+00:00", "2026-03-16T17:20:00+00:00", "due today"),
        ("admission", "2026-03-16T08:00:00", "2026-03-17T08:00:00", "running"),
        ("admission", "2026-03-14T08:00:00", "2026-03-15T08:00:00", "overdue"),
        # the time of day is not recorded: the last day that it may reach
        ("admission", "2026-03-15", "2026-03-16", "due today"),
        ("admission", "2026-03", None, None),
        ("admission", None, None, None),
        ("discharge", "2026-03-09", "2026-03-16", "due today"),
        ("dms", "2026-03-10T12:00:00", "2026-03-17T12:00:00", "running"),
        ("discharge", "9999-12-31", None, None),
    ],
)
def test_the_clocks_of_nice(kind, since, due, standing):
    (clock,) = clocks(kind, since, dt.date(2026, 3, 16))
    assert (clock.due, clock.standing) == (due, standing)


def test_the_clocks_are_data_with_a_source_and_a_date():
    periods = [(c["document"], c.get("hours"), c.get("days")) for c in held()["clock"]]
    assert periods == [("admission", 24, None), ("discharge", None, 7), ("dms", None, 7)]
    for row in (*held()["clock"], *held()["standard"]):
        assert row["source"]
        assert dt.date.fromisoformat(row["date"])


def test_an_admission_counts_from_the_stay_in_the_messages(demo, answer):
    (clock,) = demo.transfer("admission").clocks
    assert clock.since == "2026-03-15T17:20:00+00:00"
    (clock,) = answer("admission", *LINES).transfer("admission").clocks
    assert clock.since is None
    started = dt.datetime(2026, 3, 16, 9, 30)
    (clock,) = answer("admission", *LINES).transfer("admission", since=started).clocks
    assert (clock.since, clock.due) == ("2026-03-16T09:30:00", "2026-03-17T09:30:00")


def test_a_discharge_counts_from_nothing_that_was_not_said(demo):
    (clock,) = demo.transfer("discharge").clocks
    assert (clock.since, clock.due) == (None, None)
    assert "Start: not recorded" in demo.transfer("discharge").to_text()


@pytest.mark.parametrize("kind", ["admission", "discharge", "dms"])
@pytest.mark.parametrize("form", ["txt", "md", "json"])
def test_the_demonstration_patient_as_documents(demo, golden, kind, form):
    made = demo.transfer(kind)
    text = {
        "txt": made.to_text,
        "md": made.to_markdown,
        "json": lambda: json.dumps(made.to_dict(), ensure_ascii=False, indent=1) + "\n",
    }[form]()
    for version in (demo.about.policy, demo.about.dictionary):  # they change without the answer
        text = text.replace(version, "version")
    assert text == golden(f"transfers/{kind}.{form}", text)
