"""The NHS England ePMA data sets: items prescribed, and doses given of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import medrecon
from medrecon.errors import NotMedication
from medrecon.sources import read

FOLDER = Path(__file__).parents[2] / "fixtures" / "older"
PRESCRIBING, GIVEN = FOLDER / "epma_prescribing.xml", FOLDER / "epma_administration.xml"


def test_each_prescribed_item_is_an_order_of_the_hospital() -> None:
    reading = read(PRESCRIBING)
    assert reading.format == "epma-xml" and reading.problems == ()
    assert [(e.id, e.medication, e.kind, e.status) for e in reading.entries] == [
        ("RX-1", "Ramipril 5mg capsules", "order", "active"),
        ("RX-2", "Paracetamol 500mg tablets", "order", "on-hold"),
    ]
    first, second = reading.entries
    assert (first.source.system, first.source.organisation) == ("WardChart", "RZZ02")
    assert second.source.organisation == "RZZ01", "the header's site where the item names none"
    assert (first.course, first.indication, str(first.start)) == (
        "inpatient",
        "Hypertension",
        "2026-02-03T10:00:00",
    )
    assert reading.patient is not None and reading.patient.nhs_number == "9991234500"


def test_the_dose_columns_are_a_fhir_dosage() -> None:
    first, second = read(PRESCRIBING).entries
    assert first.dosage is not None and second.dosage is not None
    assert first.dosage.text is None, "no words were written, so none are made up"
    structure = first.dosage.structure
    assert structure is not None
    assert structure["timing"]["repeat"] == {"frequency": 1, "period": 1, "periodUnit": "d"}
    assert structure["doseAndRate"][0]["doseQuantity"] == {"value": 5, "unit": "mg"}
    assert second.dosage.text == "TWO tablets up to four times a day, with or after food"
    assert second.dosage.structure is not None and second.dosage.structure["asNeededBoolean"]


def test_the_doses_of_an_item_are_one_entry_and_a_missed_one_is_no_stop() -> None:
    (entry,) = read(GIVEN).entries
    assert (entry.kind, entry.refs) == ("administration", ("G-1", "G-2"))
    assert [(i.id, i.status) for i in entry.issues] == [("G-1", "completed"), ("G-2", "cancelled")]
    assert str(entry.last_administered) == "2026-02-03T10:05:00"
    assert entry.extra["not_given"] == ("nil by mouth",)


def test_order_and_doses_are_one_treatment_with_the_dose_ordered() -> None:
    result = medrecon.reconcile(
        [read(PRESCRIBING), read(GIVEN)],
        dictionary=medrecon.Dictionary.sample(),
        as_of=date(2026, 2, 5),
    )
    (ramipril,) = [m for m in result.medications if m.ingredients == ("ramipril",)]
    assert ramipril.state == "current" and ramipril.entry_ids == ("G-1", "RX-1")
    assert ramipril.daily_dose is not None
    assert (ramipril.daily_dose.value, ramipril.daily_dose.unit) == (5, "mg")


@pytest.mark.parametrize(
    "spelling",
    ["PRESCRIBED_MEDICATION_NAME", "prescribedMedicationName", "Prescribed-Medication-Name"],
)
def test_names_of_elements_are_compared_without_case_or_joints(spelling: str) -> None:
    text = PRESCRIBING.read_text("utf-8").replace("PrescribedMedicationName", spelling)
    assert read(text.encode()) == read(PRESCRIBING)


def test_groups_may_be_called_anything() -> None:
    text = PRESCRIBING.read_text("utf-8").replace("PrescribedItem>", "MED100>")
    text = text.replace("<Header>", "<Submission><HDR>").replace("</Header>", "</HDR></Submission>")
    moved = read(text.encode())
    assert [e.medication for e in moved.entries] == [
        e.medication for e in read(PRESCRIBING).entries
    ]


def test_the_person_may_stand_above_several_items() -> None:
    whole = PRESCRIBING.read_text("utf-8")
    person = (
        "<NHSNumber>9991234500</NHSNumber>\n    <PersonBirthDate>1950-06-14</PersonBirthDate>\n"
    )
    above = whole.replace(person, "").replace("</Header>", f"</Header><Patient>{person}", 1)
    above = above.replace("</EPMAPrescribing>", "</Patient></EPMAPrescribing>")
    numbers = {e.patient.nhs_number for e in read(above.encode()).entries if e.patient}
    assert numbers == {"9991234500"} and len(read(above.encode()).entries) == 2


def test_a_status_in_other_words_is_unknown_and_kept() -> None:
    text = PRESCRIBING.read_text("utf-8").replace(">Active<", ">Awaiting pharmacist<")
    entry = read(text.encode()).entries[0]
    assert entry.status == "unknown" and entry.extra["status_text"] == "Awaiting pharmacist"


def test_an_item_without_medicine_is_kept_and_a_medicine_without_item_is_a_problem() -> None:
    text = PRESCRIBING.read_text("utf-8")
    nameless = text.replace(">Ramipril 5mg capsules<", "><")
    assert [p.code for p in read(nameless.encode()).problems] == ["no-medicine"]
    loose = text.replace("<PrescribedItemIdentifier>RX-1</PrescribedItemIdentifier>", "")
    reading = read(loose.encode())
    assert [e.id for e in reading.entries] == ["RX-2"]
    assert [p.code for p in reading.problems] == ["no-identifier"]


def test_a_dose_sent_twice_counts_once() -> None:
    text = GIVEN.read_text("utf-8")
    start = text.index("  <MedicationAdministration>")
    end = text.index("</MedicationAdministration>") + len("</MedicationAdministration>\n")
    (entry,) = read(f"{text[:end]}{text[start:end]}{text[end:]}".encode()).entries
    assert entry.refs == ("G-1", "G-2") and len(entry.issues) == 2


def test_a_data_set_without_items_is_not_medication() -> None:
    with pytest.raises(NotMedication):
        read(b"<EPMAPrescribing><Header/></EPMAPrescribing>", format="epma-xml")
