"""Every open message and vignette, where they are at hand: its FHIR is valid and comes back the same."""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
import os
from pathlib import Path

import pytest
from benchmarks.check_fhir import answers, differences

import medrecon
from fhir_check import faults

CORPUS = os.environ.get("MEDRECON_CORPUS")
pytestmark = pytest.mark.skipif(
    not CORPUS, reason="MEDRECON_CORPUS does not point at the open messages"
)
SHAPES = ("collection", "document")
EVENTS = ("admission", "transfer", "discharge", "review")


def checked(name, answer, dictionary):
    """A doubt between structure and words of one nameless line cannot come back; all else does."""
    for shape in SHAPES:
        assert faults(answer.to_fhir(shape)) == [], name
        told = [d for d in differences(answer, shape, dictionary) if not d.startswith("(''")]
        assert told == [], name


def test_every_message_that_can_be_read(dictionary):
    seen = 0
    for name, answer in answers(Path(CORPUS) / "payloads", dictionary):
        checked(name, answer, dictionary)
        seen += 1
    assert seen


def test_every_vignette(dictionary, tmp_path):
    home = Path(CORPUS) / "scorers" / "vignette_table.py"
    spec = importlib.util.spec_from_file_location("vignette_table", home)
    table = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(table)
    vignettes = json.loads((Path(CORPUS) / "vignettes" / "open.json").read_text("utf-8"))
    for v in vignettes["vignettes"]:
        path = table.write_rows(table.entry_rows(v), tmp_path / f"{v['id']}.jsonl")
        answer = medrecon.reconcile(
            medrecon.read(path),
            dictionary=dictionary,
            as_of=dt.date.fromisoformat(v["as_of"]),
            event=v["care_setting_event"] if v["care_setting_event"] in EVENTS else None,
            patient=table.patient_of(medrecon, v),
        )
        checked(v["id"], answer, dictionary)
