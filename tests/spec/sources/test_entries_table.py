"""The entries table: one row a line, one spelling of a number whatever file it came from."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from medrecon.errors import UnreadableInput
from medrecon.model import Entry, Reading
from medrecon.sources import read

ROW: dict[str, Any] = {
    "patient_id": "P1",
    "source": "gp",
    "entry_id": "e1",
    "medication": "Ramipril 5mg capsules",
}


def jsonl(*rows: dict[str, Any]) -> Reading:
    """Rows as JSON Lines."""
    return read("".join(json.dumps(r) + "\n" for r in rows).encode(), format="entries-jsonl")


def as_csv(rows: list[dict[str, Any]], encoding: str = "utf-8") -> bytes:
    """Rows as CSV."""
    names = list(dict.fromkeys(k for r in rows for k in r))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, names)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def bare(entry: Entry) -> Entry:
    """An entry without its place in the file."""
    return replace(entry, path=None)


def test_one_row_is_one_entry() -> None:
    reading = jsonl(
        {**ROW, "dosage": "one daily", "start": "2026-01", "status": "Active", "kind": "plan"}
    )
    (line,) = reading.entries
    assert (
        line.id == "e1" and line.source.kind == "gp" and line.medication == "Ramipril 5mg capsules"
    )
    assert line.dosage is not None and line.dosage.text == "one daily"
    assert line.start is not None and line.start.precision == "month" and line.status == "active"
    assert line.patient is not None and line.patient.patient_id == "P1"


@pytest.mark.parametrize("written", [28, 28.0, "28", "28.0", " 28 "])
def test_a_number_has_one_spelling(written: object) -> None:
    (line,) = jsonl({**ROW, "days_supply": written}).entries
    assert line.days_supply == Decimal(28) and str(line.days_supply) == "28"


def test_csv_json_lines_and_parquet_say_the_same(tmp_path: Path) -> None:
    rows = [
        {**ROW, "days_supply": 28, "start": "2026-01-05", "code": "317896006", "dosage": "1 od"},
        {
            **ROW,
            "entry_id": "e2",
            "source": "pmr",
            "kind": "dispense",
            "quantity": 2.5,
            "issues": 3,
        },
    ]
    parquet = tmp_path / "rows.parquet"
    pl.DataFrame(rows, infer_schema_length=None).write_parquet(parquet)
    read_back = [jsonl(*rows), read(as_csv(rows)), read(parquet)]
    assert [r.format for r in read_back] == ["entries-jsonl", "entries-csv", "entries-parquet"]
    first, *others = ([bare(e) for e in r.entries] for r in read_back)
    assert first[1].number_of_issues == 3 and all(o == first for o in others)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_utf8_with_or_without_mark_and_windows_1252(encoding: str) -> None:
    row = {**ROW, "dosage": "½ tablet – 5 µg"}
    assert read(as_csv([row], encoding)).entries[0].dosage.text == "½ tablet – 5 µg"  # type: ignore[union-attr]


def test_a_missing_column_is_named() -> None:
    with pytest.raises(UnreadableInput, match="entry_id"):
        read(b"patient_id,source,medication\nP1,gp,Aspirin\n")


def test_a_bad_cell_costs_the_cell_not_the_row() -> None:
    reading = jsonl({**ROW, "start": "03/04/2026", "kind": "wish", "days_supply": "a month"})
    (line,) = reading.entries
    assert (line.start, line.kind, line.days_supply) == (None, "statement", None)
    assert line.extra == {"start": "03/04/2026", "kind": "wish", "days_supply": "a month"}
    assert {(p.path, p.id) for p in reading.problems} == {
        ("line 1.start", "e1"), ("line 1.kind", "e1"), ("line 1.days_supply", "e1"),
    }  # fmt: skip
    assert not any("03/04" in p.message for p in reading.problems)


def test_unknown_columns_are_kept_nested_values_too() -> None:
    (line,) = jsonl({**ROW, "ward": "B12", "checks": [{"by": "x", "ok": True}]}).entries
    assert line.extra == {"ward": "B12", "checks": ({"by": "x", "ok": True},)}


def test_issues_may_be_a_count_or_the_issues_themselves() -> None:
    (counted,) = jsonl({**ROW, "issues": "4"}).entries
    assert counted.number_of_issues == 4 and counted.issues == ()
    (listed,) = jsonl(
        {**ROW, "issues": [{"id": "i1", "date": "2026-01-05", "dosage": "2 od"}, "2026-02-02"]}
    ).entries
    assert [(i.id, str(i.date), i.dosage) for i in listed.issues] == [
        ("i1", "2026-01-05", "2 od"),
        (None, "2026-02-02", None),
    ]


@pytest.mark.parametrize("code", ["3.2E+16", 3.2e16])
def test_a_code_that_lost_its_digits_is_no_code(code: object) -> None:
    reading = jsonl({**ROW, "code": code})
    assert reading.entries[0].code is None and [p.path for p in reading.problems] == ["line 1.code"]


def test_an_unknown_source_is_a_problem_that_names_the_row() -> None:
    reading = jsonl(ROW, {**ROW, "entry_id": "e9", "source": "my cupboard"})
    assert [e.id for e in reading.entries] == ["e1"] and [p.id for p in reading.problems] == ["e9"]


def test_two_rows_of_one_id_are_told_apart_and_a_copy_changes_nothing() -> None:
    reading = jsonl(ROW, ROW, {**ROW, "dosage": "2 daily"})
    assert [e.id for e in reading.entries] == ["e1", "e1#2"]
    assert [p.code for p in reading.problems] == ["duplicate-id"]


def test_people_of_one_table_keep_their_own_ids() -> None:
    reading = jsonl(ROW, {**ROW, "patient_id": "P2"})
    assert [e.id for e in reading.entries] == ["e1", "e1"] and reading.patient is None
    assert {e.patient.patient_id for e in reading.entries if e.patient} == {"P1", "P2"}


def test_the_sources_of_a_table_are_those_of_its_rows() -> None:
    reading = jsonl(
        ROW, {**ROW, "entry_id": "e2", "source": "pmr", "system": "PMR", "organisation": "FX1"}
    )
    assert [(s.kind, s.system, s.organisation) for s in reading.sources] == [
        ("gp", None, None),
        ("pmr", "PMR", "FX1"),
    ]


def test_ragged_rows_semicolons_and_capital_headers() -> None:
    reading = read(
        b"Patient ID;Source;Entry_ID;Medication\nP1;gp;e1;Aspirin 75mg;and more\nP1;gp;e2\n"
    )
    assert [e.medication for e in reading.entries] == ["Aspirin 75mg", ""]
    assert {p.code for p in reading.problems} == {"ragged", "no-medicine"}


def test_a_line_separator_inside_a_text_does_not_end_a_row() -> None:
    raw = json.dumps({**ROW, "note": "one\u2028two\x85three"}, ensure_ascii=False) + "\n"
    (line,) = read((raw * 2).replace('"e1"', '"e2"', 1).encode(), format="entries-jsonl").entries[
        :1
    ]
    assert line.note == "one\u2028two\x85three"
