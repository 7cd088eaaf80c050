"""The entries table may be any frame that speaks Arrow: the same rows give the same entries."""

from __future__ import annotations

import datetime as dt
import sys

import polars as pl
import pytest

import medrecon
from medrecon.api.batch import reconcile_table

ROWS = {
    "patient_id": ["P1", "P1", "P2"],
    "source": ["gp", "epma", "gp"],
    "entry_id": ["1", "2", "3"],
    "medication": ["Ramipril 5mg capsules", "Ramipril 2.5mg capsules", "Apixaban 5mg tablets"],
    "Dosage": ["one daily", "one daily", None],
    "kind": ["plan", "order", "plan"],
    "status": ["active"] * 3,
    "code": [39112011000001106, None, None],
    "days_supply": [28.0, None, 56.0],
    "start": [dt.date(2026, 1, 2), None, dt.date(2026, 2, 1)],
    "ward": [None, "7B", None],
}
CSV = (
    b"patient_id,source,entry_id,medication,dosage,kind,status,code,days_supply,start,ward\n"
    b"P1,gp,1,Ramipril 5mg capsules,one daily,plan,active,39112011000001106,28,2026-01-02,\n"
    b"P1,epma,2,Ramipril 2.5mg capsules,one daily,order,active,,,,7B\n"
    b"P2,gp,3,Apixaban 5mg tablets,,plan,active,,56,2026-02-01,\n"
)


def frames() -> dict[str, object]:
    """The same table as each kind of frame that is installed."""
    found: dict[str, object] = {"polars": pl.DataFrame(ROWS), "lazy polars": pl.LazyFrame(ROWS)}
    if pyarrow := sys.modules.get("pyarrow") or _import("pyarrow"):
        found["pyarrow"] = pyarrow.table(ROWS)
        if pandas := _import("pandas"):
            codes = pandas.array(ROWS["code"], dtype="Int64")  # a float would lose digits
            found["pandas"] = pandas.DataFrame({**ROWS, "code": codes})
            found["pandas with Arrow columns"] = pl.DataFrame(ROWS).to_pandas(
                use_pyarrow_extension_array=True
            )
    return found


def _import(name: str):
    try:
        return __import__(name)
    except ImportError:
        return None


@pytest.mark.parametrize("kind", frames())
def test_every_frame_is_read_as_the_same_table(kind):
    reading, expected = medrecon.read(frames()[kind]), medrecon.read(CSV)
    assert reading.entries == expected.entries
    assert reading.problems == ()
    assert (reading.format, reading.documents[0].sha256) == ("entries-frame", None)


def test_a_code_that_lost_digits_on_its_way_through_a_float_is_a_problem():
    frame = pl.DataFrame({**ROWS, "code": [39112011000001106.0, None, None]})
    reading = medrecon.read(frame)
    assert reading.entries[0].code is None
    assert [p.path for p in reading.problems] == ["row 1.code"]


def test_a_frame_without_the_columns_that_every_row_needs_is_refused():
    with pytest.raises(medrecon.UnreadableInput, match="no column entry_id, medication"):
        medrecon.read(pl.DataFrame({"patient_id": ["1"], "source": ["gp"]}))


def test_a_frame_that_arrow_cannot_hold_is_refused():
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    frame = pandas.DataFrame({**ROWS, "note": [object(), 1, "x"]})
    with pytest.raises(medrecon.UnreadableInput, match="a frame that Arrow can hold"):
        medrecon.read(frame)


def test_pandas_without_pyarrow_is_told_what_to_install(monkeypatch):
    class Frame:
        def __arrow_c_stream__(self, requested_schema=None):
            raise ImportError("pyarrow")

    with pytest.raises(medrecon.MissingExtra, match="pip install pyarrow"):
        medrecon.read(Frame())


def test_a_population_in_a_frame_is_answered_patient_by_patient(dictionary):
    answers = reconcile_table(
        pl.DataFrame(ROWS), dictionary=dictionary, as_of=dt.date(2026, 3, 1), event="admission"
    )
    found = dict(answers)
    assert list(found) == ["P1", "P2"]
    assert [f.type for f in found["P1"].findings] == ["dose_conflict"]
    alone = medrecon.reconcile(
        medrecon.read(pl.DataFrame(ROWS).filter(pl.col("patient_id") == "P1")),
        dictionary=dictionary,
        as_of=dt.date(2026, 3, 1),
        event="admission",
    )
    assert alone.medications == found["P1"].medications
    assert alone.findings == found["P1"].findings
