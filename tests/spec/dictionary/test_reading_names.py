"""How the parts of a medicine name are read, before any dictionary is asked."""

import pytest

from medrecon.names import fold, read_name


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ("0.5g", "500mg"),
        ("500mcg", "0.5 mg"),
        ("500 micrograms", "500µg"),
        ("2·5 mg", "2.5mg"),
        ("2,5 mg", "2.5mg"),
        ("1,000 mg", "1g"),
        ("1%", "10mg/ml"),
        ("0.005%", "50micrograms/ml"),
        ("250mg/5ml", "50mg/ml"),
        ("1 in 1,000", "1mg/ml"),
        ("10,000iu", "10000 units"),
        ("5mg/actuation", "5mg/dose"),
        ("25mcg/hr", "25micrograms/hour"),
        ("4.6mg/24hrs", "4.6mg/24hours"),
        ("2 million units", "2,000,000 units"),
    ],
)
def test_the_same_strength_in_other_words(one, same):
    assert read_name(f"X {one}").amounts == read_name(f"X {same}").amounts != ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("5mg", "50mg"),
        ("5mg", "5micrograms"),
        ("25micrograms/hour", "25micrograms/24hours"),
        ("1mg/ml", "1mg"),
        ("100units", "100mg"),
    ],
)
def test_another_strength_is_another_strength(one, other):
    assert read_name(f"X {one}").amounts != read_name(f"X {other}").amounts


def test_what_stands_before_a_slash_is_in_the_same_volume():
    read = read_name("Co-amoxiclav 250mg/62mg/5ml").amounts
    assert set(read) == {*read_name("a 50mg/ml").amounts, *read_name("a 12.4mg/ml").amounts}


@pytest.mark.parametrize("text", ["Ramipril 1Omg", "Bisoprolol l.25mg", "Furosemide -40mg"])
def test_a_number_that_is_not_plain_is_odd_not_repaired(text):
    assert read_name(text).odd


@pytest.mark.parametrize(
    "text",
    [
        "Warfarin 1\u200b0mg tablets",  # an invisible space inside the number
        "Morphine １０mg tablets",  # full-width digits
        "Digoxin ١٢٥ micrograms",  # digits of another script
        "Heparin 10² units",
        "½ tablet",
        "Pаracetamol 500mg",  # a Cyrillic letter
        "Paracetamol\x00 500mg",
    ],
)
def test_text_that_was_tampered_with_is_refused(text):
    assert fold(text).refused
    assert "tampered_text" in fold(text).flags
    assert read_name(text).amounts == ()


def test_an_invisible_character_away_from_digits_is_dropped_and_flagged():
    folded = fold("Para\u200dcetamol 500mg")
    assert (folded.text, folded.flags, folded.refused) == (
        "paracetamol 500mg",
        ("tampered_text",),
        None,
    )


def test_text_without_end_is_not_read():
    assert fold("1 1 " * 5000).refused
    assert "too_long" in fold("a" * 1001).flags


@pytest.mark.parametrize(
    ("text", "core", "modifiers", "release"),
    [
        ("Tab E/C", {"tablet"}, set(), {"gastro-resistant"}),
        ("MR Tablets", {"tablet"}, set(), {"modified"}),
        ("Cap 60mg M/R", {"capsule"}, set(), {"modified"}),
        ("XL caplets", {"tablet"}, {"caplet"}, {"modified"}),
        ("Orodisper Tab", {"tablet"}, {"orodispersible"}, set()),
        ("Eye Dps", {"drops"}, {"eye"}, set()),
        ("Turbohaler", {"inhaler"}, {"drypowder"}, set()),
        ("Oral Soln", {"solution"}, {"oral"}, set()),
        ("scalp applic", {"solution"}, {"scalp"}, set()),
    ],
)
def test_forms_in_the_words_people_use(text, core, modifiers, release):
    read = read_name(text)
    assert (set(read.core), set(read.modifiers), set(read.release)) == (core, modifiers, release)


def test_brackets_are_beside_the_name():
    read = read_name("Calcium carbonate 1.5g (600mg) tablets (Teva)")
    assert read.words == ("calcium", "carbonate")
    assert read.amounts == read_name("a 1500mg").amounts
    assert read.aside_amounts == read_name("a 600mg").amounts
    assert read.aside == ("teva",)


def test_the_number_of_doses_is_not_a_strength():
    read = read_name("Salbutamol 100mcg (200 D)")
    assert read.packs and read.amounts == read_name("a 100mcg").amounts


def test_a_number_of_units_after_a_slash_is_a_second_strength():
    assert len(read_name("Calcium 500mg/400unit chewable tablets").amounts) == 2
    assert len(read_name("Fluticasone 400microgram/unit dose").amounts) == 1
