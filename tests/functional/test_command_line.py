"""The command line as an ingestion job sees it: one sentence for a fault, an exit code for each kind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from medrecon._data import data_path
from medrecon.model import Answer

DEMO = sorted(data_path("demo").glob("[0-9]*"))


def medrecon(*arguments: str | Path, stdin: bytes = b"", python: tuple[str, ...] = ()):
    environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "120"}
    return subprocess.run(
        [sys.executable, *python, "-m", "medrecon", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        env=environment,
        timeout=120,
        check=False,
    )


def one_sentence(done: subprocess.CompletedProcess[bytes]) -> str:
    said = done.stderr.decode().strip()
    assert "Traceback" not in said
    assert said.count("\n") == 0, said
    assert said.startswith("medrecon: expected ")
    return said


def test_demo_shows_the_four_discrepancies_at_a_glance():
    done = medrecon("demo")
    shown = done.stdout.decode()
    assert done.returncode == 0, done.stderr.decode()
    for words in ("omission", "dose conflict", "discontinued represcribed", "hidden specialist"):
        assert words in shown
    assert "Upper GI bleed" in shown, "the evidence of the stop is shown with its finding"


def test_demo_as_json_is_one_document_and_nothing_else():
    done = medrecon("demo", "--json")
    answer = json.loads(done.stdout)
    assert set(answer) == set(Answer.model_fields)
    assert done.stderr == b""


def test_the_same_command_prints_the_same_bytes():
    files = [*DEMO, "--as-of", "2026-03-16", "--event", "admission", "--json"]
    reversed_files = [*DEMO[::-1], *files[len(DEMO) :]]
    assert medrecon("reconcile", *files).stdout == medrecon("reconcile", *reversed_files).stdout


def test_reconcile_reads_a_message_from_standard_input():
    done = medrecon("reconcile", "-", "--as-of", "2026-03-16", "--json", stdin=DEMO[0].read_bytes())
    assert done.returncode == 0, done.stderr.decode()
    assert len(json.loads(done.stdout)["entries"]) == 8


def test_fail_on_gives_exit_code_one_only_at_that_severity():
    common = ("reconcile", *DEMO, "--as-of", "2026-03-16", "--event", "admission", "--json")
    assert medrecon(*common, "--fail-on", "critical").returncode == 1
    assert (
        medrecon("reconcile", DEMO[1], "--as-of", "2026-03-16", "--fail-on", "critical").returncode
        == 0
    )


def test_problems_in_the_input_give_exit_code_six(tmp_path):
    table = tmp_path / "entries.csv"
    table.write_text(
        "patient_id,source,entry_id,medication,start\n1,gp,a,Bisoprolol 2.5mg tablets,31/12/2025\n"
    )
    done = medrecon("reconcile", table, "--as-of", "2026-03-16", "--json")
    assert done.returncode == 6
    assert json.loads(done.stdout)["problems"]


def bad_files(folder: Path) -> dict[str, Path]:
    made = {
        "empty": b"",
        "letter": b"Dear colleague, thank you for seeing this patient.",
        "truncated": DEMO[0].read_bytes()[:2000],
        "not about medicines": b'{"resourceType": "Patient", "id": "x"}',
        "picture": b"\x89PNG\r\n\x1a\n" + bytes(500),
    }
    paths = {}
    for name, content in made.items():
        paths[name] = folder / f"{name.replace(' ', '_')}.json"
        paths[name].write_bytes(content)
    paths["zeros"] = folder / "zeros.json"
    with paths["zeros"].open("wb") as file:
        file.truncate(100_000_000)
    with zipfile.ZipFile(folder / "nothing.zip", "w") as archive:
        archive.writestr("readme.txt", "nothing here")
    paths["archive of nothing"] = folder / "nothing.zip"
    paths["no such file"] = folder / "absent.json"
    return paths


@pytest.mark.parametrize(
    "kind",
    [
        "empty",
        "letter",
        "truncated",
        "not about medicines",
        "picture",
        "zeros",
        "archive of nothing",
        "no such file",
    ],
)
def test_a_file_that_cannot_be_read_ends_in_one_sentence_and_exit_code_three(kind, tmp_path):
    done = medrecon("reconcile", bad_files(tmp_path)[kind], "--as-of", "2026-03-16")
    assert done.returncode == 3
    assert "Hint" in one_sentence(done)


def test_every_unreadable_file_is_named_at_once(tmp_path):
    bad = bad_files(tmp_path)
    done = medrecon("reconcile", bad["empty"], DEMO[0], bad["letter"], "--as-of", "2026-03-16")
    assert done.returncode == 3
    assert "empty.json" in done.stderr.decode()
    assert "letter.json" in done.stderr.decode()


@pytest.mark.parametrize(
    "content", [None, b"", b"PK\x03\x04 half a zip", b"SQLite format 3\x00 half"]
)
def test_a_missing_or_damaged_dictionary_is_exit_code_four(content, tmp_path):
    path = tmp_path / "dmd.zip"
    if content is not None:
        path.write_bytes(content)
    done = medrecon("resolve", "paracetamol", "--dictionary", path)
    assert done.returncode == 4
    one_sentence(done)


def test_wrong_use_is_exit_code_two():
    assert medrecon("reconcile", DEMO[0], "--as-of", "16/03/2026").returncode == 2
    assert medrecon("reconcile", DEMO[0], "--event", "party").returncode == 2
    assert medrecon("no-such-command").returncode == 2


def test_without_the_extra_one_line_says_what_to_install(tmp_path):
    (tmp_path / "typer.py").write_text("raise ModuleNotFoundError('no typer', name='typer')\n")
    done = subprocess.run(
        [sys.executable, "-m", "medrecon", "demo"],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        check=False,
    )
    assert done.returncode == 5
    assert done.stderr.decode().count("\n") == 1
    assert "pip install 'medrecon[cli]'" in done.stderr.decode()


def test_resolve_and_dose_read_lines_from_standard_input():
    names = medrecon("resolve", "--json", stdin=b"Bisoprolol 2.5mg tablets\nno such thing\n")
    assert [m["status"] for m in json.loads(names.stdout)] == ["product", "unresolved"]
    doses = medrecon("dose", "--json", stdin=b"one tablet twice a day\n")
    assert json.loads(doses.stdout)[0]["unparsed"] == []


def test_schema_describes_the_answer():
    schema = json.loads(medrecon("schema").stdout)
    assert "findings" in schema["properties"]


def test_a_local_extract_is_drafted_mapped_and_reconciled(tmp_path):
    extract = tmp_path / "clinic.csv"
    extract.write_text(
        "Patient ID,Drug,Directions,Last given\n7,Clozapine 100mg tablets,one at night,2026-03-02\n"
    )
    drafted = medrecon("mapping", "draft", extract)
    assert drafted.returncode == 0, drafted.stderr.decode()
    mapping = tmp_path / "clinic.toml"
    mapping.write_bytes(drafted.stdout)
    unfilled = medrecon(
        "reconcile", extract, "--mapping", f"{extract}={mapping}", "--as-of", "2026-03-16"
    )
    assert unfilled.returncode == 2, "a draft that nobody has filled in is not guessed at"
    mapping.write_bytes(drafted.stdout.replace(b'source = ""', b'source = "specialist"'))
    done = medrecon(
        "reconcile", extract, "--mapping", f"{extract}={mapping}", "--as-of", "2026-03-16", "--json"
    )
    entries = json.loads(done.stdout)["entries"]
    assert [(e["source"], e["medication"]) for e in entries] == [
        ("specialist", "Clozapine 100mg tablets")
    ]


def test_a_mapping_for_a_file_that_is_not_there_is_wrong_use():
    done = medrecon(
        "reconcile", DEMO[0], "--mapping", "other.csv=pmr-export", "--as-of", "2026-03-16"
    )
    assert done.returncode == 2
    assert "pmr-export" in medrecon("mapping", "ready").stdout.decode()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_output_that_cannot_be_written_is_one_sentence_and_never_exit_code_one():
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "medrecon", "schema"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    one_sentence(done)


def test_a_reader_that_goes_away_is_no_fault():
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "medrecon", "demo"],
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_terminal_without_unicode_gets_escapes():
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [sys.executable, "-m", "medrecon", "schema"],
        capture_output=True,
        env=environment,
        check=False,
    )
    assert done.returncode == 0
    assert done.stdout.decode("ascii")


def test_the_policy_in_force_can_be_read_with_its_sources():
    shown = json.loads(medrecon("policy", "weekly_only", "--json").stdout)
    assert list(shown["tables"]) == ["weekly_only"]
    rows = shown["tables"]["weekly_only"]
    assert "methotrexate" in [r["moiety"] for r in rows]
    assert all(r["source"] and r["date"] for r in rows)
    assert "methotrexate" in medrecon("policy").stdout.decode()
    assert medrecon("policy", "no-such-table").returncode == 2


def test_the_page_names_the_release_and_the_policy_once():
    page = medrecon("demo").stdout.decode()
    assert "dm+d " in page
    assert "dm+d dm+d" not in page and "policy policy" not in page


def test_mappings_are_one_json_document_when_asked(tmp_path):
    extract = tmp_path / "ward.csv"
    extract.write_text("NHS No,Drug,Dose\n1,Ramipril 5mg capsules,one daily\n")
    drafted = json.loads(medrecon("mapping", "draft", extract, "--json").stdout)
    assert drafted["name"] == "ward"
    assert drafted["toml"] == medrecon("mapping", "draft", extract).stdout.decode()
    names = json.loads(medrecon("mapping", "ready", "--json").stdout)
    assert names == medrecon("mapping", "ready").stdout.decode().split()


def test_words_of_a_source_do_not_steer_the_terminal(tmp_path):
    """What an escape sequence or a change of direction would hide is shown as it stands."""
    table = tmp_path / "rows.jsonl"
    row = {
        "patient_id": "1",
        "source": "gp",
        "entry_id": "e",
        "medication": "Senna\x1b[2J 7.5mg tablets",
    }
    table.write_text(json.dumps(row | {"dosage": "1 at night\u202e"}) + "\n", "utf-8")
    for done in (
        medrecon("reconcile", table, "--as-of", "2026-03-16"),
        medrecon("resolve", "Senna\x1b[2J 7.5mg tablets"),
        medrecon("dose", "1 at night\u202e\x1b[2J"),
    ):
        said = done.stdout.decode()
        assert "\ufffd" in said
        assert not {"\x1b", "\u202e"} & set(said)
