"""Invariants 2 and 3. Order does not matter; the same input gives the same bytes, here and elsewhere."""

from __future__ import annotations

import copy
import datetime as dt
import json
import os
import random
import subprocess
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from strategies import (
    AS_OF,
    EVENTS,
    LISTS,
    NAMES,
    STATUSES,
    WORDINGS,
    body,
    gp_connect,
    message,
    messages,
    reconcile,
    records,
)

import medrecon


@given(records(max_size=9), st.randoms(use_true_random=False), st.sampled_from(EVENTS))
def test_shuffled_entries_give_the_same_bytes(lines, chance, event):
    shuffled = list(lines)
    chance.shuffle(shuffled)
    first = reconcile(lines, event=event)
    assert reconcile(shuffled, event=event).model_dump_json() == first.model_dump_json()


@given(
    st.lists(messages, min_size=2, max_size=4),
    records(max_size=3),
    st.randoms(use_true_random=False),
)
def test_shuffled_messages_and_entries_give_the_same_bytes(made, lines, chance):
    given_ = [*(medrecon.read(message(m)) for m in made), *lines]
    shuffled = list(given_)
    chance.shuffle(shuffled)
    assert reconcile(shuffled).model_dump_json() == reconcile(given_).model_dump_json()


@given(messages, st.randoms(use_true_random=False), st.sampled_from(EVENTS))
def test_the_resources_of_a_bundle_may_stand_in_any_order(made, chance, event):
    """Only the places in the file differ, of course."""
    shuffled = copy.deepcopy(made)
    chance.shuffle(shuffled["entry"])
    first, second = (reconcile(medrecon.read(message(m)), event=event) for m in (made, shuffled))
    assert body(second) == body(first)


@given(gp_connect(), st.randoms(use_true_random=False))
def test_an_entry_names_what_it_stands_for_in_an_order_of_its_own(made, chance):
    shuffled = copy.deepcopy(made)
    chance.shuffle(shuffled["entry"])
    first, second = (
        {e.id: e.refs for e in medrecon.read(message(m)).entries} for m in (made, shuffled)
    )
    assert second == first


@given(records(), st.sampled_from(EVENTS))
def test_asking_twice_gives_the_same_bytes(lines, event):
    copied = copy.deepcopy(lines)
    assert (
        reconcile(copied, event=event).model_dump_json()
        == reconcile(lines, event=event).model_dump_json()
    )


@given(messages)
def test_reading_twice_gives_the_same_reading(made):
    assert medrecon.read(message(made)) == medrecon.read(message(made))


@given(records())
def test_fhir_out_is_the_same_whatever_the_order(lines):
    assert reconcile(lines[::-1]).to_fhir() == reconcile(lines).to_fhir()


ANSWERS = """
import datetime, hashlib, pathlib, sys
import medrecon
dictionary = medrecon.Dictionary.sample()
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    for event in ("admission", "discharge", None):
        result = medrecon.reconcile(
            medrecon.read(path), dictionary=dictionary, as_of=datetime.date(2026, 3, 16), event=event
        )
        print(path.name, event, hashlib.sha256(result.model_dump_json().encode()).hexdigest())
"""


def write_tables(folder: Path, patients: int) -> None:
    """Entries tables of some people, a file each, the same on every run."""
    chance = random.Random(20260316)
    for n in range(patients):
        few = chance.sample(NAMES, 4)
        rows = []
        for i in range(chance.randint(2, 9)):
            source, kind, course = LISTS[chance.choice(list(LISTS))]
            row = {
                "patient_id": f"P{n}",
                "source": source,
                "entry_id": f"e{i}",
                "medication": chance.choice(few),
                "kind": kind,
                "course": course,
                "dosage": chance.choice(list(WORDINGS)),
                "status": chance.choice(STATUSES),
                "start": (AS_OF - dt.timedelta(days=chance.randint(0, 600))).isoformat(),
                "last_issued": (AS_OF - dt.timedelta(days=chance.randint(0, 200))).isoformat(),
            }
            rows.append(json.dumps({k: v for k, v in row.items() if v is not None}))
        (folder / f"p{n:02}.jsonl").write_text("\n".join(rows) + "\n", "utf-8")


def answers_of_a_fresh_process(folder: Path, hash_seed: str) -> str:
    """The digests of the answers, from a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", ANSWERS, str(folder)],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_a_fresh_process_with_another_hash_seed_gives_the_same_bytes(tmp_path):
    write_tables(tmp_path, 25)
    first = answers_of_a_fresh_process(tmp_path, "1")
    assert len(set(first.splitlines())) == 75
    assert answers_of_a_fresh_process(tmp_path, "4242") == first
