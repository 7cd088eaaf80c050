"""Ids that systems give people: which of them tell two people apart.

A `patient_id` is an id in the words of its source, or a list of FHIR tokens `system|value`, separated
by commas, where the source says whose id it is. An id means something beside others of its own system
only: a hospital's number beside a surgery's says nothing, two numbers of one hospital are two people.
"""

from __future__ import annotations

from collections.abc import Iterable

NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
"""The system of NHS numbers in FHIR."""
NO_SYSTEM = ("", "urn:ietf:rfc:3986")
"""Systems of identifiers that anybody may make: their values are compared with nothing."""


def token(system: str | None, value: str | None) -> str | None:
    """An identifier as a FHIR token; None where it has no value, or no system that gave it.

    >>> token("https://rx1.nhs.uk/mrn", "A 1"), token(None, "A1")
    ('https://rx1.nhs.uk/mrn|A1', None)
    """
    own = "".join((value or "").replace(",", "").split())
    if not own or not system or system in NO_SYSTEM or ":" not in system:
        return None
    return f"{system}|{own}"


def of_organisation(code: str, value: str) -> str | None:
    """The local identifier of an organisation named by its ODS code, as a token.

    >>> of_organisation("RZZ", "H 1")
    'urn:ods:RZZ|H1'
    """
    return token(f"urn:ods:{code.strip().upper()}", value)


def wrong_nhs_number(written: str) -> str | None:
    """An NHS number with a wrong check digit: nobody's, yet two of them are not one person's."""
    return token(NHS_NUMBER, "".join(filter(str.isalnum, written)))


def tokens(patient_id: str) -> frozenset[str]:
    """The tokens of a `patient_id`; an id of no named system stands for itself."""
    return frozenset(patient_id.split(",")) if "|" in patient_id else frozenset((patient_id,))


def told_apart(ids: Iterable[frozenset[str]]) -> bool:
    """Whether some ids are of two people: one system gave two that no shared id makes one person's.

    >>> told_apart([frozenset({"urn:a|1"}), frozenset({"urn:b|2"})])
    False
    >>> told_apart([frozenset({"urn:a|1"}), frozenset({"urn:a|2"})])
    True
    """
    people: list[set[str]] = []
    for held in sorted(set(ids), key=sorted):
        same = [p for p in people if not p.isdisjoint(held)]
        people = [p for p in people if p.isdisjoint(held)]
        people.append(set(held).union(*same))
    seen: set[str] = set()
    for person in people:
        systems = {_system(t) for t in person}
        if not seen.isdisjoint(systems):
            return True
        seen |= systems
    return False


def _system(one: str) -> str:
    system = one.rpartition("|")[0]
    return system if ":" in system else ""
