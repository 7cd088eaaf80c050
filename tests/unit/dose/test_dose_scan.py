"""Folding and scanning: what a number is, what it is not, and where each word stood."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medrecon.dose.fold import fold
from medrecon.dose.grammar import segments, whole_grammar
from medrecon.dose.product import shape_of
from medrecon.dose.scan import scan
from medrecon.dose.spelling import corrected

ALPHABET = "nhNLTuxt-oa&XUfFOAHZWMmBGwDC8KdgPRSVIq0Jl!E>ye@ipvrjYzscbk(),.;:/=%?Q#1234567$^~9ß"


def symbols(text: str) -> str:
    return "".join(x.symbol for x in scan(text))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", "5"),
        ("2.5", "2.5"),
        ("2·5", "2.5"),
        ("1,000", "1000"),
        ("20,000", "20000"),
        ("1.0", "1.0"),
        ("0.125", "0.125"),
        ("1/2", "0.5"),
        ("3/4", "0.75"),
        ("half", "0.5"),
        ("iii", "3"),
    ],
)
def test_numbers(text: str, value: str) -> None:
    (lexeme,) = scan(text)
    assert lexeme.value == Decimal(value)


@pytest.mark.parametrize(
    "text", ["1.000", "1,25", ".5", "1.5.2", "0", "-40", "1omg", "12345678", "1/5"]
)
def test_numbers_that_cannot_be_trusted(text: str) -> None:
    assert "Q" in symbols(text)


def test_a_date_without_a_century_is_no_number() -> None:
    assert not set(symbols("03/04/26")) & set(symbols("1"))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("5/7", "d"),
        ("1/52", "d"),
        ("3/12", "d"),
        ("4/24", "g"),
        ("08:00", "8"),
        ("8am", "8"),
        ("12/03/2026", "K"),
        ("1st september 2026", "K"),
        ("0800", "h"),
        ("q6h", "F"),
        ("p.r.n.", "P"),
        ("b12", "?"),
        ("30/500", "2"),
    ],
)
def test_other_things_made_of_digits(text: str, kind: str) -> None:
    assert symbols(text) == kind


def test_lexemes_know_their_place() -> None:
    text = "take two  5ml spoonfuls"
    folded = fold(text)
    assert folded == "take two 5ml spoonfuls"
    assert [folded[x.start : x.end] for x in scan(folded)] == ["take", "two", "5ml spoonfuls"]


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("one\u00a0daily", "one daily"),
        ("１０mg", "10mg"),
        ("1½", "1 ½"),
        ("1–2", "1-2"),
        ("para\u200dcetamol", "paracetamol"),
        ("1 &amp; 2", "1 & 2"),
        ("1\u200b0mg", None),
        ("١٢٥", None),
        ("10²", None),
    ],
)
def test_folding(raw: str, folded: str | None) -> None:
    assert fold(raw) == folded


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("tabelts", "tablets"),
        ("requred", "required"),
        ("weeekly", "weekly"),
        ("metformin", "metformin"),
        ("seven", "seven"),
    ],
)
def test_slips_of_the_pen(written: str, meant: str) -> None:
    assert corrected(written) == meant


def test_every_symbol_is_taken_by_some_rule() -> None:
    """The grammar leaves no symbol behind, whatever stands around it."""
    for a in ALPHABET:
        for b in ALPHABET:
            found = segments(a + b)
            assert found[0][1] == 0
            assert found[-1][2] == 2


@settings(max_examples=500, deadline=None)
@given(symbols=st.text(alphabet=ALPHABET, max_size=25))
def test_trying_fewer_rules_finds_the_same(symbols: str) -> None:
    found, place = [], 0
    while place < len(symbols):
        match = whole_grammar().match(symbols, place)
        assert match is not None
        found.append((match.lastgroup, place, match.end()))
        place = match.end()
    assert segments(symbols) == tuple(found)


@pytest.mark.parametrize(
    ("name", "unit", "drops", "liquid"),
    [
        ("Amlodipine 5mg tablets", "tablet", False, False),
        ("Example 250mg/5ml oral suspension", None, False, True),
        ("Latanoprost 50micrograms/ml eye drops", "drop", True, False),
        ("Example 100micrograms/dose inhaler", None, False, False),
    ],
)
def test_shape_of_a_product_name(name: str, unit: str | None, drops: bool, liquid: bool) -> None:
    assert shape_of(name)[:3] == (unit, drops, liquid)
