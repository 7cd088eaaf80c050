"""The store: a thousand killed writers, and one patient's update among many patients.

    python benchmarks/bench_store.py [--kills 1000] [--patients 100000]

The update is timed among a hundred patients and among many, in turn, and the ratio is shown.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from medrecon.store import Draft, SqliteJournal

KILLING = Path(__file__).parents[1] / "tests" / "spec" / "store" / "killing.py"
RECEIVED = "2026-03-16T09:00:00.000000+00:00"
PAGE = 2000


def fill(path: Path, patients: int) -> SqliteJournal:
    """A store of that many patients with one small reading each, written a page at a time."""
    journal = SqliteJournal(path)
    db = journal._db
    db.execute("PRAGMA synchronous = OFF")
    for start in range(0, patients, PAGE):
        with journal._writing():
            for n in range(start, min(start + PAGE, patients)):
                journal._known(db, f"P{n:09}", None)
                journal._insert(db, f"P{n:09}", [Draft("reading", RECEIVED, '{"format":"test"}')])
    db.execute("PRAGMA synchronous = FULL")
    return journal


def one_update(journal: SqliteJournal, patient: str) -> float:
    """Milliseconds to read all of a patient, and to append one reading."""
    begun = time.perf_counter()
    journal.items(patient)
    journal.append(patient, [Draft("reading", RECEIVED, '{"format":"test","entries":[]}')])
    return (time.perf_counter() - begun) * 1e3


def main() -> None:
    """Print what was lost (nothing, or it is a fault) and the ratio."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--patients", type=int, default=100_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, str(KILLING), f"{folder}/killed.store", str(asked.kills), "1"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        said = json.loads(done.stdout)
        print(
            f"{asked.kills} writers killed, {said['told']} writes told as kept: "
            f"{len(said['faults'])} lost or halved"
        )
        few = fill(Path(folder) / "few.store", 100)
        begun = time.perf_counter()
        many = fill(Path(folder) / "many.store", asked.patients)
        print(
            f"{asked.patients:,} patients filled in {time.perf_counter() - begun:.0f} s, "
            f"{(Path(folder) / 'many.store').stat().st_size / 1e6:.0f} MB"
        )
        times: dict[str, list[float]] = {"few": [], "many": []}
        for n in range(200):
            times["few"].append(one_update(few, f"P{n % 100:09}"))
            place = n * 7919 % asked.patients
            times["many"].append(one_update(many, f"P{place:09}"))
        a, b = (statistics.median(times[k]) for k in ("few", "many"))
        print(
            f"one update: {a:.2f} ms among 100 patients, {b:.2f} ms among {asked.patients:,}: "
            f"ratio {b / a:.2f}"
        )


if __name__ == "__main__":
    main()
