"""`medrecon transfer` and `medrecon frames`: what goes on to somebody else."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

import medrecon
from medrecon.cli.inputs import DONE, WITH_PROBLEMS, open_dictionary, print_json, read_all
from medrecon.cli.options import Day, DictionaryOption, FilesArgument, JsonOption, PolicyOption
from medrecon.cli.output import write

Since = Annotated[
    dt.datetime | None,
    typer.Option(
        "--since",
        formats=["%Y-%m-%dT%H:%M"],
        metavar="TIME",
        help="When NICE's clock began (YYYY-MM-DDTHH:MM).",
    ),
]
Contact = Annotated[str | None, typer.Option("--contact", metavar="TEXT", help="Whom to ask.")]
Markdown = Annotated[bool, typer.Option("--markdown", help="Markdown instead of plain text.")]
EVENTS = {"admission": "admission", "discharge": "discharge", "dms": "discharge"}


def transfer(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="admission, discharge or dms.")],
    files: FilesArgument,
    dictionary: DictionaryOption = None,
    as_of: Day = None,
    since: Since = None,
    contact: Contact = None,
    policy: PolicyOption = None,
    markdown: Markdown = False,
    as_json: JsonOption = False,
) -> None:
    """Write a document about a transfer of care: history, discharge medicines, or a DMS referral."""
    result = medrecon.reconcile(
        read_all(files, {}),
        dictionary=open_dictionary(dictionary),
        as_of=as_of.date() if as_of else dt.date.today(),
        event=EVENTS.get(kind),
        policy=medrecon.Policy.load(policy) if policy else None,
    )
    document = result.transfer(kind, since=since, contact=contact)
    if as_json:
        print_json(document.to_dict())
    else:
        write(document.to_markdown() if markdown else document.to_text())
    raise typer.Exit(WITH_PROBLEMS if result.problems else DONE)


def frames(
    answers: Annotated[
        Path, typer.Argument(metavar="ANSWERS", help="JSON Lines, as medrecon batch writes them.")
    ],
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="Where a file is written for each frame.")
    ],
    csv: Annotated[
        bool, typer.Option("--csv", help="CSV that a spreadsheet may open, instead of Parquet.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Write the answers of a batch as tables: Parquet, or CSV that is safe in a spreadsheet."""
    from medrecon.frames import read_answers

    made = read_answers(answers)
    (made.write_csv if csv else made.write_parquet)(folder)
    rows = {name: frame.height for name, frame in made.items()}
    if as_json:
        print_json({"out": str(folder), "rows": rows})
    else:
        write("".join(f"{name}: {count}\n" for name, count in rows.items()))
    raise typer.Exit(DONE)
