"""The dialect of a FHIR message is told by its marks, however soon one of them settles it."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from medrecon.sources.sniff import _EPS, fhir_format

NHS = "fhir.nhs."
MARKS = (
    "CareConnect-",
    "CareConnect-GPC-",
    "/CareConnect-",
    "/ITK-Message",
    "/ITK-Document-Bundle",
    "GPConnect-StructuredRecord",
    "uk/STU3/",
    "net/",
    "fhir.hl7.org.uk/STU3/",
    *_EPS,
)
texts = st.lists(
    st.sampled_from((*MARKS, NHS, NHS, "\\/", "\\", '"', "x" * 25, "y" * 80)), max_size=9
).map("".join)


def by_the_whole_text(text: str) -> str:
    """The rule as it is said: what stands behind an address of NHS England first, then the rest."""
    text = text.replace("\\/", "/")
    addresses = [NHS + part[:70] for part in text.split(NHS)[1:]]

    def behind(*marks: str) -> bool:
        return any(mark in address for mark in marks for address in addresses)

    if behind("/ITK-Message", "/ITK-Document-Bundle"):
        return "careconnect-stu3"
    if behind("GPConnect-StructuredRecord") or "CareConnect-GPC" in text:
        return "gpconnect-stu3"
    if behind(*_EPS):
        return "eps-r4"
    elsewhere = "/CareConnect-" in text or "fhir.hl7.org.uk/STU3/" in text
    is_stu3 = behind("fhir.nhs.uk/STU3/", "fhir.nhs.net/") or elsewhere
    return "careconnect-stu3" if is_stu3 else "ukcore-r4"


@given(texts)
def test_a_mark_that_settles_it_is_not_asked_twice(text: str) -> None:
    assert fhir_format(text) == by_the_whole_text(text)


@given(texts)
def test_a_solidus_may_be_written_as_an_escape(text: str) -> None:
    plain = text.replace("\\", "")
    assert fhir_format(plain.replace("/", "\\/")) == fhir_format(plain)


def resource(kind: str, profile: str | None = None, **more: Any) -> dict[str, Any]:
    """A resource that names a profile, or none."""
    meta = {"meta": {"profile": [profile]}} if profile else {}
    return {"resourceType": kind, **meta, **more}


UK_CORE = "https://fhir.hl7.org.uk/StructureDefinition/UKCore-"
STU3 = "https://fhir.nhs.uk/STU3/StructureDefinition/"
ITEM = "https://fhir.nhs.uk/Id/prescription-order-item-number"
ORDER = resource("MedicationRequest", identifier=[{"system": ITEM, "value": "7"}])
RESOURCES = st.sampled_from(
    (
        resource("MedicationStatement", f"{UK_CORE}MedicationStatement"),
        resource("Patient", f"{UK_CORE}Patient", identifier=[{"system": "https://fhir.nhs.uk/Id"}]),
        resource("MedicationRequest", f"{UK_CORE}MedicationRequest"),
        resource("MedicationStatement"),
        resource("MedicationStatement", f"{UK_CORE}MedicationStatement", taken="y"),
        resource("MedicationStatement", f"{STU3}CareConnect-GPC-MedicationStatement-1"),
        resource("Patient", "https://fhir.hl7.org.uk/STU3/StructureDefinition/Patient"),
        ORDER,
        {"resourceType": ["Patient"], "meta": [], "eventCoding": []},
    )
)


@given(st.lists(RESOURCES, max_size=4), st.booleans(), st.booleans())
def test_what_a_message_declares_is_what_its_text_says(
    held: list[dict[str, Any]], of_eps: bool, of_gp: bool
) -> None:
    if of_eps:
        system = "https://fhir.nhs.uk/CodeSystem/message-event"
        event = {"system": system, "code": "prescription-order"}
        held = [resource("MessageHeader", eventCoding=event), *held, ORDER]
    bundle = resource("Bundle", f"{STU3}GPConnect-StructuredRecord-Bundle-1" if of_gp else None)
    bundle["entry"] = [{"resource": r} for r in held]
    text = json.dumps(bundle)
    said = by_the_whole_text(text)
    if said == "ukcore-r4" and '"taken"' in text:
        said = "careconnect-stu3"
    assert fhir_format(text, bundle) == said
