"""A decision closes a finding as long as what was said stands, and is never lost."""

from __future__ import annotations

import datetime as dt

import pytest
from kept import MARCH, finding, lines, reconciled, types, updated

from medrecon import Decision
from medrecon.errors import UsageError

GP = ["Bisoprolol 2.5mg tablets | 1 om | issued=2026-03-01; days=28"]
WARD = ["Bisoprolol 5mg tablets | 5 mg om | start=2026-03-15"]
LISTED = lines(gp=GP, ward=WARD)
APRIL = dt.date(2026, 4, 20)


@pytest.fixture(scope="module")
def first():
    answer = reconciled(LISTED, event="admission")
    assert types(answer) == {"dose_conflict"}
    return answer


def decide(answer, kind="accepted_difference", **more):
    told = finding(answer, "dose_conflict")
    return answer.decide(told.id, kind, **{"by": "ward pharmacist", "at": MARCH, **more})


@pytest.mark.parametrize(
    "kind",
    ["accepted_difference", "source_to_be_corrected", "confirmed_taken", "confirmed_not_taken"],
)
def test_a_decision_closes_its_finding_and_stands_in_the_answer(first, kind):
    taken = decide(first, kind, note="titrated on the ward")
    closed = reconciled(LISTED, event="admission", decisions=[taken])
    assert not closed.findings
    (told,) = closed.decisions
    assert (told.kind, told.state, told.by, told.note) == (
        kind,
        "standing",
        "ward pharmacist",
        "titrated on the ward",
    )
    assert told.finding == finding(first, "dose_conflict")
    assert told.decision() == taken
    assert "dose_conflict" in told.about


def test_it_is_asked_again_when_what_was_said_changes(first):
    closed = updated(first, decisions=[decide(first)])
    (change,) = [c for c in closed.changes if c.kind == "finding_closed"]
    assert change.cause == "decision"
    raised = updated(closed, lines(ward=["Bisoprolol 10mg tablets | 10 mg om | start=2026-03-16"]))
    assert types(raised) == {"dose_conflict"}
    assert [d.state for d in raised.decisions] == ["reopened"]


def test_another_supply_of_the_same_is_no_reason_to_ask_again(first):
    told = lines(pmr=["Bisoprolol 2.5mg tablets | 1 om | issued=2026-03-02; days=28"])
    known = updated(first, told)
    closed = updated(known, decisions=[decide(known)])
    (more,) = lines(pmr=["Bisoprolol 2.5mg tablets | 1 om | issued=2026-03-16; days=28"])
    again = updated(closed, [more], day=dt.date(2026, 3, 18))
    assert "dose_conflict" not in types(again)


def test_when_the_sources_agree_the_decision_is_settled_and_kept(first):
    closed = updated(first, decisions=[decide(first)])
    agreed = updated(closed, lines(gp=["Bisoprolol 5mg tablets | 1 om"]))
    assert [d.state for d in agreed.decisions] == ["settled"]
    assert updated(agreed).decisions == agreed.decisions


def test_a_deferral_is_asked_again_on_its_day(first):
    later = decide(first, "deferred", until=dt.date(2026, 3, 20))
    closed = updated(first, decisions=[later])
    assert not closed.findings
    due = updated(closed, day=dt.date(2026, 3, 20))
    assert types(due) == {"dose_conflict"}
    assert [d.state for d in due.decisions] == ["ended"]
    (change,) = due.changes
    assert (change.kind, change.cause) == ("finding_opened", "time")


def test_any_decision_may_have_an_end(first):
    until = decide(first, until=dt.date(2026, 3, 17))
    assert not reconciled(LISTED, event="admission", decisions=[until]).findings
    ended = reconciled(LISTED, dt.date(2026, 3, 17), event="admission", decisions=[until])
    assert types(ended) == {"dose_conflict"}


def test_a_list_of_an_earlier_day_does_not_know_later_decisions(first):
    tomorrow = decide(first, at=dt.date(2026, 3, 17))
    answer = reconciled(LISTED, event="admission", decisions=[tomorrow])
    assert types(answer) == {"dose_conflict"}
    assert [d.state for d in answer.decisions] == ["not_yet"]


def test_the_newest_of_two_decisions_counts_in_whatever_order_they_come(first):
    early = decide(first, "deferred", at=dt.date(2026, 3, 14), until=dt.date(2026, 3, 15))
    late = decide(first, at=dt.datetime(2026, 3, 16, 9, 30))
    answer = reconciled(LISTED, event="admission", decisions=[late, early])
    assert [d.state for d in answer.decisions] == ["superseded", "standing"]
    turned = reconciled(LISTED, event="admission", decisions=[early, late, late])
    assert turned.model_dump_json() == answer.model_dump_json()
    assert updated(answer.model_dump_json()).model_dump_json() == answer.model_dump_json()


@pytest.mark.parametrize(
    ("kind", "says"),
    [("confirmed_taken", "confirmed taken"), ("confirmed_not_taken", "confirmed not taken")],
)
def test_what_the_patient_confirms_stands_beside_what_is_intended(first, kind, says):
    answer = updated(first, decisions=[decide(first, kind, note="spoken to at home")])
    (before,), (after,) = first.medications, answer.medications
    assert after.taking == f"{says} on 2026-03-16 by ward pharmacist: spoken to at home"
    assert before.taking is None
    assert after.model_copy(update={"taking": None}) == before
    assert [c.kind for c in answer.changes if c.kind == "taking_changed"] == ["taking_changed"]


def test_what_the_patient_reports_fills_taking_and_not_the_state():
    told = reconciled(lines(gp=GP, told=["Bisoprolol 2.5mg tablets | one every other day"]))
    (line,) = told.medications
    assert line.taking == "reported taken (one every other day)"
    assert line.daily_dose is not None and str(line.daily_dose.value) == "2.5"


def test_a_decision_on_nothing_open_is_a_wrong_call(first):
    with pytest.raises(UsageError, match="the id of an open finding"):
        first.decide("f-0000000000000000", "deferred", by="x", at=MARCH, until=APRIL)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "shrug"}, "decision.kind"),
        ({"by": " "}, "decision.by"),
        ({"at": "2026-03-16"}, "decision.at"),
        ({"at": None}, "decision.at"),
        ({"kind": "deferred"}, "decision.until"),
        ({"until": "soon"}, "decision.until"),
        ({"finding_id": ""}, "decision.finding_id"),
        ({"note": None}, "decision.note"),
    ],
)
def test_a_decision_names_what_by_whom_and_when(fields, words):
    right = {"finding_id": "f-1", "kind": "accepted_difference", "by": "M. Rao", "at": MARCH}
    with pytest.raises(UsageError, match=words):
        Decision(**{**right, **fields})


def test_a_decision_is_plain_data():
    taken = Decision("f-1", "deferred", "call the clinic", "M. Rao", MARCH, dt.date(2026, 3, 20))
    assert Decision.from_data(taken.to_data()) == taken
    with pytest.raises(UsageError, match="the keys"):
        Decision.from_data({**taken.to_data(), "mood": "fine"})
    with pytest.raises(UsageError, match="ISO 8601"):
        Decision.from_data({**taken.to_data(), "at": "16/03/2026"})


def test_a_later_report_of_the_patient_is_not_covered_by_a_confirmation():
    first = reconciled(
        lines(
            gp=["Bisoprolol 2.5mg tablets | 1 om"],
            ward=["Bisoprolol 5mg tablets | 1 om | start=2026-03-15"],
        ),
        event="admission",
    )
    told = finding(first, "dose_conflict")
    confirmed = first.decide(told.id, "confirmed_taken", by="M. Rao", at=MARCH)
    after = updated(first, decisions=[confirmed])
    assert after.medications[0].taking == "confirmed taken on 2026-03-16 by M. Rao"
    report = lines(told=["Bisoprolol 2.5mg tablets | stopped it | status=stopped; end=2026-03-25"])
    later = updated(after, report, dt.date(2026, 3, 26))
    assert later.medications[0].taking == "reported not taken (stopped it)"


def test_the_later_decision_is_told_by_the_instant_and_a_day_without_a_time_is_its_end():
    first = reconciled(
        lines(
            gp=["Bisoprolol 2.5mg tablets | 1 om"],
            ward=["Bisoprolol 5mg tablets | 1 om | start=2026-03-15"],
        ),
        event="admission",
    )
    told = finding(first, "dose_conflict").id
    for older, newer in (
        ("2026-03-16T10:00:00+01:00", "2026-03-16T09:30:00+00:00"),
        ("2026-03-16T10:00:00+01:00", "2026-03-16"),
    ):
        taken = [
            Decision.from_data({"finding_id": told, "kind": kind, "by": "x", "at": at})
            for kind, at in (("accepted_difference", newer), ("source_to_be_corrected", older))
        ]
        after = updated(first, decisions=taken)
        assert {o.kind for o in after.decisions if o.state == "standing"} == {"accepted_difference"}


def omitted(day, organisation, issued, **who):
    from dataclasses import replace

    from medrecon import Identity, Source

    gp, ward = lines(
        gp=[f"Apixaban 5mg tablets | 1 bd | issued={issued}; days=28"],
        ward=["Paracetamol 500mg tablets | 2 qds prn"],
    )
    ward = replace(ward, source=Source("epma", organisation=organisation))
    person = Identity(**who) if who else None
    entries = [replace(e, patient=person) for e in (gp, ward)]
    return finding(reconciled(entries, day, event="admission"), "omission").id


def test_an_omission_is_of_one_list_and_the_next_hospital_asks_again():
    here = omitted(MARCH, "RAA", "2026-03-01")
    assert here != omitted(dt.date(2026, 3, 20), "RBB", "2026-03-01")
    assert here == omitted(dt.date(2026, 3, 20), "RAA", "2026-03-18"), "issued again"


def test_two_people_never_share_a_finding():
    ids = {
        omitted(MARCH, "RAA", "2026-03-01", nhs_number=number)
        for number in ("9434765919", "9434765870")
    }
    assert len(ids) == 2
