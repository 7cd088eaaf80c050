"""How many dosage texts a second: distinct texts cold, and repeated ones from the cache.

    python benchmarks/bench_dose.py [--texts N] [--peer parsigs|miade|dose-instruction-parser]

Distinct texts are put together from parts, as UK dosage texts are; every text is met once. A peer is
timed on the same texts in the same run where it is installed; figures compare as ratios only.
"""

from __future__ import annotations

import argparse
import itertools
import random
import time
from collections.abc import Callable

from medrecon.dose import parse_dosage

VERBS = ("Take ", "", "Give ", "To be taken: ")
DOSES = (
    "ONE tablet",
    "2",
    "5ml",
    "500 micrograms",
    "1-2 capsules",
    "one or two",
    "7.5mg",
    "8 units",
    "two puffs",
    "½ tablet",
)
TIMINGS = (
    " twice a day",
    " od",
    " at night",
    " every 4-6 hours",
    " three times a day after food",
    " mane",
    " on Mondays",
    " once weekly",
    " at 08:00 and 20:00",
    " on alternate days",
)
ENDS = (
    "",
    " prn",
    " for 7 days",
    " when required for pain, max 8 in 24 hours",
    " then stop",
    " for 5/7 then 1 od",
    " as directed",
    " by mouth",
    " with food",
    " until 12/03/2027",
)


def texts(count: int) -> list[str]:
    """Distinct texts; an indication in words makes each one new to every cache."""
    parts = list(itertools.product(VERBS, DOSES, TIMINGS, ENDS))
    random.Random(7).shuffle(parts)
    words = [f" (note {chr(97 + i % 26)}{chr(97 + i // 26 % 26)})" for i in range(676)]
    every = ("".join(p) + (words[k % 676] if k else "") for k in itertools.count() for p in parts)
    return list(itertools.islice(every, count))


def rate(work: Callable[[str], object], items: list[str]) -> float:
    """Items a second of processor time, once through: other work on the machine does not count."""
    started = time.process_time()
    for text in items:
        work(text)
    return len(items) / (time.process_time() - started)


def peer(name: str) -> Callable[[str], object]:
    """The parse function of a peer that is installed.

    Of the three, parsigs and dose-instruction-parser install from the package index but stop without their
    trained models (`en_parsigs`, `en_edris9`), which are not on it.
    """
    if name == "parsigs":
        from parsigs.parse_sig_api import SigParser

        return SigParser().parse
    if name == "miade":
        from miade.dosageextractor import DosageExtractor

        return DosageExtractor().extract
    from dose_instruction_parser.parser import DIParser

    return DIParser("en_edris9").parse


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=int, default=40_000)
    parser.add_argument("--peer", choices=["parsigs", "miade", "dose-instruction-parser"])
    options = parser.parse_args()
    items = texts(options.texts)
    parse_dosage("warm the vocabulary 1 od")
    cold = rate(parse_dosage, items)
    repeated = rate(parse_dosage, items[:1000] * 1 + [items[-1]] * 1_000_000)
    print(f"distinct {cold:,.0f}/s, repeated {repeated:,.0f}/s, ratio {repeated / cold:,.0f}")
    if options.peer:
        theirs = rate(peer(options.peer), items[:500])
        print(f"{options.peer} {theirs:,.0f}/s on the same texts, ratio {cold / theirs:,.0f}")


if __name__ == "__main__":
    main()
