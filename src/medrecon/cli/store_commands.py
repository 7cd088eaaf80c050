"""What `medrecon store …` does: keep, list, decide, look after the file."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import medrecon
from medrecon.cli.inputs import (
    DONE,
    WITH_PROBLEMS,
    mapped,
    open_dictionary,
    print_json,
    read_all,
)
from medrecon.cli.one_person import show
from medrecon.cli.output import write
from medrecon.errors import UnreadableInput, UsageError
from medrecon.model import Answer, Decision
from medrecon.store import SqliteJournal, Store, open_store


def add(store: Path, patient: str, files: list[str], *, mappings: list[str], as_json: bool) -> int:
    """Read the files and keep what they say of one patient; 6 where a file has problems."""
    readings = read_all(files, mapped(mappings, files))
    with open_store(store) as held:
        numbers = held.add(patient, *readings)
    entries = sum(len(r.entries) for r in readings)
    problems = sum(len(r.problems) for r in readings)
    if as_json:
        counts = {"kept": len(numbers), "entries": entries, "problems": problems}
        print_json({**counts, "numbers": list(numbers)})
    else:
        write(f"kept: {len(numbers)} readings, {entries} entries, {problems} problems\n")
    return WITH_PROBLEMS if problems else DONE


def list_(
    store: Path,
    patient: str,
    *,
    dictionary: str | None,
    as_of: dt.date,
    event: str | None,
    known_by: dt.date | None,
    policy: Path | None,
    as_json: bool,
) -> int:
    """Print the list of a patient as it stood on a day."""
    with open_store(store, create=False) as held:
        _expect_known(held, patient)
        result = _listed(held, patient, dictionary, as_of, event, policy, known_by)
    show(result, output="json" if as_json else "text")
    if not as_json:
        write(_to_decide(result))
    return WITH_PROBLEMS if result.problems else DONE


def _to_decide(result: Answer) -> str:
    """The ids that `decide` takes, and what has been decided."""
    lines = [
        f"  {f.id}  {f.severity} {f.type.replace('_', ' ')}: {', '.join(f.ingredients)}"
        for f in result.findings
    ]
    taken = [
        f"  {d.finding_id}  {d.kind.replace('_', ' ')} by {d.by} on {d.at[:10]}: {d.reason}"
        for d in result.decisions
    ]
    parts = (("To decide", lines), ("Decided", taken))
    return "".join(f"\n{title}\n" + "\n".join(told) + "\n" for title, told in parts if told)


def update(
    store: Path,
    patient: str,
    files: list[str],
    *,
    dictionary: str | None,
    as_of: dt.date,
    event: str | None,
    policy: Path | None,
    as_json: bool,
) -> int:
    """Keep what has come, and print what it changes in the list since the last update."""
    readings = read_all(files, {})
    lexicon = open_dictionary(dictionary)
    with open_store(store) as held:
        result = medrecon.stored_update(
            held,
            patient,
            *readings,
            dictionary=lexicon,
            as_of=as_of,
            event=event or "same",
            policy=medrecon.Policy.load(policy) if policy else None,
        )
    if as_json:
        told = [asdict(change) for change in result.changes]
        print_json({"changes": told, "answer": json.loads(result.model_dump_json())})
    else:
        write("".join(f"{c.cause}: {c.text}\n" for c in result.changes) or "nothing has changed\n")
    return WITH_PROBLEMS if result.problems else DONE


def decide(
    store: Path,
    patient: str,
    taken: dict[str, Any],
    *,
    dictionary: str | None,
    as_of: dt.date,
    event: str | None,
    policy: Path | None,
    as_json: bool,
) -> int:
    """Keep a decision on a finding of an answer that was kept, or of the list as `list` prints it."""
    with open_store(store, create=False) as held:
        _expect_known(held, patient)
        decision = Decision(**taken)
        about = _about(tuple(held.answers(patient)), taken["finding_id"])
        if about is None:
            result = _listed(held, patient, dictionary, as_of, event, policy)
            about = _about([result.model_dump_json()], taken["finding_id"])
        if about is None:
            raise UsageError(
                "the id of a finding of this patient",
                "another id",
                at="FINDING",
                hint="medrecon store list STORE PATIENT prints them; give the same "
                "--as-of, --event, --dictionary and --policy here",
            )
        decision = replace(decision, about=about)
        held.add(patient, decisions=[decision])
    if as_json:
        print_json(decision.to_data())
    else:
        write(f"kept: {decision.kind} by {decision.by} on {decision.moment}\n")
    return DONE


def patients(store: Path, *, as_json: bool) -> int:
    """Print the keys of all patients."""
    with open_store(store, create=False) as held:
        if as_json:
            print_json(list(held.patients()))
        else:
            for key in held.patients():
                write(f"{key}\n")
    return DONE


def check(store: Path, *, as_json: bool) -> int:
    """Read all of the store; how many items there are."""
    journal = SqliteJournal(store, create=False)
    try:
        count = journal.check()
    finally:
        journal.close()
    if as_json:
        print_json({"items": count})
    else:
        write(f"whole: {count} items\n")
    return DONE


def _expect_known(held: Store, patient: str) -> None:
    if not held.journal.items(patient):
        raise UnreadableInput(
            "a patient of the store",
            "another key",
            at="PATIENT",
            hint="medrecon store patients STORE lists them",
        )


def _listed(
    held: Store,
    patient: str,
    dictionary: str | None,
    as_of: dt.date,
    event: str | None,
    policy: Path | None,
    known_by: dt.date | None = None,
) -> medrecon.Reconciliation:
    """The list as it stood on a day, by the dictionary and the policy that the options name."""
    return medrecon.stored_list(
        held,
        patient,
        dictionary=open_dictionary(dictionary),
        as_of=as_of,
        event=event,
        known_by=known_by,
        policy=medrecon.Policy.load(policy) if policy else None,
    )


def _about(answers: Sequence[str], finding_id: str) -> str | None:
    """The finding in words, as the newest of the answers that has it says; None where none has."""
    for text in reversed(answers):
        answer = json.loads(text)
        closed = (d.get("finding") for d in answer.get("decisions", ()))
        for f in (*answer["findings"], *filter(None, closed)):
            if f["id"] == finding_id:
                return f"{f['severity']} {f['type']}: {f['message']}"
    return None
