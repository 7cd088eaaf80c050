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


def _item(own: str, inside: str, name: str = "Prednisolone 5mg tablets") -> str:
    return (
        f"<Item><PrescribedItemIdentifier>{own}</PrescribedItemIdentifier>"
        f"<PrescribedMedicationName>{name}</PrescribedMedicationName>"
        f"<PrescribedMedicationStatusDesc>active</PrescribedMedicationStatusDesc>{inside}</Item>"
    )


def _dosage(text: str, number: int | None = None, start: str = "", end: str = "") -> str:
    told = "PrescribedMedication"
    cells = {
        f"{told}DosageInstructionSequenceNumber": number,
        f"{told}DosageInstructionDescription": text,
        f"{told}ValidityPeriodStartTimestamp": start,
        f"{told}ValidityPeriodEndTimestamp": end,
    }
    return f"<D>{''.join(f'<{k}>{v}</{k}>' for k, v in cells.items() if v)}</D>"


_STEPS = [
    _dosage("30mg once a day", 1) + _dosage("20mg once a day", 2),
    _dosage("20mg once a day", 2) + _dosage("30mg once a day", 1),
    _dosage("30mg once a day", None, "2026-03-01", "2026-03-05")
    + _dosage("20mg once a day", None, "2026-03-06"),
]


@pytest.mark.parametrize("steps", _STEPS, ids=["numbers", "numbers in no order", "periods"])
def test_the_steps_of_a_taper_follow_each_other_and_are_never_added(steps: str) -> None:
    reading = read(f"<EPMA>{_item('RX-9', steps)}</EPMA>".encode())
    (entry,) = reading.entries
    said = [(d.text, d.structure["sequence"]) for d in entry.dosages if d.structure]
    assert said == [("30mg once a day", 1), ("20mg once a day", 2)]
    (line,) = medrecon.reconcile(
        reading, dictionary=medrecon.Dictionary.sample(), as_of=date(2026, 3, 3)
    ).medications
    assert line.dosage_text == "30mg once a day then 20mg once a day"
    dose = line.daily_dose
    told = f"{dose.value:f} {dose.unit}" if dose is not None else None
    assert told in (None, "30 mg"), "the step of the day where periods tell it, never a sum"


def test_the_period_of_a_step_stands_in_its_dosage() -> None:
    (entry,) = read(f"<EPMA>{_item('RX-9', _STEPS[2])}</EPMA>".encode()).entries
    periods = [
        d.structure["timing"]["repeat"]["boundsPeriod"] for d in entry.dosages if d.structure
    ]
    assert periods == [{"start": "2026-03-01", "end": "2026-03-05"}, {"start": "2026-03-06"}]


def test_dosages_whose_periods_overlap_are_taken_together() -> None:
    both = _dosage("10mg in the morning", None, "2026-03-01") + _dosage(
        "5mg at night", None, "2026-03-01"
    )
    (entry,) = read(f"<EPMA>{_item('RX-9', both)}</EPMA>".encode()).entries
    assert all("sequence" not in (d.structure or {}) for d in entry.dosages)


def test_a_range_beside_a_dose_is_kept_and_told() -> None:
    told = "PrescribedMedicationDose"
    inside = (
        f"<D><{told}QuantityValue>5</{told}QuantityValue>"
        f"<{told}RangeLowQuantityValue>5</{told}RangeLowQuantityValue>"
        f"<{told}RangeHighQuantityValue>10</{told}RangeHighQuantityValue></D>"
    )
    reading = read(f"<EPMA>{_item('RX-9', inside)}</EPMA>".encode())
    (entry,) = reading.entries
    assert entry.dosage is not None and entry.dosage.structure is not None
    assert [next(iter(r)) for r in entry.dosage.structure["doseAndRate"]] == [
        "doseQuantity",
        "doseRange",
    ]
    assert [p.code for p in reading.problems] == ["several-doses"]


def test_two_names_of_one_item_are_both_kept_and_neither_is_preferred() -> None:
    second = "<PrescribedMedicationName>Warfarin 3mg tablets</PrescribedMedicationName>"
    reading = read(f"<EPMA>{_item('RX-9', second, 'Warfarin 1mg tablets')}</EPMA>".encode())
    (entry,) = reading.entries
    assert entry.medication == "Warfarin 1mg tablets; Warfarin 3mg tablets"
    assert [p.code for p in reading.problems] == ["several-medicines"]


_A, _B = "<NHSNumber>9991234500</NHSNumber>", "<NHSNumber>9449304130</NHSNumber>"
_ONE, _TWO = _item("RX-1", ""), _item("RX-2", "", "Warfarin 1mg tablets")


@pytest.mark.parametrize(
    "layout",
    [
        f"{_A}{_ONE}{_B}{_TWO}",
        f"<G><Person>{_A}</Person>{_ONE}<Person>{_B}</Person>{_TWO}</G>",
        f"<G><Person>{_A}</Person><Items>{_ONE}</Items></G><G><Person>{_B}</Person><Items>{_TWO}</Items></G>",
    ],
    ids=["numbers between items", "persons between items", "persons beside lists of items"],
)
def test_people_are_told_apart_wherever_they_are_named(layout: str) -> None:
    entries = read(f"<EPMA>{layout}</EPMA>".encode()).entries
    assert [e.patient.nhs_number for e in entries if e.patient] == ["9991234500", "9449304130"]


def test_a_person_beside_several_items_is_theirs() -> None:
    entries = read(
        f"<EPMA><Person>{_A}</Person><Items>{_ONE}{_TWO}</Items></EPMA>".encode()
    ).entries
    assert {e.patient.nhs_number for e in entries if e.patient} == {"9991234500"}


def test_items_of_nobody_sure_are_kept_apart() -> None:
    """Two people are named behind the items: which item is whose is not told."""
    reading = read(f"<EPMA>{_ONE}{_A}{_TWO}{_B}</EPMA>".encode())
    assert len({e.patient for e in reading.entries}) == 2 and reading.patient is None
    assert all(e.patient and e.patient.nhs_number is None for e in reading.entries)
    assert {p.code for p in reading.problems} == {"patient"}


def test_two_numbers_that_are_none_are_still_two_people() -> None:
    wrong = [f"<NHSNumber>999123450{n}</NHSNumber>" for n in (1, 2)]
    entries = read(f"<EPMA>{wrong[0]}{_ONE}{wrong[1]}{_TWO}</EPMA>".encode()).entries
    result = medrecon.reconcile(
        entries, dictionary=medrecon.Dictionary.sample(), as_of=date(2026, 3, 3)
    )
    assert [f.type for f in result.findings] == ["wrong_patient"]


def test_an_item_sent_again_is_one_entry_and_its_last_word_counts() -> None:
    item = _item("RX-1", _dosage("30mg once a day"))
    stopped = item.replace(">active<", ">stopped<")
    assert len(read(f"<EPMA>{item}{item}</EPMA>".encode()).entries) == 1
    for both in (item + stopped, stopped + item):
        (entry,) = read(f"<EPMA>{both}</EPMA>".encode()).entries
        assert entry.status == "stopped" and [i.status for i in entry.issues] == ["active"]


def test_an_item_changed_counts_as_it_was_updated_last() -> None:
    stamp = "PrescribedMedicationRecordLastUpdatedTimestamp"
    at = [f"<{stamp}>2026-03-0{n}T09:00:00</{stamp}>" for n in (1, 2)]
    old, new = (
        _item("RX-1", _dosage(f"{d}mg once a day") + t) for d, t in zip((30, 20), at, strict=True)
    )
    for both in (old + new, new + old):
        (entry,) = read(f"<EPMA>{both}</EPMA>".encode()).entries
        assert entry.dosage is not None and entry.dosage.text == "20mg once a day"
        assert [i.dosage for i in entry.issues] == ["30mg once a day"]
    unsaid = [x.replace(t, "") for x, t in zip((old, new), at, strict=True)]
    assert len(read(f"<EPMA>{''.join(unsaid)}</EPMA>".encode()).entries) == 2


def test_the_doses_of_an_item_are_gathered_in_one_pass() -> None:
    """Three thousand doses of one item: compared pair by pair they would take a minute."""
    given = "".join(
        f"<G><MedicationAdminIdentifier>G-{n}</MedicationAdminIdentifier>"
        "<PrescribedItemIdentifier>RX-1</PrescribedItemIdentifier>"
        "<MedicationAdministeredName>Ramipril 5mg capsules</MedicationAdministeredName></G>"
        for n in range(3000)
    )
    (entry,) = read(f"<EPMA>{_A}{given}</EPMA>".encode()).entries
    assert len(entry.issues) == 3000 and entry.patient is not None
