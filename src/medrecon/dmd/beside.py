"""Read the names of a release in a second process, while the first writes its rows.

The second process is a plain interpreter, not a fork and not `multiprocessing`: a host with threads, or a
script without a main guard, is safe. It reads the files by itself, but for the largest, the AMPs, which the
first process hands on to it (see `handed`), and leaves a file of its own. Where there is no second core,
where the release is small, and where it does not succeed, the names are read in the first process after the
rows: the same file comes out, to the byte.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from medrecon.dmd.release import Member

WORTHWHILE = 20_000_000  # bytes of XML: about a second of reading
CHILD = """
import gc, json, sys
gc.disable()  # what is made is kept to the end: there are no circles to be found
job = json.loads(sys.argv[1])
sys.path[:] = job["path"]
from medrecon.dmd.build import write_names
write_names(job["release"], job["bonus"], job["amps"], job["names"])
"""
READY = b"."


class Files(NamedTuple):
    """What the two processes exchange: the rows of the AMPs (see `handed`), and the names read from a release."""

    amps: Path
    names: Path


def worthwhile(found: dict[str, Member]) -> bool:
    """Whether a second process would help: a release of full size, a second core, an interpreter to start."""
    if sum(member.size for member in found.values()) < WORTHWHILE or getattr(sys, "frozen", False):
        return False
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        cores = os.cpu_count() or 1
    return cores > 1 and bool(sys.executable)


@contextmanager
def names_beside(
    release: Path, bonus: Path | None, files: Files
) -> Iterator[subprocess.Popen[bytes] | None]:
    """Begin to write the names of the release into their file; None where no process can be started.

    It waits until it is told of the AMPs. When its exit code is not 0, the file is of no use. It does not outlive the block.
    """
    job = {
        "path": [str(place) for place in sys.path],
        "release": os.fspath(release.absolute()),
        "bonus": None if bonus is None else os.fspath(bonus.absolute()),
        "amps": os.fspath(files.amps.absolute()),
        "names": os.fspath(files.names.absolute()),
    }
    try:
        process = subprocess.Popen(  # noqa: S603 - this interpreter, with words of our own
            [sys.executable, "-I", "-c", CHILD, json.dumps(job)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except OSError:
        yield None
        return
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        if process.stdin is not None:
            with suppress(OSError):
                process.stdin.close()


def tell_of_amps(process: subprocess.Popen[bytes]) -> None:
    """Let the second process know that the rows of the AMPs are all there."""
    if process.stdin is not None:
        with suppress(OSError):  # it may have ended by itself
            process.stdin.write(READY)
            process.stdin.close()


def wait_for_amps() -> None:
    """Wait, in the second process, until the rows of the AMPs are all there; end when the first process did."""
    if sys.stdin.buffer.read(1) != READY:
        raise SystemExit("the process that reads the AMPs has ended")
