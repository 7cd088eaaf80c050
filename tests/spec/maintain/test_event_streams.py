"""Records arrive one after another, in any order: the list ends as if all had come at once."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from kept import sample

import medrecon
from medrecon import Patient, Reading

sys.path.append(
    str(Path(__file__).parents[1] / "vignettes")
)  # the vignettes are a chapter of their own
from vignette_files import read_all

MOST = 4
CORPUS = os.environ.get("MEDRECON_CORPUS")
COURSES = {
    "repeat": ("plan", "repeat"),
    "acute": ("order", "acute"),
    "dispensed": ("dispense", None),
    "otc": ("dispense", "otc"),
    "inpatient": ("order", "inpatient"),
    "discharge": ("order", "discharge"),
    "administered": ("administration", None),
}
COLUMNS = ("route", "status", "start", "end", "last_issued", "days_supply", "stop_reason", "note")


@dataclass(frozen=True)
class Stream:
    """The records of one person, one for each source."""

    id: str
    records: list[Reading]
    as_of: date
    event: str | None
    patient: Patient | None = None


def own() -> Iterator[Stream]:
    for v in read_all():
        whole, *asked = v.readings()
        by_source: dict[Any, list[Any]] = {}
        for e in whole.entries:
            by_source.setdefault(e.source, []).append(e)
        records = [replace(whole, entries=tuple(es), sources=(s,)) for s, es in by_source.items()]
        yield Stream(v.id, [*records, *asked], v.as_of, v.event, v.person())


def open_ones() -> Iterator[Stream]:
    held = json.loads((Path(str(CORPUS)) / "vignettes" / "open.json").read_text("utf-8"))
    for v in held["vignettes"]:
        records = [
            medrecon.read("".join(json.dumps(r) + "\n" for r in rows).encode())
            for n, s in enumerate(v["sources"])
            if (rows := list(_rows(v, n, s)))
        ]
        event = v["care_setting_event"]
        known = event if event in ("admission", "transfer", "discharge", "review") else None
        yield Stream(v["id"], records, date.fromisoformat(v["as_of"]), known)


def _rows(v: dict[str, Any], n: int, source: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for k, e in enumerate(source["entries"]):
        kind, course = COURSES.get(e["type"], ("order", "clinic"))
        row = {
            "patient_id": source.get("patient_ref") or v["patient"]["ref"],
            "source": source["source"],
            "system": source.get("system"),
            "entry_id": f"{n}-{k}",
            "medication": e["name"],
            "dosage": e.get("dose_text"),
            "kind": kind,
            "course": course,
            **{c: e.get(c) for c in COLUMNS},
        }
        yield {c: value for c, value in row.items() if value is not None}


def differing(stream: Stream) -> list[str]:
    """The orders in which a stream does not end in the answer to all at once."""
    call = {"dictionary": sample(), "as_of": stream.as_of, "patient": stream.patient}
    whole = medrecon.reconcile(stream.records, event=stream.event, **call).model_dump_json()
    wrong = []
    for order in permutations(range(len(stream.records))):
        first, *rest = (stream.records[n] for n in order)
        kept = medrecon.reconcile(first, event=stream.event, **call)
        for record in rest:
            kept = medrecon.update(kept, record, **call)
        if kept.model_dump_json() != whole:
            wrong.append(f"{stream.id} {order}")
    return wrong


def test_our_vignettes_in_every_order():
    streams = [s for s in own() if 2 <= len(s.records) <= MOST]
    assert len(streams) > 50
    assert [x for s in streams for x in differing(s)] == []


@pytest.mark.skipif(not CORPUS, reason="MEDRECON_CORPUS does not point at the open corpus")
def test_the_open_vignettes_in_every_order():
    streams = [s for s in open_ones() if 2 <= len(s.records) <= MOST]
    assert streams
    assert [x for s in streams for x in differing(s)] == []
