"""A stop in words only: the status says active, the dose or the note says that it is not taken."""

from __future__ import annotations

import pytest

from medrecon.normalise.ended import says_stopped
from medrecon.policy import Policy

NAMES = "amiodarone 200mg tablets"
STOPPED = (
    "STOPPED",
    "Stopped by cardiology Jan 26",
    "stopped due to thyrotoxicosis",
    "was stopped in clinic 12/1/26",
    "Amiodarone stopped, see letter",
    "Hospital stopped this",
    "Discontinued",
    "ceased 3 months ago",
    "not taking",
    "patient reports not taking since Christmas",
    "no longer taking this",
    "no longer prescribed",
    "do not take",
    "Do not issue",
    "self-discontinued",
    "Restarted 20/1, stopped again 5/3",
    "stopped, to be restarted in clinic",
    "Stopped - do not restart",
    "STOP",
    "Please stop",
    "Please stop this, due to bradycardia",
    "GP to stop",
    "Advised to stop by cardiology",
    "d/c",
    "D/C'd by cardiology",
    "does not take",
    "Pt doesn't take this",
    "never started",
    "Stopped using it",
    "deprescribed",
    "Weaned off Jan 2026",
    "taken off by hospital",
    "taken off repeat",
    "no longer indicated",
    "no longer taking",
    "she has come off this",
    "Came off it in January",
    "no longer on this",
    "not on this any more",
    "off this since Feb",
    "hasn't taken for 3 months",
    "declines to take",
    "refuses to take",
    "held by hospital",
    "Rx stopped",
)
NOT_STOPPED = (
    "one daily",
    "stop if dizzy",
    "to stop when in sinus rhythm",
    "to be stopped if eGFR below 30",
    "will be stopped at the next review",
    "must not be stopped abruptly",
    "has not been stopped",
    "stopped smoking in 2019",
    "stopped driving",
    "stopped HRT",
    "aspirin stopped",
    "Started when warfarin was stopped",
    "changed from sotalol (stopped, QTc)",
    "stopped and restarted",
    "Stopped in January, restarted in February",
    "stopped in error",
    "previously stopped for surgery",
    "discontinued by manufacturer",
    "not taking as prescribed",
    "not taking aspirin",
    "do not take with grapefruit juice",
    "do not take more than 1 in 24 hours",
    "do not issue before the blood test",
    "HOSPITAL ONLY - DO NOT ISSUE",
    "take until no longer needed",
    "one daily for 5 days, then stop",
    "Stop: 12/04/2026",
    "please stop smoking",
    "please stop if pulse below 50",
    "to stop on 12/04/2026",
    "one a day to stop palpitations",
    "d/c letter sent to GP",
    "D/C 3/2/26 from ward 4",
    "does not take at weekends",
    "never started on warfarin",
    "weaned off oxygen",
    "taken off food for the scan",
    "was not taken on day of surgery",
    "stopped for 2 days when unwell",
    "no longer taking 100.5mg",
    "wants to come off this",
    "has not come off this",
    "came off oxygen",
    "no longer on warfarin",
    "not on this dose before",
    "off this week",
    "off this for 2 days",
    "hasn't taken for 3 days",
    "declines to take blood tests",
    "declines bloods",
    "yellow book held by hospital",
)
SAID_IN_ANOTHER_WAY = ("{}", "{}.", "({})", "1 od - {}", "Reviewed 3/2/26. {}", "*** {} ***")


@pytest.mark.parametrize("said", SAID_IN_ANOTHER_WAY)
@pytest.mark.parametrize("shout", [str, str.upper, str.lower])
def test_which_words_are_a_stop_whatever_stands_around_them(said, shout) -> None:
    words = Policy.default().words
    texts = {t: shout(said.format(t)) for t in (*STOPPED, *NOT_STOPPED)}
    only_alone = (
        {"STOP"} if said in ("1 od - {}", "Reviewed 3/2/26. {}", "*** {} ***", "({})") else set()
    )
    taken = {t for t, text in texts.items() if says_stopped(text, NAMES, words)}
    assert taken | only_alone == set(STOPPED)


@pytest.mark.parametrize("note", STOPPED)
def test_a_line_marked_active_is_then_neither_current_nor_stopped(answer_to, note) -> None:
    line = f"Amiodarone 200mg tablets|1 od|issued=2026-03-01; days=28; note={note}"
    answer = answer_to(event="review", gp=[line])
    assert [(m.state, m.confidence) for m in answer.medications] == [("unknown", "low")]
    assert [f.type for f in answer.findings if f.severity != "low"] == ["status_conflict"]


@pytest.mark.parametrize("note", NOT_STOPPED)
def test_other_words_change_nothing(answer_to, note) -> None:
    line = "Amiodarone 200mg tablets|1 od|issued=2026-03-01; days=28"
    plain, noted = (answer_to(event="review", gp=[x]) for x in (line, f"{line}; note={note}"))
    assert [(m.state, m.confidence) for m in noted.medications] == [("current", "high")]
    assert [f.type for f in noted.findings] == [f.type for f in plain.findings]


@pytest.mark.parametrize("words", ["HELD", "Suspended pending bloods", "held due to AKI"])
def test_held_is_a_hold(answer_to, words) -> None:
    line = f"Ramipril 5mg capsules|1 od|issued=2026-03-01; days=28; note={words}"
    assert answer_to(event="review", gp=[line]).medications[0].state == "on_hold"


def test_what_was_handed_out_or_has_run_its_course_is_not_asked(found_in) -> None:
    fill = "Naproxen 500mg tablets|stopped|issued=2026-03-01; days=28"
    course = (
        "Amoxicillin 500mg capsules|1 tds|course=acute; issued=2025-03-01; days=7; note=Stopped"
    )
    letter = "Naproxen 500mg tablets|500 mg BD|recorded=2024-03-01; note=Stopped"
    for lists in ({"pmr": [fill]}, {"gp": [course]}, {"discharge": [letter]}):
        assert not [k for k in found_in(event="review", **lists) if k[0] == "status_conflict"]


REPLACED = (
    "now on losartan instead",
    "replaced by losartan",
    "Amiodarone changed to losartan in Feb",
    "switched to apixaban due to cost",
    "has been swapped for losartan",
)


@pytest.mark.parametrize("note", REPLACED)
def test_another_medicine_instead_is_a_question_whether_it_is_in_the_records(answer_to, note):
    line = f"Amiodarone 200mg tablets|1 od|issued=2026-03-01; days=28; note={note}"
    answer = answer_to(event="review", gp=[line])
    assert [(m.state, m.confidence) for m in answer.medications] == [("unknown", "low")]
    assert [f.type for f in answer.findings if f.severity != "low"] == ["status_conflict"]


@pytest.mark.parametrize(
    "note",
    [
        "changed to tablets",
        "changed to evening dose",
        "changed to losartan if cough",
        "changed from losartan",
        "losartan changed to amiodarone",
        "losartan replaced by apixaban",
        "now on losartan and amiodarone",
        "on losartan",
        "replaced by losartan, restarted amiodarone Feb",
        "not changed to losartan",
    ],
)
def test_another_medicine_that_is_not_instead(answer_to, note):
    line = f"Amiodarone 200mg tablets|1 od|issued=2026-03-01; days=28; note={note}"
    answer = answer_to(event="review", gp=[line])
    assert [m.state for m in answer.medications] == ["current"]
