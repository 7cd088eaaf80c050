"""HL7 v2 pharmacy messages: delimiters, escapes, batches, and orders followed through their messages."""

from __future__ import annotations

from pathlib import Path

import pytest

from medrecon.errors import NotMedication
from medrecon.model import Entry
from medrecon.sources import read
from medrecon.sources.v2.syntax import messages

BATCH = Path(__file__).parents[2] / "fixtures" / "older" / "pharmacy.hl7"
HEAD = "MSH|^~\\&|EPMA|RZZ|||20260210||RDE^O11|C1|P|2.5\rPID|1||9991234500^^^NHS^NH\r"


def order(*segments: str, head: str = HEAD) -> Entry:
    """The one entry of a message."""
    (entry,) = read((head + "\r".join(segments)).encode()).entries
    return entry


def test_one_order_number_is_one_entry_over_a_batch() -> None:
    ramipril, paracetamol = read(BATCH).entries
    assert (ramipril.id, ramipril.status, ramipril.stop_reason) == (
        "PL-1000001",
        "stopped",
        "Low blood pressure",
    )
    assert str(ramipril.last_administered)[:10] == "2026-02-10"
    assert (paracetamol.status, paracetamol.course) == ("active", "inpatient")


def test_amount_and_pattern_make_a_dosage() -> None:
    ramipril = read(BATCH).entries[0]
    assert ramipril.dosage is not None and ramipril.dosage.text == "5 mg OD"
    assert ramipril.indication == "Hypertension" and ramipril.route == "Oral"


def test_a_written_instruction_is_the_dosage_and_the_amount_stays_beside_it() -> None:
    paracetamol = read(BATCH).entries[1]
    assert paracetamol.dosage is not None
    assert paracetamol.dosage.text == "1 g four times a day as needed"
    assert paracetamol.extra["give"] == "1000 mg"


def test_other_delimiters_and_escapes() -> None:
    head = "MSH#*~!@#EPMA#RZZ###20260210##RDE*O11#C1#P#2.5\r"
    entry = order("ORC#NW#PL-77777777", "RXE##1*Salbutamol 100mcg !T! spacer*L", head=head)
    assert entry.medication == "Salbutamol 100mcg @ spacer"
    assert len(list(messages("BHS|^~\\&\rMSH|^~\\&\rMSH|^~\\&\rBTS|2", frozenset({"MSH"})))) == 2


@pytest.mark.parametrize(
    ("control", "status"),
    [
        ("NW", "active"),
        ("CA", "cancelled"),
        ("DC", "stopped"),
        ("HD", "on-hold"),
        ("ZZ", "unknown"),
    ],
)
def test_order_control(control: str, status: str) -> None:
    assert order(f"ORC|{control}|PL-77777777", "RXE||^Senna 7.5mg tablets").status == status


def test_a_changed_dose_stops_one_order_and_starts_another() -> None:
    lines = (
        "ORC|NW|PL-77777777\rRXE||^Senna 7.5mg tablets|7.5||mg\rTQ1|1||ON\r"
        "ORC|XO|PL-77777777\rRXE||^Senna 7.5mg tablets|15||mg\rTQ1|1||ON\r"
    )
    old, new = read((HEAD + lines).encode()).entries
    assert (old.status, new.status, new.replaces) == ("stopped", "active", old.id)
    assert new.change_status == "changed"


def test_a_dispensing_is_folded_under_its_order() -> None:
    entry = order(
        "ORC|RE|PL-77777777",
        "RXE||^Senna 7.5mg tablets|7.5||mg",
        "RXD|1|^Senna 7.5mg tablets (Invented)|20260211|28|tablet",
    )
    assert [(i.kind, i.medication, i.quantity) for i in entry.issues] == [
        ("dispense", "Senna 7.5mg tablets (Invented)", 28)
    ]
    assert str(entry.last_issued) == "2026-02-11"


def test_lines_without_a_number_stay_apart() -> None:
    reading = read(
        (HEAD + "RXE||^Senna 7.5mg tablets\rRXD|1|^Senna 7.5mg tablets|20260211").encode()
    )
    assert [e.kind for e in reading.entries] == ["order", "dispense"]


@pytest.mark.parametrize(("said", "means"), [("RE", "refused"), ("NA", "not administered")])
def test_a_dose_that_was_not_given_is_no_administration_and_no_stop(said: str, means: str) -> None:
    entry = order(
        "ORC|RE|PL-77777777", "RXA|0|1|20260210||^Senna 7.5mg tablets|7.5|mg" + "|" * 13 + said
    )
    assert (entry.status, entry.last_administered) == ("unknown", None)
    assert entry.extra["not_given"] == means


def test_fields_that_slipped_by_one_are_read_and_told() -> None:
    reading = read((HEAD + "ORC|NW|PL-77777777\rRXE|||123^Senna 7.5mg tablets^L|7.5").encode())
    assert [e.medication for e in reading.entries] == ["Senna 7.5mg tablets"]
    assert [p.code for p in reading.problems] == ["shifted"]


@pytest.mark.parametrize("before", ["", "1", "1^BD^^20260210", "^BD"])
def test_a_code_in_the_field_of_the_amount_is_found(before: str) -> None:
    entry = order("ORC|NW|PL-77777777", f"RXE|1|{before}|318902009^Ramipril 5mg capsules^SCT|5||mg")
    assert (entry.medication, entry.code) == ("Ramipril 5mg capsules", "318902009")
    assert entry.extra["give"] == "5 mg"


def test_a_message_about_something_else_is_refused() -> None:
    with pytest.raises(NotMedication):
        read(b"MSH|^~\\&|A|B|||20260210||ADT^A01|C1|P|2.5\rPID|1||H1\r")


MIXTURE = (
    "ORC|NW|PL-77777777",
    "RXE||^Sodium chloride 0.9% infusion 100ml|100||ml",
    "TQ1|1||Q12H",
    "RXR|^Intravenous",
    "RXC|B|^Sodium chloride 0.9% infusion|100|ml",
    "RXC|A|35768611000001107^Vancomycin 500mg powder^DMD|1|g",
)


def test_an_additive_that_the_mixture_does_not_name_is_a_medicine_of_its_own() -> None:
    bag, drug = read((HEAD + "\r".join(MIXTURE)).encode()).entries
    assert bag.extra["components"] == ("Sodium chloride 0.9% infusion: 100 ml",)
    assert (drug.medication, drug.code) == ("Vancomycin 500mg powder", "35768611000001107")
    assert drug.dosage is not None and drug.dosage.text == "1 g Q12H"
    assert (drug.route, drug.status) == ("Intravenous", "active")


def test_what_the_name_of_the_mixture_holds_is_not_ordered_twice() -> None:
    lines = [
        x.replace("^Sodium chloride 0.9% infusion 100ml|", "^Vancomycin infusion|") for x in MIXTURE
    ]
    bag = order(*lines)
    assert bag.medication == "Vancomycin infusion"
    assert "Vancomycin 500mg powder: 1 g" in bag.extra["components"]


def test_a_mixture_without_a_name_is_its_additives() -> None:
    lines = [x.replace("^Sodium chloride 0.9% infusion 100ml|", "|") for x in MIXTURE]
    drug = order(*lines)
    assert (drug.id, drug.medication) == ("PL-77777777", "Vancomycin 500mg powder")


def test_stopping_a_mixture_stops_its_parts() -> None:
    stop = "\rMSH|^~\\&|EPMA|RZZ|||20260211||RDE^O11|C2|P|2.5\rPID|1||9991234500^^^NHS^NH\r"
    stop += "ORC|DC|PL-77777777\rRXE||^Sodium chloride 0.9% infusion 100ml"
    entries = read((HEAD + "\r".join(MIXTURE) + stop).encode()).entries
    assert [e.status for e in entries] == ["stopped", "stopped"]
