"""FHIR in and out: loss-free, both shapes, both unit hierarchies, and nothing in a message raises."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medrecon.dosage import Dosage, Measure
from medrecon.dose import parse_dosage
from medrecon.model import freeze


def test_steps_have_a_sequence_and_lines_beside_each_other_share_it() -> None:
    dosage = parse_dosage("1 mane and 2 nocte for 7 days then 1 od")
    assert [d.get("sequence") for d in dosage.to_fhir()] == [1, 1, 2]
    assert "sequence" not in parse_dosage("1 od").to_fhir()[0]


def test_what_has_no_field_here_is_kept() -> None:
    message = {
        "id": "d1",
        "extension": [{"url": "https://example.org/x", "valueString": "kept"}],
        "text": "one daily",
        "timing": {
            "repeat": {"frequency": 1, "period": 1, "periodUnit": "d"},
            "code": {"text": "daily"},
        },
        "doseAndRate": [
            {"type": {"text": "ordered"}, "doseQuantity": {"value": 1, "unit": "Tablet"}}
        ],
    }
    assert Dosage.from_fhir(message).to_fhir() == [message]
    assert Dosage.from_fhir(freeze([message])).to_fhir() == [message]


def test_the_older_shape_is_read() -> None:
    stu3 = {
        "asNeededBoolean": True,
        "doseRange": {"low": {"value": 1}, "high": {"value": 2, "unit": "capsule"}},
    }
    (line,) = Dosage.from_fhir([stu3]).lines
    assert line.dose == Measure(Decimal(1), Decimal(2), "capsule")
    assert line.as_needed
    assert "doseAndRate" in Dosage.from_fhir([stu3]).to_fhir()[0]


@pytest.mark.parametrize(
    "quantity",
    [
        {"value": 1, "unit": "Tablet"},
        {"value": 1, "unit": "tablet(s)"},
        {"value": 1, "code": "428673006", "system": "http://snomed.info/sct"},
        {"value": 1, "code": "732936001", "system": "http://snomed.info/sct/"},
    ],
)
def test_both_hierarchies_and_words_are_one_unit(quantity: dict[str, object]) -> None:
    (line,) = Dosage.from_fhir([{"doseAndRate": [{"doseQuantity": quantity}]}]).lines
    assert line.dose == Measure(Decimal(1), Decimal(1), "tablet")


def test_text_alone_states_no_dose_until_it_is_parsed() -> None:
    dosage = Dosage.from_fhir([{"text": "one daily"}])
    assert (dosage.status, dosage.unparsed) == ("no_dose", ("one daily",))


def test_a_timing_code_is_a_frequency() -> None:
    coded = {"timing": {"code": {"coding": [{"code": "BID"}]}}}
    assert Dosage.from_fhir([coded]).times_per_day == 2


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["timing", "repeat", "doseAndRate", "doseQuantity", "doseRange", "low", "high", "value", "unit", "code",
         "frequency", "period", "periodUnit", "when", "boundsDuration", "route", "coding", "display", "text",
         "rateRatio", "numerator", "denominator", "maxDosePerPeriod", "sequence", "event", "asNeededBoolean"]
    ), inner, max_size=4),
    max_leaves=25,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    value=st.lists(
        st.dictionaries(
            st.sampled_from(["timing", "doseAndRate", "text", "route", "sequence", "site"]), JSON
        ),
        max_size=3,
    )
)
def test_nothing_in_a_message_raises(value: list[dict[str, object]]) -> None:
    dosage = Dosage.from_fhir(value)
    for dialect in ("eps-2021", "guide-2025", "clinical"):
        assert isinstance(dosage.to_text(dialect), str)
