"""The store: a thousand killed writers, and one patient's update among many patients.

    python benchmarks/bench_store.py [--kills 1000] [--patients 100000]

The update is timed among a hundred patients and among many, in turn, and the ratio is shown.
"""

from __future__ import annotations

import argparse
import hashlib
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
BODY = '{"format":"test"}'
PAGE = 10_000


def fill(path: Path, patients: int) -> SqliteJournal:
    """A store of that many patients with one small reading each, written a page at a time."""
    journal = SqliteJournal(path)
    journal._db.execute("PRAGMA synchronous = OFF")
    digest = hashlib.blake2b(BODY.encode(), digest_size=16).digest()
    for start in range(0, patients, PAGE):
        keys = [f"P{n:09}" for n in range(start, min(start + PAGE, patients))]
        with journal._writing() as db:
            db.executemany("INSERT INTO patient (key) VALUES (?)", ([key] for key in keys))
            db.executemany(
                "INSERT INTO item (patient, kind, received, body, digest) VALUES (?, ?, ?, ?, ?)",
                ([key, "reading", RECEIVED, BODY, digest] for key in keys),
            )
    journal._db.execute("PRAGMA synchronous = FULL")
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
        if asked.kills:
            kill(folder, asked.kills)
        compare(Path(folder), asked.patients)


def kill(folder: str, kills: int) -> None:
    """Kill writers at random moments, and say what is there."""
    command = [sys.executable, str(KILLING), f"{folder}/killed.store", str(kills), "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    said = json.loads(done.stdout)
    print(
        f"{kills} writers killed, {said['told']} writes told as kept: "
        f"{len(said['faults'])} lost or halved"
    )


def compare(folder: Path, patients: int) -> None:
    """One update among few patients and among many, in turn."""
    few = fill(folder / "few.store", 100)
    begun = time.perf_counter()
    many = fill(folder / "many.store", patients)
    took = time.perf_counter() - begun
    size = sum(p.stat().st_size for p in folder.glob("many.store*")) / 1e6
    print(f"{patients:,} patients filled in {took:.0f} s, {size:.0f} MB")
    times: dict[str, list[float]] = {"few": [], "many": []}
    for n in range(400):
        asked = [("few", few, n % 100), ("many", many, n * 7919 % patients)]
        for name, journal, place in reversed(asked) if n % 2 else asked:
            times[name].append(one_update(journal, f"P{place:09}"))
    a, b = (statistics.median(times[k]) for k in ("few", "many"))
    print(
        f"one update: {a:.2f} ms among 100 patients, {b:.2f} ms among {patients:,}: ratio {b / a:.2f}"
    )


if __name__ == "__main__":
    main()
