"""The command line (`[cli]` extra). Exit codes are those of docs/command-line.md."""

from medrecon.cli.app import run

__all__ = ["run"]
