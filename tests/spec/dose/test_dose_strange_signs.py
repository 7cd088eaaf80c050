"""What no part of the structure holds stays in sight, a character that is not seen too."""

from __future__ import annotations

import pytest

from medrecon.dose import parse_dosage


@pytest.mark.parametrize("sign", ["\u202e", "\u200f", "\ue000", "\x07", "*", "=", "!", "|"])
def test_a_strange_sign_is_unparsed(sign: str) -> None:
    read = parse_dosage(f"1 {sign} od")
    assert read.status == "partial"
    assert read.unparsed == (sign,)


def test_a_sign_before_a_number_is_unparsed() -> None:
    assert parse_dosage("!1 od").unparsed == ("!",)


@pytest.mark.parametrize("sign", ["\u202e", "\ue000", "\x07", "\u200b"])
def test_an_unseen_character_beside_a_digit_refuses_the_text(sign: str) -> None:
    assert parse_dosage(f"1{sign}0 od").status == "ambiguous"


@pytest.mark.parametrize(
    "text", ["ONE *daily*", "one daily!", "1 tab\u00adlet od", "\ufeffone daily"]
)
def test_what_changes_no_number_is_no_matter(text: str) -> None:
    assert parse_dosage(text).status == "parsed"


def test_one_a_day_is_once_a_day() -> None:
    assert parse_dosage("1 tablet per day").lines[0].frequency_high == 1
    assert parse_dosage("2 tablets per day").status == "ambiguous"
