"""`medrecon explain`: what a type means, and what stands behind an answer."""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path

import pytest

from medrecon.cli.app import run
from medrecon.policy import Policy


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert run(["demo", "--json"]) == 0
    path = tmp_path_factory.mktemp("explain") / "answer.json"
    path.write_text(out.getvalue(), "utf-8")
    return path


def test_without_a_name_every_type_stands_on_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert {x.split()[0] for x in lines} == set(Policy.default().severities)
    assert len(lines) == 38


def test_a_type_has_meaning_source_severities_and_two_examples(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["explain", "weekly_daily", "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert told["severity"]["base"] == "critical"
    assert told["rules"][0]["source"]
    assert told["fires"]["lists"]["pmr"] != told["silent"]["lists"]["pmr"]


@pytest.mark.parametrize("rule", ["regimen.unit_suspect", "state.gp_repeat"])
def test_a_rule_says_when_it_speaks(rule: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", rule]) == 0
    assert f"rule {rule}: " in capsys.readouterr().out


def test_a_slip_is_answered_with_the_nearest_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "omision"]) == 2
    assert "did you mean omission?" in capsys.readouterr().err


def test_every_finding_and_medication_of_an_answer_says_why(
    answer: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["explain", "--in", str(answer), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    whole = json.loads(answer.read_text("utf-8"))
    assert {t["id"] for t in told} == {
        x["id"] for k in ("findings", "medications") for x in whole[k]
    }
    entries = {e["id"] for e in whole["entries"]}
    for t in told:
        assert t["sentence"].endswith((".", "?"))
        assert t["rule"]["source"]
        rests_on = t.get("evidence") or t["entries"]
        assert rests_on and {e["entry_id"] for e in rests_on} <= entries


def test_a_medicine_a_type_or_an_id_picks_its_own(
    answer: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = json.loads(answer.read_text("utf-8"))["findings"][0]
    for name in (first["id"], first["type"], first["ingredients"][0]):
        assert run(["explain", "--in", str(answer), name]) == 0
        assert first["message"] in capsys.readouterr().out


def test_one_patient_of_a_batch(
    answer: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = json.loads(answer.read_text("utf-8"))
    batch = tmp_path / "answers.jsonl"
    batch.write_text(
        "".join(json.dumps({"patient_id": p, **row}) + "\n" for p in ("a", "b")), "utf-8"
    )
    assert run(["explain", "--in", str(batch), "--patient", "b", "omission"]) == 0
    assert run(["explain", "--in", str(batch), "omission"]) == 2
    assert "--patient" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["", "[]", "{", '{"findings": 3}'])
def test_what_is_no_answer_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "no.json"
    path.write_text(text, "utf-8")
    assert run(["explain", "--in", str(path)]) in (2, 3)
