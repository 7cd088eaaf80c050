"""`medrecon batch`: a population table in, one answer a line out, each what that patient alone would get."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pytest

import medrecon
from medrecon.api.batch import run_batch

AS_OF = dt.date(2026, 3, 16)
COLUMNS = "patient_id,source,entry_id,medication,kind,course,dosage,status,last_issued,days_supply"
ROWS = [
    "P2,gp,c,Amlodipine 5mg tablets,plan,repeat,one daily,active,2026-03-01,28",
    "P1,gp,a,Bisoprolol 2.5mg tablets,plan,repeat,one daily,active,2026-03-01,28",
    "P2,pmr,d,Amlodipine 10mg tablets,dispense,,one daily,completed,2026-03-02,28",
    "P1,epma,b,Bisoprolol 5mg tablets,order,inpatient,5 mg OD,active,,",
]


def write(path: Path, rows: list[str]) -> Path:
    if path.suffix == ".csv":
        path.write_text("\n".join([COLUMNS, *rows]) + "\n", "utf-8")
        return path
    records = [dict(zip(COLUMNS.split(","), r.split(","), strict=True)) for r in rows]
    if path.suffix == ".jsonl":
        path.write_text("".join(json.dumps(r) + "\n" for r in records), "utf-8")
        return path
    import polars as pl

    pl.DataFrame(records).with_columns(
        pl.col("days_supply").cast(pl.Float64, strict=False)
    ).write_parquet(path)
    return path


def batch(table: Path, out: Path, **more):
    return run_batch(table, out, dictionary=medrecon.Dictionary.sample(), as_of=AS_OF, **more)


def answers(out: Path) -> dict[str, dict]:
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    return {line.pop("patient_id"): line for line in lines}


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_each_patient_gets_the_answer_that_they_would_get_alone(tmp_path, suffix):
    report = batch(write(tmp_path / f"all{suffix}", ROWS), tmp_path / "out.jsonl")
    found = answers(tmp_path / "out.jsonl")
    assert (report.patients, report.rows, list(found)) == (2, 4, ["P1", "P2"])
    for patient in found:
        mine = [r for r in ROWS if r.startswith(patient)]
        reading = medrecon.read(write(tmp_path / f"one{suffix}", mine))
        alone = medrecon.reconcile(reading, dictionary=medrecon.Dictionary.sample(), as_of=AS_OF)
        expected = json.loads(alone.model_dump_json())
        for key in ("medications", "findings", "treatments", "problems"):
            assert found[patient][key] == expected[key]


def test_the_file_format_and_the_order_of_rows_change_nothing(tmp_path):
    def core(suffix: str, rows: list[str]) -> list[dict]:
        batch(write(tmp_path / f"t{suffix}", rows), tmp_path / "o.jsonl")
        return [
            {k: a[k] for k in ("medications", "findings", "treatments")}
            for a in answers(tmp_path / "o.jsonl").values()
        ]

    first = core(".csv", ROWS)
    assert core(".csv", ROWS[::-1]) == first
    assert core(".jsonl", ROWS) == first
    assert core(".parquet", ROWS) == first


def test_a_run_that_was_cut_goes_on_where_it_stopped(tmp_path):
    table, out = write(tmp_path / "t.csv", ROWS), tmp_path / "o.jsonl"
    batch(table, out)
    whole = out.read_bytes()
    out.write_bytes(whole[: len(whole) - 20])
    report = batch(table, out, resume=True)
    assert (report.patients, report.resumed) == (1, 1)
    assert out.read_bytes() == whole


def test_rows_that_belong_to_nobody_known_are_reported_not_lost(tmp_path):
    table = tmp_path / "t.jsonl"
    table.write_text(
        '{"patient_id":"P1","source":"gp","entry_id":"a","medication":"Amlodipine 5mg tablets"}\n{"broken\n'
    )
    report = batch(table, tmp_path / "o.jsonl")
    assert [p.path for p in report.problems] == ["line 2"]


def test_rows_without_a_patient_may_be_of_several_and_make_no_list_together(tmp_path):
    rows = [*ROWS, ",gp,x,Aspirin 75mg tablets,plan,repeat,one daily,active,2026-03-01,28"]
    rows.append(",gp,y,Warfarin 3mg tablets,plan,repeat,one daily,active,2026-03-01,28")
    table, out = write(tmp_path / "t.csv", rows), tmp_path / "o.jsonl"
    whole = batch(table, out)
    told = out.read_bytes()
    lines = [json.loads(line) for line in told.splitlines()]
    assert [line["patient_id"] for line in lines] == ["", "", "P1", "P2"]
    assert [len(line["medications"]) for line in lines[:2]] == [1, 1]
    assert whole.patients_with_problems == 2
    for kept in (
        1,
        2,
        3,
        4,
    ):  # cut anywhere, it goes on to the same end, and tells the same problems
        out.write_bytes(b"".join(told.splitlines(keepends=True)[:kept]))
        assert batch(table, out, resume=True).patients_with_problems == 2
        assert out.read_bytes() == told


def test_the_patients_table_says_who_they_are(tmp_path):
    people = tmp_path / "people.csv"
    people.write_text(
        "patient_id,birth_date,sex,allergies,problems,weight_kg,pregnant\nP1,1950-02-03,F,penicillin; latex,,61.5,\n"
    )
    from medrecon.api.people import read_people

    known, odd = read_people(people)
    person = known["P1"].patient(None)
    assert odd == ()
    assert (person.birth_date, person.sex) == (dt.date(1950, 2, 3), "female")
    assert (person.allergies, person.problems) == (("penicillin", "latex"), ())
    assert (person.weight_kg, person.pregnant) == (61.5, None)
    report = batch(write(tmp_path / "t.csv", ROWS), tmp_path / "o.jsonl", patients=people)
    assert report.patients == 2


def test_a_table_without_its_columns_is_exit_code_three(tmp_path):
    (tmp_path / "t.csv").write_text("a,b\n1,2\n")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "medrecon",
            "batch",
            str(tmp_path / "t.csv"),
            str(tmp_path / "o"),
            "--as-of",
            "2026-03-16",
        ],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 3
    assert b"no column patient_id, source, entry_id, medication" in done.stderr


def test_what_is_read_is_never_written_over(tmp_path):
    table = write(tmp_path / "t.csv", ROWS)
    before = table.read_bytes()
    with pytest.raises(medrecon.UsageError, match="an OUT of its own"):
        batch(table, table)
    assert table.read_bytes() == before


@pytest.mark.parametrize("content", [b"notes of mine", b'{"patient_id":"P1"}\n', b"[]\n", b"\0\0"])
def test_a_file_that_is_no_earlier_run_is_not_gone_on_with(tmp_path, content):
    out = tmp_path / "o.jsonl"
    out.write_bytes(content)
    with pytest.raises(medrecon.UnreadableInput, match="answers of an earlier run"):
        batch(write(tmp_path / "t.csv", ROWS), out, resume=True)
    assert out.read_bytes() == content


@pytest.mark.parametrize("left", [1, 2])
def test_answers_of_another_day_do_not_go_into_one_file(tmp_path, left):
    table, out = write(tmp_path / "t.csv", ROWS), tmp_path / "o.jsonl"
    batch(table, out)
    first = b"".join(out.read_bytes().splitlines(keepends=True)[:left])
    out.write_bytes(first)
    with pytest.raises(medrecon.UsageError, match="of the earlier run"):
        run_batch(
            table,
            out,
            dictionary=medrecon.Dictionary.sample(),
            as_of=dt.date(2020, 1, 1),
            resume=True,
        )
    assert out.read_bytes() == first


def test_an_unreadable_cell_of_the_patients_table_is_a_problem_and_a_doubled_patient_an_error(
    tmp_path,
):
    people = tmp_path / "people.csv"
    people.write_text("patient_id,birth_date,weight_kg\nP1,notadate,heavy\n")
    report = batch(write(tmp_path / "t.csv", ROWS), tmp_path / "o.jsonl", patients=people)
    assert [p.path for p in report.problems] == [
        "people.csv.P1.birth_date",
        "people.csv.P1.weight_kg",
    ]
    people.write_text("patient_id\nP1\nP1\n")
    with pytest.raises(medrecon.UnreadableInput, match="stands twice"):
        batch(write(tmp_path / "t.csv", ROWS), tmp_path / "o.jsonl", patients=people)
