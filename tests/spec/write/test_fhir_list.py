"""FHIR out: the list, its medications, and what stands for a state. See docs/fhir-out.md."""

from __future__ import annotations

import pytest

from fhir_check import faults, resources
from medrecon.errors import UsageError
from medrecon.model import DecisionOutcome, PartialDate, Patient
from medrecon.model.as_read import Given
from medrecon.write import bundle_of

DMD = "https://dmd.nhs.uk"
NAME = "Amlodipine 5mg tablets"


@pytest.fixture
def statements(answer_to):
    """`statements(gp=[…])`: the MedicationStatements by the name of their medicine."""

    def run(**case):
        bundle = bundle_of(answer_to(**case))
        assert faults(bundle) == []
        return {
            r["medicationCodeableConcept"]["text"]: r
            for r in resources(bundle, "MedicationStatement")
        }

    return run


def flags(answer):
    """The flag of each item of the list, None where it has none."""
    bundle = bundle_of(answer)
    (the_list,) = resources(bundle, "List")
    named = {
        f"urn:uuid:{r['id']}": r["medicationCodeableConcept"]["text"]
        for r in resources(bundle, "MedicationStatement")
    }
    return {
        named[e["item"]["reference"]]: e.get("flag", {}).get("coding", [{}])[0].get("display")
        for e in the_list["entry"]
    }


def test_a_medicine_is_coded_in_dmd_with_its_words(statements):
    line = "BISOPROLOL TAB 2.5MG|one daily|issued=2026-03-01; days=28"
    (found,) = statements(gp=[line]).values()
    assert found["medicationCodeableConcept"] == {
        "coding": [
            {"system": DMD, "code": "42371311000001103", "display": "Bisoprolol 2.5mg tablets"}
        ],
        "text": "Bisoprolol 2.5mg tablets",
    }


def test_a_medicine_without_a_product_is_its_vtm_and_the_words_of_the_source(statements):
    line = "Bisoprolol 2.75mg tablets|one daily|issued=2026-03-01; days=28"
    (found,) = statements(gp=[line]).values()
    (coding,) = found["medicationCodeableConcept"]["coding"]
    assert (coding["system"], coding["display"]) == (DMD, "Bisoprolol")
    assert found["medicationCodeableConcept"]["text"] == "Bisoprolol 2.75mg tablets"


def test_what_was_not_resolved_keeps_the_code_of_the_source_and_claims_no_other(statements):
    line = "Grandmother's drops|5 drops|code=123; code_system=urn:x:local"
    found = statements(gp=[line])["Grandmother's drops"]
    assert found["medicationCodeableConcept"]["coding"] == [
        {"system": "urn:x:local", "code": "123"}
    ]
    assert found["status"] == "unknown"


def test_a_code_system_that_is_no_uri_is_left_out_and_its_code_stays(statements):
    line = "Grandmother's drops|5 drops|code=123; code_system=our own"
    found = statements(gp=[line])["Grandmother's drops"]
    assert found["medicationCodeableConcept"]["coding"] == [{"code": "123"}]


def test_the_dose_is_there_as_text_and_as_structure(statements):
    (found,) = statements(gp=["Bisoprolol 2.5mg tablets|one daily"]).values()
    (dosage,) = found["dosage"]
    assert dosage["text"] == "one daily"
    assert dosage["timing"]["repeat"] == {"frequency": 1, "period": 1, "periodUnit": "d"}
    assert dosage["doseAndRate"][0]["doseQuantity"]["value"] == 1


def test_a_dose_that_is_not_understood_is_words_alone(statements):
    (found,) = statements(gp=["Bisoprolol 2.5mg tablets|2 weekly"]).values()
    assert found["dosage"] == [{"text": "2 weekly"}]
    assert {"text": "Not understood in the directions: 2 weekly"} in found["note"]


def test_a_route_that_stands_beside_the_directions_is_passed_on(statements):
    (found,) = statements(gp=["Prednisolone|1 drop twice a day|route=eye"]).values()
    assert found["dosage"][0]["route"] == {"text": "eye"}


def test_two_strengths_of_one_medicine_are_two_statements_of_one_medication(answer_to):
    names = [f"Levothyroxine sodium {n}microgram tablets" for n in (100, 25)]
    answer = answer_to(gp=[f"{name}|one daily" for name in names])
    (medication,) = answer.medications
    assert medication.daily_dose.value == 125
    found = resources(bundle_of(answer), "MedicationStatement")
    assert [r["medicationCodeableConcept"]["text"] for r in found] == names
    assert [r["identifier"][0]["value"] for r in found] == [
        f"{medication.id}-1",
        f"{medication.id}-2",
    ]


def test_a_line_that_stands_twice_is_one_statement(answer_to):
    answer = answer_to(gp=[f"{NAME}|one daily", f"{NAME}|1 od"])
    assert len(resources(bundle_of(answer), "MedicationStatement")) == 1


STATES = {
    "current": ("", "active", None),
    "on hold": ("status=on-hold; change_date=2026-03-01; why=low BP", "on-hold", "Suspended"),
    "stopped": ("status=stopped; stopped_on=2026-02-01; reason=oedema", "stopped", "Ceased"),
    "cancelled": ("status=cancelled", "stopped", "Cancelled"),
    "completed": ("status=completed; end=2026-02-01", "completed", None),
    "planned": ("start=2026-04-01", "intended", None),
    "started": ("change_status=started; change_date=2026-03-01", "active", "Prescribed"),
    "changed": ("change_status=changed; change_date=2026-03-01", "active", "Changed"),
    "unchanged": ("change_status=unchanged", "active", "Unchanged"),
}


@pytest.mark.parametrize(("said", "status", "flag"), STATES.values(), ids=STATES)
def test_a_state_is_a_status_and_what_a_source_records_of_it_a_flag(answer_to, said, status, flag):
    answer = answer_to(gp=[f"{NAME}|one daily|{said}"])
    (found,) = resources(bundle_of(answer), "MedicationStatement")
    assert found["status"] == status
    assert flags(answer) == {NAME: flag}


def test_a_stop_has_its_day_and_its_reason(statements):
    (found,) = statements(gp=[f"{NAME}|one daily|{STATES['stopped'][0]}"]).values()
    assert found["statusReason"] == [{"text": "oedema"}]
    assert found["effectivePeriod"] == {"end": "2026-02-01"}


def test_a_doubt_has_its_reason_and_no_dates(statements):
    line = f"{NAME}|one daily|start=2025-01-01; issued=2025-01-01; days=28"
    (found,) = statements(pmr=[line]).values()
    assert found["status"] == "unknown"
    assert "run out" in found["statusReason"][0]["text"]
    assert "effectivePeriod" not in found


def test_a_start_that_would_make_a_standing_order_look_over_is_left_out(statements):
    line = "Microgynon 30 tablets|one daily for 21 days, then 7 days off|start=2020-01-01"
    (found,) = statements(gp=[line]).values()
    assert found["status"] == "active"
    assert "effectivePeriod" not in found


def test_when_it_was_last_issued_is_the_extension_of_uk_core(statements):
    (found,) = statements(gp=[f"{NAME}|one daily|issued=2026-03-01"]).values()
    (extension,) = found["extension"]
    assert extension["url"].endswith("Extension-UKCore-MedicationStatementLastIssueDate")
    assert extension["valueDateTime"] == "2026-03-01"


def test_what_the_patient_reports_is_a_note_and_the_patient_its_source(statements):
    (found,) = statements(told=["Ibuprofen 200mg tablets|two when needed"]).values()
    assert found["informationSource"] == found["subject"]
    assert any("the patient or carer reports" in n["text"] for n in found["note"])


def test_no_medicine_recorded_is_not_none_taken(answer_to):
    (the_list,) = resources(bundle_of(answer_to(asked=["gp"])), "List")
    assert "entry" not in the_list
    assert "text" in the_list["emptyReason"]
    assert "nilknown" not in str(the_list)


def test_the_patient_is_who_the_sources_say_and_no_more(answer_to):
    answer = answer_to(gp=[f"{NAME}|one daily|nhs_number=9991234934"])
    (found,) = resources(bundle_of(answer), "Patient")
    assert found["identifier"] == [
        {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9991234934"}
    ]
    assert set(found) == {"resourceType", "id", "meta", "identifier"}


def test_a_receiver_may_name_the_patient_itself(answer_to):
    bundle = bundle_of(answer_to(gp=[f"{NAME}|one daily"]), patient="Patient/17")
    assert resources(bundle, "Patient") == []
    assert all(r["subject"] == {"reference": "Patient/17"} for r in resources(bundle, "List"))


@pytest.mark.parametrize("wrong", ["17", "", "Patient / 17", 17])
def test_a_patient_that_is_no_reference_is_refused(answer_to, wrong):
    with pytest.raises(UsageError, match="expected a reference"):
        bundle_of(answer_to(), patient=wrong)


def test_another_shape_is_refused(answer_to):
    with pytest.raises(UsageError, match="expected one of collection, document"):
        bundle_of(answer_to(), "transaction")


def test_two_people_get_one_finding_and_no_list(answer_to):
    answer = answer_to(
        gp=[f"{NAME}|one daily|birth_date=1949-06-02"],
        pmr=["Ramipril 5mg capsules|one daily|birth_date=1951-11-30; issued=2026-03-01"],
    )
    for shape in ("collection", "document"):
        bundle = bundle_of(answer, shape)
        assert faults(bundle) == []
        assert resources(bundle, "Patient", "MedicationStatement") == []
        (issue,) = resources(bundle, "DetectedIssue")
        assert "patient" not in issue
    (the_list,) = resources(bundle_of(answer), "List")
    assert "not about one person" in the_list["emptyReason"]["text"]


def test_two_people_stay_two_when_a_decision_has_closed_the_question(answer_to):
    answer = answer_to(
        gp=[f"{NAME}|one daily|birth_date=1949-06-02"],
        pmr=["Ramipril 5mg capsules|one daily|birth_date=1951-11-30; issued=2026-03-01"],
    )
    closed = DecisionOutcome(
        finding_id=answer.findings[0].id,
        kind="accepted_difference",
        note="",
        by="clerk",
        at="2026-03-16",
        state="standing",
        reason="as decided",
        finding=answer.findings[0],
    )
    decided = answer.model_copy(update={"findings": (), "decisions": (closed,)})
    assert resources(bundle_of(decided), "Patient", "MedicationStatement") == []


def test_what_messages_say_of_the_patient_and_contradict_is_not_known(answer_to):
    answer = answer_to(gp=[f"{NAME}|one daily|birth_date=1949-06-02"])
    told = (
        Patient(birth_date=PartialDate.parse("1949"), sex="female", nhs_number="999 123 4934"),
        Patient(sex="male", nhs_number="9991234934"),
    )
    answer = answer.model_copy(update={"given": Given(people=told)})
    (found,) = resources(bundle_of(answer), "Patient")
    assert found["identifier"][0]["value"] == "9991234934"
    assert found["birthDate"] == "1949-06-02"
    assert "gender" not in found


def test_like_records_of_two_people_share_no_id(answer_to):
    def ids(number):
        answer = answer_to(gp=[f"{NAME}|one daily|nhs_number={number}"])
        return {r["id"] for r in resources(bundle_of(answer))}

    one, other = ids("9991234934"), ids("9990548609")
    assert one
    assert not one & other


def test_the_ids_of_a_line_stay_when_another_comes(answer_to):
    lines = [f"{NAME}|one daily|nhs_number=9991234934"]
    more = [*lines, "Ramipril 5mg capsules|one daily|nhs_number=9991234934"]
    (first,) = resources(bundle_of(answer_to(gp=lines)), "MedicationStatement")
    later = resources(bundle_of(answer_to(gp=more)), "MedicationStatement")
    assert first["id"] in {r["id"] for r in later}


def test_a_doubt_about_a_course_of_steps_says_when_it_began(statements):
    text = "10mg daily for 5 days then 5mg daily"
    line = f"{NAME}|{text}|start=2025-01-01; issued=2025-01-01; days=28"
    (found,) = statements(pmr=[line]).values()
    assert found["status"] == "unknown"
    assert found["effectivePeriod"] == {"start": "2025-01-01"}
