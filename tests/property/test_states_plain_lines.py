"""A line of which nothing decides the state is not asked what might: each of those would have said nothing.

The rules, asked one by one, are the oracle: an ordinary line has fields filled, emptied and altered, and its
state is told both ways.
"""

from __future__ import annotations

import datetime as dt
from unittest import mock

from hypothesis import given
from hypothesis import strategies as st

from medrecon.dmd import Dictionary
from medrecon.model import Entry, FrozenDict, PartialDate, Source, WrittenDosage
from medrecon.model.entry import COURSES, ENTRY_KINDS, ENTRY_STATUSES, SOURCE_KINDS
from medrecon.normalise import normalise
from medrecon.policy import Policy
from medrecon.treatment import state

AS_OF = dt.date(2026, 3, 16)

dates = st.one_of(
    st.none(),
    st.sampled_from(["2025-11", "2026", "2026-03-15", "2026-03-16", "2026-03-17", "2026-06-01"]),
).map(PartialDate.parse)
words = st.sampled_from([None, "", "Reviewed", "on hold for now", "withheld if pulse below 50"])
dosages = st.sampled_from(
    ["1 od", "1 od for 7 days", "withheld", "2 bd on hold", "1 weekly", "as directed", ""]
)
extras = st.dictionaries(
    st.sampled_from(["do_not_perform", "intent", "status", "statement_status", "category"]),
    st.sampled_from([True, False, None, "proposal", "order", "draft", "entered-in-error"]),
    max_size=2,
).map(FrozenDict)
lines = st.builds(
    Entry,
    id=st.just("x"),
    source=st.sampled_from(SOURCE_KINDS).map(Source),
    medication=st.just("Bisoprolol 2.5mg tablets"),
    kind=st.sampled_from(ENTRY_KINDS),
    dosage=dosages.map(WrittenDosage),
    status=st.sampled_from(("active",) * 6 + ENTRY_STATUSES),
    course=st.sampled_from((None, *COURSES)),
    start=dates,
    end=dates,
    last_issued=dates,
    stop_reason=words,
    note=words,
    recorded=dates,
    change_status=st.sampled_from([None, "changed", "stopped", "suspended", "unchanged"]),
    change_date=dates,
    extra=extras,
)


@given(lines)
def test_a_plain_line_has_the_state_that_the_rules_give_it(line: Entry) -> None:
    policy = Policy.default()
    n = normalise(line, Dictionary.sample(), policy)
    told = state.line_of(n, AS_OF, policy)
    with mock.patch.object(state, "_nothing_decides", return_value=False):
        assert state.line_of(n, AS_OF, policy) == told
