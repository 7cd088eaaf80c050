"""A text that says part by part what a product's name says fits it, and weighing each part says so too."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medrecon.dmd import Dictionary
from medrecon.dmd.asked import Asked, names_of
from medrecon.dmd.compare import fit, weigh
from medrecon.dmd.keys import Entry
from medrecon.dmd.pool import Pool
from medrecon.names import read_name

GROUPS = Dictionary.sample()._store.names.groups
POOLS = [Pool(packed.partition("\n")[2]) for packed in GROUPS.values()]
GENERIC = [(e, pool) for pool in POOLS for e in pool.entries if not e.amps and e.own.amounts]
WORDS = st.sampled_from(["tablets", "MR", "sodium", "(sugar free)", "5ml", "20", "oral", ""])


def name_of(entry: Entry) -> str:
    product = Dictionary.sample().get(str(entry.vmp))
    assert product is not None
    return product.name


@pytest.mark.parametrize("start", range(0, len(GENERIC), 200))
def test_a_product_fits_its_own_name_in_every_part(start):
    for entry, pool in GENERIC[start : start + 200]:
        asked = Asked(read_name(name_of(entry)))
        assert asked.spec == entry.own
        assert weigh(asked, entry, names_of(entry), pool) == (entry, (), 0, False)


@given(st.sampled_from(GENERIC), st.sampled_from(GENERIC), WORDS, WORDS)
def test_the_quick_look_says_what_weighing_says(one, other, dropped, added):
    (entry, pool), text = one, f"{name_of(other[0]).replace(dropped, '')} {added}"
    for said in (text, f"{name_of(entry).replace(dropped, '')} {added}"):
        asked = Asked(read_name(said))
        assert fit(asked, entry, pool) == weigh(asked, entry, names_of(entry), pool)
