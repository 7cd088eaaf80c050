"""Invariant 5. Unsure is an answer: nothing is guessed to look complete."""

from __future__ import annotations

import dataclasses
import re
import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import (
    BRANDS,
    MEDICINES,
    MOIETIES,
    TABLETS,
    UNKNOWN,
    code_of,
    entries,
    reconcile,
    records,
    sample,
)

import medrecon
from medrecon import Entry, Source

FORMS = ("", " tablets", " capsules", " tabs", " oral solution", " injection", " tab", " inhaler")
nonsense = st.text("bcdfghjkvwxz", min_size=5, max_size=12)


def strengths(product: medrecon.Product) -> list[object]:
    return [i.strength for i in product.ingredients if i.strength is not None]


@given(
    st.sampled_from(MOIETIES), st.sampled_from(FORMS), st.sampled_from((str, str.upper, str.lower))
)
def test_a_name_without_a_strength_is_never_given_one(moiety, form, case):
    match = sample().resolve(case(moiety + form))
    assert match.status in ("moiety", "ambiguous", "unresolved")
    assert match.product is None


@given(st.sampled_from(TABLETS), st.sampled_from(("", "?", "??", "xx", "-")))
def test_a_name_whose_strength_was_lost_is_never_given_one(name, hole):
    lost = re.sub(r"\d+(\.\d+)?", hole, name)
    match = sample().resolve(lost)
    assert match.product is None or not strengths(match.product)


@given(st.sampled_from(TABLETS))
def test_a_number_without_a_unit_never_becomes_another_number(name):
    bare = re.sub(r"(\d)(mg|microgram)", r"\1", name)
    match = sample().resolve(bare)
    if match.product is not None:
        assert re.findall(r"\d+(?:\.\d+)?", match.product.name) == re.findall(
            r"\d+(?:\.\d+)?", bare
        )


@given(nonsense, nonsense, st.sampled_from(("", " 10mg tablets", " 5mg", " 100units/ml injection")))
def test_nonsense_is_unresolved(one, two, rest):
    match = sample().resolve(f"{one} {two}{rest}")
    assert (match.status, match.product, match.moiety) == ("unresolved", None, None)


@given(st.text(max_size=60))
def test_any_text_at_all_has_an_answer_and_keeps_the_promise_of_its_status(text):
    match = sample().resolve(text)
    assert match.status in ("product", "moiety", "ambiguous", "unresolved")
    assert (match.product is not None) == (match.status == "product")
    assert match.moiety is None or match.status != "unresolved"


@given(st.sampled_from(MEDICINES), st.sampled_from(MEDICINES))
def test_a_code_that_contradicts_its_text_is_not_believed(name, other):
    moieties = [set(sample().resolve(n).product.moieties) for n in (name, other)]
    assume(not moieties[0] & moieties[1])
    line = Entry(
        id="e",
        source=Source("gp"),
        medication=name,
        code=code_of(other),
        code_system="http://snomed.info/sct",
        kind="plan",
        status="active",
    )
    result = reconcile([line])
    (read,) = result.entries
    assert read.match != "product"
    assert "code_text_mismatch" in {f.type for f in result.findings}


@given(records(names=(*UNKNOWN, "MTX 2.5mg tablets", "AZT 100mg capsules")))
def test_what_is_not_known_is_said_to_be_so(lines):
    result = reconcile(lines)
    for entry in result.entries:
        assert (entry.match == "product") == (entry.product is not None and bool(entry.ingredients))
        assert entry.product is None
    for medication in result.medications:
        assert medication.product is None
        assert medication.confidence == "low"
        assert medication.name in {e.medication for e in lines}


@given(entries(names=(*MEDICINES, *MOIETIES)))
def test_a_status_of_its_own_for_what_is_only_half_known(line):
    (read,) = reconcile([line]).entries
    if read.match in ("ambiguous", "unresolved"):
        assert read.product is None or read.product.level == "VTM"
    if line.medication in MOIETIES:
        assert read.product is not None
        assert read.product.level == "VTM"


@pytest.mark.parametrize(
    "text",
    [
        "As directed",
        "See notes",
        "n/a",
        "No information available",
        "as per INR",
        "1",
        "1 x 28",
        "half 2 tablets",
        "1 3 times a day",
        "28 tablets",
        "",
    ],
)
def test_a_wording_that_says_no_dose_gives_none(text):
    dosage = medrecon.parse_dosage(text)
    stated = [d for d in dosage.to_fhir() if "doseAndRate" in d and "timing" in d]
    assert not stated


WORDS = st.sampled_from(
    [
        "take",
        "one",
        "two",
        "1",
        "2",
        "tablet",
        "tablets",
        "daily",
        "mg",
        "5mg",
        "every",
        "4",
        "hours",
        "weekly",
        "or",
        "and",
        "half",
        "prn",
        "max",
        "day",
        "with",
        "then",
        "reduce",
        "by",
        "for",
        "days",
        "at",
        "night",
        "bd",
        "tds",
        "3",
        "10",
        "ml",
        "puff",
        "-",
        "/",
        "x",
        "until",
        "stop",
        "not",
        "if",
    ]
)


@given(st.lists(WORDS, max_size=10).map(" ".join) | st.text(string.printable, max_size=80))
def test_every_word_of_a_dosage_is_understood_or_kept_in_unparsed(text):
    dosage = medrecon.parse_dosage(text)
    left = " ".join(dosage.unparsed).casefold()
    if not dosage.to_fhir() or all(set(d) <= {"text", "sequence"} for d in dosage.to_fhir()):
        for word in re.findall(r"[a-z]{3,}", text.casefold()):
            assert word in left


@given(st.sampled_from(BRANDS), entries())
def test_a_brand_alone_keeps_its_moieties_and_gains_no_strength(brand, line):
    first, whole = (
        reconcile([dataclasses.replace(line, medication=n, code=None, code_system=None)]).entries[0]
        for n in (brand.split()[0], brand)
    )
    assert not first.ingredients or first.ingredients == whole.ingredients
    assert first.product is None or first.product.level == "VTM"
