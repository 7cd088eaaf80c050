"""How long `read` takes against `json.loads` of the same bytes, and what a folder of bundles needs.

Ratios within one run, both sides in turn, on messages made here: `python benchmarks/bench_read.py
[--folder MB]`. Of the UK Core bundle also the ratio to what any program has to do: `json.loads` and
one checked model of twenty fields a statement.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from medrecon.sources import read, read_each

GPC = "https://fhir.nhs.uk/STU3/StructureDefinition/"
UKCORE = "https://fhir.hl7.org.uk/StructureDefinition/"
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


def uk_core(statements: int = 25) -> bytes:
    """A shared record: statements of a few medicines in the shape of UK Core."""
    sct = {"system": SCT, "code": "26643006", "display": "Oral"}
    entry: list[dict[str, Any]] = []
    for n in range(statements):
        medicine, day = n % 7, f"2026-0{n % 8 + 1}-05"
        name = f"Examplin {medicine}mg tablets"
        code = {"system": "https://dmd.nhs.uk", "code": str(10**8 + medicine), "display": name}
        statement = {
            "resourceType": "MedicationStatement",
            "id": f"statement-{n:03}",
            "meta": {"profile": [f"{UKCORE}UKCore-MedicationStatement"], "lastUpdated": f"{day}T09:00:00Z"},
            "extension": [{"url": f"{UKCORE}Extension-UKCore-MedicationStatementLastIssueDate", "valueDateTime": day}],
            "identifier": [{"system": "https://tools.ietf.org/html/rfc4122", "value": f"{n:032x}"}],
            "status": "active",
            "category": {"coding": [{"system": "x", "code": "community", "display": "Community"}]},
            "medicationCodeableConcept": {"coding": [code], "text": name},
            "subject": {"reference": "Patient/p", "identifier": {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9449304130"}},
            "effectivePeriod": {"start": day},
            "dateAsserted": f"{day}T09:00:00+00:00",
            "informationSource": {"reference": "Organization/A82038", "display": "GP"},
            "note": [{"text": "Reviewed"}],
            "dosage": [{"sequence": 1, "text": f"{medicine} tablets daily", "patientInstruction": "with food", "route": {"coding": [sct]}}],
        }  # fmt: skip
        entry.append({"fullUrl": f"urn:uuid:{n:032x}", "resource": statement})
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entry}).encode()


class Flat(BaseModel):
    """The least that a program can make of a statement: twenty checked fields."""

    id: str
    status: str
    code: str
    system: str
    display: str
    text: str
    subject: str
    nhs_number: str
    start: dt.date
    end: dt.date | None
    asserted: dt.datetime
    last_issued: dt.date
    source: str
    note: str
    dosage: str
    instruction: str
    route_code: str
    route: str
    category: str
    sequence: int


def flat(raw: bytes) -> list[Flat]:
    """Each statement of `uk_core` as one model."""
    out = []
    for entry in json.loads(raw)["entry"]:
        r = entry["resource"]
        code, dose = r["medicationCodeableConcept"]["coding"][0], r["dosage"][0]
        route = dose["route"]["coding"][0]
        out.append(Flat.model_validate({
            "id": r["id"], "status": r["status"], "code": code["code"], "system": code["system"],
            "display": code["display"], "text": r["medicationCodeableConcept"]["text"],
            "subject": r["subject"]["reference"], "nhs_number": r["subject"]["identifier"]["value"],
            "start": r["effectivePeriod"]["start"], "end": r["effectivePeriod"].get("end"),
            "asserted": r["dateAsserted"], "last_issued": r["extension"][0]["valueDateTime"],
            "source": r["informationSource"]["display"], "note": r["note"][0]["text"],
            "dosage": dose["text"], "instruction": dose["patientInstruction"],
            "route_code": route["code"], "route": route["display"],
            "category": r["category"]["coding"][0]["code"], "sequence": dose["sequence"],
        }))  # fmt: skip
    return out


def best(*works: Callable[[], object], rounds: int = 15) -> list[float]:
    """The least processor time of each, in seconds, taken in turn; other jobs do not count."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, taken in zip(works, times, strict=True):
            started = time.process_time()
            work()
            taken.append(time.process_time() - started)
    return [min(taken) for taken in times]


def ratio(name: str, raw: bytes, floor: Callable[[bytes], object] | None = None) -> None:
    """Print `read` against `json.loads`, and against the floor, for one message."""
    least = floor or json.loads
    plain, low, ours = best(
        *(lambda work=work: [work(raw) for _ in range(10)] for work in (json.loads, least, read))
    )
    print(
        f"{name}: {len(raw) / 1e3:.0f} kB, {len(read(raw).entries)} entries, "
        f"json.loads {plain * 100:.2f} ms, read {ours * 100:.2f} ms, ratio {ours / plain:.2f}"
        + (f", to one model a statement {ours / low:.2f}" if floor else "")
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
    ratio("UK Core", uk_core(), flat)
    if arguments.folder:
        folder(arguments.folder)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
