"""Walking dm+d: levels, parents, children, ingredients, superseded ids."""

from decimal import Decimal

import pytest

from medrecon.model import Strength, UnitDose


def test_a_vmp_knows_what_it_is(dictionary):
    vmp = dictionary.resolve("Apixaban 5mg tablets").product
    assert (vmp.level, vmp.vtm.name, vmp.form, vmp.routes) == (
        "VMP",
        "Apixaban",
        "tablet",
        ("oral",),
    )
    assert vmp.ingredients[0].strength == Strength(Decimal(5), "mg")
    assert vmp.unit_dose == UnitDose(Decimal(1), "tablet", "tablet")
    assert (vmp.discrete, vmp.release, vmp.appliance, vmp.moieties) == (
        True,
        "immediate",
        False,
        ("apixaban",),
    )


def test_up_and_down(dictionary):
    vmp = dictionary.resolve("Apixaban 5mg tablets").product
    assert dictionary.parents(vmp.code) == (vmp.vtm,)
    below = dictionary.children(vmp.code)
    assert {p.level for p in below} == {"AMP", "VMPP"}
    for child in below:
        assert child.vmp == vmp
        assert vmp in dictionary.parents(child.code)
    pack = next(p for p in below if p.level == "VMPP")
    assert pack.pack_quantity > 0 and pack.pack_unit == "tablet"


def test_release_forms(dictionary):
    assert (
        dictionary.resolve("Metformin 500mg modified-release tablets").product.release == "modified"
    )
    assert (
        dictionary.resolve("Mesalazine 500mg gastro-resistant tablets").product.release
        == "gastro-resistant"
    )


def test_controlled_drugs_say_so(dictionary):
    assert (
        "Schedule 2" in dictionary.resolve("Methadone 1mg/ml oral solution").product.controlled_drug
    )
    assert dictionary.resolve("Apixaban 5mg tablets").product.controlled_drug is None


def test_superseded_ids_lead_to_today(dictionary):
    old = [
        p for p in dictionary.children(dictionary.resolve("apixaban").moiety.code) if p.superseded
    ]
    vtm = dictionary.resolve("apixaban").moiety
    for product in [vtm, *old]:
        for code in product.superseded:
            assert dictionary.get(code) == product
    assert vtm.superseded


@pytest.mark.parametrize("code", ["", "abc", "12", "0", "99999999999999999999", "１２３４５６７"])
def test_what_is_no_id_is_none(dictionary, code):
    assert dictionary.get(code) is None
    assert dictionary.parents(code) == dictionary.children(code) == ()
    assert dictionary.raw(code) is None


def test_raw_rows_keep_the_columns_of_dmd(dictionary):
    rows = dictionary.raw(dictionary.resolve("Apixaban 5mg tablets").product.code)
    assert rows["VMP"]["NM"] == "Apixaban 5mg tablets"
    assert rows["VPI"][0]["STRNT_NMRTR_VAL"] == "5"
