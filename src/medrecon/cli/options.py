"""The options and arguments that several commands take."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

FilesArgument = Annotated[list[str], typer.Argument(metavar="FILE…", help="Messages to read.")]
DictionaryOption = Annotated[
    str | None,
    typer.Option(
        "--dictionary",
        metavar="PATH",
        help="A TRUD zip, a folder of its XML, or a compiled file. Default: the embedded sample, "
        "which is for trials only.",
    ),
]
PolicyOption = Annotated[
    Path | None,
    typer.Option("--policy", metavar="FILE", help="A TOML file that overrides the policy."),
]
EventOption = Annotated[
    str | None,
    typer.Option("--event", metavar="KIND", help="admission, transfer, discharge or review."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON document and nothing else.")]
Day = Annotated[
    dt.datetime | None,
    typer.Option(
        "--as-of",
        formats=["%Y-%m-%d"],
        metavar="DATE",
        help="The day asked about (YYYY-MM-DD). Default: today.",
    ),
]
