"""`medrecon store …` and `--decisions`: keep, list, decide, and say what is damaged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from medrecon._data import data_path
from medrecon.cli.app import run

ASK = ("--as-of", "2026-03-16", "--event", "admission")
MESSAGES = [str(p) for p in sorted(data_path("demo").glob("[0-3]*"))]


@pytest.fixture
def store(tmp_path: Path) -> str:
    return str(tmp_path / "lists.store")


def said(capsys, *arguments: str, code: int = 0):
    assert run(["store", *arguments]) == code
    return capsys.readouterr().out


def test_what_was_added_is_listed_as_the_messages_alone_would_be(store, capsys):
    kept = json.loads(said(capsys, "add", store, "P1", *MESSAGES, "--json"))
    assert kept["kept"] == 3 and kept["problems"] == 0
    listed = said(capsys, "list", store, "P1", *ASK, "--json")
    assert run(["reconcile", *MESSAGES, *ASK, "--json"]) == 0
    assert capsys.readouterr().out == listed
    assert said(capsys, "patients", store) == "P1\n"
    assert json.loads(said(capsys, "check", store, "--json")) == {"items": 3}


def test_a_decision_closes_a_finding_of_the_list(store, capsys):
    said(capsys, "update", store, "P1", *MESSAGES, *ASK)
    before = json.loads(said(capsys, "list", store, "P1", *ASK, "--json"))
    told = before["findings"][0]
    options = ("--by", "ward pharmacist", "--at", "2026-03-16", "--note", "agreed with the GP")
    said(capsys, "decide", store, "P1", told["id"], "accepted_difference", *options)
    after = json.loads(said(capsys, "list", store, "P1", *ASK, "--json"))
    assert told["id"] not in {f["id"] for f in after["findings"]}
    assert after["decisions"][0]["about"].startswith(f"{told['severity']} {told['type']}")
    page = said(capsys, "list", store, "P1", *ASK)
    assert "accepted difference by ward pharmacist on 2026-03-16" in page
    assert before["findings"][1]["id"] in page


def test_an_update_prints_what_has_changed(store, capsys):
    said(capsys, "update", store, "P1", MESSAGES[0], *ASK)
    told = json.loads(said(capsys, "update", store, "P1", *MESSAGES[1:], *ASK, "--json"))
    assert {c["kind"] for c in told["changes"]} >= {"finding_opened"}
    assert told["answer"]["about"]["event"] == "admission"
    assert said(capsys, "update", store, "P1", MESSAGES[0], *ASK) == "nothing has changed\n"


def test_decisions_come_from_a_file_too(tmp_path, capsys):
    assert run(["reconcile", *MESSAGES, *ASK, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["findings"][0]
    decision = {
        "finding_id": told["id"],
        "kind": "confirmed_taken",
        "by": "M. Rao",
        "at": "2026-03-16",
    }
    for text in (json.dumps([decision]), json.dumps(decision) + "\n"):
        path = tmp_path / "decisions.json"
        path.write_text(text)
        assert run(["reconcile", *MESSAGES, *ASK, "--json", "--decisions", str(path)]) == 0
        answer = json.loads(capsys.readouterr().out)
        assert [d["state"] for d in answer["decisions"]] == ["standing"]


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("{", 3, "decisions as a JSON list"),
        ("[3]", 3, "decisions as a JSON list"),
        (
            '[{"finding_id": "f-1", "kind": "shrug", "by": "x", "at": "2026-03-16"}]',
            2,
            "decisions.json[0].kind",
        ),
        (
            '[{"finding_id": "f-1", "kind": "deferred", "by": "x", "at": "2026-03-16"}]',
            2,
            "decisions.json[0].until",
        ),
    ],
)
def test_a_file_of_decisions_that_is_not_right_is_named(tmp_path, capsys, text, code, words):
    path = tmp_path / "decisions.json"
    path.write_text(text)
    assert run(["reconcile", *MESSAGES, *ASK, "--decisions", str(path)]) == code
    assert words in capsys.readouterr().err


def test_a_damaged_store_and_a_missing_one_are_exit_code_3(tmp_path, capsys):
    path = tmp_path / "lists.store"
    path.write_bytes(b"this is no database " * 100)
    for arguments in (
        ["list", str(path), "P1"],
        ["check", str(path)],
        ["patients", str(tmp_path / "none")],
    ):
        assert run(["store", *arguments]) == 3
        assert "a store" in (told := capsys.readouterr().err) or "medrecon store" in told


def test_a_patient_of_another_store_is_named_as_such(store, capsys):
    said(capsys, "add", store, "P1", MESSAGES[0])
    assert run(["store", "list", store, "P2", *ASK]) == 3
    assert "medrecon store patients STORE lists them" in capsys.readouterr().err


def test_a_message_about_somebody_else_is_refused(store, capsys, tmp_path):
    said(capsys, "add", store, "P1", MESSAGES[0])
    number = json.loads(said(capsys, "list", store, "P1", *ASK, "--json"))["given"]["people"][0][
        "nhs_number"
    ]
    other = tmp_path / "other.json"
    other.write_text(Path(MESSAGES[0]).read_text().replace(number, "9434765919"))
    assert run(["store", "add", store, "P1", str(other)]) == 2
    assert "on file for this patient key" in capsys.readouterr().err
    assert json.loads(said(capsys, "check", store, "--json")) == {"items": 1}


def test_a_decision_on_a_finding_that_nobody_raised_is_refused(store, capsys):
    said(capsys, "add", store, "P1", *MESSAGES)
    asked = ("accepted_difference", "--by", "ward pharmacist", *ASK)
    assert run(["store", "decide", store, "P1", "f-0000000000000000", *asked]) == 2
    assert "expected the id of a finding of this patient" in capsys.readouterr().err
    assert json.loads(said(capsys, "check", store, "--json")) == {"items": 3}


def test_a_finding_that_was_only_listed_can_be_decided_on(store, capsys):
    said(capsys, "add", store, "P1", *MESSAGES)
    told = json.loads(said(capsys, "list", store, "P1", *ASK, "--json"))["findings"][0]
    asked = ("accepted_difference", "--by", "ward pharmacist", *ASK, "--json")
    kept = json.loads(said(capsys, "decide", store, "P1", told["id"], *asked))
    assert kept["about"] == f"{told['severity']} {told['type']}: {told['message']}"
