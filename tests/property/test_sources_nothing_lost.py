"""Nothing lost: whatever a message holds, each medication resource ends in an entry or a Problem."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from medrecon.errors import MedrecError
from medrecon.sources import read

MEDICATIONS = (
    "MedicationStatement",
    "MedicationRequest",
    "MedicationDispense",
    "MedicationAdministration",
)
words = st.text(min_size=1, max_size=12).filter(lambda t: bool(t.strip()))
anything = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=5,
)
concepts = st.fixed_dictionaries(
    {},
    optional={
        "text": words,
        "coding": st.lists(
            st.fixed_dictionaries(
                {},
                optional={
                    "system": st.just("http://snomed.info/sct"),
                    "code": words,
                    "display": words,
                },
            ),
            max_size=2,
        ),
    },
)
dosages = st.lists(
    st.fixed_dictionaries({}, optional={"text": words, "doseAndRate": anything}), max_size=3
)


@st.composite
def resources(draw: st.DrawFn, n: int) -> dict[str, Any]:
    """A medication resource, well or badly made, that may refer to those before it."""
    kind = draw(st.sampled_from(MEDICATIONS))
    out: dict[str, Any] = {"resourceType": kind, "id": f"r{n}"}
    out["medicationCodeableConcept"] = draw(concepts)
    out[
        "dosageInstruction" if kind in ("MedicationRequest", "MedicationDispense") else "dosage"
    ] = draw(dosages)
    if kind == "MedicationRequest":
        out["intent"] = draw(st.sampled_from(["plan", "order", "original-order", "reflex-order"]))
    if n and draw(st.booleans()):
        link = {
            "MedicationDispense": "authorizingPrescription",
            "MedicationAdministration": "request",
        }.get(kind, "basedOn")
        out[link] = [{"reference": f"MedicationRequest/r{draw(st.integers(0, n - 1))}"}]
    for key in draw(
        st.lists(
            st.sampled_from(["status", "note", "extension", "quantity", "authoredOn", "subject"]),
            max_size=2,
        )
    ):
        out[key] = draw(anything)
    return out


@st.composite
def bundles(draw: st.DrawFn) -> dict[str, Any]:
    """A Bundle of such resources."""
    many = [draw(resources(n)) for n in range(draw(st.integers(1, 6)))]
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": r} for r in many],
    }


def texts(node: Any) -> str:
    """Everything that entries say, in one string."""
    return repr(node)


@given(bundles())
@settings(max_examples=150, deadline=None)
def test_every_resource_is_kept_and_every_word_verbatim(bundle: dict[str, Any]) -> None:
    reading = read(json.dumps(bundle).encode())
    own = [e.id for e in reading.entries]
    assert len(own) == len(set(own))
    kept = {r for e in reading.entries for r in e.refs} | {p.id for p in reading.problems}
    said = texts(
        [(e.medication, e.codings, e.dosage, e.dosages, e.issues) for e in reading.entries]
    )
    for entry in bundle["entry"]:
        resource = entry["resource"]
        assert resource["id"] in kept
        for dose in resource.get("dosageInstruction", []) + resource.get("dosage", []):
            if "text" in dose:
                assert repr(dose["text"])[1:-1] in said


@given(bundles())
@settings(max_examples=50, deadline=None)
def test_the_same_bytes_give_the_same_reading_and_a_copy_adds_nothing(
    bundle: dict[str, Any],
) -> None:
    raw = json.dumps(bundle).encode()
    once = read(raw)
    assert read(raw) == once
    assert [e.refs for e in read([raw, raw]).entries] == [e.refs for e in once.entries]


@given(st.binary(max_size=300) | anything.map(lambda v: json.dumps(v).encode()))
@settings(max_examples=150, deadline=None)
def test_whatever_the_bytes_the_refusal_is_typed(raw: bytes) -> None:
    try:
        reading = read(raw)
    except MedrecError as error:
        assert str(error).startswith("expected ")
    else:
        assert reading.entries or reading.problems or reading.sources or reading.patient
