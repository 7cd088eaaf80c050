"""The hashes of whole names, many at once: each is what the name alone has."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from medrecon.dmd.keys import exact_hash, exact_hashes

written = st.text(st.sampled_from(list("aB1 23./%+-,()·µ\n\té²\u200b")), max_size=14)


@given(st.lists(written, max_size=20))
def test_names_hashed_together_have_the_hashes_that_each_has_alone(names):
    assert exact_hashes(names) == {name: exact_hash(name) for name in names}


def test_a_name_that_is_too_long_to_be_read_is_hashed_as_such():
    long = "1 2" * 400
    assert exact_hashes(["Aspirin 75mg tablets", long])[long] == exact_hash(long)
