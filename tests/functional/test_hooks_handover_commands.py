"""`medrecon transfer` and `medrecon frames`: what goes on to somebody else, from the command line."""

from __future__ import annotations

import json

import pytest

import medrecon
from medrecon._data import data_path
from medrecon.cli.app import run
from medrecon.frames import read_frames

MESSAGES = [str(f) for f in sorted(data_path("demo").glob("[0-9]*"))]
DAY = ["--as-of", "2026-03-16"]


def test_a_document_is_what_the_answer_makes_of_it(capsys, demo):
    assert run(["transfer", "admission", *MESSAGES, *DAY]) == 0
    assert capsys.readouterr().out == demo.transfer("admission").to_text()
    assert run(["transfer", "admission", *MESSAGES, *DAY, "--markdown"]) == 0
    assert capsys.readouterr().out == demo.transfer("admission").to_markdown()


def test_the_json_of_a_document_has_the_hosts_time_and_contact(capsys):
    more = ["--since", "2026-03-14T10:00", "--contact", "Ward 7B", "--json"]
    assert run(["transfer", "dms", *MESSAGES, *DAY, *more]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["about"]["event"] == "discharge"
    assert document["clocks"][0]["due"] == "2026-03-21T10:00:00"
    assert document["sections"][1]["items"][0]["elements"][0]["value"] == "Ward 7B"


def test_another_document_is_wrong_use(capsys):
    assert run(["transfer", "letter", *MESSAGES, *DAY]) == 2
    assert "one of admission, discharge, dms" in capsys.readouterr().err


@pytest.mark.parametrize("suffix", ["parquet", "csv"])
def test_the_answers_of_a_batch_become_tables(capsys, tmp_path, suffix):
    table = tmp_path / "in.csv"
    table.write_text(
        "patient_id,source,entry_id,medication,dosage,kind,status\n"
        "P1,gp,1,Ramipril 5mg capsules,one daily,plan,active\n"
        "P2,gp,1,Apixaban 5mg tablets,one bd,plan,active\n",
        "utf-8",
    )
    assert run(["batch", str(table), str(tmp_path / "out.jsonl"), *DAY]) == 0
    capsys.readouterr()
    how = ["--csv"] if suffix == "csv" else []
    folder = tmp_path / "tables"
    assert run(["frames", str(tmp_path / "out.jsonl"), str(folder), "--json", *how]) == 0
    assert json.loads(capsys.readouterr().out)["rows"]["medications"] == 2
    assert {f.suffix for f in folder.iterdir()} == {f".{suffix}"}
    assert read_frames(folder).medications["patient_id"].to_list() == ["P1", "P2"]


def test_a_file_that_holds_no_answers_is_unreadable(capsys, tmp_path):
    (tmp_path / "in.jsonl").write_text("{}\n", "utf-8")
    assert run(["frames", str(tmp_path / "in.jsonl"), str(tmp_path / "out")]) == 3
    assert medrecon.UnreadableInput.exit_code == 3
    assert "medrecon batch IN OUT" in capsys.readouterr().err
