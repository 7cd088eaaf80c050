"""An answer as one FHIR R4 Bundle."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from medrecon.errors import UsageError
from medrecon.model import Answer
from medrecon.write.codes import OURS, made
from medrecon.write.device import device
from medrecon.write.document import composition, no_information
from medrecon.write.facts import Facts
from medrecon.write.ids import conclusions, full_url
from medrecon.write.issue import issues
from medrecon.write.medication_list import medication_list
from medrecon.write.person import patient as patient_resource
from medrecon.write.provenance import provenance
from medrecon.write.statement import statements

SHAPES = ("collection", "document")
_REFERENCE = re.compile(r"\S+[/:]\S+")
Resource = dict[str, Any]


def bundle_of(answer: Answer, shape: str = "collection", patient: str | None = None) -> Resource:
    """The Bundle of an answer as plain JSON data.

    `collection` has the List, its statements, the findings and the provenance; `document` a medication
    summary under a Composition, in the shape of the IPS. `patient` is the receiver's own reference to the
    person (`Patient/17`), instead of a Patient resource. Raises UsageError for another shape, and for a
    patient that is no reference.
    """
    if shape not in SHAPES:
        raise UsageError(f"one of {', '.join(SHAPES)}", "another word", at="shape")
    if patient is not None and not (isinstance(patient, str) and _REFERENCE.fullmatch(patient)):
        raise UsageError("a reference (Patient/17)", "another text", at="patient")
    facts = Facts(answer, patient)
    own = facts.ids.of("Bundle", shape, conclusions(answer))
    document = shape == "document"
    return made(
        resourceType="Bundle",
        id=own,
        identifier={"system": f"{OURS}answer", "value": own},
        type=shape,
        timestamp=f"{facts.day}T00:00:00Z",
        entry=_entries(_document(facts) if document else _collection(facts)),
    )


def _entries(resources: Iterable[Resource]) -> list[Resource]:
    return [{"fullUrl": full_url(r["id"]), "resource": r} for r in resources]


def _collection(facts: Facts) -> list[Resource]:
    listed = statements(facts, dated=False)
    found = issues(facts, listed)
    head = medication_list(facts, listed)
    own = [head, *(s.resource for s in listed), *found]
    return [
        head,
        *_person(facts),
        *own[1:],
        device(facts),
        provenance(facts, [r["id"] for r in own]),
    ]


def _document(facts: Facts) -> list[Resource]:
    listed = statements(facts, dated=True)
    found = issues(facts, listed)
    absent = no_information(facts) if facts.one_person and not listed else None
    head = composition(facts, listed, absent, found)
    body = [*(s.resource for s in listed), *([absent] if absent else []), *found]
    return [
        head,
        *_person(facts),
        *body,
        device(facts),
        provenance(facts, [head["id"], *(r["id"] for r in body)]),
    ]


def _person(facts: Facts) -> list[Resource]:
    return [patient_resource(facts)] if facts.one_person and not facts.patient else []
