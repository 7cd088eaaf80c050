"""Short names, brands with a bare number, vitamins, glued digits: what they are, and what they never are.

The texts stand in `short_names.toml`. A name cut short is taken for a medicine only where it can be no other;
an abbreviation on the list of error-prone ones (ISMP) is never taken for any.
"""

import tomllib
from pathlib import Path

import pytest

from medrecon.names import error_prone, other_names

TEXTS = tomllib.loads(Path(__file__).with_name("short_names.toml").read_text("utf-8"))
ANSWERED, TRAPS = TEXTS["answered"], TEXTS["traps"]


@pytest.mark.parametrize(("text", "name"), ANSWERED["product"])
def test_with_strength_and_form_it_is_a_product(dictionary, text, name):
    product = dictionary.resolve(text).product
    assert (product.vmp or product).name == name


@pytest.mark.parametrize(("text", "name"), ANSWERED["moiety"])
def test_without_them_it_is_the_medicine(dictionary, text, name):
    match = dictionary.resolve(text)
    assert match.product is None
    assert match.moiety.name == name


@pytest.mark.parametrize("text", TRAPS["nothing"])
def test_what_may_be_several_medicines_is_none(dictionary, text):
    match = dictionary.resolve(text)
    assert (match.product, match.moiety) == (None, None)


@pytest.mark.parametrize("text", TRAPS["no_product"])
def test_what_says_too_little_is_no_product(dictionary, text):
    assert dictionary.resolve(text).product is None


@pytest.mark.parametrize("text", TRAPS["error_prone"])
def test_an_error_prone_abbreviation_is_flagged(dictionary, text):
    match = dictionary.resolve(text)
    assert "error_prone_abbreviation" in match.flags
    assert any("taken for" in why for why in match.why)


def test_a_name_of_several_medicines_offers_each(dictionary):
    offered = dictionary.resolve("Vitamin B12 1mg injection")
    names = " ".join(p.name for p in offered.candidates).casefold()
    assert "cobalamin" in names and offered.status == "ambiguous"


def test_a_beginning_on_the_list_is_that_of_the_medicine_it_stands_for():
    for key, known in other_names().items():
        if known.flag == "short_name" and len(key.split()) == 1 and key.isalpha() and len(key) > 3:
            begins = [m for m in known.moieties if m.replace(" ", "").startswith(key)]
            named = [m for m in known.moieties if key not in m.replace(" ", "")]
            assert begins or key in ("cocod", "nitro", "penicillin", "mycophenolate", "saline"), (
                key,
                named,
            )


def test_no_error_prone_abbreviation_is_the_name_of_one_medicine():
    for key in error_prone():
        known = other_names().get(key)
        assert known is None or len(known.moieties) > 1, key
