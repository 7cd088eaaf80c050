"""A generated population with planted discrepancies: recall and precision by type, and false alarms.

    python -m benchmarks.bench_planted [--patients 20000] [--dictionary PATH]

Each patient has several medicines over the GP record, the pharmacy and the hospital, all in agreement and
worded differently. In every second patient one discrepancy is planted. A finding above low that was not
planted is a false alarm. One patient is in memory at a time.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from dataclasses import dataclass, field

from benchmarks.planted_faults import PLANTS, Person, Plant
from benchmarks.planted_people import AS_OF, MEDICINES, Medicine, agreeing, entries, person
from medrecon.dmd import Dictionary
from medrecon.engine import reconcile_entries
from medrecon.model import Patient

EVENTS = ("admission", "transfer", "discharge", "review", None)


@dataclass
class Tally:
    """Counts by type, and what is said where nothing is planted."""

    planted: Counter[str] = field(default_factory=Counter)
    hit: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    quiet: int = 0
    alarms: int = 0


def one(
    i: int, rng: random.Random, known: list[Medicine], dictionary: Dictionary, t: Tally
) -> None:
    """One patient: planted when `i` is odd."""
    plant = rng.choice(PLANTS) if i % 2 else None
    fit = [m for m in known if not plant or not plant.needs or m[0].split()[0] in plant.needs]
    first = rng.choice(fit) if plant and fit else None
    medicines = person(rng, known, first)
    event = plant.event if plant else rng.choice(EVENTS)
    lines = agreeing(medicines, event, rng)
    who = Person(first or medicines[0], lines, rng)
    if plant and not plant.make(who):
        return
    answer = reconcile_entries(
        entries(lines),
        dictionary=dictionary,
        as_of=AS_OF,
        event=event,
        patient=Patient(allergies=tuple(who.allergies)) if who.allergies else None,
    )
    count(plant, [f.type for f in answer.findings if f.severity != "low"], t)


def count(plant: Plant | None, loud: list[str], t: Tally) -> None:
    """Put what was said above low to the planted type, or to the false alarms."""
    if plant is None:
        t.quiet, t.alarms = t.quiet + 1, t.alarms + len(loud)
    else:
        t.planted[plant.kind] += 1
        met = next((k for k in (plant.kind, *plant.accepts) if k in loud), None)
        if met is not None:
            t.hit[plant.kind] += 1
            loud.remove(met)
    t.false.update(loud)


def report(t: Tally) -> None:
    """A line a type, and the whole."""
    print(f"{'type':32} {'planted':>8} {'recall':>7} {'false':>6} {'precision':>9}")
    for kind in sorted({*t.planted, *t.false}):
        right = t.hit[kind]
        recall = f"{right / t.planted[kind]:.3f}" if t.planted[kind] else "-"
        precision = f"{right / (right + t.false[kind]):.3f}" if right + t.false[kind] else "-"
        print(f"{kind:32} {t.planted[kind]:>8} {recall:>7} {t.false[kind]:>6} {precision:>9}")
    total, right, wrong = (sum(c.values()) for c in (t.planted, t.hit, t.false))
    print(
        f"{len(t.planted)} types; recall {right / total:.4f}, precision {right / (right + wrong):.4f}; "
        f"nothing planted: {t.alarms / t.quiet:.4f} findings above low a patient in {t.quiet} patients"
    )


def main() -> None:
    """Print recall and precision by type, and false alarms a patient."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--patients", type=int, default=20000)
    parser.add_argument("--dictionary")
    args = parser.parse_args()
    dictionary = Dictionary.open(args.dictionary) if args.dictionary else Dictionary.sample()
    known = [m for m in MEDICINES if dictionary.resolve(m[0]).status == "product"]
    print(f"{len(known)} of {len(MEDICINES)} medicines are in this dictionary")
    rng, tally, begun = random.Random(20260316), Tally(), time.process_time()
    for i in range(args.patients):
        one(i, rng, known, dictionary, tally)
    report(tally)
    print(f"{args.patients} patients in {time.process_time() - begun:.0f} s of processor time")


if __name__ == "__main__":
    main()
