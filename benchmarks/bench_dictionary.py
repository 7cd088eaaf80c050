"""Building and opening a dictionary: time and memory, beside the peer `nhs-dmd`.

`python -m benchmarks.bench_dictionary [--release ZIP] [--bonus ZIP] [--peer [PYTHON]]`

Each figure is taken in a process of its own; time and memory are those of that process and of the one that
it starts, together (the memory is the sum of both at their most). The peer is never a dependency here:
`--peer` installs it into an environment of its own, or `--peer PYTHON` names one that holds it. Its loader
builds SQLite from the same zip. The ratios at the end are of one run: other work on the machine changes the
figures more than it changes them.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import NamedTuple

from medrecon._data import data_path

MEASURE = """
import json, resource, sys, time
{setup}
def used():
    both = [resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in both), sum(u.ru_maxrss for u in both) / 1024
wall, (cpu, _) = time.perf_counter(), used()
{work}
now, megabytes = used()
print(json.dumps([time.perf_counter() - wall, now - cpu, megabytes]))
"""
LOAD = "from pathlib import Path; from medrecon.dmd import Dictionary; from medrecon.dmd.build import build"
BUILD = "build(*[Path(a) if a else None for a in sys.argv[1:]], beside={beside})"
PEER = (
    "import sqlalchemy as sa; from sqlalchemy.orm import sessionmaker; from dmd import build\n"
    "engine = sa.create_engine('sqlite:///' + sys.argv[2])"
)


class Used(NamedTuple):
    """What a run took: seconds by the clock, seconds of all cores, memory."""

    wall: float
    cpu: float
    megabytes: float


def measure(
    label: str, setup: str, work: str, *arguments: str, python: str = sys.executable
) -> Used | None:
    code = MEASURE.format(setup=setup, work=work)
    done = subprocess.run(
        [python, "-c", code, *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        print(f"{label:28s} failed: {done.stderr.strip()[-200:]}")
        return None
    used = Used(*json.loads(done.stdout.strip().splitlines()[-1]))
    print(f"{label:28s}{used.wall:9.2f} s {used.cpu:9.2f} s cpu {used.megabytes:8.0f} MB at most")
    return used


def installed(folder: Path) -> str:
    """The Python of a new environment with the peer in it."""
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    subprocess.run([str(python), "-m", "pip", "install", "--quiet", "nhs-dmd"], check=True)
    return str(python)


def compare(ours: Used | None, peer: Used | None) -> None:
    if ours and peer:
        print(
            f"nhs-dmd / medrecon: {peer.wall / ours.wall:.1f} x the time,"
            f" {peer.cpu / ours.cpu:.1f} x the cpu, {peer.megabytes / ours.megabytes:.1f} x the memory"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--release", default=str(next(data_path("dmd_samples").glob("*.zip"))))
    parser.add_argument("--bonus", default="")
    parser.add_argument("--peer", nargs="?", const="install", help="a Python with nhs-dmd")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "dmd.dictionary")
        release = (args.release, out, args.bonus)
        measure("medrecon, one process", LOAD, BUILD.format(beside=False), *release)
        ours = measure("medrecon, build", LOAD, BUILD.format(beside=None), *release)
        print(f"{'  size of the file':28s}{Path(out).stat().st_size / 1e6:9.1f} MB")
        measure("medrecon, open", LOAD, "Dictionary.open(sys.argv[1])", out)
        resolve = "Dictionary.open(sys.argv[1]).resolve('BISOPROLOL TAB 2.5MG')"
        measure("medrecon, open and resolve", LOAD, resolve, out)
        measure("medrecon, open the zip", LOAD, "Dictionary.open(sys.argv[1])", args.release)
        measure("medrecon, sample", LOAD, "Dictionary.sample()")
        if args.peer:
            python = installed(Path(folder) / "peer") if args.peer == "install" else args.peer
            work = "build.build_dmd(sessionmaker(bind=engine), sys.argv[1])"
            database = str(Path(folder) / "peer.db")
            peer = measure("nhs-dmd, build", PEER, work, args.release, database, python=python)
            compare(ours, peer)


if __name__ == "__main__":
    main()
