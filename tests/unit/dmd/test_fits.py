"""A text that says part by part what a product's name says fits it; what is said alike need not be weighed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medrecon.dmd import Dictionary, compare, strengths
from medrecon.dmd.asked import AS_ASKED, Asked, names_of
from medrecon.dmd.keys import Entry
from medrecon.dmd.pool import Pool
from medrecon.names import read_name

GROUPS = Dictionary.sample()._store.names.groups
POOLS = [Pool(packed.partition("\n")[2]) for packed in GROUPS.values()]
GENERIC = [(e, pool) for pool in POOLS for e in pool.entries if not e.amps and e.own.amounts]
ENTRIES = [e for pool in POOLS for e in pool.entries]
WORDS = st.sampled_from(["tablets", "MR", "sodium", "(sugar free)", "5ml", "20", "oral", ""])


def name_of(entry: Entry) -> str:
    product = Dictionary.sample().get(str(entry.vmp))
    assert product is not None
    return product.name


PARTS = (
    strengths.volume,
    strengths.numbers,
    compare._form,
    compare._modifiers,
    compare._qualities,
    compare._words,
)


@pytest.mark.parametrize("start", range(0, len(GENERIC), 200))
def test_a_product_fits_its_own_name_in_every_part(start):
    for entry, pool in GENERIC[start : start + 200]:
        asked = Asked(read_name(name_of(entry)))
        assert compare.fit(asked, entry, pool) == (entry, (), 0, False)


@given(st.sampled_from(ENTRIES), st.sampled_from(GENERIC), WORDS, WORDS)
def test_what_is_left_unweighed_is_said_alike(entry, other, dropped, added):
    text = f"{name_of(other[0]).replace(dropped, '')} {added}"
    for said in (text, f"{name_of(entry).replace(dropped, '')} {added}"):
        asked, names = Asked(read_name(said)), names_of(entry)
        every = [part(asked, names) for part in PARTS]
        weighed = compare._weighed(asked, names)
        assert [part for part in every if part != AS_ASKED] == [
            part for part in weighed if part != AS_ASKED
        ]
