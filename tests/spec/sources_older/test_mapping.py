"""A mapping file turns any spreadsheet into the entries table."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from medrecon.errors import UnreadableInput, UsageError
from medrecon.sources.mapping import READY, draft_mapping, load_mapping, read_mapped

LOCAL: dict[str, Any] = {
    "file": {"date_order": "dmy", "nulls": ["NULL"]},
    "columns": {
        "patient_id": "Pt",
        "medication": "Drug",
        "dosage": ["Text", "{Dose} {Unit}"],
        "start": "From",
        "status": "State",
    },
    "constants": {"source": "epma", "kind": "order"},
    "values": {"status": {"live": "active", "*": "unknown"}},
    "skip": {"State": ["test"]},
}
HEADER = "Pt,Drug,Text,Dose,Unit,From,State,Ward\n"


def rows(*lines: str, **changes: Any) -> Any:
    """The Reading of some rows."""
    return read_mapped((HEADER + "\n".join(lines)).encode(), LOCAL | changes)


def test_columns_constants_words_and_dates() -> None:
    (entry,) = rows("1,Senna 7.5mg tablets,Two at night,,,03/04/2026,Live,W1").entries
    assert (entry.source.kind, entry.kind, entry.status) == ("epma", "order", "active")
    assert entry.dosage.text == "Two at night" and str(entry.start) == "2026-04-03"
    assert entry.extra["local_ward"] == "W1"


def test_alternatives_and_texts_made_of_columns() -> None:
    made, bare = rows("1,Senna,NULL,15,mg,,Live,", "1,Senna,,15,,,Live,").entries
    assert made.dosage.text == "15 mg" and bare.dosage is None


def test_a_date_is_never_guessed() -> None:
    reading = rows("1,Senna,,,,03/04/2026,Live,", file={})
    assert reading.entries[0].start is None and [p.code for p in reading.problems] == ["cell"]
    named = rows("1,Senna,,,,3-Apr-2026,Live,", file={})
    assert str(named.entries[0].start) == "2026-04-03"


def test_rows_to_leave_out_and_words_that_are_not_known() -> None:
    (entry,) = rows("1,Senna,,,,,Test,", "1,Senna,,,,,Odd,").entries
    assert entry.status == "unknown"


def test_a_header_that_is_missing_is_refused() -> None:
    with pytest.raises(UnreadableInput, match="drug"):
        read_mapped(b"Pt,Text,From,State\n1,x,,\n", LOCAL)


def test_all_faults_of_a_mapping_are_told_at_once() -> None:
    wrong = {
        "columns": {"drug": "x"},
        "constants": {"source": "ward"},
        "file": {"date_order": "dd"},
    }
    with pytest.raises(UsageError) as told:
        load_mapping(wrong)
    for part in ("columns.drug", "constants.source", "date_order", "patient_id", "medication"):
        assert part in str(told.value)


@pytest.mark.parametrize("name", READY)
def test_ready_mappings_load(name: str) -> None:
    assert "medication" in load_mapping(name).columns


def test_a_pharmacy_export() -> None:
    head = "Patient ID,NHS No,DOB,Item ID,Drug Description,dm+d Code,Label Directions,Quantity,Unit,Date Dispensed,Supply Type,Item Status\n"
    row = "7,9991234500,14/06/1950,i1,Ramipril 5mg capsules,318902009,ONE daily,28,capsule,03/02/2026,NHS,Collected\n"
    (entry,) = read_mapped((head + row).encode(), "pmr-export").entries
    assert (entry.source.kind, entry.kind, entry.course, entry.status) == (
        "pmr",
        "dispense",
        "repeat",
        "completed",
    )
    assert str(entry.last_issued) == "2026-02-03" and entry.code == "318902009"


def test_a_hospital_extract_with_and_without_a_concept() -> None:
    head = "patient_identifier_Value,beg_dt_tm,end_dt_tm,order_mnemonic,order_detail_display_line,rxroute,strengthdose,strengthdoseunit,concept_identifier,EVENT_ID\n"
    text = head + (
        "7,2026-02-10 08:00,NULL,ramipril,5 mg ORAL OD,ORAL,5,mg,318902009,e1\n"
        "7,2026-02-10 08:00,,paracetamol,,ORAL,1,g,NULL,e2\n"
    )
    coded, bare = read_mapped(text.encode(), "epma-extract").entries
    assert coded.code == "318902009" and coded.code_system == "http://snomed.info/sct"
    assert (bare.code, bare.code_system) == (None, None)
    assert bare.dosage is not None and bare.dosage.text == "1 g"


def test_omop_drug_exposure() -> None:
    head = "drug_exposure_id,person_id,drug_concept_id,drug_exposure_start_date,drug_exposure_end_date,drug_type_concept_id,stop_reason,refills,quantity,days_supply,sig,drug_source_value,route_source_value\n"
    row = "11,7,1334456,2026-02-03,2026-03-03,32838,,0,28,28,one daily,Ramipril 5mg capsules,oral\n"
    (entry,) = read_mapped((head + row).encode(), "omop-drug-exposure").entries
    assert (entry.kind, entry.code, entry.days_supply) == ("order", None, 28)
    assert entry.extra["local_drug_concept_id"] == "1334456"


def test_high_cost_drugs_say_presence_only() -> None:
    text = "Patient_ID,DrugName,DerivedSNOMEDFromName,Route,DrugQuantityOrWeightProportion,UnitOfMeasurement,TherapeuticIndicationCode,FinancialMonth\n7,adalimumab,,SC,2,pen,,9\n"
    (entry,) = read_mapped(text.encode(), "high-cost-drugs").entries
    assert (entry.status, entry.dosage, entry.start, entry.quantity_text) == (
        "unknown",
        None,
        None,
        "2 pen",
    )


def test_a_depot_says_when_it_is_next_due() -> None:
    text = (
        "Patient ID,NHS No,DOB,Medicine,Dose,Unit,Frequency,Route,Status,Start Date,Last Given,Next Due\n"
        "7,,,Paliperidone,100,mg,monthly,IM,Current,01/06/2025,15/02/2026,15/03/2026\n"
    )
    (entry,) = read_mapped(text.encode(), "clinic-depot").entries
    assert (entry.source.kind, entry.course, entry.status) == ("specialist", "clinic", "active")
    assert (str(entry.last_administered), str(entry.next_due)) == ("2026-02-15", "2026-03-15")
    assert entry.dosage is not None and entry.dosage.text == "100 mg monthly"


def test_a_missed_supervised_dose_is_no_supply() -> None:
    text = (
        "Client ID,NHS No,DOB,Drug,Daily Dose,Supply Date,Outcome,Quantity,Unit,Days\n"
        "7,,,Methadone 1mg/1ml oral solution,60ml daily,15/02/2026,Missed,60,ml,1\n"
    )
    (entry,) = read_mapped(text.encode(), "supervised-supply").entries
    assert (entry.course, entry.status, entry.last_issued) == ("supervised", "cancelled", None)


def test_a_draft_fills_in_what_is_sure() -> None:
    draft = tomllib.loads(draft_mapping(b"Patient ID,Drug,Start Date\n1,Senna,03/04/2026\n"))
    assert draft["columns"] == {
        "patient_id": "Patient ID",
        "medication": "Drug",
        "start": "Start Date",
    }
    assert draft["file"]["date_order"] == ""
    proved = tomllib.loads(draft_mapping(b"Patient ID,Drug,Start Date\n1,Senna,13/04/2026\n"))
    assert proved["file"]["date_order"] == "dmy"


@pytest.mark.parametrize(
    "cut", ['"Ramipril 5mg', '"Ramipril 5mg capsules,1 od\n8,Senna,2 on\n9,Aspirin,1 od']
)
def test_a_quote_that_nobody_closed_is_refused(cut: str) -> None:
    table = f"Pt,Drug,Dir\n7,{cut}\n10,Bisoprolol,1 od\n11,Digoxin,1 od\n"
    mapping = {
        "columns": {"patient_id": "Pt", "medication": "Drug", "dosage": "Dir"},
        "constants": {"source": "pmr", "kind": "dispense"},
    }
    with pytest.raises(UnreadableInput, match="quoted cells that end"):
        read_mapped(table.encode(), mapping)


_COMPOSED = {
    "columns": {
        "patient_id": "Pt",
        "medication": ["{Drug} {Strength}{Unit}", "Drug"],
        "dosage": ["Directions", "{Dose} {DoseUnit}"],
    },
    "constants": {"source": "pmr", "kind": "dispense"},
}


def test_a_text_with_an_empty_hole_loses_none_of_what_was_filled() -> None:
    table = (
        b"Pt,Drug,Strength,Unit,Directions,Dose,DoseUnit\n7,Ramipril,5,,1 od,,\n7,Senna,,,,15,\n"
    )
    reading = read_mapped(table, _COMPOSED)
    first, second = reading.entries
    assert first.medication == "Ramipril" and first.extra["local_strength"] == "5"
    assert second.dosage is None and second.extra["local_dose"] == "15"
    assert [(p.code, p.path, p.id) for p in reading.problems] == [
        ("half-filled", "row 1.strength", "row-1"),
        ("half-filled", "row 2.dose", "row-2"),
    ]


def test_what_a_later_alternative_says_is_kept() -> None:
    table = b"Pt,Drug,Strength,Unit,Directions,Dose,DoseUnit\n7,Ramipril,5,mg,5 mg od,2.5,mg\n"
    reading = read_mapped(table, _COMPOSED)
    (entry,) = reading.entries
    assert entry.dosage is not None and entry.dosage.text == "5 mg od" and reading.problems == ()
    assert (entry.extra["local_dose"], entry.extra["local_doseunit"]) == ("2.5", "mg")


@pytest.mark.parametrize("again", ["Drug", "DRUG", " drug "])
def test_a_column_that_is_read_stands_once(again: str) -> None:
    head = f"Pt,Drug,{again},Strength,Unit,Directions,Dose,DoseUnit\n7,Ramipril,Warfarin,,,,,\n"
    with pytest.raises(UnreadableInput, match="drug more than once"):
        read_mapped(head.encode(), _COMPOSED)


def test_other_columns_may_stand_twice_and_both_are_kept_as_are_cells_beyond_the_header() -> None:
    mapping = {
        "columns": {"patient_id": "Pt", "medication": "Drug"},
        "constants": {"source": "pmr"},
    }
    reading = read_mapped(b"Pt,Drug,Note,Note\n7,Senna,a,b,c\n", mapping)
    (entry,) = reading.entries
    assert (entry.extra["local_note"], entry.extra["local_note#2"]) == ("a", "b")
    assert entry.extra["extra_cells"] == ("c",) and [p.code for p in reading.problems] == ["ragged"]
