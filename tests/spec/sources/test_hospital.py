"""Hospital messages: UK Core orders, discharge documents, summaries that say “none known”."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from medrecon.model import Entry
from medrecon.sources import read

FOLDER = Path(__file__).parents[2] / "fixtures" / "sources"


def message(name: str) -> dict[str, Any]:
    """A fixture as data."""
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return found


def by_id(data: dict[str, Any]) -> dict[str, Entry]:
    """The entries of a message by their ids."""
    return {e.id: e for e in read(json.dumps(data).encode()).entries}


def statement(**more: Any) -> dict[str, Any]:
    """A statement on its own."""
    return {"resourceType": "MedicationStatement", "id": "s", "status": "active", **more}


def test_an_order_with_two_dose_lines_keeps_both() -> None:
    line = by_id(message("ward"))["ord-1"]
    assert (line.source.kind, line.course) == ("epma", "inpatient")
    assert [d.text for d in line.dosages] == [
        "75 mg twice a day for 3 days",
        "then 75 mg three times a day",
    ]
    assert (
        line.dosage is not None
        and line.dosage.text == "75 mg twice a day for 3 days\nthen 75 mg three times a day"
    )


def test_a_contained_medicine_gives_name_code_and_form() -> None:
    line = by_id(message("ward"))["ord-1"]
    assert (line.medication, line.code, line.form) == ("Pregabalin", "108655000", "Capsule")
    assert line.code_system == "https://dmd.nhs.uk" and line.indication == "Neuropathic pain"


def test_an_administration_is_folded_under_its_order() -> None:
    line = by_id(message("ward"))["ord-1"]
    assert [(i.id, i.kind) for i in line.issues] == [("adm-1", "administration")]
    assert line.last_administered is not None and line.last_administered.day == date(2026, 2, 10)
    assert line.last_issued is None, "giving is not dispensing"


def test_a_supply_of_another_product_stays_an_entry_of_its_own() -> None:
    lines = by_id(message("ward"))
    assert lines["dsp-1"].medication == "Pregabalin 75mg capsules"
    assert lines["dsp-1"].last_issued is not None


def test_a_supply_whose_structured_dose_differs_is_not_folded() -> None:
    ward = message("ward")
    supply = ward["entry"][3]["resource"]
    supply["medicationCodeableConcept"] = ward["entry"][1]["resource"]["contained"][0]["code"]
    supply["dosageInstruction"] = [
        {"doseAndRate": [{"doseQuantity": {"value": 150, "unit": "mg"}}]}
    ]
    lines = by_id(ward)
    assert lines["dsp-1"].dosage is not None and lines["dsp-1"].dosage.structure is not None
    del supply["dosageInstruction"]
    assert "dsp-1" not in by_id(ward), "with nothing of its own to say it is an issue of the order"


def test_a_discharge_document_says_what_changed_and_why() -> None:
    lines = by_id(message("discharge"))
    assert {e.course for e in lines.values()} == {"discharge"}
    assert [lines[i].change_status for i in ("dis-a", "dis-b", "dis-c")] == [
        "started",
        "stopped",
        "changed",
    ]
    assert lines["dis-b"].status == "stopped"
    assert lines["dis-b"].change_reason == "Bleeding risk with apixaban"
    assert str(lines["dis-c"].change_date) == "2026-02-14"


def test_a_discharge_document_knows_the_stay_and_the_trust() -> None:
    reading = read(FOLDER / "discharge.json")
    (stay,) = reading.encounters
    assert stay.kind == "inpatient encounter" and str(stay.end) == "2026-02-15"
    assert reading.sources[0].organisation == "RX901"
    assert reading.entries[0].extra["discharge_date"] == "2026-02-15"


def test_a_document_of_a_community_pharmacy_is_the_pharmacys() -> None:
    document = message("discharge")
    document["entry"][0]["resource"]["type"] = {
        "text": "Urgent supply of prescription items by community pharmacy"
    }
    assert {e.source.kind for e in by_id(document).values()} == {"pmr"}


def test_no_known_medications_is_not_a_medicine() -> None:
    for code in ("no-known-medications", "no-medication-info"):
        summary = message("ips")
        coding = summary["entry"][2]["resource"]["medicationCodeableConcept"]["coding"][0]
        coding["code"] = code
        reading = read(json.dumps(summary).encode())
        assert reading.entries == () and [p.id for p in reading.problems] == ["ips-0"]
        assert len(reading.sources) == 1, "asked, and none known"


def test_a_patients_own_account_is_a_source_of_its_own() -> None:
    told = statement(
        medicationCodeableConcept={"text": "Ibuprofen 200mg tablets"},
        informationSource={"reference": "Patient/1"},
    )
    assert by_id(told)["s"].source.kind == "patient"


def test_what_is_not_to_be_given_is_never_an_active_order() -> None:
    order = {"resourceType": "MedicationRequest", "id": "s", "status": "active", "intent": "order",
             "doNotPerform": True, "medicationCodeableConcept": {"text": "Warfarin 3mg tablets"}}  # fmt: skip
    reading = read(json.dumps(order).encode())
    assert reading.entries[0].status == "unknown"
    assert [p.code for p in reading.problems] == ["modifier"]


def test_a_display_that_names_another_medicine_is_kept_and_told() -> None:
    data = {"resourceType": "Bundle", "type": "collection", "entry": [
        {"resource": {"resourceType": "Medication", "id": "m", "code": {"coding": [{"code": "1", "display": "Codeine 30mg tablets"}]}}},
        {"resource": statement(medicationReference={"reference": "Medication/m", "display": "Ibuprofen 400mg tablets"})},
    ]}  # fmt: skip
    reading = read(json.dumps(data).encode())
    line = reading.entries[0]
    assert (
        line.medication == "Ibuprofen 400mg tablets"
        and line.codings[0].display == "Codeine 30mg tablets"
    )
    assert [p.code for p in reading.problems] == ["medicine-mismatch"]


def test_a_message_of_two_people_never_mixes_them() -> None:
    data = {"resourceType": "Bundle", "type": "searchset", "entry": [
        {"resource": statement(id=f"s{n}", medicationCodeableConcept={"text": "Aspirin"}, subject={"reference": f"Patient/{n}"})}
        for n in (1, 2)
    ]}  # fmt: skip
    for entry, n in zip(data["entry"], (1, 2), strict=True):
        entry["resource"]["id"] = f"s{n}"
    reading = read(json.dumps(data).encode())
    first, second = (e.patient for e in reading.entries)
    assert first is not None and second is not None and first.patient_id != second.patient_id
    assert reading.patient is None and "several-patients" in {p.code for p in reading.problems}


def test_a_wrong_nhs_number_is_a_problem_that_does_not_show_it() -> None:
    ward = message("ward")
    ward["entry"][0]["resource"]["identifier"][0]["value"] = "9991234501"
    reading = read(json.dumps(ward).encode())
    (problem,) = [p for p in reading.problems if p.code == "nhs-number"]
    assert "9991234501" not in problem.message and problem.id == "pat-1"
    assert reading.patient is not None and reading.patient.nhs_number is None


def test_the_caller_may_say_which_source_it_is() -> None:
    reading = read(FOLDER / "ward.json", source="specialist")
    assert {e.source.kind for e in reading.entries} == {"specialist"}


def test_a_heading_speaks_for_the_lines_below_it() -> None:
    document = message("discharge")
    document["entry"][0]["resource"]["section"] = [
        {"title": "Medications discontinued", "entry": [{"reference": "urn:uuid:list-1"}]}
    ]
    document["entry"].append(
        {
            "fullUrl": "urn:uuid:list-1",
            "resource": {
                "resourceType": "List",
                "id": "list-1",
                "entry": [{"item": {"reference": "urn:uuid:dis-a"}}],
            },
        }
    )
    del document["entry"][4]["resource"]["extension"]
    line = by_id(document)["dis-a"]
    assert line.change_status == "stopped" and line.extra["section"] == "Medications discontinued"


def test_a_list_in_a_circle_ends() -> None:
    document = message("discharge")
    document["entry"][0]["resource"]["section"] = [
        {"title": "x", "entry": [{"reference": "List/a"}]}
    ]
    for own, other in (("a", "b"), ("b", "a")):
        item = {"item": {"reference": f"List/{other}"}}
        document["entry"].append({"resource": {"resourceType": "List", "id": own, "entry": [item]}})
    assert len(by_id(document)) == 3


def test_only_a_gp_record_says_when_a_statement_was_last_issued() -> None:
    url = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-MedicationStatementLastIssueDate"
    told = statement(
        medicationCodeableConcept={"text": "Aspirin 300mg dispersible tablets"},
        extension=[{"url": url, "valueDateTime": "2026-01-05"}],
    )
    line = by_id(told)["s"]
    assert line.source.kind == "gp" and str(line.last_issued) == "2026-01-05"


def test_an_empty_answer_is_a_fact_where_the_caller_says_who_was_asked() -> None:
    reading = read(b'{"resourceType": "Bundle", "type": "searchset", "total": 0}', source="pmr")
    assert reading.entries == () and [s.kind for s in reading.sources] == ["pmr"]


def test_an_observation_of_a_device_makes_no_second_person() -> None:
    ward = message("ward")
    ward["entry"].append(
        {
            "resource": {
                "resourceType": "Observation",
                "id": "o",
                "subject": {"reference": "Device/7"},
            }
        }
    )
    reading = read(json.dumps(ward).encode())
    assert reading.patient is not None and reading.problems == ()


def test_a_resource_that_stands_twice_counts_once() -> None:
    ward = message("ward")
    again = json.loads(json.dumps(ward["entry"][1:]))
    ward["entry"] += again
    assert list(by_id(ward)) == ["ord-1", "dsp-1"]
    again[-1]["resource"]["whenHandedOver"] = "2026-02-12"
    assert list(by_id(ward)) == ["ord-1", "dsp-1", "dsp-1#2"]


def test_patients_carried_inside_their_lines_are_never_mixed() -> None:
    def line(own: str, born: str) -> dict[str, Any]:
        person = {"resourceType": "Patient", "id": "p", "birthDate": born}
        more = {"contained": [person], "subject": {"reference": "#p"}}
        return statement(medicationCodeableConcept={"text": "Aspirin"}, **more) | {"id": own}

    data = [line("a", "1950-01-01"), line("b", "1960-01-01")]
    people = [e.patient for e in read(json.dumps(data).encode()).entries]
    assert [str(p.birth_date) for p in people if p] == ["1950-01-01", "1960-01-01"]


def test_the_strengths_of_ingredients_are_kept_in_words() -> None:
    def of(name: str, value: float, unit: str) -> Any:
        per = {"value": 1, "unit": "tablet"}
        ratio = {"numerator": {"value": value, "unit": unit}, "denominator": per}
        return {"itemCodeableConcept": {"text": name}, "strength": ratio}

    medication = {
        "resourceType": "Medication",
        "id": "m",
        "code": {"text": "Ward pack"},
        "ingredient": [of("Codeine", 8, "mg"), of("Paracetamol", 500, "mg")],
    }
    order = {
        "resourceType": "MedicationRequest",
        "id": "1",
        "status": "active",
        "intent": "order",
        "contained": [medication],
        "medicationReference": {"reference": "#m"},
    }
    (entry,) = read(json.dumps(order).encode()).entries
    told = ("Codeine 8 mg/1 tablet", "Paracetamol 500 mg/1 tablet")
    assert entry.extra["ingredient_strengths"] == told
