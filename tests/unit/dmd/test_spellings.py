"""Cutting the words that a misspelt one may be short never loses one that is near enough."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from medrecon.dmd import Dictionary
from medrecon.dmd.spellings import LONG_ENOUGH, Spellings

WORDS = [w for w in Dictionary.sample()._store.names.vocabulary if w.isalpha()]
LONG = [w for w in WORDS if len(w) >= LONG_ENOUGH]
SPELLINGS = Spellings(WORDS)
LETTERS = st.sampled_from("abeinorst")
PLACES = st.integers(0, 15)


def slip(word: str, how: int, at: int, letter: str) -> str:
    """The word with a letter left out, put in, changed, or two of them in the wrong order."""
    at %= len(word)
    head, one, rest = word[:at], word[at], word[at + 1 :]
    return (
        head + rest,
        head + letter + one + rest,
        head + letter + rest,
        head + rest[:1] + one + rest[1:],
    )[how]


@given(
    st.sampled_from(LONG),
    st.tuples(st.integers(0, 3), st.integers(0, 1), LETTERS),
    st.tuples(st.integers(0, 3), PLACES, LETTERS),
)
def test_every_word_within_two_slips_is_among_those_weighed(word, first, second):
    text = slip(slip(word, *first), *second)
    near = {known for known in WORDS if OSA.distance(text, known) <= 2}
    assert near <= set(SPELLINGS.within(text, 2))


@given(st.sampled_from(LONG))
def test_few_are_weighed_of_those_with_another_first_letter(word):
    other = [w for w in SPELLINGS.within(word, 2) if w[0] != word[0]]
    pieces = (word[:3], word[1:4], word[2:4])
    assert all(w[-3:] == word[-3:] or any(p in w[:5] for p in pieces) for w in other)
