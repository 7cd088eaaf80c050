"""What `import medrecon` costs beyond Python's own start.

Whole processes, three kinds in turn (nothing imported; medrecon imported; medrecon imported and every public
name touched), eleven rounds; medians and the difference to the empty process, in milliseconds.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

ROUNDS = 11
KINDS = {
    "python alone": "pass",
    "import medrecon": "import medrecon",
    "every public name": "import medrecon\nfor n in medrecon.__all__: getattr(medrecon, n)",
}


def run(code: str) -> float:
    """Wall seconds of one process."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - started


def main() -> None:
    """Print one line a kind."""
    times: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for _ in range(ROUNDS + 1):
        for kind, code in KINDS.items():
            times[kind].append(run(code))
    alone = statistics.median(times["python alone"][1:])
    for kind, seconds in times.items():
        middle = statistics.median(seconds[1:])
        print(f"{kind:20} {middle * 1e3:6.1f} ms  (+{(middle - alone) * 1e3:.1f} ms)")
    heavy = "import sys, medrecon; print([m for m in ('polars', 'lxml', 'rapidfuzz', 'pydantic') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", heavy], check=True, capture_output=True, text=True)
    print("heavy packages loaded by `import medrecon`:", done.stdout.strip())


if __name__ == "__main__":
    main()
