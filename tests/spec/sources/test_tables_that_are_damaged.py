"""A table that was cut, miswritten or written in another encoding: refused by row, or read whole."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import polars as pl
import pytest

import medrecon
from medrecon.errors import RefusedInput, UnreadableInput, UsageError
from medrecon.sources import read
from medrecon.sources.table import Population, table_rows

HEAD = "patient_id,source,entry_id,medication,dosage\n"
OPEN = {
    "swallows the rest": 'P1,gp,1,"Apixaban 5mg\nP1,gp,2,Warfarin 1mg tablets,1\nP1,gp,3,Ramipril,1\n',
    "is the last": 'P1,gp,1,Aspirin,1\nP1,gp,2,Ramipril,"one da',
    "is empty": 'P1,gp,1,"',
    "is closed by a later row": 'P1,gp,1,"Apixaban\nP1,gp,2,Warfarin,1\nP1,gp,3,"Ramipril, 5mg",1\n',
    "is larger than a cell may be": 'P1,gp,1,"Apixaban\n' + "words\n" * 40_000,
}


@pytest.mark.parametrize("rows", OPEN.values(), ids=OPEN.keys())
def test_a_quote_that_nobody_closed_refuses_the_table_and_names_the_row(
    tmp_path: Path, rows: str
) -> None:
    path = tmp_path / "cut.csv"
    path.write_text(HEAD + rows)
    for way in (lambda: read(path), lambda: read(path.read_bytes()), lambda: Population(path)):
        with pytest.raises(UnreadableInput, match=r"unclosed quote @ .*row \d") as caught:
            way()
        assert "Apixaban" not in str(caught.value)


def test_a_header_cut_inside_a_quote_is_refused() -> None:
    with pytest.raises(UnreadableInput, match="unclosed quote @ the header"):
        read(b'patient_id,source,"entry_id,medication\nP1,gp,1,Aspirin\n', format="entries-csv")


def test_a_quoted_cell_may_hold_lines_and_the_last_line_needs_no_end() -> None:
    reading = read(
        (HEAD + 'P1,gp,1,"Aspirin 75mg","one daily\nwith food, or\n""after"" it"').encode()
    )
    (line,) = reading.entries
    assert line.dosage is not None and not reading.problems
    assert line.dosage.text == 'one daily\nwith food, or\n"after" it'


@pytest.mark.parametrize("column", ["patient_id", "Medication", "note"])
def test_a_column_that_stands_twice_is_refused_by_name(tmp_path: Path, column: str) -> None:
    path = tmp_path / "twice.csv"
    path.write_text(f"patient_id,source,entry_id,medication,note,{column}\nP1,gp,1,Aspirin,x,P2\n")
    for way in (read, Population):
        with pytest.raises(UnreadableInput, match=rf"{column.lower()} more than once"):
            way(path)


def test_columns_without_a_name_are_no_column_twice() -> None:
    assert len(read(b"patient_id,source,entry_id,medication,,\nP1,gp,1,Aspirin,,\n").entries) == 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-8-sig", "utf-8", "cp1252"])
def test_one_encoding_one_answer_alone_and_in_a_population(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "rows.csv"
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    path.write_bytes((mark + HEAD + "P1,gp,1,Digoxin,½ tablet – 5 µg\n").encode(encoding))
    alone = read(path)
    ((patient, among),) = Population(path)
    assert patient == "P1" and among.entries == alone.entries
    assert alone.entries[0].dosage is not None
    assert alone.entries[0].dosage.text == "½ tablet – 5 µg"
    assert [r["patient_id"] for r in table_rows(path, ("patient_id",))] == ["P1"]


def test_cells_beyond_the_header_are_kept_and_the_problem_names_the_id(tmp_path: Path) -> None:
    path = tmp_path / "ragged.csv"
    path.write_text(HEAD + "P1,gp,e1,Apixaban 5mg,one daily,EXTRA,CELLS\n")
    alone = read(path)
    assert alone.entries[0].extra == {"extra_cells": ("EXTRA", "CELLS")}
    assert [(p.id, p.path, p.code) for p in alone.problems] == [("e1", "row 1", "ragged")]
    assert next(iter(Population(path)))[1].entries == alone.entries


@pytest.mark.parametrize("cell", ["x" * 200_000, '"' + "x\n" * 100_000 + '"'])
def test_a_cell_beyond_the_limit_costs_its_row_which_is_named(cell: str) -> None:
    reading = read((HEAD + f"P1,gp,e1,{cell},1\nP1,gp,e2,Aspirin,1\n").encode())
    assert [e.id for e in reading.entries] == ["e2"]
    (problem,) = reading.problems
    assert (problem.id, problem.path) == ("e1", "row 1")
    assert "at most 131072 characters" in problem.message


@pytest.mark.parametrize("nothing", ["", "  ", ["rows.csv", ""]])
def test_an_empty_path_is_no_folder(nothing: object) -> None:
    with pytest.raises(UsageError, match="an empty one"):
        read(nothing)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["cut.json", "cut.jsonl"])
def test_a_file_that_is_cut_is_named_with_the_line(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text('{"resourceType": "MedicationRequest",\n "id": ')
    with pytest.raises(UnreadableInput, match=rf"@ {name} line 2"):
        read(path)


def parquet(frame: pl.DataFrame) -> bytes:
    """A frame as a Parquet file."""
    out = io.BytesIO()
    frame.write_parquet(out)
    return out.getvalue()


def rows_of(n: int, medication: str) -> pl.DataFrame:
    """Rows of the entries table with ids of their own and one medicine."""
    ids = pl.arange(0, n, eager=True).cast(pl.String)
    return pl.DataFrame({"entry_id": ids}).with_columns(
        patient_id=pl.lit("1"), source=pl.lit("gp"), medication=pl.lit(medication)
    )


@pytest.mark.parametrize("to_file", [True, False], ids=["a file", "bytes"])
@pytest.mark.parametrize("bomb", ["equal rows", "long names"])
def test_a_parquet_bomb_is_refused(bomb: str, to_file: bool, tmp_path: Path) -> None:
    """Three kilobytes of equal rows, or a hundred of one long name, unpack to more than a table does."""
    frame = rows_of(400_000, "A") if bomb == "equal rows" else rows_of(200_000, "x" * 1000)
    if bomb == "equal rows":
        frame = frame.with_columns(entry_id=pl.lit("a"))
    path = tmp_path / "rows.parquet"
    path.write_bytes(parquet(frame))
    with pytest.raises(RefusedInput, match="decompression bomb"):
        read(path if to_file else path.read_bytes())
    with pytest.raises(RefusedInput, match="decompression bomb"):
        Population(path)


def test_a_large_table_of_few_different_values_is_no_bomb() -> None:
    assert len(read(parquet(rows_of(30_000, "Ramipril 5mg capsules"))).entries) == 30_000


def test_a_parquet_file_that_is_cut_is_unreadable() -> None:
    whole = parquet(rows_of(2000, "Ramipril 5mg capsules"))
    for damaged in (whole[:-40], whole[:4] + bytes(len(whole) // 2) + whole[4 + len(whole) // 2 :]):
        with pytest.raises(UnreadableInput):
            read(damaged)


def test_a_parquet_file_over_which_its_parser_stumbles_is_unreadable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """polars panics over some damaged files: that is no Exception, and would pass every `except`."""

    def stumble(_what: object) -> None:
        raise pl.exceptions.PanicException("assertion failed: range.end as u64 <= self.size")

    whole = parquet(rows_of(20, "Ramipril 5mg capsules"))
    monkeypatch.setattr(pl, "scan_parquet", stumble)
    with pytest.raises(UnreadableInput):
        read(whole)


@pytest.mark.parametrize("levels", [300, 800])
@pytest.mark.parametrize("column", ["checks", "dosage", "issues"])
def test_a_cell_nested_without_end_costs_the_cell(levels: int, column: str, tmp_path: Path) -> None:
    cell = '{"a":' * levels + "1" + "}" * levels
    cell = f"[{cell}]" if column == "issues" else cell
    row = (
        '{"patient_id": "1", "source": "gp", "entry_id": "e", "medication": "Senna 7.5mg tablets",'
        f' "{column}": {cell}}}'
    )
    path = tmp_path / "rows.jsonl"
    path.write_text(row + "\n", "utf-8")
    ((_, of_population),) = Population(path)
    for reading in (read(path), of_population):
        (entry,) = reading.entries
        assert not entry.extra and entry.dosage is None and entry.issues == ()
        assert [p.code for p in reading.problems] == ["depth"]
        answer = medrecon.reconcile(
            reading, dictionary=medrecon.Dictionary.sample(), as_of=date(2026, 3, 16)
        )
        assert "Senna" in answer.model_dump_json()


def test_a_cell_of_ordinary_depth_is_kept() -> None:
    cell = "[" * 60 + "1" + "]" * 60
    row = f'{{"patient_id": "1", "source": "gp", "entry_id": "e", "medication": "A", "checks": {cell}}}'
    assert read(row.encode() + b"\n").entries[0].extra["checks"]
