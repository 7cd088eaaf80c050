"""`python -m benchmarks.check_fhir FOLDER [DICTIONARY]`: every message of a folder as FHIR, checked.

Each file that can be read is reconciled and written in both shapes; each Bundle is validated, read back and
compared with what it was written from. Prints what is amiss and one line of figures at the end.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import medrecon
from medrecon.errors import MedrecError

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from fhir_check import faults

AS_OF = dt.date(2026, 3, 16)


def listed(answer: medrecon.Reconciliation) -> Counter[tuple[object, ...]]:
    """The medications of an answer, as a receiver would compare them."""
    return Counter(
        (m.name, m.product and m.product.code, repr(m.daily_dose), m.state)
        for m in answer.medications
    )


def answers(
    folder: Path, dictionary: medrecon.Dictionary
) -> Iterator[tuple[str, medrecon.Reconciliation]]:
    """The answer to each file that can be read."""
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        try:
            reading = medrecon.read(path)
        except MedrecError:
            continue
        yield (
            str(path.relative_to(folder)),
            medrecon.reconcile(reading, dictionary=dictionary, as_of=AS_OF),
        )


def differences(
    answer: medrecon.Reconciliation, shape: str, dictionary: medrecon.Dictionary
) -> list[str]:
    """What is not the same when the Bundle is read back; nothing where nothing may be listed."""
    if any(f.type == "wrong_patient" for f in answer.findings):
        return []
    content = json.dumps(answer.to_fhir(shape)).encode()
    again = medrecon.reconcile(
        medrecon.read(content), dictionary=dictionary, as_of=answer.about.as_of
    )
    before, after = listed(answer), listed(again)
    return [f"{b} came back as {a}" for b, a in zip(before - after, after - before, strict=False)]


def main(folder: Path, dictionary: medrecon.Dictionary) -> None:
    """Check a folder and print the figures."""
    counts: Counter[str] = Counter()
    for name, answer in answers(folder, dictionary):
        counts["answers"] += 1
        for shape in ("collection", "document"):
            counts["bundles"] += 1
            counts["lines"] += len(answer.medications)
            for kind, found in (
                ("faults", faults(answer.to_fhir(shape))),
                ("differences", differences(answer, shape, dictionary)),
            ):
                counts[kind] += len(found)
                for said in found:
                    print(f"{name} ({shape}): {said}")
    shown = ("answers", "bundles", "lines", "faults", "differences")
    print(", ".join(f"{counts[name]} {name}" for name in shown))


if __name__ == "__main__":
    named = sys.argv[2:]
    main(
        Path(sys.argv[1]),
        medrecon.Dictionary.open(named[0]) if named else medrecon.Dictionary.sample(),
    )
