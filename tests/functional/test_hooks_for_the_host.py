"""What a host hangs on: progress, logging without a patient's value, and an audit record of a run."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import json
import logging
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

import medrecon
from medrecon._data import data_path
from medrecon.api.batch import run_batch
from medrecon.sources import read_each

AS_OF = dt.date(2026, 3, 16)
# Values that may stand in no log: each part of a record carries a mark of its own.
MARK = "ZZQ"
ROW = {
    "patient_id": f"{MARK}patient",
    "source": "gp",
    "entry_id": f"{MARK}entry",
    "medication": f"Ramipril 5mg capsules {MARK}name",
    "dosage": f"one daily {MARK}dose",
    "system": f"{MARK}system",
    "organisation": f"{MARK}ods",
    "kind": "plan",
    "course": "repeat",
    "status": "active",
    "start": f"{MARK}start",
    "stop_reason": f"{MARK}reason",
    "indication": f"{MARK}indication",
    "note": f"{MARK}note",
    "nhs_number": f"{MARK}number",
    "birth_date": f"{MARK}born",
    "sex": f"{MARK}sex",
    "anything": f"{MARK}anything",
}


def rows(*patients: str) -> bytes:
    """The marked row for each patient, once in the GP record and once on the chart."""
    lines = [
        {
            **ROW,
            "patient_id": f"{MARK}{who}",
            "source": source,
            "kind": kind,
            "course": course,
            "entry_id": f"{MARK}{who}-{source}",
        }
        for who in patients
        for source, kind, course in (("gp", "plan", "repeat"), ("epma", "order", "inpatient"))
    ]
    return "".join(json.dumps(line) + "\n" for line in lines).encode()


def fhir() -> bytes:
    """The marks in a message, where readers find the values of a person."""
    return json.dumps(
        {
            "resourceType": "Bundle",
            "type": "collection",
            "entry": [
                {
                    "resource": {
                        "resourceType": "Patient",
                        "id": f"{MARK}p",
                        "name": [{"family": f"{MARK}family"}],
                        "birthDate": f"{MARK}born",
                    }
                },
                {
                    "resource": {
                        "resourceType": "MedicationStatement",
                        "id": f"{MARK}m",
                        "status": f"{MARK}status",
                        "medicationCodeableConcept": {"text": f"{MARK}medicine"},
                        "dosage": [{"text": f"{MARK}dose", "doseAndRate": f"{MARK}rate"}],
                        "effectivePeriod": {"start": f"{MARK}start"},
                    }
                },
            ],
        }
    ).encode()


def everything(folder: Path, dictionary: medrecon.Dictionary) -> None:
    """All that a host may do with a record."""
    table = folder / f"{MARK}.jsonl"
    table.write_bytes(rows("a", "b"))
    (folder / f"{MARK}.json").write_bytes(fhir())
    (folder / f"{MARK}.xml").write_bytes(f"<{MARK}/>".encode())
    messages = list(read_each([table, folder / f"{MARK}.json", folder / f"{MARK}.xml"]))
    result = medrecon.reconcile(messages, dictionary=dictionary, as_of=AS_OF, event="admission")
    one = medrecon.reconcile(
        medrecon.read(rows("a")), dictionary=dictionary, as_of=AS_OF, event="discharge"
    )
    for answer in (result, one):
        answer.to_frames().write_csv(folder / "frames")
        for kind in ("admission", "discharge", "dms"):
            answer.transfer(kind).to_markdown()
        answer.audit()
        answer.to_fhir()
        answer.proposals()
    run_batch(table, folder / "out.jsonl", dictionary=dictionary, as_of=AS_OF)


def test_the_log_holds_no_value_of_a_patient(tmp_path, dictionary, caplog):
    with caplog.at_level(logging.DEBUG):
        everything(tmp_path, dictionary)
    mine = [r for r in caplog.records if r.name.split(".")[0] == "medrecon"]
    assert {r.name for r in mine} >= {"medrecon.sources", "medrecon.api", "medrecon.batch"}
    for record in caplog.records:
        assert MARK.lower() not in record.getMessage().lower()
        assert MARK.lower() not in repr(record.args).lower()
        assert record.exc_info is None


def test_the_audit_record_holds_no_value_of_a_patient(dictionary):
    for raw in (rows("a"), fhir()):
        result = medrecon.reconcile(medrecon.read(raw), dictionary=dictionary, as_of=AS_OF)
        assert result.entries
        assert MARK.lower() not in json.dumps(result.audit()).lower()


def test_nobody_who_does_not_listen_hears_anything(tmp_path):
    code = (
        "import logging\n"
        "from medrecon.sources import read_each\n"
        "list(read_each([b'<x/>']))\n"
        "logging.getLogger('medrecon.sources').warning('a word')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout + done.stderr == ""


def test_read_each_tells_how_far_it_is(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(rows("a"))
    (tmp_path / "b.xml").write_bytes(b"<nothing/>")
    told = []
    read = list(read_each(tmp_path, progress=lambda *told_now: told.append(told_now)))
    assert told == [("messages", 1, 0), ("messages", 2, 0)]
    assert len(read) == 2


@pytest.mark.parametrize(("patients", "expected"), [(0, [0]), (3, [3]), (100, [100, 100])])
def test_a_batch_tells_how_far_it_is_and_the_whole_at_the_end(
    tmp_path, dictionary, patients, expected
):
    table = tmp_path / "in.csv"
    lines = ["patient_id,source,entry_id,medication"]
    lines += [f"{n},gp,1,Ramipril 5mg capsules" for n in range(patients)]
    table.write_text("\n".join(lines) + "\n", "utf-8")
    told = []
    report = run_batch(
        table,
        tmp_path / "out.jsonl",
        dictionary=dictionary,
        as_of=AS_OF,
        progress=lambda step, done, of: told.append((step, done, of)),
    )
    assert report.patients == patients
    assert told == [("patients", n, 0) for n in expected]


def test_an_audit_record_says_what_was_read_with_what_and_what_was_answered(demo):
    audit = demo.audit()
    files = sorted(data_path("demo").glob("[0-9]*"))
    hashes = {hashlib.sha256(f.read_bytes()).hexdigest() for f in files}
    assert {d["sha256"] for d in audit["read"]} == hashes
    assert sum(d["entries"] for d in audit["read"]) == len(demo.entries)
    assert (audit["as_of"], audit["event"], audit["at"]) == ("2026-03-16", "admission", None)
    assert audit["dictionary"] == demo.about.dictionary
    assert audit["policy"] == demo.about.policy
    assert audit["medrecon"] == medrecon.__version__
    answered = audit["answered"]
    assert answered["sha256"] == hashlib.sha256(demo.model_dump_json().encode()).hexdigest()
    assert {f["id"] for f in answered["findings"]} == {f.id for f in demo.findings}


def test_an_audit_record_is_the_same_for_the_same_run_in_any_order(dictionary, demo):
    files = sorted(data_path("demo").glob("[0-9]*"), reverse=True)
    again = medrecon.reconcile(
        [medrecon.read(f) for f in files], dictionary=dictionary, as_of=AS_OF, event="admission"
    )
    assert json.dumps(again.audit()) == json.dumps(demo.audit())
    together = medrecon.reconcile(
        medrecon.read(files), dictionary=dictionary, as_of=AS_OF, event="admission"
    )
    assert together.audit()["read"] == demo.audit()["read"]


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz", ".parquet"])
def test_a_document_is_named_by_the_hash_of_its_bytes(tmp_path, suffix):
    raw = rows("a")
    path = tmp_path / f"in{suffix}"
    if suffix == ".parquet":
        pl.read_ndjson(raw).write_parquet(path)
        raw = path.read_bytes()
    else:
        path.write_bytes(gzip.compress(raw) if suffix.endswith(".gz") else raw)
    (document,) = medrecon.read(path).documents
    assert document.sha256 == hashlib.sha256(raw).hexdigest()
    assert document.entries == 2


def test_a_copy_that_was_read_is_in_the_record_though_it_changes_no_answer(dictionary):
    once = medrecon.reconcile(medrecon.read(rows("a")), dictionary=dictionary, as_of=AS_OF)
    twice = medrecon.reconcile([medrecon.read(rows("a"))] * 2, dictionary=dictionary, as_of=AS_OF)
    assert [len(r.audit()["read"]) for r in (once, twice)] == [1, 2]
    assert once.audit()["answered"]["findings"] == twice.audit()["answered"]["findings"]


def test_the_time_in_an_audit_record_is_the_hosts(demo):
    at = dt.datetime(2026, 3, 16, 9, 30, tzinfo=dt.UTC)
    assert demo.audit(at=at)["at"] == "2026-03-16T09:30:00+00:00"
    assert {k: v for k, v in demo.audit(at=at).items() if k != "at"} == {
        k: v for k, v in demo.audit().items() if k != "at"
    }


def test_entries_by_hand_and_stored_answers_say_what_they_are(dictionary):
    entry = medrecon.Entry("1", medrecon.Source("gp"), "Ramipril 5mg capsules")
    made = medrecon.reconcile([entry], dictionary=dictionary, as_of=AS_OF)
    assert made.audit()["read"] == [
        {"format": "entries", "sha256": None, "entries": 1, "problems": 0}
    ]
    hand = medrecon.Reading("by hand", (entry,))
    assert (
        medrecon.reconcile(hand, dictionary=dictionary, as_of=AS_OF).audit()["read"][0]["format"]
        == "by hand"
    )
    stored = medrecon.Reconciliation.model_validate_json(made.model_dump_json())
    assert stored.audit()["read"] is None
    assert stored.audit()["answered"] == made.audit()["answered"]


def test_the_audit_record_of_the_demonstration_patient(demo, golden):
    text = json.dumps(demo.audit(), indent=1) + "\n"
    for version in (demo.about.policy, demo.about.dictionary, demo.audit()["answered"]["sha256"]):
        text = text.replace(version, "version")
    assert text == golden("audit.json", text)
