"""One person: the demonstration patient, or files reconciled into one list."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import medrecon
from medrecon._data import data_path
from medrecon.cli.decisions import read_decisions
from medrecon.cli.inputs import (
    DONE,
    FINDINGS,
    WITH_PROBLEMS,
    mapped,
    open_dictionary,
    print_json,
    read_all,
)
from medrecon.cli.output import write
from medrecon.errors import UsageError
from medrecon.model import SEVERITIES

DEMO_DAY, DEMO_EVENT = dt.date(2026, 3, 16), "admission"


def demo(*, as_json: bool) -> int:
    """The demonstration patient: four real-format messages, one list."""
    files = sorted(data_path("demo").glob("[0-9]*"))
    readings = [medrecon.read(path) for path in files]
    result = medrecon.reconcile(
        readings,
        dictionary=medrecon.Dictionary.sample(),
        as_of=DEMO_DAY,
        event=DEMO_EVENT,
    )
    if not as_json:
        write("An invented patient, four messages (data/demo):\n")
        for path, reading in zip(files, readings, strict=True):
            write(
                f"  {path.name}: {reading.format}, {len(reading.entries)} entries, "
                f"{len(reading.problems)} problems\n"
            )
    show(result, output="json" if as_json else "text")
    return DONE


def reconcile_files(
    files: list[str],
    *,
    dictionary: str | None,
    as_of: dt.date,
    event: str | None,
    output: str,
    fail_on: str | None,
    policy: Path | None,
    mappings: list[str],
    decisions: Path | None = None,
) -> int:
    """Read the files, reconcile them, print; 0, 1 (--fail-on) or 6 (problems in the input)."""
    if output not in ("text", "json", "fhir"):
        raise UsageError("text, json or fhir", "another word", at="--format")
    if fail_on is not None and fail_on not in SEVERITIES:
        raise UsageError(f"one of {', '.join(SEVERITIES)}", "another word", at="--fail-on")
    readings = read_all(files, mapped(mappings, files))
    result = medrecon.reconcile(
        readings,
        dictionary=open_dictionary(dictionary),
        as_of=as_of,
        event=event,
        policy=medrecon.Policy.load(policy) if policy else None,
        decisions=read_decisions(decisions),
    )
    show(result, output=output)
    worst = max((SEVERITIES.index(f.severity) for f in result.findings), default=-1)
    if fail_on is not None and worst >= SEVERITIES.index(fail_on):
        return FINDINGS
    return WITH_PROBLEMS if result.problems else DONE


def show(result: medrecon.Reconciliation, *, output: str) -> None:
    """Print an answer as a table, as JSON or as a FHIR Bundle."""
    if output == "json":
        write(result.model_dump_json(indent=2) + "\n")
        return
    if output == "fhir":
        print_json(result.to_fhir())
        return
    from medrecon.cli.text import render

    render(result)
