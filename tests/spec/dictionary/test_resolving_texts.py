"""Which product a text is about: enough said, too little said, something else said, nothing said."""

import pytest


def product(dictionary, text):
    match = dictionary.resolve(text)
    assert (match.product is not None) == (match.status == "product")
    return match.product.name if match.product else None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("BISOPROLOL TAB 2.5MG", "Bisoprolol 2.5mg tablets"),
        ("Bisoprolol Fumar_Tab 2.5mg", "Bisoprolol 2.5mg tablets"),
        ("tabs bisoprolol 2500 mcg", "Bisoprolol 2.5mg tablets"),
        ("Ramipril 5 mg caps", "Ramipril 5mg capsules"),
        ("Mesalazine_Tab E/C 500mg", "Mesalazine 500mg gastro-resistant tablets"),
        ("Levothyrox Sod_Tab 25mcg", "Levothyroxine sodium 25microgram tablets"),
        ("Atorvastatn 20mg tablets", "Atorvastatin 20mg tablets"),
        ("Frusemide 40mg tablets", "Furosemide 40mg tablets"),
        ("omeprazole 20mg capsules", "Omeprazole 20mg gastro-resistant capsules"),
        ("Eliquis 5mg tabs", "Eliquis 5mg tablets"),
    ],
)
def test_enough_said_is_a_product(dictionary, text, name):
    assert product(dictionary, text) == name


@pytest.mark.parametrize(
    "text",
    [
        "apixaban",
        "Apixaban tablets",  # no strength
        "Warfarin 50mg tablets",  # a strength that does not exist
        "Ramipril 1Omg caps",  # a letter for a digit
        "Metformin 500mg",  # tablets, or modified-release tablets
    ],
)
def test_too_little_said_is_the_medicine_only(dictionary, text):
    match = dictionary.resolve(text)
    assert match.status in ("moiety", "ambiguous")
    assert match.product is None
    assert match.moiety is not None and match.moiety.level == "VTM"
    assert match.candidates


def test_release_is_never_supplied(dictionary):
    for vmp in (
        "Metformin 500mg modified-release tablets",
        "Mesalazine 500mg gastro-resistant tablets",
    ):
        bare = vmp.replace("modified-release ", "").replace("gastro-resistant ", "")
        assert product(dictionary, vmp) == vmp
        assert product(dictionary, bare) != vmp


@pytest.mark.parametrize(
    "text",
    [
        "NKDA", "as per hospital", "the white ones", "cream", "injection", "blood test", "INR check",
        "Tab 1 od", "xxxxx", "water tablets", "steroid card issued", "MTX", "HCTZ", "AZT", "", "   ", "5mg",
    ],
)  # fmt: skip
def test_what_is_no_medicine_is_none(dictionary, text):
    match = dictionary.resolve(text)
    assert match.product is None and match.moiety is None


def test_look_alikes_are_never_bridged(dictionary):
    # one letter from clobazam, one from clonazepam is too near to call
    for text in ("Prednisoone 5mg tablets", "Hydroxazine 25mg tablets"):
        match = dictionary.resolve(text)
        assert match.product is None or match.product.vtm.name.casefold()[0] == text[0].casefold()


def test_every_match_explains_itself(dictionary):
    for text in (
        "Eliquis 5mg tablets",
        "Warfarin 50mg tablets",
        "gibberish",
        "Fursemide 40mg tablets",
    ):
        assert dictionary.resolve(text).why


def test_an_old_name_is_flagged(dictionary):
    assert "historic_name" in dictionary.resolve("Frusemide 40mg tablets").flags


def test_a_raised_dot_or_a_comma_needs_the_form_too(dictionary):
    assert product(dictionary, "Bisoprolol 2·5mg tablets") == "Bisoprolol 2.5mg tablets"
    assert dictionary.resolve("Bisoprolol 2·5mg").status == "moiety"


def test_a_brand_leads_to_its_own_product(dictionary):
    match = dictionary.resolve("Eliquis 5mg tablets")
    assert match.product.level == "AMP"
    assert match.product.brand == "Eliquis"
    assert match.product.vmp.name == "Apixaban 5mg tablets"
    assert match.moiety.name == "Apixaban"


@pytest.mark.parametrize(
    ("text", "moieties"),
    [
        ("co-codamol 30/500 tablets", ("codeine", "paracetamol")),
        ("levothyroxine", ("levothyroxine",)),
        ("insulin glargine", ("insulin glargine",)),
        ("calcium carbonate", ("calcium carbonate",)),
        ("Diclofenac sodium", ("diclofenac",)),
    ],
)
def test_moieties_are_folded(dictionary, text, moieties):
    match = dictionary.resolve(text)
    found = match.product or match.moiety or match.candidates[0]
    assert found.moieties == moieties


@pytest.mark.parametrize(
    ("text", "not_this"),
    [
        # one concentration, another amount in the container
        (
            "Naloxone 2mg/5ml solution for injection ampoules",
            "Naloxone 400micrograms/1ml solution for injection ampoules",
        ),
        # a word of the name left out of the text makes it another product
        ("Coal tar 5% cream", "Coal tar solution 5% cutaneous emulsion"),
        # a plain name is not its modified-release product, nor the other way round
        ("Tramadol 100mg tablets", "Tramadol 100mg modified-release tablets"),
        ("Diltiazem 120mg capsules", "Diltiazem 120mg modified-release capsules"),
    ],
)
def test_what_is_nearly_the_same_is_not_the_same(dictionary, text, not_this):
    assert product(dictionary, text) != not_this


def test_a_combination_said_in_part_is_not_its_part(dictionary):
    match = dictionary.resolve("Calcium carbonate 1.5g/400unit chewable tablets")
    assert match.product is None


def test_an_abbreviation_of_two_medicines_is_neither(dictionary):
    match = dictionary.resolve("Clobet_Crm 0.05%")
    assert match.product is None


def test_numbers_of_a_brand_belong_to_its_name(dictionary):
    with_number = dictionary.resolve("Microgynon 30 tablets")
    assert with_number.product is not None and with_number.product.brand.startswith("Microgynon")
    assert dictionary.resolve("Microgynon 50 tablets").product is None


def test_a_slip_on_the_way_to_another_name_is_neither(dictionary):
    # one letter from carbimazole, eight letters of carbamazepine
    match = dictionary.resolve("carbamazole 10mg tablets")
    assert match.product is None and match.moiety is None


def test_a_brand_name_without_a_strength_is_not_the_one_product_that_is_called_without(dictionary):
    """Of Calcichew there is a strength with a number and one that is called Forte."""
    match = dictionary.resolve("calcichew tablets")
    assert match.product is None
    assert match.moiety is not None and match.moiety.name == "Calcium carbonate"


def test_a_brand_of_a_kind_that_it_has_not_may_be_another_of_its_family(dictionary):
    """Canesten is clotrimazole, and what was sold as Canesten Oral is fluconazole."""
    assert dictionary.resolve("canesten").moiety.name == "Clotrimazole"
    assert dictionary.resolve("canesten oral").moiety is None
