"""GP2GP: authorise, prescribe and discontinue are one entry, tied by reference only."""

from __future__ import annotations

from pathlib import Path

from medrecon.sources import read

EXTRACT = Path(__file__).parents[2] / "fixtures" / "older" / "gp2gp.xml"


def test_a_plan_and_its_issue_are_one_entry_with_every_id() -> None:
    plan = read(EXTRACT).entries[0]
    assert (plan.id, plan.kind, plan.status, plan.course) == ("PLAN-1", "plan", "active", "repeat")
    assert plan.refs == ("PLAN-1", "AUTH-1", "ISSUE-1", "SUPPLY-1")
    assert [(i.id, i.kind, str(i.date), i.dosage) for i in plan.issues] == [
        ("SUPPLY-1", "issue", "2026-01-05", "One daily at night")
    ]
    assert str(plan.last_issued) == "2026-01-05"


def test_snomed_is_tried_first_and_the_emis_code_is_kept() -> None:
    plan = read(EXTRACT).entries[0]
    assert plan.code == "318902009" and plan.code_system == "http://snomed.info/sct"
    assert [c.code for c in plan.codings] == ["RAMI123", "318902009"]


def test_a_discontinuation_stops_what_it_reverses() -> None:
    stopped = read(EXTRACT).entries[1]
    assert (stopped.status, str(stopped.stopped_on)) == ("stopped", "2025-09-01")
    assert stopped.stop_reason == "Skin better" and "DISC-2" in stopped.refs


def test_a_discontinuation_of_an_issue_cancels_only_that() -> None:
    text = EXTRACT.read_text("utf-8").replace(
        '<reversalOf><priorMedicationRef><id root="AUTH-2"/>',
        '<reversalOf><priorMedicationRef><id root="SUPPLY-1"/>',
    )
    plan = read(text.encode()).entries[0]
    assert plan.status == "active" and [i.status for i in plan.issues] == ["cancelled"]
    assert plan.last_issued is None


def test_degraded_names_and_prescriptions_of_others_keep_their_words() -> None:
    degraded = read(EXTRACT).entries[1]
    assert degraded.medication == "Coal tar lotion (Special)"
    assert degraded.course == "elsewhere" and degraded.prescribed_elsewhere


def test_a_re_authorisation_says_what_it_replaces() -> None:
    text = EXTRACT.read_text("utf-8").replace(
        '<repeatNumber value="6"/>',
        '<repeatNumber value="6"/><predecessor><priorMedicationRef><id root="AUTH-2"/></priorMedicationRef></predecessor>',
    )
    assert read(text.encode()).entries[0].replaces == "PLAN-2"


def test_amounts_durations_and_dates_are_values() -> None:
    plan = read(EXTRACT).entries[0]
    assert (plan.quantity, plan.quantity_unit, plan.days_supply) == (28, "capsule", 28)
    assert plan.repeats_allowed == 6 and str(plan.start) == "2025-10-01"


def test_the_practice_the_person_and_the_allergies() -> None:
    reading = read(EXTRACT)
    (source,) = reading.sources
    assert (source.kind, source.organisation, source.document) == ("gp", "Z99001", "EXTRACT-1")
    assert reading.patient is not None and reading.patient.nhs_number == "9991234500"
    assert [a.text for a in reading.patient.allergies] == ["Allergy to penicillin"]  # type: ignore[union-attr]


def test_issues_of_a_plan_that_was_not_sent_are_one_entry() -> None:
    issue = (
        '<MedicationStatement xmlns="urn:hl7-org:v3" moodCode="ORD"><id root="I{n}"/>'
        '<availabilityTime value="2026010{n}"/><consumable><manufacturedProduct>'
        "<manufacturedMaterial><code><originalText>Senna 7.5mg tablets</originalText></code>"
        "</manufacturedMaterial></manufacturedProduct></consumable><component><ehrSupplyPrescribe>"
        '<id root="S{n}"/><availabilityTime value="2026010{n}"/><inFulfillmentOf>'
        '<priorMedicationRef><id root="GONE"/></priorMedicationRef></inFulfillmentOf>'
        "</ehrSupplyPrescribe></component></MedicationStatement>"
    )
    text = f"<part>{issue.replace('{n}', '1')}{issue.replace('{n}', '2')}</part>"
    (entry,) = read(text.encode()).entries
    assert entry.id == "I2" and entry.kind == "order" and [i.id for i in entry.issues] == ["S1"]
