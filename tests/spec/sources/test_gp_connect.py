"""GP Connect Access Record: Structured. One entry a therapy line, whatever it is made of."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from medrecon.model import Entry, Reading
from medrecon.sources import read

MESSAGE = Path(__file__).parents[2] / "fixtures" / "sources" / "gp_connect.json"


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read(MESSAGE)


@pytest.fixture(scope="module")
def lines(reading: Reading) -> dict[str, Entry]:
    return {e.id: e for e in reading.entries}


def changed(**how: Any) -> Reading:
    """The message with `how(resource)` applied to the resource of each id."""
    message = json.loads(MESSAGE.read_text("utf-8"))
    for entry in message["entry"]:
        if act := how.get(entry["resource"].get("id", "").replace("-", "_")):
            act(entry["resource"])
    return read(json.dumps(message).encode())


def test_plan_statement_and_issues_are_one_entry(lines: dict[str, Entry]) -> None:
    line = lines["plan-a"]
    assert line.kind == "plan" and line.course == "repeat" and line.status == "active"
    assert {"plan-a", "plan-a-MS", "issue-a1", "issue-a2"} <= set(line.refs)
    assert [i.id for i in line.issues] == ["issue-a1", "issue-a2"]
    assert line.last_issued is not None and line.last_issued.day == date(2025, 12, 29)


def test_an_issue_gives_its_dosage_only_where_it_differs(lines: dict[str, Entry]) -> None:
    first, second = lines["plan-a"].issues
    assert first.dosage is None and second.dosage == "One to be taken at night"
    assert first.quantity == Decimal(28) and first.days_supply == Decimal(28)


def test_repeat_information_counts_issues_and_expires(lines: dict[str, Entry]) -> None:
    line = lines["plan-a"]
    assert (line.repeats_allowed, line.number_of_issues) == (6, 2)
    assert str(line.authorisation_expires) == "2026-05-03"


def test_every_coding_is_kept_and_snomed_comes_first(lines: dict[str, Entry]) -> None:
    line = lines["plan-a"]
    assert line.medication == "Amlodipine 5mg tabs", "the words that the GP chose"
    assert line.code == "319283006"
    assert [c.display for c in line.codings] == ["Amlodipine 5mg tabs", "Amlodipine 5mg tablets"]


def test_an_amendment_is_linked_to_what_it_replaces(lines: dict[str, Entry]) -> None:
    assert lines["plan-b2"].replaces == "plan-b1"
    assert lines["plan-b1"].status == "completed" and lines["plan-b1"].stop_reason is None


def test_a_stop_keeps_its_reason_and_day(lines: dict[str, Entry]) -> None:
    line = lines["plan-s"]
    assert line.status == "stopped" and line.stop_reason == "Ankle swelling"
    assert line.stopped_on is not None and line.stopped_on.day == date(2026, 1, 12)


def test_degraded_lines_never_merge_on_their_code(lines: dict[str, Entry]) -> None:
    assert lines["plan-c1"].code == lines["plan-c2"].code == "196421000000109"
    assert lines["plan-c1"].dosage != lines["plan-c2"].dosage


def test_a_hospital_copy_is_not_a_prescription_of_the_practice(lines: dict[str, Entry]) -> None:
    line = lines["plan-d"]
    assert line.prescribed_elsewhere is True and line.course == "elsewhere"


def test_a_list_warning_makes_the_source_incomplete(reading: Reading) -> None:
    (source,) = reading.sources
    assert source.kind == "gp" and source.organisation == "A99001"
    assert source.complete is False and source.warnings == ("data-in-transit",)
    assert source.as_of is not None and source.as_of.day == date(2026, 2, 20)


def test_the_person_with_allergies_and_problems(reading: Reading) -> None:
    person = reading.patient
    assert person is not None and person.nhs_number == "9991234500"
    assert person.birth_date == date(1948, 5, 6) and person.sex == "female"
    assert [a.text for a in person.allergies if hasattr(a, "text")] == ["Allergy to penicillin"]
    assert [p.text for p in person.problems if hasattr(p, "text")] == ["Hypertension"]


def test_expired_is_not_a_reason_to_stop() -> None:
    def expire(plan: dict[str, Any]) -> None:
        plan["extension"][1]["extension"][0]["valueCodeableConcept"] = {"text": "Expired"}

    line = {e.id: e for e in changed(plan_s=expire).entries}["plan-s"]
    assert line.status == "completed" and line.stop_reason is None
    assert line.extra["status_reason"] == "Expired"


def test_a_statement_that_disagrees_with_its_plan_is_kept_beside_it() -> None:
    def differ(statement: dict[str, Any]) -> None:
        statement["dosage"] = [{"text": "Two Each Morning"}]
        statement["status"] = "completed"

    line = {e.id: e for e in changed(plan_a_MS=differ).entries}["plan-a"]
    assert line.status == "active" and line.extra["statement_status"] == "completed"
    assert ("statement", "Two Each Morning") in [(i.kind, i.dosage) for i in line.issues]


def test_a_reference_that_leads_nowhere_is_a_problem_and_an_entry() -> None:
    def lose(medication: dict[str, Any]) -> None:
        medication["id"] = "somewhere-else"

    reading = changed(med_d=lose)
    line = {e.id: e for e in reading.entries}["plan-d"]
    assert line.medication == "" and line.dosage is not None
    assert {"plan-d", "plan-d-MS"} <= {p.id for p in reading.problems if p.code == "reference"}


def test_a_record_that_was_asked_and_is_empty_is_a_fact() -> None:
    message = json.loads(MESSAGE.read_text("utf-8"))
    keep = ("Patient", "List", "Organization")
    message["entry"] = [e for e in message["entry"] if e["resource"]["resourceType"] in keep]
    reading = read(json.dumps(message).encode())
    assert reading.entries == () and [s.kind for s in reading.sources] == ["gp"]


def test_a_reason_on_a_line_that_goes_on_is_no_reason_to_stop() -> None:
    def go_on(resource: dict[str, Any]) -> None:
        resource["status"] = "active"

    line = {e.id: e for e in changed(plan_s=go_on, plan_s_MS=go_on).entries}["plan-s"]
    assert (line.status, line.stop_reason, line.stopped_on) == ("active", None, None)
    assert line.extra["status_reason"] == "Ankle swelling"
