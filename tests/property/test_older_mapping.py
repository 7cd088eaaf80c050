"""Mappings: whatever a table holds, nothing raises but what is medrecon's own, and no date is guessed."""

from __future__ import annotations

import tomllib
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from medrecon.errors import MedrecError
from medrecon.sources.mapping import draft_mapping, read_mapped
from medrecon.sources.mapping.apply import iso

MAPPING = {
    "columns": {"patient_id": "pt", "medication": "drug", "start": "from", "quantity": "n"},
    "constants": {"source": "pmr"},
}
cells = st.text(max_size=20) | st.sampled_from(["03/04/2026", "2026-01-01", "NULL", '"', "9" * 200])


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(cells, min_size=1, max_size=6), min_size=1, max_size=5))
def test_every_row_is_an_entry_or_a_problem(rows: list[list[str]]) -> None:
    quoted = [",".join('"' + c.replace('"', '""') + '"' for c in r) for r in rows]
    try:
        reading = read_mapped(("pt,drug,from,n\n" + "\n".join(quoted)).encode(), MAPPING)
    except MedrecError:
        return
    assert len(reading.entries) <= len(rows)
    own = [e.id for e in reading.entries]
    assert len(own) == len(set(own))


@settings(max_examples=80, deadline=None)
@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_a_date_is_read_in_the_order_that_is_given_and_in_no_other(day: date) -> None:
    assert iso(day.strftime("%d/%m/%Y"), "dmy") == day.isoformat()
    assert iso(day.strftime("%m/%d/%Y"), "mdy") == day.isoformat()
    assert iso(day.strftime("%Y/%m/%d"), "ymd") == day.isoformat()
    assert iso(day.strftime("%d/%m/%Y"), None) == day.strftime("%d/%m/%Y")


@settings(max_examples=80, deadline=None)
@given(st.lists(st.text(max_size=20), min_size=1, max_size=6))
def test_a_draft_is_always_toml(header: list[str]) -> None:
    line = ",".join('"' + h.replace('"', '""') + '"' for h in header)
    try:
        draft = draft_mapping(f"{line}\n1,2,3\n".encode("utf-8", "surrogatepass"))
    except MedrecError:
        return
    assert "constants" in tomllib.loads(draft)
