"""`python -m medrecon`: the command line, or one line that says what to install for it."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line; the exit codes are those of `medrecon --help`."""
    try:
        from medrecon.cli import run
    except ImportError as error:
        if getattr(error, "name", None) not in ("typer", "rich", "click"):
            raise
        sys.stderr.write(
            "expected the command-line extra, got an installation without it. "
            "Hint: pip install 'medrecon[cli]'.\n"
        )
        return 5
    return run()


if __name__ == "__main__":
    sys.exit(main())
