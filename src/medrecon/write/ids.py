"""Ids that follow from the content: the same answer gives the same ids, on any machine, on any day.

An id names a thing of one person. Entry ids are unique in a message only, so the person is part of
every id: the NHS number, else the patient id, where one is known, else the content of the whole answer.
"""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from typing import Any

from medrecon.model import Answer, Identity

_SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:medrecon:fhir")


@dataclass(frozen=True, slots=True)
class Ids:
    """The ids of one Bundle; `person` stands in each of them."""

    person: str

    def of(self, kind: str, *parts: str) -> str:
        """The id of one resource, a UUID in lower case."""
        return str(uuid.uuid5(_SPACE, "\x1f".join((self.person, kind, *parts))))

    def numbered(self, n: int, kind: str, *parts: str) -> str:
        """The id of the nth of several that belong together; sorted by id they keep their order."""
        if n > 255:
            return self.of(kind, *parts, str(n))
        return f"{self.of(kind, *parts)[:-2]}{n:02x}"


def ids_for(answer: Answer, who: Identity | None) -> Ids:
    """The ids of an answer about a person."""
    if who is not None and (who.nhs_number or who.patient_id):
        return Ids(f"nhs|{who.nhs_number}" if who.nhs_number else f"id|{who.patient_id}")
    return Ids(digest(answer))


def digest(answer: Answer) -> str:
    """A short name for the whole content of an answer."""
    return hashlib.sha256(answer.model_dump_json().encode()).hexdigest()


def conclusions(answer: Answer) -> str:
    """A short name for what an answer says, whichever copy of a message it was made from."""
    said = answer.model_dump_json(exclude={"given": True, "entries": {"__all__": {"as_read"}}})
    return hashlib.sha256(said.encode()).hexdigest()


def full_url(own: str) -> str:
    """The fullUrl of a Bundle entry, by which the others refer to it."""
    return f"urn:uuid:{own}"


def to(own: str, display: str | None = None) -> dict[str, Any]:
    """A Reference to a resource of the same Bundle."""
    reference = {"reference": full_url(own)}
    return {**reference, "display": display} if display else reference
