"""SACT: administrations gathered into one entry a regimen, cycle and drug."""

from __future__ import annotations

from pathlib import Path

import pytest

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
