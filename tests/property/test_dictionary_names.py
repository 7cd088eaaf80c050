"""What must hold of every name in the dictionary, however it is written."""

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medrecon.dmd import Dictionary
from medrecon.names import read_name

DICTIONARY = Dictionary.sample()


def _names(level):
    found = (
        DICTIONARY.get(str(c))
        for (c,) in DICTIONARY._store.all("SELECT id FROM concept WHERE level = ?", level)
    )
    return sorted({p.name: p for p in found}.items())


VMPS, AMPS = _names("VMP"), _names("AMP")
SIMPLE = [
    n for n, p in VMPS if re.fullmatch(r"[A-Za-z]+ [\d.]+(mg|microgram|g) (tablets|capsules)", n)
]
UNITS = {
    "mg": ["mg", " mg", "MG", "milligrams"],
    "microgram": ["mcg", " micrograms", "µg"],
    "g": ["g", " gram"],
}


@pytest.mark.parametrize("level", ["VMP", "AMP"])
def test_every_name_resolves_to_itself_or_says_why_not(level):
    for name, product in VMPS if level == "VMP" else AMPS:
        match = DICTIONARY.resolve(name)
        if match.product is not None:
            assert (match.product.vmp or match.product).code == (product.vmp or product).code, name
        else:
            assert match.status == "ambiguous" and match.why, name
            assert (product.vmp or product) in match.candidates, name


@given(
    st.sampled_from([n for n, _ in VMPS]),
    st.sampled_from([str.upper, str.lower, str.title]),
    st.integers(1, 3),
)
def test_case_and_spacing_change_nothing(name, case, spaces):
    other = (" " * spaces).join(case(name).split(" "))
    assert DICTIONARY.resolve(other).product == DICTIONARY.resolve(name).product


@given(st.sampled_from(SIMPLE), st.data())
def test_unit_spelling_and_word_order_change_nothing(name, data):
    word, strength, form = name.split(" ")
    number, unit = re.match(r"([\d.]+)(\w+)", strength).groups()
    spelt = number + data.draw(st.sampled_from(UNITS[unit]))
    parts = data.draw(st.permutations([word, spelt, form]))
    assert DICTIONARY.resolve(" ".join(parts)).product == DICTIONARY.resolve(name).product


@given(
    st.sampled_from([n for n, _ in VMPS + AMPS if read_name(n).amounts]),
    st.randoms(use_true_random=False),
)
@settings(max_examples=400)
def test_another_digit_in_a_strength_is_never_the_same_product(name, chance):
    digits = [m.start() for m in re.finditer(r"\d", name)]
    at = chance.choice(digits)
    changed = name[:at] + chance.choice([d for d in "123456789" if d != name[at]]) + name[at + 1 :]
    if (
        read_name(changed).amounts == read_name(name).amounts
        and read_name(changed).numbers == read_name(name).numbers
    ):
        return  # a digit that is no part of the strength: the size of a pack, a code in the name
    before, after = DICTIONARY.resolve(name).product, DICTIONARY.resolve(changed).product
    assert before is None or after is None or before.code != after.code


@given(st.text(max_size=60))
def test_no_text_breaks_it_and_status_and_product_go_together(text):
    match = DICTIONARY.resolve(text)
    assert (match.product is not None) == (match.status == "product")
    assert match.why
    if match.status == "unresolved":
        assert match.product is None and match.moiety is None


@given(
    st.lists(
        st.sampled_from(["4", "(", "x28", ")", "2b", "5mg", "tab", "om", "/", "d3", "(imported)"]),
        max_size=6,
    )
)
def test_no_text_without_a_name_breaks_it(parts):
    match = DICTIONARY.resolve(" ".join(parts))
    assert match.status != "product" and match.why


@given(st.sampled_from(SIMPLE), st.integers(0, 10**6))
def test_one_slip_never_gives_another_medicine(name, seed):
    chance = random.Random(seed)
    word, _, rest = name.partition(" ")
    at = chance.randrange(len(word))
    slip = chance.choice(
        [word[:at] + word[at + 1 :], word[:at] + chance.choice("abcdefghij") + word[at + 1 :]]
    )
    found = DICTIONARY.resolve(f"{slip} {rest}")
    right = DICTIONARY.resolve(name).moiety
    named = {p.name.casefold() for p in (found.moiety,) if p}
    assert (
        not named
        or named == {right.name.casefold()}
        or slip.casefold() in {n.split()[0].casefold() for n, _ in VMPS}
    )


@given(
    st.sampled_from(SIMPLE),
    st.sampled_from(["", "1 ", "2 ", "10 ", "1-2 ", "one ", "100 "]),
    st.sampled_from(["od", "BD", "weekly", "as directed", "prn", "at night"]),
)
def test_directions_behind_a_name_change_nothing(name, count, direction):
    assert (
        DICTIONARY.resolve(f"{name} {count}{direction}").product == DICTIONARY.resolve(name).product
    )
