"""The commands: what each takes, and where its work is done."""

from __future__ import annotations

import datetime as dt
import io
import sys
from pathlib import Path
from typing import Annotated

import typer

from medrecon import __version__
from medrecon.cli import handover, lookups, one_person, population
from medrecon.cli.options import Day, DictionaryOption, EventOption, JsonOption, PolicyOption
from medrecon.cli.store_app import store_app
from medrecon.errors import MedrecError
from medrecon.policy import Policy

app = typer.Typer(
    name="medrecon",
    help="Several medication records of one person in, one reconciled list out. It proposes; a "
    "clinician decides.",
    epilog="Exit codes: 0 done, 1 findings asked for with --fail-on, 2 wrong use, 3 unreadable input, "
    "4 no or damaged dictionary, 5 a missing extra, 6 done but with problems in the input.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
dictionary_app = typer.Typer(help="The dm+d dictionary.", no_args_is_help=True)
app.add_typer(dictionary_app, name="dictionary")
mapping_app = typer.Typer(help="Mapping files for local extracts.", no_args_is_help=True)
app.add_typer(mapping_app, name="mapping")
app.add_typer(store_app, name="store")
app.command()(handover.transfer)
app.command()(handover.frames)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


@app.command()
def demo(as_json: JsonOption = False) -> None:
    """Reconcile the four messages of the demonstration patient."""
    raise typer.Exit(one_person.demo(as_json=as_json))


@app.command()
def reconcile(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE…", help="Messages; - reads one from standard input."),
    ],
    dictionary: DictionaryOption = None,
    as_of: Day = None,
    event: EventOption = None,
    output: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="text, json or fhir.")
    ] = "text",
    as_json: JsonOption = False,
    fail_on: Annotated[
        str | None,
        typer.Option(
            "--fail-on",
            metavar="SEVERITY",
            help="Exit 1 when a finding is at least low, moderate, high or critical.",
        ),
    ] = None,
    policy: PolicyOption = None,
    mapping: Annotated[
        list[str] | None,
        typer.Option(
            "--mapping",
            metavar="FILE=MAPPING",
            help="Read FILE, a local extract, by a mapping file or one of the ready ones.",
        ),
    ] = None,
    decisions: Annotated[
        Path | None,
        typer.Option(
            "--decisions",
            metavar="FILE",
            help="Decisions taken on earlier findings, as JSON (docs/maintain.md).",
        ),
    ] = None,
) -> None:
    """Reconcile messages about one person into one list with its discrepancies."""
    raise typer.Exit(
        one_person.reconcile_files(
            files,
            dictionary=dictionary,
            as_of=as_of.date() if as_of else dt.date.today(),
            event=event,
            output="json" if as_json else output,
            fail_on=fail_on,
            policy=policy,
            mappings=mapping or [],
            decisions=decisions,
        )
    )


@app.command()
def resolve(
    texts: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="TEXT…", help="Medicine texts; none reads lines from standard input."
        ),
    ] = None,
    dictionary: DictionaryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say which dm+d product a medicine text is about, or that it cannot be said."""
    raise typer.Exit(lookups.resolve_texts(texts, dictionary=dictionary, as_json=as_json))


@app.command()
def dose(
    texts: Annotated[
        list[str] | None,
        typer.Argument(metavar="TEXT…", help="Dosage texts; none reads lines from standard input."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Read dosage texts into structure, and show what was not understood."""
    raise typer.Exit(lookups.read_doses(texts, as_json=as_json))


@dictionary_app.command("build")
def dictionary_build(
    release: Annotated[
        Path, typer.Argument(metavar="RELEASE.zip", help="The TRUD zip, or a folder of its XML.")
    ],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The compiled file to write.")],
    bonus: Annotated[
        Path | None,
        typer.Option("--bonus", metavar="PATH", help="The supplementary (bonus) archive."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Compile a dm+d release into one file that opens at once."""
    raise typer.Exit(population.build_dictionary(release, out, bonus=bonus, as_json=as_json))


@mapping_app.command("draft")
def mapping_draft(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The local extract, as CSV.")],
    as_json: JsonOption = False,
) -> None:
    """Draft a mapping file from an extract's header; what it cannot know is left to fill in."""
    raise typer.Exit(population.draft(file, as_json=as_json))


@mapping_app.command("ready")
def mapping_ready(as_json: JsonOption = False) -> None:
    """Name the mappings that come with medrecon."""
    raise typer.Exit(population.ready(as_json=as_json))


@app.command()
def batch(
    table: Annotated[
        Path, typer.Argument(metavar="IN", help="The entries table: .csv, .jsonl or .parquet.")
    ],
    out: Annotated[
        Path, typer.Argument(metavar="OUT", help="JSON Lines, one answer a line, with patient_id.")
    ],
    as_of: Annotated[
        dt.datetime,
        typer.Option("--as-of", formats=["%Y-%m-%d"], metavar="DATE", help="The day asked about."),
    ],
    dictionary: DictionaryOption = None,
    event: EventOption = None,
    patients: Annotated[
        Path | None,
        typer.Option(
            "--patients",
            metavar="TABLE",
            help="patient_id, birth_date, sex, allergies, problems, weight_kg, pregnant.",
        ),
    ] = None,
    policy: PolicyOption = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Leave alone the patients that OUT already answers.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Reconcile every patient of an entries table."""
    raise typer.Exit(
        population.batch(
            table,
            out,
            as_of=as_of.date(),
            dictionary=dictionary,
            event=event,
            patients=patients,
            policy=policy,
            resume=resume,
            as_json=as_json,
        )
    )


@app.command()
def policy(
    table: Annotated[
        str | None, typer.Argument(metavar="TABLE", help="One table; none prints all of them.")
    ] = None,
    file: PolicyOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print the clinical knowledge in force: every row with its source and date."""
    raise typer.Exit(lookups.print_policy(table, file, as_json=as_json))


@app.command()
def explain(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WHAT…",
            help="Finding types or rule ids; with --in also ids of findings, medications or entries, "
            "and medicines. None explains everything.",
        ),
    ] = None,
    answer: Annotated[
        str | None,
        typer.Option(
            "--in", metavar="ANSWER", help="An answer as reconcile --json or batch wrote it; - too."
        ),
    ] = None,
    patient: Annotated[
        str | None,
        typer.Option("--patient", metavar="ID", help="The patient_id to look up in a batch."),
    ] = None,
    file: PolicyOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say why: what a type or rule means, or what a finding or medication of an answer rests on."""
    from medrecon.cli.explain import explain as run

    policy = Policy.load(file) if file else Policy.default()
    raise typer.Exit(run(names or [], answer, patient, policy, as_json=as_json))


@app.command()
def schema(as_json: JsonOption = True) -> None:
    """Print the JSON Schema of the answer."""
    del as_json  # it is JSON either way
    raise typer.Exit(lookups.print_schema())


def run(arguments: list[str] | None = None) -> int:
    """Run the command line and give its exit code; one sentence on standard error for a fault."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        app(args=arguments)
    except SystemExit as done:  # typer ends with one, also for wrong use (2)
        return done.code if isinstance(done.code, int) else 0
    except MedrecError as error:
        sys.stderr.write(f"medrecon: {error}\n")
        return error.exit_code
    return 0
