"""SACT: administrations gathered into one entry a regimen, cycle and drug."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import medrecon
from medrecon.errors import UnreadableInput
from medrecon.sources import read

EXTRACT = Path(__file__).parents[2] / "fixtures" / "sources" / "sact.csv"


def test_administrations_are_gathered_into_cycles() -> None:
    reading = read(EXTRACT)
    assert reading.format == "sact-csv" and reading.problems == ()
    assert [(e.medication, e.cycle, len(e.issues)) for e in reading.entries] == [
        ("oxaliplatin", "3", 1),
        ("fluorouracil", "3", 2),
        ("oxaliplatin", "4", 1),
    ]
    assert {(e.source.kind, e.kind, e.course) for e in reading.entries} == {
        ("specialist", "administration", "cycle")
    }


def test_both_orders_of_a_date_are_read_and_no_other() -> None:
    infusion = read(EXTRACT).entries[1]
    assert [str(i.date) for i in infusion.issues] == ["2026-01-05", "2026-01-06"]
    broken = read(EXTRACT.read_bytes().replace(b"19/01/2026", b"19.1.26"))
    assert [p.code for p in broken.problems] == ["date"]


def test_the_dose_is_that_of_each_administration() -> None:
    infusion = read(EXTRACT).entries[1]
    assert infusion.dosage is not None and infusion.dosage.text == "700 mg"
    assert [i.dosage for i in infusion.issues] == [None, "4300 mg"]
    assert infusion.route == "intravenous" and infusion.extra["regimen"] == "FOLFOX"


def test_a_unit_code_that_is_not_known_is_not_guessed() -> None:
    entry = read(EXTRACT.read_bytes().replace(b",150,01,", b",150,77,")).entries[0]
    assert (
        entry.dosage is not None and entry.dosage.text == "150" and entry.extra["unit_code"] == "77"
    )


def test_the_fourth_version_has_other_column_names() -> None:
    reading = read(
        b"NHS Number,Regimen,Cycle Number,Drug Name,Daily Total Dose Per Administration,"
        b"Unit of Measurement (SNOMED CT DM+D),Administration Date (Oral Drug Dispensed)\n"
        b"9991234500,CAPE,1,capecitabine,3000,258684004,2026-02-01\n"
    )
    (entry,) = reading.entries
    assert entry.dosage is not None and entry.dosage.text == "3000 mg"
    assert str(entry.last_administered) == "2026-02-01"


def test_a_row_without_a_drug_is_a_problem() -> None:
    reading = read(EXTRACT.read_bytes().replace(b"4,2026-01-19,oxaliplatin", b"4,2026-01-19,"))
    assert len(reading.entries) == 2 and [p.path for p in reading.problems] == ["row 4.Drug_Name"]


def test_ids_do_not_depend_on_the_order_of_rows() -> None:
    head, *rows = EXTRACT.read_text("utf-8").splitlines()
    turned = read("\n".join([head, *reversed(rows)]).encode())
    assert {e.id for e in turned.entries} == {e.id for e in read(EXTRACT).entries}


def test_a_quote_that_nobody_closed_is_refused_rather_than_read_over_the_rows_after_it() -> None:
    table = "NHS_Number,Regimen,Cycle_Number,Drug_Name,Actual_Dose_Per_Administration\n"
    table += '9991234500,FOLFOX,3,"fluorouracil,700\n9991234500,FOLFOX,3,oxaliplatin,150\n'
    with pytest.raises(UnreadableInput, match="quoted cells that end"):
        read(table.encode())


def _extract(header: str, *rows: str) -> bytes:
    head = f"{header},Regimen,Cycle_Number,Drug_Name,Actual_Dose_Per_Administration,Administration_Date"
    return "\n".join([head, *(f"{r}" for r in rows)]).encode()


@pytest.mark.parametrize(
    ("header", "one", "other"),
    [
        ("Local_Patient_Identifier,Organisation_Code", "H1,RXA01", "H1,RXB01"),
        ("Local_Patient_Identifier,Date_Of_Birth", "H1,1950-01-01", "H1,1960-01-01"),
        ("Date_Of_Birth", "1950-01-01", "1960-01-01"),
        ("NHS_Number", "9991234501", "9991234502"),
    ],
    ids=["one local id of two trusts", "two birth dates", "birth dates only", "two wrong numbers"],
)
def test_two_people_without_a_usable_nhs_number_are_kept_apart(
    header: str, one: str, other: str
) -> None:
    rows = (
        f"{one},CAPE,1,capecitabine,1500,2026-03-01",
        f"{other},CAPE,1,capecitabine,2000,2026-03-02",
    )
    reading = read(_extract(header, *rows))
    assert len({e.patient for e in reading.entries}) == 2 and reading.patient is None
    result = medrecon.reconcile(
        reading, dictionary=medrecon.Dictionary.sample(), as_of=date(2026, 3, 16)
    )
    assert [f.type for f in result.findings] == ["wrong_patient"]


def test_one_person_is_one_though_some_rows_say_less() -> None:
    rows = (
        "H1,RXA01,1950-01-01,CAPE,1,capecitabine,1500,2026-03-01",
        "H1,,,CAPE,1,capecitabine,1500,2026-03-02",
    )
    (entry,) = read(
        _extract("Local_Patient_Identifier,Organisation_Code,Date_Of_Birth", *rows)
    ).entries
    assert len(entry.issues) == 2


def test_a_column_that_is_read_stands_once() -> None:
    rows = "9991234500,CAPE,1,capecitabine,1500,2026-03-01,docetaxel"
    with pytest.raises(UnreadableInput, match="drug_name more than once"):
        read(_extract("NHS_Number", rows).replace(b"_Date\n", b"_Date,Drug Name\n"))


def test_people_are_numbered_in_one_pass() -> None:
    """Twenty thousand patients: looked up one after the other in a list this took half a minute."""
    rows = (f"H{n},CAPE,1,capecitabine,1500,2026-03-01" for n in range(20_000))
    assert len(read(_extract("Local_Patient_Identifier", *rows)).entries) == 20_000
