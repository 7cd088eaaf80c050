"""Kill writers at random moments, and look at what is there.

    python tests/spec/store/killing.py STORE KILLS SEED

prints one JSON document: how many writes the writers were told of as kept, and what is amiss.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from pathlib import Path
from typing import NoReturn

from medrecon.store import Draft, SqliteJournal

RECEIVED = "2026-03-16T09:00:00.000000+00:00"
PARTS = 3
LONGEST_SECONDS = 0.03


def write_on(path: Path, name: str, pipe: int) -> NoReturn:
    """Write without end, and say after each write that it was told as kept."""
    journal = SqliteJournal(path)
    n = 0
    while True:
        bodies = [f"{name}-{n}-{part}-{'x' * 600}" for part in range(PARTS)]
        journal.append(f"P{n % 5}", [Draft("reading", RECEIVED, body) for body in bodies])
        os.write(pipe, b".")
        n += 1


def killed(path: Path, name: str, moments: random.Random) -> int:
    """Let a writer run for a moment after its first write and kill it; the writes it was told of."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        write_on(path, name, write)
    os.close(write)
    told = len(os.read(read, 1))
    time.sleep(moments.random() * LONGEST_SECONDS)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(read, 65_536):
        told += len(more)
    os.close(read)
    return told


def faults(path: Path, told: dict[str, int]) -> list[str]:
    """What is lost of the writes that were told of, and what is there in part."""
    journal = SqliteJournal(path, create=False)
    held: Counter[str] = Counter()
    for patient in journal.patients():
        held.update("-".join(i.body.split("-")[:2]) for i in journal.items(patient))
    journal.check()
    journal.close()
    kept = {f"{name}-{k}" for name, count in told.items() for k in range(count)}
    lost = [f"{write} is lost" for write in sorted(kept) if held[write] == 0]
    return [*lost, *(f"half of {w} is there" for w, parts in held.items() if parts != PARTS)]


def main(path: Path, kills: int, seed: int) -> None:
    """Kill that many writers, one after another, and print what is there."""
    moments = random.Random(seed)
    told = {f"w{n}": killed(path, f"w{n}", moments) for n in range(kills)}
    sys.stdout.write(json.dumps({"told": sum(told.values()), "faults": faults(path, told)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
