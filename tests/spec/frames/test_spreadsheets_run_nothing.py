"""A CSV file that is opened in a spreadsheet runs no formula, and reads back as it was written."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import re
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import medrecon
from medrecon.frames import read_frames, write_csv
from medrecon.sources.table.formula_guard import COLUMN, guard, unguard

FORMULAS = {
    "equals": "=1+2",
    "plus": "+3*4",
    "minus": "-(5)",
    "at": "@AVERAGE(1;2)",
    "tab": "\t=6/2",
    "carriage return": "\r=7",
    "line feed": "\n=8",
    "pipe command": "=program|'/x'!A1",
    "a link": '=HYPERLINK("https://example.org";"see")',
    "after a semicolon": "Aspirin;=9",
    "after a comma and a blank": "Aspirin, @SUM(1)",
    "after a tab": "Aspirin\t+1+1",
    "after a double quote": '"=10',
    "after an apostrophe": "'=11",
    "after a line": "one daily\n=12",
    "after a blank": "  =13",
    "after what is not seen": "\u200b=14",
    "wide equals": "＝15",
    "an apostrophe of its own": "'tis",
    "two apostrophes": "''=16",
}
PLAIN = [
    "-1",
    "+2.5",
    "1-2 tablets",
    "Sando-K",
    "p.r.n. (max. 4)",
    "O'Brien",
    "50%",
    "2026-03-16",
    "",
]
TRIGGER = re.compile(r"[\s\u200b]*[=+\-@\t\r\n＝＋－＠]")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def opened(text: str, delimiter: str) -> list[str]:
    """The cells as a spreadsheet reads them, whatever it takes for the delimiter."""
    rows = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter)
    return [cell for row in rows for cell in row]


def runs(cell: str) -> bool:
    return bool(TRIGGER.match(cell)) and not NUMBER.fullmatch(cell)


def written(texts: list[str], path: Path) -> str:
    frame = pl.DataFrame({"a": ["before"] * len(texts), "text": texts, "b": ["after"] * len(texts)})
    write_csv(frame, path)
    return path.read_bytes().decode("utf-8")


@pytest.mark.parametrize("kind", FORMULAS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_no_cell_begins_with_what_a_spreadsheet_runs(tmp_path, kind, delimiter):
    cells = opened(written([FORMULAS[kind]], tmp_path / "x.csv"), delimiter)
    assert cells
    assert not [c for c in cells if runs(c)]
    for line in written([FORMULAS[kind]], tmp_path / "x.csv").splitlines():
        assert not runs(line)


@pytest.mark.parametrize("kind", FORMULAS)
def test_what_was_guarded_is_read_back_as_it_was(kind):
    assert unguard(guard(FORMULAS[kind])) == FORMULAS[kind]


@pytest.mark.parametrize("text", PLAIN)
def test_what_is_no_formula_stays_as_it_is(text):
    assert guard(text) == text


@given(st.text(alphabet=st.sampled_from("=+-@\t\r\n'\",;| a1.＝\u200b"), max_size=8) | st.text())
def test_every_text_survives(text):
    guarded = guard(text)
    assert unguard(guarded) == text
    assert NUMBER.fullmatch(guarded) or not TRIGGER.match(guarded)


def test_numbers_stay_numbers_with_one_spelling(tmp_path):
    frame = pl.DataFrame({"amount": [-1.0, 1000.0, 2.5, 1e16, None], "count": [-1, 2, 3, 4, 5]})
    write_csv(frame, tmp_path / "n.csv")
    rows = opened((tmp_path / "n.csv").read_text("utf-8-sig"), ",")
    assert rows[3::3] == ["-1", "1000", "2.5", "10000000000000000", ""]
    assert rows[4::3] == ["-1", "2", "3", "4", "5"]


def test_an_entries_table_that_was_guarded_is_read_as_it_was(tmp_path):
    table = pl.DataFrame(
        {
            "patient_id": ["P1"] * len(FORMULAS),
            "source": ["gp"] * len(FORMULAS),
            "entry_id": [str(n) for n in range(len(FORMULAS))],
            "medication": list(FORMULAS.values()),
        }
    )
    write_csv(table, tmp_path / "entries.csv")
    reading = medrecon.read(tmp_path / "entries.csv")
    assert [e.medication for e in reading.entries] == list(FORMULAS.values())
    assert not any(e.extra for e in reading.entries)


def test_a_table_that_does_not_say_it_is_guarded_keeps_its_apostrophes():
    raw = b"patient_id,source,entry_id,medication\nP1,gp,1,'=1+1\n"
    assert medrecon.read(raw).entries[0].medication == "'=1+1"


def test_a_record_full_of_formulas_makes_frames_without_one(dictionary, tmp_path):
    entries = [
        medrecon.Entry(
            id=f"{n}{text}",
            source=medrecon.Source("gp", system=text),
            medication=text,
            dosage=medrecon.WrittenDosage(text),
            status="active",
            kind="plan",
            stop_reason=text,
        )
        for n, text in enumerate(FORMULAS.values())
    ]
    result = medrecon.reconcile(entries, dictionary=dictionary, as_of=dt.date(2026, 3, 16))
    frames = result.to_frames("=P1")
    frames.write_csv(tmp_path)
    for name in frames:
        text = (tmp_path / f"{name}.csv").read_bytes().decode("utf-8")
        for delimiter in (",", ";", "\t"):
            assert not [c for c in opened(text, delimiter) if runs(c)]
        assert read_frames(tmp_path)[name].equals(frames[name])


@pytest.mark.skipif("MEDRECON_CORPUS" not in os.environ, reason="MEDRECON_CORPUS is not set")
def test_the_injections_of_the_open_corpus(tmp_path):
    held = Path(os.environ["MEDRECON_CORPUS"], "bad_inputs", "csv_injection.csv")
    with held.open(encoding="utf-8", newline="") as file:
        texts = [row["drug"] for row in csv.DictReader(file)]
    assert texts
    for delimiter in (",", ";", "\t"):
        cells = opened(written(texts, tmp_path / "x.csv"), delimiter)
        assert not [c for c in cells if runs(c)]
    assert [unguard(guard(t)) for t in texts] == texts
    assert COLUMN in written(texts, tmp_path / "x.csv")


def test_lists_of_dates_and_categories_are_written_and_guarded(tmp_path):
    frame = pl.DataFrame(
        {
            "days": pl.Series([[dt.date(2026, 3, 1), None]], dtype=pl.List(pl.Date)),
            "kind": pl.Series(["=1+1"], dtype=pl.Categorical),
            "grade": pl.Series(["@low"], dtype=pl.Enum(["@low"])),
        }
    )
    write_csv(frame, tmp_path / "n.csv")
    (row,) = csv.DictReader(io.StringIO((tmp_path / "n.csv").read_text("utf-8-sig")))
    assert unguard(row["days"]) == '["2026-03-01",null]'
    assert (row["kind"], row["grade"]) == ("'=1+1", "'@low")


@pytest.mark.parametrize(
    "column",
    [
        pl.Series("note", [object()], dtype=pl.Object),
        pl.Series("note", [b"\xff"]),
        pl.Series("note", [[b"\xff"]]),
    ],
    ids=["object", "bytes", "list of bytes"],
)
def test_a_column_without_a_spelling_is_refused_by_name(tmp_path, column):
    with pytest.raises(medrecon.UsageError, match="@ note"):
        write_csv(pl.DataFrame([column]), tmp_path / "n.csv")
    assert not (tmp_path / "n.csv").exists()
