"""A whole entries table: one answer a patient, in the memory of one patient."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from medrecon._log import logger
from medrecon.api.people import Person, read_people
from medrecon.api.reconcile import Reconciliation, reconcile
from medrecon.dmd import Dictionary
from medrecon.errors import UnreadableInput, UsageError
from medrecon.model import Problem
from medrecon.policy import Policy
from medrecon.sources.table import Population

log = logger("batch")
Progress = Callable[[str, int, int], None]
START = '{"patient_id":'


@dataclass(frozen=True, slots=True)
class BatchReport:
    """What a batch did: patients answered (and left alone by `resume`), and what was amiss.

    `problems` are those of the file, where no patient is known; `patients_with_problems` counts the
    answers in OUT that list problems of their own, those of an earlier run too.
    """

    patients: int
    resumed: int
    rows: int
    problems: tuple[Problem, ...]
    patients_with_problems: int
    findings: int


def reconcile_table(
    table: Any,
    *,
    dictionary: Dictionary,
    as_of: dt.date,
    event: str | None = None,
    people: Mapping[str, Person] | None = None,
    policy: Policy | None = None,
    skip: frozenset[str] = frozenset(),
) -> Iterator[tuple[str, Reconciliation]]:
    """(patient_id, answer) for every patient of a table, in the order of the ids.

    `table` is a file (.csv, .jsonl, .parquet), a frame (polars, pandas, pyarrow) or a Population.
    Each answer is what `reconcile` gives for that patient's rows alone.
    """
    population = table if isinstance(table, Population) else Population(table)
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
    `progress` is called as `progress("patients", done, 0)`, every hundred patients and at the end.
    """
    _apart(out, table, patients)
    people, odd = read_people(patients) if patients else (None, ())
    population = Population(table)
    before = _written(out) if resume else Written()
    this_run: dict[str, Any] = {
        "dictionary": dictionary,
        "as_of": as_of,
        "event": event,
        "policy": policy,
    }
    before.check(reconcile((), **this_run), out)
    count = findings = 0
    ill = before.ill
    answers = reconcile_table(
        population,
        people=people,
        skip=before.patients,
        **this_run,
    )
    with _opened(out, append=resume) as file:
        for patient_id, answer in answers:
            file.write(f"{START}{json.dumps(patient_id)},{answer.model_dump_json()[1:]}\n")
            count += 1
            ill += bool(answer.problems)
            findings += len(answer.findings)
            if progress and count % 100 == 0:
                progress("patients", count, 0)
    if progress:
        progress("patients", count, 0)
    log.info("batch: %d patients, %d findings, %d rows", count, findings, population.rows)
    problems = (*odd, *population.problems)
    return BatchReport(count, len(before.patients), population.rows, problems, ill, findings)


def _apart(out: Path, *inputs: Path | None) -> None:
    """Refuse to write over what is read."""
    for given in inputs:
        if given is not None and out.exists() and given.exists() and out.samefile(given):
            raise UsageError("an OUT of its own", "one of the inputs", at=str(out))


def _opened(out: Path, *, append: bool) -> TextIO:
    try:
        return out.open("a" if append else "w", encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(
            "an OUT that can be written", error.strerror or "an error", at=str(out)
        ) from None


@dataclass(frozen=True, slots=True)
class Written:
    """What an earlier run wrote: whose answers, under which day, event and versions, and how many list problems."""

    patients: frozenset[str] = frozenset()
    about: frozenset[str] = frozenset()
    ill: int = 0

    def check(self, answer: Reconciliation, out: Path) -> None:
        """Refuse to go on with answers that this run (`answer` is one of it) would have given otherwise."""
        if self.about and self.about != {_about(json.loads(answer.about.model_dump_json()))}:
            raise UsageError(
                "the day, event, dictionary and policy of the earlier run",
                "others",
                at=str(out),
                hint="without --resume the file is written anew",
            )


def _about(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def _written(out: Path) -> Written:
    """What stands in the file as whole lines; half an answer after them is cut off.

    Raises UnreadableInput, and changes nothing, when the file is no answers of an earlier run.
    """
    if not out.exists():
        return Written()
    patients, about, whole, ill = set(), set(), 0, 0
    with out.open("rb") as file:
        for line in file:
            if not line.endswith(b"\n") and (START.encode()[: len(line)] == line[: len(START)]):
                break
            answer = _answer(line, out)
            patients.add(answer["patient_id"])
            about.add(_about(answer["about"]))
            ill += bool(answer.get("problems"))
            whole += len(line)
    # rows without a patient come first, one answer each: whether all of them are there is not told
    if patients == {""}:
        patients, about, whole, ill = set(), set(), 0, 0
    with out.open("r+b") as file:
        file.truncate(whole)
    return Written(frozenset(patients), frozenset(about), ill)


def _answer(line: bytes, out: Path) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except ValueError:
        value = None
    if isinstance(value, dict) and {"patient_id", "about", "medications"} <= set(value):
        return value
    raise UnreadableInput(
        "answers of an earlier run, one a line",
        "a line that is none",
        at=out.name,
        hint="without --resume the file is written anew",
    )
