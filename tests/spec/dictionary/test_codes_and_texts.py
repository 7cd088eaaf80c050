"""A line's code and its text, weighed together."""

import pytest

PARACETAMOL_500 = "42109611000001109"


def test_code_and_text_agree(dictionary):
    match = dictionary.identify("Paracetamol 500mg tabs", [PARACETAMOL_500])
    assert match.status == "product" and match.flags == ()


def test_a_code_alone_is_trusted(dictionary):
    assert dictionary.identify(None, [PARACETAMOL_500]).product.name == "Paracetamol 500mg tablets"


def test_a_code_completes_a_text_that_says_less(dictionary):
    assert dictionary.identify("paracetamol", [PARACETAMOL_500]).product.code == PARACETAMOL_500


@pytest.mark.parametrize(
    "text", ["Ramipril 5mg capsules", "Paracetamol 1g tablets", "paracetamol 500mg suppositories"]
)
def test_a_text_that_contradicts_its_code_is_ambiguous(dictionary, text):
    match = dictionary.identify(text, [PARACETAMOL_500])
    assert match.status == "ambiguous"
    assert "code_text_mismatch" in match.flags
    assert PARACETAMOL_500 in {c.code for c in match.candidates}
    assert match.product is None


def _code(dictionary, text):
    return dictionary.resolve(text).product.code


@pytest.mark.parametrize(
    "text", ["Adoport 1mg capsules", "Tacrolimus (Adoport) 1mg capsules", "Adoport"]
)
def test_the_code_of_another_brand_leaves_the_brand_open(dictionary, text):
    match = dictionary.identify(text, [_code(dictionary, "Prograf 1mg capsules")])
    assert match.product.level == "VMP"
    assert match.product.name == "Tacrolimus 1mg capsules"
    assert match.flags == ("code_brand_mismatch",)
    assert match.brand == "adoport"


@pytest.mark.parametrize(
    ("text", "coded"),
    [
        ("Adoport 1mg capsules", "Adoport 1mg capsules"),
        ("Adoport", "Adoport 1mg capsules"),
        ("Tacrolimus 1mg capsules", "Prograf 1mg capsules"),
        ("Tacrolimus 1mg capsules (Sandoz Ltd)", "Prograf 1mg capsules"),
        ("Adoport 1mg capsules", "Tacrolimus 1mg capsules"),
    ],
)
def test_a_code_of_the_same_brand_or_of_none_agrees(dictionary, text, coded):
    match = dictionary.identify(text, [_code(dictionary, coded)])
    assert match.flags == ()
    assert match.product.name in (text, coded)


def test_an_unknown_code_leaves_the_text_to_decide(dictionary):
    match = dictionary.identify("Ramipril 5mg capsules", ["1234567890"])
    assert match.product.name == "Ramipril 5mg capsules"
    assert "unknown_code" in match.flags


def test_a_damaged_code_is_named(dictionary):
    assert "bad_check_digit" in dictionary.identify("Ramipril 5mg capsules", ["322236008"]).flags


def test_the_degrade_code_never_resolves(dictionary):
    match = dictionary.identify("Some local mixture", ["196421000000109"])
    assert match.status == "unresolved" and "degraded_code" in match.flags
    assert dictionary.get("196421000000109") is None


def test_codes_of_two_medicines_are_ambiguous(dictionary):
    other = dictionary.resolve("Ramipril 5mg capsules").product.code
    match = dictionary.identify(None, [PARACETAMOL_500, other])
    assert match.status == "ambiguous" and "codes_disagree" in match.flags


def test_a_text_that_cannot_be_read_does_not_speak_for_its_code(dictionary):
    match = dictionary.identify("Zzyzx forte", [PARACETAMOL_500])
    assert match.status == "ambiguous" and "text_unread" in match.flags


def test_nothing_known_is_unresolved(dictionary):
    assert dictionary.identify(None, []).status == "unresolved"
    assert dictionary.identify("", ["x"]).status == "unresolved"
