"""How long `read` takes against `json.loads` of the same bytes, and what a folder of bundles needs.

Ratios within one run, on messages made here: `python benchmarks/bench_read.py [--folder MB]`.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from medrecon.sources import read, read_each

GPC = "https://fhir.nhs.uk/STU3/StructureDefinition/"
SCT = "http://snomed.info/sct"


def gp_connect(plans: int = 60, issues: int = 4) -> bytes:
    """A GP Connect bundle dense in medicines: plans, statements and issues."""
    entry: list[dict[str, Any]] = [
        {"resource": {"resourceType": "Patient", "id": "p", "gender": "female", "birthDate": "1950-01-02",
                      "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9449304130"}]}}
    ]  # fmt: skip
    for n in range(plans):
        profile = {"profile": [f"{GPC}CareConnect-GPC-MedicationRequest-1"]}
        kind = {
            "url": f"{GPC}Extension-CareConnect-GPC-PrescriptionType-1",
            "valueCodeableConcept": {
                "coding": [{"system": "x", "code": "repeat", "display": "Repeat"}]
            },
        }
        common = {
            "medicationReference": {"reference": f"Medication/m{n}"},
            "subject": {"reference": "Patient/p"},
            "dosageInstruction": [
                {"text": "One to be taken each morning", "patientInstruction": "With food"}
            ],
            "dispenseRequest": {
                "validityPeriod": {"start": "2026-01-05"},
                "quantity": {"value": 28, "unit": "tablet"},
                "expectedSupplyDuration": {"value": 28, "unit": "day", "code": "d"},
            },
        }
        code = {
            "coding": [
                {"system": SCT, "code": str(10**8 + n), "display": f"Examplin {n}mg tablets"}
            ]
        }
        entry.append({"resource": {"resourceType": "Medication", "id": f"m{n}", "code": code}})
        entry.append({"resource": {"resourceType": "MedicationRequest", "id": f"plan{n}", "meta": profile,
                                   "extension": [kind], "status": "active", "intent": "plan",
                                   "authoredOn": "2026-01-05T09:00:00+00:00", **common}})  # fmt: skip
        entry.append({"resource": {"resourceType": "MedicationStatement", "id": f"ms{n}", "status": "active",
                                   "basedOn": [{"reference": f"MedicationRequest/plan{n}"}],
                                   "medicationReference": common["medicationReference"], "taken": "unk",
                                   "effectivePeriod": {"start": "2026-01-05"}, "subject": common["subject"],
                                   "dosage": [{"text": "One to be taken each morning"}]}})  # fmt: skip
        entry += [
            {"resource": {"resourceType": "MedicationRequest", "id": f"issue{n}-{i}", "meta": profile,
                          "status": "completed", "intent": "order", "extension": [kind],
                          "basedOn": [{"reference": f"MedicationRequest/plan{n}"}],
                          "authoredOn": f"2026-0{i + 1}-05T09:00:00+00:00", **common}}
            for i in range(issues)
        ]  # fmt: skip
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entry}).encode()


def eps(items: int = 40) -> bytes:
    """An EPS prescription order with structured doses."""
    entry: list[dict[str, Any]] = [
        {"resource": {"resourceType": "MessageHeader",
                      "eventCoding": {"system": "https://fhir.nhs.uk/CodeSystem/message-event", "code": "prescription-order"}}}
    ]  # fmt: skip
    entry += [
        {
            "fullUrl": f"urn:uuid:{n:08}",
            "resource": {
                "resourceType": "MedicationRequest",
                "id": f"{n:08}",
                "extension": [
                    {
                        "url": "https://fhir.nhs.uk/StructureDefinition/Extension-DM-PrescriptionType",
                        "valueCoding": {
                            "system": "x",
                            "code": "0101",
                            "display": "Primary care",
                        },
                    }
                ],
                "identifier": [
                    {
                        "system": "https://fhir.nhs.uk/Id/prescription-order-item-number",
                        "value": f"item-{n:08}",
                    }
                ],
                "status": "active",
                "intent": "order",
                "category": [
                    {"coding": [{"system": "x", "code": "community", "display": "Community"}]}
                ],
                "medicationCodeableConcept": {
                    "coding": [
                        {
                            "system": SCT,
                            "code": str(10**8 + n),
                            "display": f"Examplin {n}mg tablets",
                        }
                    ]
                },
                "authoredOn": "2026-01-05T09:00:00+00:00",
                "groupIdentifier": {
                    "system": "https://fhir.nhs.uk/Id/prescription-order-number",
                    "value": "ABC",
                },
                "courseOfTherapyType": {
                    "coding": [{"system": "x", "code": "continuous", "display": "Long"}]
                },
                "dosageInstruction": [
                    {
                        "text": "1 tablet twice a day",
                        "timing": {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}},
                        "route": {
                            "coding": [{"system": SCT, "code": "26643006", "display": "Oral"}]
                        },
                        "doseAndRate": [
                            {
                                "doseQuantity": {
                                    "value": 1,
                                    "unit": "tablet",
                                    "system": SCT,
                                    "code": "428673006",
                                }
                            }
                        ],
                    }
                ],
                "dispenseRequest": {
                    "validityPeriod": {"start": "2026-01-05"},
                    "quantity": {
                        "value": 56,
                        "unit": "tablet",
                        "system": SCT,
                        "code": "428673006",
                    },
                    "expectedSupplyDuration": {"value": 28, "unit": "day", "code": "d"},
                },
                "substitution": {"allowedBoolean": False},
            },
        }
        for n in range(items)
    ]
    return json.dumps({"resourceType": "Bundle", "type": "message", "entry": entry}).encode()


def best(work: Callable[[], object], rounds: int = 15) -> float:
    """The least processor time of some rounds, in seconds; other jobs do not count."""
    times = []
    for _ in range(rounds):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return min(times)


def ratio(name: str, raw: bytes) -> None:
    """Print `read` against `json.loads` for one message."""
    plain, ours = best(lambda: json.loads(raw)), best(lambda: read(raw))
    entries = len(read(raw).entries)
    print(
        f"{name}: {len(raw) / 1e3:.0f} kB, {entries} entries, json.loads {plain * 1e3:.2f} ms, "
        f"read {ours * 1e3:.2f} ms, ratio {ours / plain:.2f}"
    )


def folder(megabytes: int) -> None:
    """Stream a folder of bundles and print its time and the memory it took."""
    raw = gp_connect()
    with tempfile.TemporaryDirectory() as place:
        for n in range(max(1, megabytes * 10**6 // len(raw))):
            (Path(place) / f"{n:06}.json").write_bytes(raw)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        started, entries = time.perf_counter(), 0
        for reading in read_each(place):
            entries += len(reading.entries)
        took = time.perf_counter() - started
        peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    print(f"folder of {megabytes} MB: {entries} entries in {took:.1f} s, {peak} MB more memory")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=int, default=0, metavar="MB")
    arguments = parser.parse_args()
    ratio("GP Connect", gp_connect())
    ratio("EPS", eps())
    if arguments.folder:
        folder(arguments.folder)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
