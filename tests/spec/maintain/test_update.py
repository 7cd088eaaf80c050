"""Keeping a list: what is new replaces what is old, and what has changed is said."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest
from kept import MARCH, finding, lines, reconciled, sample, types, updated

import medrecon
from medrecon import PartialDate, Problem, Reading, Source
from medrecon.errors import UnreadableInput, UsageError

LISTED = {
    "gp": [
        "Bisoprolol 2.5mg tablets | 1 om | issued=2026-03-01; days=28",
        "Ramipril 5mg capsules | 1 od",
    ],
    "ward": ["Bisoprolol 2.5mg tablets | 2.5 mg om | start=2026-03-15"],
}


def test_a_newer_version_of_an_entry_stands_in_the_place_of_the_older():
    before = reconciled(lines(**LISTED), event="review")
    (newer,) = lines(gp=["Bisoprolol 5mg tablets | 1 om"])
    after = updated(before, [newer])
    rest = [e for e in lines(**LISTED) if e.id != newer.id]
    assert after.model_dump_json() == reconciled([newer, *rest], event="review").model_dump_json()
    assert [(c.kind, c.before, c.after) for c in after.changes if c.kind == "dose_changed"] == [
        ("dose_changed", "2.5 mg a day", "5 mg a day")
    ]


def test_a_message_that_comes_late_does_not_undo_a_newer_one():
    (old,) = lines(gp=["Bisoprolol 2.5mg tablets | 1 om | recorded=2026-02-01"])
    (new,) = lines(gp=["Bisoprolol 5mg tablets | 1 om | recorded=2026-03-01"])
    assert (
        updated(reconciled([new]), [old]).model_dump_json() == reconciled([new]).model_dump_json()
    )
    assert (
        updated(reconciled([old]), [new]).model_dump_json() == reconciled([new]).model_dump_json()
    )


@pytest.mark.parametrize(
    ("first", "second"), [("2026-03-01T09:00", "2026-03-01T10:30"), ("2026-03-01", "2026-03-02")]
)
def test_when_the_source_answered_says_which_version_is_newer(first, second):
    (line,) = lines(gp=["Bisoprolol 2.5mg tablets | 1 om"])
    old = replace(line, source=Source("gp", as_of=PartialDate.parse(first)))
    new = replace(
        line,
        medication="Bisoprolol 5mg tablets",
        source=Source("gp", as_of=PartialDate.parse(second)),
    )
    assert updated(reconciled([new]), [old]).medications == reconciled([new]).medications
    assert updated(reconciled([old]), [new]).medications == reconciled([new]).medications


def test_an_id_that_is_only_a_place_in_a_message_has_no_versions():
    (line,) = lines(gp=["Bisoprolol 2.5mg tablets | 1 om"])
    first = replace(line, path="row 1", id="row 1")
    other = replace(first, medication="Ramipril 5mg capsules")
    assert len(updated(reconciled([first]), [other]).medications) == 2


def test_a_problem_goes_with_the_version_that_it_was_found_in():
    (line,) = lines(gp=["Bisoprolol 2.5mg tablets | 1 om"])
    fault = Problem(
        "row 1.start", "date", "expected a date, got another value @ row 1.start.", line.id
    )
    other = Problem("row 2", "source", "expected a source, got another word @ row 2.")
    first = reconciled([Reading("test", (line,), (fault, other))])
    assert {p.id for p in first.problems} == {line.id, None}
    assert updated(first.model_dump_json()) == first
    right = replace(line, start=PartialDate.parse("2026-01-02"))
    assert {p.id for p in updated(first, Reading("test", (right,))).problems} == {None}


def test_two_sources_may_use_the_same_id():
    (gp,) = lines(gp=["Bisoprolol 2.5mg tablets | 1 om"])
    (pmr,) = lines(pmr=["Ramipril 5mg capsules | 1 od | issued=2026-03-10; days=28"])
    pmr = replace(pmr, id=gp.id)
    whole = reconciled([gp, pmr])
    assert updated(reconciled([gp]), [pmr]).model_dump_json() == whole.model_dump_json()
    again = updated(whole.model_dump_json(), [replace(gp, status="stopped")])
    assert {e.id for e in again.entries} == {"gp-0~1", "gp-0~2"}
    assert {m.state for m in again.medications} == {"current", "stopped"}


def test_the_event_goes_on_unless_another_is_named():
    first = reconciled(lines(**LISTED), event="admission")
    assert updated(first).about.event == "admission"
    assert updated(first, event=None).about.event is None
    assert types(first) == {"omission"}


def test_started_stopped_and_findings_are_told_in_words():
    before = reconciled(lines(**LISTED), event="admission")
    new = lines(
        ward=[
            "Bisoprolol 2.5mg tablets | 2.5 mg om | start=2026-03-15",
            "Ramipril 5mg capsules | 5 mg od | start=2026-03-16",
            "Amoxicillin 500mg capsules | 1 tds | start=2026-03-16; indication=pneumonia",
        ]
    )
    after = updated(before, new)
    told = {(c.kind, "+".join(c.ingredients)): c for c in after.changes}
    assert told["finding_closed", "ramipril"].cause == "entries"
    assert told["started", "amoxicillin"].text.startswith("Amoxicillin 500mg capsules, 1 tds: new")
    stop = replace(
        new[2],
        status="stopped",
        stopped_on=PartialDate.parse("2026-03-18"),
        stop_reason="course done",
    )
    later = updated(after, [stop], day=dt.date(2026, 3, 18))
    assert [(c.kind, c.before, c.after) for c in later.changes] == [
        ("stopped", "current", "stopped")
    ]
    assert "course done" in later.changes[0].text


def test_time_alone_changes_a_list_and_is_named_as_the_cause():
    before = reconciled(lines(gp=["Bisoprolol 2.5mg tablets | 1 om | issued=2026-03-01; days=28"]))
    after = updated(before, day=dt.date(2027, 6, 1))
    assert {c.cause for c in after.changes} == {"time"}
    assert {c.kind for c in after.changes} >= {"finding_opened"}
    assert updated(after, day=MARCH).changes


def test_a_finding_keeps_its_id_while_its_evidence_stands():
    first = reconciled(lines(**LISTED), event="admission")
    told = finding(first, "omission")
    other = lines(clinic=["Methotrexate 2.5mg tablets | 4 tablets once a week on Monday"])
    assert told.id in {f.id for f in updated(first, other).findings}
    again = lines(pmr=["Ramipril 5mg capsules | 1 od | issued=2026-03-02; days=28"])
    with_supply = updated(first, again)
    assert finding(with_supply, "omission").id != told.id
    once_more = [replace(again[0], id="pmr-9", last_issued=again[0].last_issued)]
    assert (
        finding(updated(with_supply, once_more), "omission").id
        == finding(with_supply, "omission").id
    )


def test_a_graver_finding_is_told_as_worse():
    gp = ["Digoxin 125microgram tablets | 1 od"]
    a = reconciled(
        lines(
            gp=gp, ward=["Digoxin 125microgram tablets | 187.5 micrograms od | start=2026-03-15"]
        ),
        event="admission",
    )
    b = updated(a, lines(ward=["Digoxin 125microgram tablets | 4 tablets od | start=2026-03-15"]))
    told = {c.kind for c in b.changes}
    assert told & {"finding_worsened", "finding_changed", "finding_opened"}
    assert all(str(c) == c.text for c in b.changes)


def test_another_dictionary_release_says_what_it_alone_has_changed():
    first = reconciled(lines(gp=["Bisoprolol 2.5mg tablets | 1 om"]))
    stored = json.loads(first.model_dump_json())
    stored["about"]["dictionary"] = "an older release"
    stored["medications"][0]["product"] = None
    stored["medications"][0]["name"] = "bisoprolol as it was"
    after = updated(stored, lines(ward=["Ramipril 5mg capsules | 1 od | start=2026-03-16"]))
    assert [(c.kind, c.cause) for c in after.changes if c.ingredients == ("bisoprolol",)] == [
        ("product_changed", "dictionary")
    ]
    assert next(c.cause for c in after.changes if c.ingredients == ("ramipril",)) == "entries"
    assert after.about.dictionary == sample().release


def test_a_line_of_a_batch_can_be_updated():
    stored = json.loads(reconciled(lines(**LISTED)).model_dump_json())
    assert updated({"patient_id": "P1", **stored}).model_dump_json() == json.dumps(
        stored, separators=(",", ":"), ensure_ascii=False
    )


@pytest.mark.parametrize("wrong", [None, "", "[]", "{}", '{"about": 3}', b"\xff"])
def test_what_is_no_answer_is_refused(wrong):
    with pytest.raises(UnreadableInput, match="an answer of reconcile"):
        updated(wrong)


def test_an_answer_of_an_older_schema_says_that_it_cannot_go_on():
    stored = json.loads(reconciled(lines(**LISTED)).model_dump_json())
    del stored["given"]
    with pytest.raises(UsageError, match="holds what it was made from"):
        updated(stored)


def test_a_wrong_call_is_refused():
    first = reconciled(lines(**LISTED))
    with pytest.raises(UsageError, match=r"new_entries\[0\]"):
        updated(first, ["bisoprolol"])
    with pytest.raises(UsageError, match="decisions"):
        updated(first, decisions=["f-1"])


def test_the_answer_holds_the_entries_as_read():
    (line,) = lines(gp=["Bisoprolol 2.5mg tablets | 1 om | issued=2026-03-01; days=28"])
    stored = json.loads(reconciled([line]).model_dump_json())
    assert stored["entries"][0]["as_read"] == {"last_issued": "2026-03-01", "days_supply": "28"}
    assert medrecon.Reconciliation.model_validate(stored).entries[0].as_read is not None


def test_times_are_compared_as_instants():
    from dataclasses import replace

    from medrecon import PartialDate
    from medrecon.maintain.versions import is_newer

    (line,) = lines(gp=["Ramipril 5mg capsules | 1 od"])

    def at(moment):
        return replace(line, recorded=PartialDate.parse(moment))

    for older, newer in (
        ("2026-03-16T10:00:00.123+00:00", "2026-03-16T11:00:00.456+00:00"),
        ("2026-03-16T10:00:00+01:00", "2026-03-16T09:30:00Z"),
        ("2026-03-17T00:30:00+01:00", "2026-03-16T23:45:00Z"),
    ):
        assert is_newer(at(newer), at(older))
        assert not is_newer(at(older), at(newer))
    assert not is_newer(at("2026-03-16T10:00:00+01:00"), at("2026-03-16T09:30:00"))


def test_readings_about_two_people_are_not_one_list():
    from medrecon import Patient, Reading

    numbers = ("9434765919", "9434765870")
    written = (
        lines(gp=["Ramipril 5mg capsules | 1 od"]),
        lines(ward=["Naproxen 250mg tablets | 1 bd"]),
    )
    one, two = (
        Reading("mine", tuple(found), patient=Patient(nhs_number=number))
        for found, number in zip(written, numbers, strict=True)
    )
    together = reconciled([one, two])
    assert types(together) == {"wrong_patient"}
    after = updated(reconciled([one]), [two])
    assert types(after) == {"wrong_patient"}
    assert after.model_dump_json() == together.model_dump_json()


def test_the_next_message_of_an_order_is_told_on_and_does_not_stand_in_its_place():
    head = r"MSH|^~\&|EPMA|RZZ|||202602{}||RDE^O11|{}|P|2.5" + "\rPID|1||9434765919^^^NHS^NH\r"
    ordered = head.format("10", "C1") + "ORC|NW|PL-2\rRXE||^Ramipril 5mg capsules|5||mg"
    ended = head.format("11", "C2") + "ORC|DC|PL-2"
    before = reconciled([medrecon.read(ordered.encode())])
    after = updated(before, [medrecon.read(ended.encode())])
    assert [(m.name, m.state) for m in after.medications] == [("Ramipril 5mg capsules", "stopped")]


def test_two_sources_that_do_not_say_who_they_are_may_use_one_id():
    head = "patient_id,source,entry_id,medication,dosage,kind,status\n"
    oncology = head + "P1,specialist,1,Capecitabine 500mg tablets,3 bd,order,active\n"
    psychiatry = head + "P1,specialist,1,Clozapine 100mg tablets,1 bd,order,active\n"
    before = reconciled([medrecon.read(oncology.encode())])
    after = updated(before, [medrecon.read(psychiatry.encode())])
    assert [m.name for m in after.medications] == [
        "Capecitabine 500mg tablets",
        "Clozapine 100mg tablets",
    ]


def test_a_dose_given_does_not_stand_in_the_place_of_its_order():
    head = "patient_id,source,entry_id,medication,dosage,kind,status,start,system\n"
    order = head + "P1,epma,77,Ramipril 5mg capsules,1 od,order,active,2026-03-10,EPMA\n"
    given = head + "P1,epma,77,Ramipril 5mg capsules,,administration,completed,2026-03-15,EPMA\n"
    before = reconciled([medrecon.read(order.encode())])
    after = updated(before, [medrecon.read(given.encode())])
    assert [(m.name, m.dosage_text) for m in after.medications] == [
        ("Ramipril 5mg capsules", "1 od")
    ]


def test_an_order_is_followed_through_its_messages_also_among_loose_entries():
    head = r"MSH|^~\&|EPMA|RZZ|||202602{}||RDE^O11|{}|P|2.5" + "\rPID|1||9434765919^^^NHS^NH\r"
    ordered = head.format("10", "C1") + "ORC|NW|PL-2\rRXE||^Ramipril 5mg capsules|5||mg"
    ended = head.format("11", "C2") + "ORC|DC|PL-2"
    readings = [medrecon.read(m.encode()) for m in (ordered, ended)]
    loose = reconciled([e for r in readings for e in r.entries])
    assert loose.medications == reconciled(readings).medications
    assert [(m.name, m.state) for m in loose.medications] == [("Ramipril 5mg capsules", "stopped")]
