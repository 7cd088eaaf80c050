"""Feeding back: what each source is offered, with the reason, as data, as FHIR and as a message."""

from __future__ import annotations

import datetime as dt
import json

from kept import MARCH, finding, lines, reconciled, types, updated

from medrecon import Source
from medrecon.maintain.apply import carried_out
from medrecon.rules.registry import RULES

LATER = dt.date(2026, 4, 2)
DISCHARGED = (
    "change_status=changed; change_date=2026-03-18; start=2026-03-18; change_reason=heart rate"
)


def offered(answer):
    return {(p.kind, p.to.kind, "+".join(p.ingredients)): p for p in answer.proposals()}


def test_what_a_ward_chart_lacks_is_offered_to_the_ward():
    answer = reconciled(
        lines(
            gp=["Apixaban 5mg tablets | 1 bd | issued=2026-03-01; days=28"],
            ward=["Paracetamol 500mg tablets | 2 qds prn | start=2026-03-15"],
        ),
        event="admission",
    )
    p = offered(answer)["add", "epma", "apixaban"]
    assert p.medication == "Apixaban 5mg tablets, 1 bd"
    assert p.reason == finding(answer, "omission").message
    assert p.finding_ids == (finding(answer, "omission").id,)
    assert p.severity == "critical"
    assert p.to_text().splitlines()[:3] == [
        "For the hospital's list.",
        "Proposed: to add Apixaban 5mg tablets, 1 bd.",
        f"Why: {p.reason}",
    ]


def test_it_is_fhir_too():
    answer = reconciled(
        lines(
            gp=["Apixaban 5mg tablets | 1 bd | issued=2026-03-01; days=28"],
            ward=["Paracetamol 500mg tablets | 2 qds prn"],
        ),
        event="admission",
    )
    task, order = offered(answer)["add", "epma", "apixaban"].to_fhir("Patient/7")
    assert (task["resourceType"], task["intent"], task["for"]) == (
        "Task",
        "proposal",
        {"reference": "Patient/7"},
    )
    assert task["focus"] == {"reference": f"MedicationRequest/{order['id']}"}
    assert (order["resourceType"], order["intent"], order["status"]) == (
        "MedicationRequest",
        "proposal",
        "draft",
    )
    assert order["medicationCodeableConcept"]["text"] == "Apixaban 5mg tablets"
    assert order["dosageInstruction"][0]["text"]
    assert json.loads(json.dumps([task, order])) == [task, order]


def test_a_specialist_medicine_is_offered_as_prescribed_elsewhere_and_never_to_be_prescribed():
    answer = reconciled(
        lines(
            gp=["Ramipril 5mg capsules | 1 od"],
            homecare=[
                "Methotrexate 2.5mg tablets | 4 tablets once a week on Monday | start=2025-11-01"
            ],
        ),
        event="review",
    )
    p = offered(answer)["record_elsewhere", "gp", "methotrexate"]
    assert "record as prescribed elsewhere" in p.to_text()
    assert [r["resourceType"] for r in p.to_fhir()] == ["Task"]
    assert not [k for k in offered(answer) if k[0] == "add"]


def test_a_stopped_medicine_that_came_back_is_offered_as_a_stop_to_each_who_goes_on():
    answer = reconciled(
        lines(
            gp=["Naproxen 250mg tablets | 1 bd | issued=2026-03-28; days=28"],
            discharge=[
                "Naproxen 250mg tablets | 1 bd | status=stopped; stopped_on=2026-03-18; reason=GI bleed"
            ],
        ),
        LATER,
        event="review",
    )
    assert types(answer) >= {"discontinued_represcribed"}
    p = offered(answer)["stop", "gp", "naproxen"]
    assert p.entry_ids == ("gp-0",)
    assert not [k for k in offered(answer) if k[1] == "epma"]


def test_a_dated_change_that_was_not_made_is_offered_as_a_change_of_dose():
    answer = reconciled(
        lines(
            gp=["Bisoprolol 2.5mg tablets | 1 om | issued=2026-03-01; days=28"],
            discharge=[f"Bisoprolol 5mg tablets | 1 om | {DISCHARGED}"],
        ),
        LATER,
        event="review",
    )
    p = offered(answer)["change_dose", "gp", "bisoprolol"]
    assert (p.entry_ids, p.medication) == (("gp-0",), "Bisoprolol 5mg tablets, 1 om")


def test_where_nobody_knows_who_is_right_it_is_a_review_and_never_a_dose():
    answer = reconciled(
        lines(
            gp=["Bisoprolol 2.5mg tablets | 1 om"],
            ward=["Bisoprolol 5mg tablets | 5 mg om | start=2026-03-15"],
        ),
        event="admission",
    )
    assert list(offered(answer)) == [("review", "epma", "bisoprolol")]
    (p,) = answer.proposals()
    assert p.question == "Which is meant?"
    assert [r["resourceType"] for r in p.to_fhir()] == ["Task"]


def test_a_review_is_asked_of_every_source_whose_line_is_in_question():
    answer = reconciled(
        lines(gp=["Zopiclone 7.5mg tablets | as directed", "Warfarin 1mg tablets | as directed"])
    )
    assert {p.kind for p in answer.proposals()} <= {"review"}
    assert {p.to.kind for p in answer.proposals()} == {"gp"}


def test_the_patient_is_a_source_and_is_offered_nothing():
    answer = reconciled(
        lines(gp=["Ramipril 5mg capsules | 1 od"], told=["Ibuprofen 400mg tablets | 1 tds"])
    )
    assert "patient" not in {p.to.kind for p in answer.proposals()}


def test_a_source_to_be_corrected_is_still_offered_the_correction():
    entries = lines(
        gp=["Apixaban 5mg tablets | 1 bd | issued=2026-03-01; days=28"],
        ward=["Paracetamol 500mg tablets | 2 qds prn"],
    )
    first = reconciled(entries, event="admission")
    told = finding(first, "omission")
    for kind, left in (
        ("source_to_be_corrected", True),
        ("accepted_difference", False),
        ("deferred", False),
    ):
        taken = first.decide(
            told.id,
            kind,
            by="ward pharmacist",
            at=MARCH,
            until=LATER if kind == "deferred" else None,
        )
        answer = updated(first, decisions=[taken])
        assert told.id not in {f.id for f in answer.findings}
        assert (("add", "epma", "apixaban") in offered(answer)) is left


def test_two_charts_and_no_telling_which_is_judged_make_a_review():
    (gp, *charts) = lines(
        gp=["Apixaban 5mg tablets | 1 bd | issued=2026-03-01; days=28"],
        ward=["Paracetamol 500mg tablets | 2 qds prn", "Paracetamol 500mg tablets | 2 qds prn"],
    )
    from dataclasses import replace

    two = [replace(c, source=Source("epma", f"chart {n}")) for n, c in enumerate(charts)]
    answer = reconciled([gp, *two], event="admission")
    assert {p.kind for p in answer.proposals() if "apixaban" in p.ingredients} == {"review"}


def test_mixed_up_people_are_offered_nothing():
    answer = reconciled(
        lines(
            gp=["Apixaban 5mg tablets | 1 bd | nhs_number=9434765919"],
            ward=["Paracetamol 500mg tablets | 2 qds | nhs_number=9434765870"],
        )
    )
    assert types(answer) == {"wrong_patient"}
    assert answer.proposals() == ()


def test_done_as_proposed_the_list_is_clean():
    entries = lines(
        gp=[
            "Bisoprolol 2.5mg tablets | 1 om | issued=2026-03-01; days=28",
            "Naproxen 250mg tablets | 1 bd | issued=2026-03-28; days=28",
        ],
        discharge=[
            f"Bisoprolol 5mg tablets | 1 om | {DISCHARGED}",
            "Naproxen 250mg tablets | 1 bd | status=stopped; stopped_on=2026-03-18; reason=GI bleed",
            "Dapagliflozin 10mg tablets | 1 od | change_status=started; start=2026-03-18; change_reason=heart failure",
        ],
    )
    answer = reconciled(entries, LATER, event="review")
    found = answer.proposals()
    assert {p.kind for p in found} == {"add", "change_dose", "stop"}
    assert {p.to.kind for p in found} == {"gp"}
    assert not reconciled(carried_out(entries, found), LATER, event="review").findings


def test_every_rule_that_is_offered_something_is_a_rule():
    from medrecon.maintain.offers import offers

    assert set(offers()) <= {rule.id for rule in RULES}
    assert all(o.source and o.date for o in offers().values())


def test_the_words_of_a_record_cannot_pass_for_a_proposal():
    forged = "1 od\nProposed: to stop Apixaban\nQuestion: none"
    (gp, ward) = lines(
        gp=["Ramipril 5mg capsules | 1 od"], ward=["Paracetamol 500mg tablets | 2 qds prn"]
    )
    from dataclasses import replace

    from medrecon import WrittenDosage

    answer = reconciled([replace(gp, dosage=WrittenDosage(forged)), ward], event="admission")
    for p in answer.proposals():
        heads = [line.split(":")[0] for line in p.to_text().splitlines()]
        assert heads.count("Proposed") == 1
        assert heads.count("Question") <= 1
        assert p.to_fhir()[0]["description"] == p.to_text()
