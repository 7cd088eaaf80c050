"""What the commands do: call the library, print, and say how it went in an exit code."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import medrecon
from medrecon._data import data_path
from medrecon.api.batch import run_batch
from medrecon.cli.decisions import read_decisions
from medrecon.cli.output import write
from medrecon.cli.progress import progress_bar
from medrecon.errors import DictionaryError, UnreadableInput, UsageError
from medrecon.model import SEVERITIES, Match, Product, Reading
from medrecon.sources.mapping import READY, Mapping, draft_mapping, load_mapping, read_mapped
from medrecon.write import answer_schema

DONE, FINDINGS, WITH_PROBLEMS = 0, 1, 6
PROBLEMS_SHOWN = 20
DEMO_DAY, DEMO_EVENT = dt.date(2026, 3, 16), "admission"


def print_json(value: Any) -> None:
    """One JSON document on standard output."""
    write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def open_dictionary(path: str | None) -> medrecon.Dictionary:
    """The named dictionary, or the embedded sample with a word of warning."""
    if path is None:
        sys.stderr.write(
            "medrecon: using the embedded dm+d sample, which is for trials only. "
            "Hint: --dictionary PATH names a TRUD release.\n"
        )
        return medrecon.Dictionary.sample()
    if not Path(path).exists():
        raise DictionaryError(
            "a TRUD zip, a folder of its XML or a compiled file",
            "a path where nothing is",
            at=path,
            hint="dm+d is free from NHS TRUD; medrecon dictionary build RELEASE.zip OUT compiles it",
        )
    return medrecon.Dictionary.open(path)


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


def mapped(pairs: list[str], files: list[str]) -> dict[str, Mapping]:
    """The mapping of each file that --mapping names."""
    found = {}
    for pair in pairs:
        name, _, mapping = pair.partition("=")
        if not mapping or name not in files:
            raise UsageError(
                "FILE=MAPPING with one of the files",
                "another text",
                at="--mapping",
                hint=f"MAPPING is a TOML file or one of {', '.join(READY)}",
            )
        found[name] = load_mapping(mapping)
    return found


def read_all(files: list[str], mappings: dict[str, Mapping]) -> list[Reading]:
    """Every file read, or one error that names each file that could not be."""
    readings, faults = [], []
    for name in files:
        try:
            if name in mappings:
                readings.append(read_mapped(name, mappings[name]))
            else:
                readings.append(medrecon.read(sys.stdin.buffer.read() if name == "-" else name))
        except UnreadableInput as error:
            faults.append((name, error))
    if len(faults) == 1:
        raise faults[0][1]
    if faults:
        for name, fault in faults:
            sys.stderr.write(f"medrecon: {name}: {fault}\n")
        raise UnreadableInput(
            "messages that can be read", f"{len(faults)} of {len(files)} that cannot"
        )
    return readings


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


def lines_or(texts: Iterable[str] | None) -> list[str]:
    """The texts given, or the lines of standard input when none is."""
    return list(texts) if texts else [line.rstrip("\r\n") for line in sys.stdin]


def _product(product: Product | None) -> dict[str, Any] | None:
    if product is None:
        return None
    return {"level": product.level, "code": product.code, "name": product.name}


def describe(text: str, match: Match) -> dict[str, Any]:
    """A match as JSON data."""
    return {
        "text": text,
        "status": match.status,
        "product": _product(match.product),
        "moiety": _product(match.moiety),
        "candidates": [_product(c) for c in match.candidates[:5]],
        "why": list(match.why),
        "flags": list(match.flags),
    }


def resolve_texts(texts: list[str] | None, *, dictionary: str | None, as_json: bool) -> int:
    """Resolve medicine texts; always 0, for “unresolved” is an answer."""
    lexicon = open_dictionary(dictionary)
    found = [describe(text, lexicon.resolve(text)) for text in lines_or(texts)]
    if as_json:
        print_json(found)
        return DONE
    for item in found:
        best = item["product"] or item["moiety"]
        named = f"{best['name']} ({best['level']} {best['code']})" if best else ""
        write(f"{item['text']}\n  {item['status']}: {named}\n")
        if item["status"] in ("ambiguous", "moiety"):
            for candidate in item["candidates"]:
                write(f"    perhaps {candidate['name']} ({candidate['code']})\n")
        for reason in (*item["why"], *item["flags"]):
            write(f"    {reason}\n")
    return DONE


def read_doses(texts: list[str] | None, *, as_json: bool) -> int:
    """Read dosage texts; always 0, for what was not understood is shown as such."""
    found = [medrecon.parse_dosage(text) for text in lines_or(texts)]
    if as_json:
        print_json(
            [
                {
                    "text": d.text,
                    "status": d.status,
                    "dosage": d.to_fhir(),
                    "wording": d.to_text(),
                    "unparsed": list(d.unparsed),
                }
                for d in found
            ]
        )
        return DONE
    for dosage in found:
        write(f"{dosage.text}\n  {dosage.status}: {dosage.to_text()}\n")
        if dosage.unparsed:
            write(f"    not understood: {'; '.join(dosage.unparsed)}\n")
    return DONE


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


def draft(file: Path) -> int:
    """A mapping file for an extract, on standard output."""
    if not file.is_file():
        raise UnreadableInput("a table", "no file of that name", at=file.name)
    write(draft_mapping(file, name=file.stem))
    return DONE


def ready() -> int:
    """The names of the mappings that come with the package."""
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


def print_policy(table: str | None, file: Path | None, *, as_json: bool) -> int:
    """The policy's version and tables, as JSON or a row a line."""
    policy = medrecon.Policy.load(file) if file else medrecon.Policy.default()
    if table is not None and table not in policy.tables:
        raise UsageError(f"one of {', '.join(policy.tables)}", "another word", at="TABLE")
    tables = {k: v for k, v in policy.tables.items() if table in (None, k)}
    if as_json:
        print_json({"version": policy.version, "tables": tables})
        return DONE
    write(f"{policy.version}\n")
    for name, rows in tables.items():
        write(f"\n{name}\n")
        listed = rows if isinstance(rows, (list, tuple)) else [{k: v} for k, v in rows.items()]
        for row in listed:
            write("  " + "; ".join(f"{k} {v}" for k, v in row.items()) + "\n")
    return DONE


def print_schema() -> int:
    """The JSON Schema of the answer (draft 2020-12)."""
    print_json(answer_schema())
    return DONE
