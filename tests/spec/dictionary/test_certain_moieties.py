"""`Match.moieties`: the active substances, whenever they are certain."""

import pytest


@pytest.mark.parametrize(
    ("text", "moieties"),
    [
        ("Bisoprolol 2.5mg tablets", ("bisoprolol",)),
        ("bisoprolol", ("bisoprolol",)),
        ("Eliquis", ("apixaban",)),
        ("co-codamol", ("codeine", "paracetamol")),
        ("Microgynon", ("ethinylestradiol", "levonorgestrel")),
    ],
)
def test_they_are_those_of_the_products_that_the_text_allows(dictionary, text, moieties):
    assert dictionary.resolve(text).moieties == moieties


def test_a_product_has_those_of_the_product(dictionary):
    match = dictionary.resolve("Eliquis 5mg tablets")
    assert match.moieties == match.product.moieties


@pytest.mark.parametrize("text", ["gibberish", "water tablets", "Clobet_Crm 0.05%", "", "5mg"])
def test_a_guess_has_none(dictionary, text):
    assert dictionary.resolve(text).moieties == ()


def test_codes_of_two_medicines_have_none(dictionary):
    codes = [
        dictionary.resolve(t).product.code
        for t in ("Bisoprolol 2.5mg tablets", "Ramipril 5mg capsules")
    ]
    assert dictionary.identify(None, codes).moieties == ()
    assert dictionary.identify(None, codes[:1]).moieties == ("bisoprolol",)
    assert dictionary.identify("Ramipril 5mg capsules", codes[:1]).moieties == ()
