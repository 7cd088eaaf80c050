"""The dialect of a FHIR message is told by its marks, however soon one of them settles it."""

from __future__ import annotations

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
