"""Whole releases and whole populations: compile a dictionary, reconcile a table, draft a mapping."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import medrecon
from medrecon.api.batch import run_batch
from medrecon.cli.inputs import DONE, WITH_PROBLEMS, open_dictionary, print_json
from medrecon.cli.output import write
from medrecon.cli.progress import progress_bar
from medrecon.errors import UnreadableInput
from medrecon.sources.mapping import READY, draft_mapping

PROBLEMS_SHOWN = 20


def build_dictionary(release: Path, out: Path, *, bonus: Path | None, as_json: bool) -> int:
    """Compile a release into one file."""
    with progress_bar("Compiling the dictionary") as progress:
        medrecon.Dictionary.build(release, out, bonus=bonus, progress=progress)
    built = medrecon.Dictionary.open(out)
    if as_json:
        print_json({"out": str(out), "release": built.release, "bytes": out.stat().st_size})
    else:
        write(f"{out}: {built.release}, {out.stat().st_size:,} bytes\n")
    return DONE


def draft(file: Path, *, as_json: bool) -> int:
    """A mapping file for an extract, on standard output."""
    if not file.is_file():
        raise UnreadableInput("a table", "no file of that name", at=file.name)
    drafted = draft_mapping(file, name=file.stem)
    if as_json:
        print_json({"name": file.stem, "toml": drafted})
    else:
        write(drafted)
    return DONE


def ready(*, as_json: bool) -> int:
    """The names of the mappings that come with the package."""
    if as_json:
        print_json(list(READY))
    else:
        write("".join(f"{name}\n" for name in READY))
    return DONE


def batch(
    table: Path,
    out: Path,
    *,
    as_of: dt.date,
    dictionary: str | None,
    event: str | None,
    patients: Path | None,
    policy: Path | None,
    resume: bool,
    as_json: bool,
) -> int:
    """Reconcile a table of patients; 0, or 6 when something of the input could not be read."""
    lexicon = open_dictionary(dictionary)
    with progress_bar("Reconciling") as progress:
        report = run_batch(
            table,
            out,
            dictionary=lexicon,
            as_of=as_of,
            event=event,
            patients=patients,
            policy=medrecon.Policy.load(policy) if policy else None,
            resume=resume,
            progress=progress,
        )
    for problem in report.problems[:PROBLEMS_SHOWN]:
        sys.stderr.write(f"medrecon: {problem.message}\n")
    counts = {
        "out": str(out),
        "patients": report.patients,
        "resumed": report.resumed,
        "rows": report.rows,
        "findings": report.findings,
        "patients_with_problems": report.patients_with_problems,
        "unreadable_rows": len(report.problems),
    }
    if as_json:
        print_json(counts)
    else:
        write("".join(f"{k.replace('_', ' ')}: {v}\n" for k, v in counts.items()))
    return WITH_PROBLEMS if report.problems or report.patients_with_problems else DONE
