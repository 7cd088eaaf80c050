"""One run of `reconcile`: what was read for it, and the record of it that the host may keep."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from medrecon.model import Answer, Encounter, ReadDocument, Reading
from medrecon.model.frozen import quick_init


@quick_init
@dataclass(frozen=True, slots=True)
class Run:
    """The documents that were read, every copy of them, and the stays that they tell of."""

    documents: tuple[ReadDocument, ...] = ()
    encounters: tuple[Encounter, ...] = ()

    @classmethod
    def of(cls, readings: Sequence[Reading], entries: int) -> Run:
        """The run over those messages; `entries` is how many there were, also outside of messages."""
        documents = [d for r in readings for d in r.documents or (_by_hand(r),)]
        loose = entries - sum(len(r.entries) for r in readings)
        if loose or not readings:
            documents.append(ReadDocument("entries", None, loose, 0))
        stays = dict.fromkeys(e for r in readings for e in r.encounters)
        return cls(tuple(documents), tuple(stays))


def _by_hand(reading: Reading) -> ReadDocument:
    """What is known of a Reading that was read from no document."""
    return ReadDocument(reading.format, None, len(reading.entries), len(reading.problems))


def audit(answer: Answer, run: Run | None, at: dt.datetime | None) -> dict[str, Any]:
    """An audit record as JSON data: hashes, ids, counts and versions, and no value of the patient.

    `read` is None for an answer that was read back from JSON: it does not say which bytes it was made
    from. `at` stands there as it is given; no clock is read. The same run gives the same record.
    """
    return {
        "at": at.isoformat() if at is not None else None,
        **answer.about.model_dump(mode="json"),
        "read": None if run is None else _read(run.documents),
        "answered": {
            "sha256": hashlib.sha256(answer.model_dump_json().encode("utf-8")).hexdigest(),
            "medications": len(answer.medications),
            "treatments": len(answer.treatments),
            "entries": len(answer.entries),
            "findings": [
                {"id": f.id, "type": f.type, "severity": f.severity, "rule": f.rule}
                for f in sorted(answer.findings, key=lambda f: f.id)
            ],
            "decisions": [
                {"finding_id": d.finding_id, "kind": d.kind, "state": d.state}
                for d in answer.decisions
            ],
            "problems": dict(sorted(Counter(p.code for p in answer.problems).items())),
        },
    }


def _read(documents: Sequence[ReadDocument]) -> list[dict[str, Any]]:
    ordered = sorted(documents, key=lambda d: (d.format, d.sha256 or "", d.entries, d.problems))
    return [
        {"format": d.format, "sha256": d.sha256, "entries": d.entries, "problems": d.problems}
        for d in ordered
    ]
