"""Reconciling one patient, warm: growth with entries, and where the time goes.

    python benchmarks/bench_reconcile.py

Times are shown beside one unit of plain work done in the same run (parsing a JSON document of 25 small
objects), so that a ratio and not a machine is compared.
"""

from __future__ import annotations

import datetime as dt
import json
import statistics
import time
from collections.abc import Callable, Iterator

from medrecon.dmd import Dictionary
from medrecon.engine import reconcile_entries
from medrecon.model import Entry, PartialDate, Source, WrittenDosage
from medrecon.normalise import normalise
from medrecon.policy import Policy
from medrecon.rules import judge
from medrecon.treatment import build

AS_OF = dt.date(2026, 3, 16)
NAMES = (
    ("Bisoprolol 2.5mg tablets", "one in the morning"),
    ("Ramipril 5mg capsules", "1 od"),
    ("Furosemide 40mg tablets", "two in the morning"),
    ("Apixaban 5mg tablets", "1 bd"),
    ("Atorvastatin 40mg tablets", "1 on"),
    ("Metformin 500mg tablets", "2 bd"),
    ("Allopurinol 100mg tablets", "1 od"),
    ("Levothyroxine sodium 100microgram tablets", "1 om"),
    ("Paracetamol 500mg tablets", "2 qds prn"),
    ("Salbutamol 100micrograms/dose inhaler CFC free", "2 puffs prn"),
)
LISTS = (("gp", "plan", "repeat"), ("pmr", "dispense", None), ("epma", "order", "inpatient"))


def patient(size: int) -> Iterator[Entry]:
    """A patient of that many entries: each medicine in each list, then further issues of them."""
    for i in range(size):
        source, kind, course = LISTS[i % 3]
        name, dose = NAMES[i // 3 % len(NAMES)]
        day = AS_OF - dt.timedelta(days=15 + 28 * (i // (3 * len(NAMES))))
        yield Entry(
            id=f"{source}-{i}",
            source=Source(source),
            medication=name,
            kind=kind,
            course=course if i < 3 * len(NAMES) else "acute" if source == "gp" else course,
            status="active",
            dosage=WrittenDosage(dose),
            last_issued=PartialDate.of(day),
        )


def median_ms(work: Callable[[], object], times: int = 15) -> float:
    """Median milliseconds of processor time of a piece of work."""
    spent = []
    for _ in range(times):
        begun = time.process_time()
        work()
        spent.append(time.process_time() - begun)
    return statistics.median(spent) * 1e3


def main() -> None:
    """Print the growth and the parts."""
    dictionary, policy = Dictionary.sample(), Policy.default()
    document = json.dumps([{f"field{k}": k for k in range(20)} for _ in range(25)])
    unit = median_ms(lambda: json.loads(document), 200)
    print(f"unit of work: json.loads of 25 objects of 20 fields, {unit:.3f} ms")
    print(f"{'entries':>8} {'ms':>8} {'ms/entry':>9} {'units':>7}")
    for size in (10, 25, 50, 100, 200, 400):
        entries = list(patient(size))

        def run(es=entries):
            return reconcile_entries(es, dictionary=dictionary, as_of=AS_OF, event="admission")

        run()
        ms = median_ms(run)
        print(f"{size:>8} {ms:>8.2f} {ms / size:>9.4f} {ms / unit:>7.1f}")
    entries = list(patient(25))
    normal = [normalise(e, dictionary, policy) for e in entries]
    case = build(normal, AS_OF, "admission", None, policy, ())
    answer = reconcile_entries(entries, dictionary=dictionary, as_of=AS_OF, event="admission")
    parts = {
        "normalise": lambda: [normalise(e, dictionary, policy) for e in entries],
        "treat": lambda: build(normal, AS_OF, "admission", None, policy, ()),
        "judge": lambda: judge(case),
        "whole": lambda: reconcile_entries(
            entries, dictionary=dictionary, as_of=AS_OF, event="admission"
        ),
        "to JSON": answer.model_dump_json,
    }
    print(
        "parts at 25 entries: " + ", ".join(f"{k} {median_ms(v):.2f} ms" for k, v in parts.items())
    )


if __name__ == "__main__":
    main()
