"""Directions and pack sizes that records write behind a name change nothing, and give no strength."""

import pytest

from medrecon.names import without_directions


@pytest.mark.parametrize(
    "behind",
    [
        "WEEKLY", "BD", "o.d.", "PRN", "as directed", "nocte", "ON", "2 BD", "1 daily", "one daily", "1-2 tabs prn",
        "once a day", "x28", "x 28", "28", "28 tablets", "(56)", "- one to be taken each morning", "10mg od",
    ],
)  # fmt: skip
def test_what_stands_behind_a_name_neither_blocks_nor_changes_it(dictionary, behind):
    match = dictionary.resolve(f"Bisoprolol 2.5mg tablets {behind}")
    assert match.product is not None and match.product.name == "Bisoprolol 2.5mg tablets"


@pytest.mark.parametrize(
    "behind", ["2 BD", "2.5 od", "5 daily", "2.5 tabs om", "10 mane", "5mg od"]
)
def test_a_number_of_the_direction_is_never_the_strength(dictionary, behind):
    match = dictionary.resolve(f"Bisoprolol {behind}")
    assert match.product is None
    assert match.moieties == ("bisoprolol",)


def test_a_strength_in_two_parts_stays(dictionary):
    match = dictionary.resolve("Co-codamol 30/500 tablets 2 qds")
    assert match.product.name == "Co-codamol 30mg/500mg tablets"


def test_a_direction_that_is_all_there_is_names_nothing(dictionary):
    for text in ("Tab 1 od", "one daily", "weekly injection", "2 tablets bd"):
        match = dictionary.resolve(text)
        assert match.product is None and match.moiety is None and match.moieties == ()


def test_a_number_without_a_form_or_a_direction_is_left(dictionary):
    assert without_directions("Tildiem LA 200").text == "tildiem la 200"
    assert not without_directions("Microgynon 30 tablets").changed


def test_a_raised_dot_still_needs_the_form(dictionary):
    assert dictionary.resolve("Bisoprolol 2·5mg 1 od").product is None


@pytest.mark.parametrize(
    "text",
    ["Bisoprolol PO", "Bisoprolol 2.5mg IV", "Bisoprolol i.v. 2.5mg", "Bisoprolol IV 2.5mg", "IV Bisoprolol",
     "Bisoprolol 2.5mg po od"],
)  # fmt: skip
def test_a_way_in_without_a_form_leaves_the_medicine(dictionary, text):
    match = dictionary.resolve(text)
    assert match.product is None
    assert match.moieties == ("bisoprolol",)


def test_a_way_in_beside_a_form_changes_nothing(dictionary):
    tablets = dictionary.resolve("Bisoprolol 2.5mg tablets PO")
    assert tablets.product.name == "Bisoprolol 2.5mg tablets"
    syringe = dictionary.resolve("Enoxaparin 40mg/0.4ml inj sc")
    assert syringe.product.name.startswith("Enoxaparin sodium 40mg/0.4ml")
