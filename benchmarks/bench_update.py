"""One update of a patient against one reconcile of the same entries.

    python benchmarks/bench_update.py

Both are timed in turn in processor time, and the ratio of the medians is shown: in memory, and from the
stored JSON of the previous answer.
"""

from __future__ import annotations

import dataclasses
import statistics
import time
from collections.abc import Callable

import medrecon
from benchmarks.bench_reconcile import AS_OF, patient

TIMES = 21


def spent(work: Callable[[], object]) -> float:
    """Milliseconds of processor time."""
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1e3


def main() -> None:
    """Print the ratios."""
    dictionary = medrecon.Dictionary.sample()
    for size in (25, 100, 400):
        entries = list(patient(size))
        newer = dataclasses.replace(entries[0], status="stopped", stop_reason="bradycardia")
        now = [newer, *entries[1:]]
        call = {"dictionary": dictionary, "as_of": AS_OF}
        before = medrecon.reconcile(entries, event="admission", **call)
        stored = before.model_dump_json()
        work: dict[str, Callable[[], object]] = {
            "reconcile": lambda: medrecon.reconcile(now, event="admission", **call),  # noqa: B023
            "update": lambda: medrecon.update(before, [newer], **call),  # noqa: B023
            "update from JSON": lambda: medrecon.update(stored, [newer], **call),  # noqa: B023
            "model_dump_json": lambda: before.model_dump_json(),  # noqa: B023
        }
        times: dict[str, list[float]] = {name: [] for name in work}
        for _ in range(TIMES):
            for name, one in work.items():
                times[name].append(spent(one))
        medians = {name: statistics.median(each) for name, each in times.items()}
        base = medians["reconcile"]
        told = ", ".join(f"{n} {m:.1f} ms (ratio {m / base:.2f})" for n, m in medians.items())
        print(f"{size} entries: {told}")


if __name__ == "__main__":
    main()
