"""Dosages that go out: whole R4 structure or words alone, never half of what a source wrote."""

from __future__ import annotations

from decimal import Decimal

import pytest

from medrecon.write.dosage import dosages

TWICE = {"timing": {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}}}
ONE = {"doseAndRate": [{"doseQuantity": {"value": 1, "unit": "tablet"}}]}
WORDS = "one tablet twice a day"


def test_r4_goes_out_as_it_is():
    written = {"text": WORDS, **TWICE, **ONE}
    assert dosages([written], WORDS) == [written]


def test_numbers_that_xml_gives_as_text_become_numbers():
    written = {"doseAndRate": [{"doseQuantity": {"value": "2.50"}}], "sequence": "1"}
    (out,) = dosages([written], WORDS)
    assert out["doseAndRate"] == [{"doseQuantity": {"value": 2.5}}]
    assert out["sequence"] == 1


def test_exact_decimals_become_numbers():
    (out,) = dosages([{"doseAndRate": [{"doseQuantity": {"value": Decimal("10.0")}}]}], WORDS)
    assert out["doseAndRate"] == [{"doseQuantity": {"value": 10}}]


@pytest.mark.parametrize(
    "wrong",
    [
        {"modifierExtension": [{"url": "urn:x"}]},
        {"doseQuantity": {"value": 1}},
        {"timing": {"repeat": {"frequency": "twice"}}},
        {"timing": {"repeat": {"frequency": 0, "period": 1, "periodUnit": "d"}}},
        {"timing": {"repeat": {"frequency": 1, "period": 1}}},
        {"timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "day"}}},
        {"timing": {"repeat": {"when": ["soon"]}}},
        {"timing": {"repeat": {"when": ["MORN"], "timeOfDay": ["08:00:00"]}}},
        {"timing": {"repeat": {"timeOfDay": ["8am"]}}},
        {"timing": {"repeat": {"boundsPeriod": {"start": "2026-02-01", "end": "2026-01-01"}}}},
        {"timing": {"repeat": {"boundsDuration": {"value": 5}, "boundsRange": {}}}},
        {"timing": {"repeat": {"offset": 30}}},
        {"timing": {"event": ["2026-13-45"]}},
        {"timing": {"event": ["2026-03-16T25:00:00Z"]}},
        {"timing": {"event": ["2026-03-16T08:00"]}},
        {"timing": "twice"},
        {"doseAndRate": []},
        {"doseAndRate": [{"doseQuantity": {"value": 1}, "doseRange": {"low": {"value": 1}}}]},
        {"doseAndRate": [{"doseQuantity": {"value": "one"}}]},
        {"doseAndRate": [{"doseQuantity": {"value": True}}]},
        {"doseAndRate": [{"doseQuantity": {"value": float("nan")}}]},
        {"maxDosePerPeriod": {"numerator": {"value": 8}}},
        {"asNeededBoolean": [True]},
        {"asNeededBoolean": True, "asNeededCodeableConcept": {"text": "pain"}},
        {"route": {"coding": [{"system": "no uri", "code": "1"}]}},
        {"something": "else"},
    ],
    ids=str,
)
def test_what_is_not_r4_is_words_alone(wrong):
    assert dosages([{**ONE, **wrong}], WORDS) == [{"text": WORDS}]


def test_one_bad_line_takes_the_others_with_it():
    assert dosages([{**TWICE, **ONE}, {"timing": "later"}], WORDS) == [{"text": WORDS}]


def test_extensions_and_ids_of_a_source_stay_there():
    written = {"id": "d1", "extension": [{"url": "urn:x"}], "_text": {"id": "t"}, "text": WORDS}
    assert dosages([written], None) == [{"text": WORDS}]


def test_a_structure_without_words_gets_the_nhs_wording():
    (out,) = dosages([{**TWICE, **ONE}], None)
    assert out["text"] == "1 tablet - twice a day"


def test_nothing_stated_is_nothing():
    assert dosages([], None) == []
    assert dosages([{}], "  ") == []
