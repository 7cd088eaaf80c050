"""An id is kept as written, however long and whatever letters; a number has one spelling."""

from __future__ import annotations

import io
import json
from decimal import Decimal

import polars
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medrecon.sources import read

HEAD = "patient_id,source,entry_id,medication\n"


@given(st.from_regex(r"[0-9]{1,2}e[0-9]{1,8}|[0-9a-f]{8}", fullmatch=True))
def test_a_pseudonym_of_hexadecimal_digits_is_no_number(own: str) -> None:
    (entry,) = (reading := read(f"{HEAD}{own},gp,g1,Aspirin\n".encode())).entries
    assert (entry.patient.patient_id, reading.problems) == (own, ())


@pytest.mark.parametrize("lost", ["7.12E+11", "9E+09"])
def test_what_a_spreadsheet_has_made_a_number_is_nobody_s_id(lost: str) -> None:
    reading = read(f"{HEAD}{lost},gp,g1,Aspirin\n".encode())
    assert reading.problems


@pytest.mark.parametrize("own", [1, 10**16, 7123456789012345678, 2**63 - 1])
def test_a_long_whole_number_is_an_id_in_every_format(own: int) -> None:
    row = {"patient_id": "P1", "source": "gp", "entry_id": own, "medication": "Aspirin"}
    parquet = io.BytesIO()
    polars.DataFrame([row]).write_parquet(parquet)
    made = [
        f"{HEAD}P1,gp,{own},Aspirin\n".encode(),
        (json.dumps(row) + "\n").encode(),
        parquet.getvalue(),
        polars.DataFrame([row]),
        polars.DataFrame([row]).with_columns(polars.col("entry_id").cast(polars.Decimal(38, 0))),
    ]
    for one in made:
        reading = read(one)
        assert ([e.id for e in reading.entries], reading.problems) == ([str(own)], ())


def quantity(written: object) -> tuple[Decimal | None, list[str]]:
    """The quantity of an order in FHIR, and what was wrong with it."""
    line = {"resourceType": "MedicationRequest", "id": "a", "status": "active", "intent": "order"}
    line |= {"medicationCodeableConcept": {"text": "Aspirin"}}  # type: ignore[dict-item]
    line |= {"dispenseRequest": {"quantity": {"value": written, "unit": "tablet"}}}  # type: ignore[dict-item]
    (entry,) = (reading := read(json.dumps(line).encode())).entries
    return entry.quantity, [p.code for p in reading.problems]


@pytest.mark.parametrize("written", [100, 100.0, "100", "100.0", "1e2", "1.0E+2"])
def test_a_hundred_has_one_spelling(written: object) -> None:
    found, problems = quantity(written)
    assert (str(found), problems) == ("100", [])


@pytest.mark.parametrize("written", ["2_8", "２８", "٢٨", "1,000", "NaN", "Infinity", "28x"])
def test_what_only_a_program_takes_for_a_number_is_none(written: str) -> None:
    assert quantity(written) == (None, ["number"])
