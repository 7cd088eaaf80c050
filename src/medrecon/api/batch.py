"""A whole entries table: one answer a patient, in the memory of one patient."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from medrecon.api.people import Person, read_people
from medrecon.api.reconcile import Reconciliation, reconcile
from medrecon.dmd import Dictionary
from medrecon.errors import UnreadableInput
from medrecon.model import Problem
from medrecon.policy import Policy
from medrecon.sources.table import Population

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class BatchReport:
    """What a batch did: patients answered (and left alone by `resume`), and what was amiss.

    `problems` are those of the file, where no patient is known; `patients_with_problems` counts the
    answers that list problems of their own.
    """

    patients: int
    resumed: int
    rows: int
    problems: tuple[Problem, ...]
    patients_with_problems: int
    findings: int


def reconcile_table(
    population: Population,
    *,
    dictionary: Dictionary,
    as_of: dt.date,
    event: str | None = None,
    people: Mapping[str, Person] | None = None,
    policy: Policy | None = None,
    skip: frozenset[str] = frozenset(),
) -> Iterator[tuple[str, Reconciliation]]:
    """(patient_id, answer) for every patient of a table, in the order of the ids.

    Each answer is what `reconcile` gives for that patient's rows alone.
    """
    for patient_id, reading in population:
        if patient_id in skip:
            continue
        person = people.get(patient_id) if people else None
        yield (
            patient_id,
            reconcile(
                reading,
                dictionary=dictionary,
                as_of=as_of,
                event=event,
                patient=person.patient(reading.patient) if person else None,
                policy=policy,
            ),
        )


def run_batch(
    table: Path,
    out: Path,
    *,
    dictionary: Dictionary,
    as_of: dt.date,
    event: str | None = None,
    patients: Path | None = None,
    policy: Policy | None = None,
    resume: bool = False,
    progress: Progress | None = None,
) -> BatchReport:
    """Reconcile every patient of `table` into `out`, JSON Lines, one answer a line.

    A line is the answer with `patient_id` before it. With `resume`, patients whose whole line stands
    in `out` already are left alone; half a line at its end, from a run that was cut, is written anew.
    """
    people = read_people(patients) if patients else None
    population = Population(table)
    done = _written(out) if resume else frozenset()
    count = ill = findings = 0
    with out.open("a" if resume else "w", encoding="utf-8", newline="\n") as file:
        for patient_id, answer in reconcile_table(
            population,
            dictionary=dictionary,
            as_of=as_of,
            event=event,
            people=people,
            policy=policy,
            skip=done,
        ):
            file.write(f'{{"patient_id":{json.dumps(patient_id)},{answer.model_dump_json()[1:]}\n')
            count += 1
            ill += bool(answer.problems)
            findings += len(answer.findings)
            if progress and count % 100 == 0:
                progress("patients", count, 0)
    return BatchReport(count, len(done), population.rows, population.problems, ill, findings)


def _written(out: Path) -> frozenset[str]:
    """The patients whose whole line stands in the file; what follows the last whole line is cut."""
    if not out.exists():
        return frozenset()
    found, whole = set(), 0
    with out.open("rb") as file:
        for line in file:
            if not line.endswith(b"\n"):
                break
            try:
                value: Any = json.loads(line)
            except ValueError:
                raise UnreadableInput(
                    "answers of an earlier run, one a line",
                    "a line that is none",
                    at=out.name,
                    hint="without --resume the file is written anew",
                ) from None
            found.add(str(value.get("patient_id", "")))
            whole += len(line)
    with out.open("r+b") as file:
        file.truncate(whole)
    return frozenset(found)
