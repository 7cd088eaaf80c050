"""A table larger than a message may be is read row by row from disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from medrecon.errors import RefusedInput
from medrecon.sources import guard, read

HEAD = "patient_id,source,entry_id,medication,dosage\n"
ROWS = "".join(
    f"P{n % 3},gp,e{n},Digoxin 125microgram tablets,½ tablet – {n} µg\n" for n in range(200)
)


@pytest.fixture(autouse=True)
def small_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MAX_MESSAGE", 2_000)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes((HEAD + ROWS).encode(encoding))
    entries = read(path).entries
    assert len(entries) == 200
    assert entries[7].dosage is not None and entries[7].dosage.text == "½ tablet – 7 µg"


def test_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    row = '{"patient_id": "P", "source": "gp", "entry_id": "e%d", "medication": "Digoxin"}\n'
    path.write_text("".join(row % n for n in range(100)))
    assert [e.id for e in read(path).entries] == [f"e{n}" for n in range(100)]


def test_a_message_of_that_size_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bundle.json"
    path.write_text('{"resourceType": "Bundle", "note": "' + "x" * 3_000 + '"}')
    with pytest.raises(RefusedInput):
        read(path)


def test_a_table_beyond_every_limit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "MAX_TABLE", 2_500)
    path = tmp_path / "rows.csv"
    path.write_text(HEAD + ROWS)
    with pytest.raises(RefusedInput):
        read(path)
