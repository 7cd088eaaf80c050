"""`Match.brand`: the brand that a text names, wherever it stands in it."""

from __future__ import annotations

import pytest

from medrecon.dmd import Dictionary
from medrecon.model import Entry, Source
from medrecon.normalise import normalise
from medrecon.normalise.value import NormalisedEntry
from medrecon.policy import Policy


def _read(dictionary: Dictionary, text: str) -> NormalisedEntry:
    line = Entry(id="1", source=Source(kind="gp"), medication=text)
    return normalise(line, dictionary, Policy.default())


@pytest.mark.parametrize(
    ("text", "brand"),
    [
        ("Tacrolimus (Adoport) 1mg capsules", "adoport"),
        ("Tacrolimus 1mg capsules (brand: Adoport)", "adoport"),
        ("tacrolimus [Adoport] 1mg caps", "adoport"),
        ("Adoport", "adoport"),
        ("Insulin glargine (Lantus) 100units/ml", "lantus"),
        ("Insulin glargine 100units/ml Lantus", "lantus"),
        ("NovoRapid FlexPen", "novorapid"),
        ("Humulin I", "humulin i"),
        ("Nurofen 400mg tablets", "nurofen"),  # of a strength that it no longer has
        ("Adoport 1mg capsules", "adoport"),
    ],
)
def test_it_is_read_where_it_stands(dictionary: Dictionary, text: str, brand: str) -> None:
    assert _read(dictionary, text).brand == brand


@pytest.mark.parametrize(
    "text",
    [
        "Tacrolimus 1mg capsules",
        "Tacrolimus (for transplant) 1mg capsules",
        "Tacrolimus 1mg capsules (not Adoport)",
        "Tacrolimus 1mg capsules (was Adoport)",
        "Tacrolimus 1mg capsules (Prograf or Adoport)",
        "Tacrolimus 1mg capsules (Sandoz)",
        "Amlodipine 5mg tablets (for blood pressure)",
        "travel",
    ],
)
def test_other_words_are_no_brand(dictionary: Dictionary, text: str) -> None:
    assert _read(dictionary, text).brand is None


def test_a_brand_of_another_medicine_in_brackets_is_none_of_this_one(
    dictionary: Dictionary,
) -> None:
    found = _read(dictionary, "Tacrolimus (Lantus) 1mg capsules")
    assert found.brand is None
    assert not found.resolved


def test_a_bare_brand_of_one_moiety_has_it(dictionary: Dictionary) -> None:
    found = _read(dictionary, "Priadel")  # the carbonate as tablets, the citrate as a liquid
    assert found.resolved
    assert found.moieties == ("lithium",)
    assert found.product is None


@pytest.mark.parametrize(
    ("text", "moiety"),
    [
        ("Mycophenolate 500mg tablets", "mycophenolate"),
        ("Valproate 400mg", "valproate"),
        ("Valproate", "valproate"),
    ],
)
def test_the_name_to_which_salts_and_esters_fold_is_a_moiety(
    dictionary: Dictionary, text: str, moiety: str
) -> None:
    found = _read(dictionary, text)
    assert (found.resolved, found.moieties, found.product) == (True, (moiety,), None)


@pytest.mark.parametrize(
    "text", ["Not valproate", "Valproat 400mg", "aspirin or valproate", "Valproate 4O0mg"]
)
def test_a_name_in_doubt_is_none(dictionary: Dictionary, text: str) -> None:
    assert not _read(dictionary, text).resolved


def test_a_bare_brand_of_several_medicines_has_none(dictionary: Dictionary) -> None:
    assert not _read(dictionary, "Sudafed").resolved
