"""The check digit finds every wrong digit and every exchange of two neighbours, in ids of any length."""

from hypothesis import given
from hypothesis import strategies as st

from medrecon.dmd.sctid import is_sctid

bodies = st.from_regex(r"\A[1-9][0-9]{4,16}\Z")


@given(bodies)
def test_one_last_digit_of_ten_is_right(body):
    assert sum(is_sctid(f"{body}{digit}") for digit in range(10)) == 1


@given(bodies, st.data())
def test_a_wrong_digit_and_an_exchange_are_found(body, data):
    code = next(f"{body}{digit}" for digit in range(10) if is_sctid(f"{body}{digit}"))
    at = data.draw(st.integers(0, len(code) - 2))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != code[at]]))
    assert not is_sctid(code[:at] + other + code[at + 1 :])
    if code[at] != code[at + 1]:
        assert not is_sctid(code[:at] + code[at + 1] + code[at] + code[at + 2 :])
