"""Packs lead to what they are packs of: EPS dispenses AMPPs and trackers name VMPPs."""

from __future__ import annotations

import pytest

from medrecon.dmd import Dictionary


@pytest.mark.parametrize("level", ["VMPP", "AMPP"])
def test_a_pack_leads_to_its_medicine(level):
    dictionary = Dictionary.sample()
    vmp = dictionary.resolve("Bisoprolol 2.5mg tablets").product
    products = [vmp, *dictionary.children(vmp.code)]
    packs = [p for above in products for p in dictionary.children(above.code) if p.level == level]
    assert packs, "the sample has packs of this level"
    for pack in packs:
        found = dictionary.get(pack.code)
        assert (found.level, found.vmp.code, found.moieties) == (level, vmp.code, ("bisoprolol",))
        assert found.pack_quantity is not None
        assert found.name.startswith(("Bisoprolol", found.brand or "Bisoprolol"))
        assert found.vtm.name == "Bisoprolol"
