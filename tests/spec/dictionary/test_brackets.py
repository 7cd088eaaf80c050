"""Brackets explain a product or take it back: what they say of another is never the product before them."""

import pytest

from medrecon import Dictionary

DICTIONARY = Dictionary.sample()


@pytest.mark.parametrize(
    ("text", "moiety"),
    [
        ("prednisolone 5mg tabs (not EC)", "Prednisolone"),
        ("venlafaxine 75mg caps (was XL)", "Venlafaxine"),
        ("Metformin 500mg tabs (was MR)", "Metformin"),
        ("tacrolimus 1mg caps (Advagraf)", "Tacrolimus"),
        ("Adoport 1mg capsules (Prograf)", "Tacrolimus"),
        ("ramipril 2.5mg caps (now 5mg)", "Ramipril"),
        ("ramipril 2.5mg caps (5mg)", "Ramipril"),
        ("prednisolone 5mg tabs (non-EC)", "Prednisolone"),
    ],
)
def test_what_the_brackets_take_back_is_no_product(text, moiety):
    match = DICTIONARY.resolve(text)
    assert (match.status, match.product) == ("moiety", None)
    assert match.moiety is not None and match.moiety.name == moiety


@pytest.mark.parametrize(
    "text", ["salbutamol 100mcg inhaler (Seretide)", "aspirin 75mg dispersible tabs [warfarin]"]
)
def test_another_medicine_in_brackets_leaves_the_medicine_open(text):
    match = DICTIONARY.resolve(text)
    assert (match.status, match.product, match.moiety) == ("ambiguous", None, None)


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("oxycodone 10mg MR tabs (OxyContin)", "Oxycodone 10mg modified-release tablets"),
        ("Adoport 1mg capsules (Tacrolimus)", "Adoport 1mg capsules"),
        ("digoxin 62.5mcg tablets (0.0625mg)", "Digoxin 62.5microgram tablets"),
        ("Furosemide 40mg tablets (water tablet)", "Furosemide 40mg tablets"),
        ("Warfarin 1mg tablets (brown)", "Warfarin 1mg tablets"),
        ("Atorvastatin 20mg tablets (Teva)", "Atorvastatin 20mg tablets"),
        ("Omeprazole 20mg caps (take home)", "Omeprazole 20mg gastro-resistant capsules"),
        (
            "Calcium carbonate 1.25g chewable tabs (500mg)",
            "Calcium carbonate 1.25g chewable tablets sugar free",
        ),
    ],
)
def test_what_the_brackets_explain_stays_the_product(text, product):
    match = DICTIONARY.resolve(text)
    assert match.product is not None and match.product.name == product


def test_a_mass_beside_the_strength_is_a_pack_only_of_what_is_sold_by_weight():
    assert DICTIONARY.resolve("Clobetasone 0.05% cream 30g").product is not None
    assert DICTIONARY.resolve("paracetamol 500mg-1g").product is None
