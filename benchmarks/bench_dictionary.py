"""Building and opening a dictionary: time and memory, beside the peer `nhs-dmd` where it is installed.

`python -m benchmarks.bench_dictionary [--release ZIP] [--bonus ZIP] [--peer PYTHON]`

Each figure is taken in a process of its own. `--peer` is the Python of an environment in which `nhs-dmd`
is installed (it is never a dependency here); its loader builds SQLite from the same zip.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from medrecon._data import data_path

MEASURE = """
import resource, sys, time
{setup}
wall, cpu = time.perf_counter(), time.process_time()
{work}
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
print(f"{{wall:9.2f}} s  {{cpu:9.2f}} s cpu  {{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f}} MB at most")
"""


def measure(
    label: str, setup: str, work: str, *arguments: str, python: str = sys.executable
) -> None:
    code = MEASURE.format(setup=setup, work=work)
    done = subprocess.run(
        [python, "-c", code, *arguments], capture_output=True, text=True, check=False
    )
    said = done.stdout.strip().splitlines()
    print(
        f"{label:28s}",
        said[-1] if said and not done.returncode else f"failed: {done.stderr.strip()[-200:]}",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--release", default=str(next(data_path("dmd_samples").glob("*.zip"))))
    parser.add_argument("--bonus", default="")
    parser.add_argument("--peer", default="", help="the Python of an environment with nhs-dmd")
    args = parser.parse_args()
    load = "from medrecon.dmd import Dictionary"
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "dmd.dictionary")
        measure(
            "medrecon, build",
            load,
            "Dictionary.build(sys.argv[1], sys.argv[2], sys.argv[3] or None)",
            args.release,
            out,
            args.bonus,
        )
        print(f"{'  size of the file':28s} {Path(out).stat().st_size / 1e6:9.1f} MB")
        measure("medrecon, open", load, "Dictionary.open(sys.argv[1])", out)
        measure(
            "medrecon, open and resolve",
            load,
            "Dictionary.open(sys.argv[1]).resolve('BISOPROLOL TAB 2.5MG')",
            out,
        )
        measure("medrecon, sample", load, "Dictionary.sample()")
        if args.peer:
            setup = (
                "import sqlalchemy as sa; from sqlalchemy.orm import sessionmaker; from dmd import build\n"
                "engine = sa.create_engine('sqlite:///' + sys.argv[2])"
            )
            work = "build.build_dmd(sessionmaker(bind=engine), sys.argv[1])"
            measure(
                "nhs-dmd, build",
                setup,
                work,
                args.release,
                str(Path(folder) / "peer.db"),
                python=args.peer,
            )


if __name__ == "__main__":
    main()
