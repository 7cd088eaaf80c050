"""`medrecon store …`: lists that are kept."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from medrecon.cli.options import (
    Day,
    DictionaryOption,
    EventOption,
    FilesArgument,
    JsonOption,
    PolicyOption,
)

store_app = typer.Typer(help="Lists that are kept in a file.", no_args_is_help=True)

StoreArgument = Annotated[Path, typer.Argument(metavar="STORE", help="The file of the store.")]
PatientArgument = Annotated[str, typer.Argument(metavar="PATIENT", help="Your own patient key.")]


def _day(given: dt.datetime | None) -> dt.date:
    return given.date() if given else dt.date.today()


@store_app.command("add")
def add(
    store: StoreArgument,
    patient: PatientArgument,
    files: FilesArgument,
    mapping: Annotated[
        list[str] | None,
        typer.Option("--mapping", metavar="FILE=MAPPING", help="Read FILE by a mapping file."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Keep what messages say of one patient; the store is made where there is none."""
    from medrecon.cli import store_commands

    done = store_commands.add(store, patient, files, mappings=mapping or [], as_json=as_json)
    raise typer.Exit(done)


@store_app.command("list")
def list_(
    store: StoreArgument,
    patient: PatientArgument,
    as_of: Day = None,
    event: EventOption = None,
    known_by: Annotated[
        dt.datetime | None,
        typer.Option(
            "--known-by",
            formats=["%Y-%m-%d"],
            metavar="DATE",
            help="Leave out what was received after that day.",
        ),
    ] = None,
    dictionary: DictionaryOption = None,
    policy: PolicyOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print a patient's list as it stood on any day."""
    from medrecon.cli import store_commands

    raise typer.Exit(
        store_commands.list_(
            store,
            patient,
            dictionary=dictionary,
            as_of=_day(as_of),
            event=event,
            known_by=known_by.date() if known_by else None,
            policy=policy,
            as_json=as_json,
        )
    )


@store_app.command("update")
def update(
    store: StoreArgument,
    patient: PatientArgument,
    files: FilesArgument,
    as_of: Day = None,
    event: EventOption = None,
    dictionary: DictionaryOption = None,
    policy: PolicyOption = None,
    as_json: JsonOption = False,
) -> None:
    """Keep what messages say of one patient, and print what has changed since the last update."""
    from medrecon.cli import store_commands

    raise typer.Exit(
        store_commands.update(
            store,
            patient,
            files,
            dictionary=dictionary,
            as_of=_day(as_of),
            event=event,
            policy=policy,
            as_json=as_json,
        )
    )


@store_app.command("decide")
def decide(
    store: StoreArgument,
    patient: PatientArgument,
    finding: Annotated[str, typer.Argument(metavar="FINDING", help="The id of the finding.")],
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help="accepted_difference, source_to_be_corrected, confirmed_taken, "
            "confirmed_not_taken or deferred.",
        ),
    ],
    by: Annotated[str, typer.Option("--by", metavar="WHO", help="Who decides.")],
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="Why.")] = "",
    at: Annotated[
        dt.datetime | None,
        typer.Option("--at", formats=["%Y-%m-%d"], metavar="DATE", help="When. Default: today."),
    ] = None,
    until: Annotated[
        dt.datetime | None,
        typer.Option(
            "--until", formats=["%Y-%m-%d"], metavar="DATE", help="Ask again on this day."
        ),
    ] = None,
    as_of: Day = None,
    event: EventOption = None,
    dictionary: DictionaryOption = None,
    policy: PolicyOption = None,
    as_json: JsonOption = False,
) -> None:
    """Keep a decision on a finding of an update, or of the list that the same options print."""
    from medrecon.cli import store_commands

    taken = {
        "finding_id": finding,
        "kind": kind,
        "note": note,
        "by": by,
        "at": _day(at),
        "until": until.date() if until else None,
    }
    raise typer.Exit(
        store_commands.decide(
            store,
            patient,
            taken,
            dictionary=dictionary,
            as_of=_day(as_of),
            event=event,
            policy=policy,
            as_json=as_json,
        )
    )


@store_app.command("patients")
def patients(store: StoreArgument, as_json: JsonOption = False) -> None:
    """Print the keys of all patients."""
    from medrecon.cli import store_commands

    raise typer.Exit(store_commands.patients(store, as_json=as_json))


@store_app.command("check")
def check(store: StoreArgument, as_json: JsonOption = False) -> None:
    """Read all of a store and say whether it is whole."""
    from medrecon.cli import store_commands

    raise typer.Exit(store_commands.check(store, as_json=as_json))
