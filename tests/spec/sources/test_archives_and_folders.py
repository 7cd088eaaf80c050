"""Archives and folders: what is damaged is refused by name, and nothing is passed over without a word."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medrecon.errors import MedrecError, RefusedInput
from medrecon.sources import archive, read

LINE = (
    b'{"resourceType": "MedicationStatement", "id": "%s", "status": "active",'
    b' "medicationCodeableConcept": {"text": "Aspirin 75mg tablets"}}'
)


def zipped(names: list[str], method: int = zipfile.ZIP_STORED) -> bytes:
    """A zip archive with a message under each name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for n, name in enumerate(names):
            made.writestr(name, LINE % b"line-%d" % n)
    return out.getvalue()


METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


@given(st.sampled_from(METHODS), st.data())
def test_a_damaged_archive_is_refused_whatever_it_was_packed_with(
    method: int, data: st.DataObject
) -> None:
    raw = bytearray(zipped(["a.json", "b.json"], method))
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        reading = read(bytes(raw))
    except MedrecError:
        return
    assert len(reading.entries) + len(reading.problems) >= 1


def test_an_end_record_that_claims_fewer_files_than_there_are_is_not_believed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(archive, "MAX_MEMBERS", 3)
    raw = bytearray(zipped([f"{n}.json" for n in range(5)]))
    struct.pack_into("<HH", raw, raw.rfind(b"PK\x05\x06") + 8, 1, 1)
    with pytest.raises(RefusedInput):
        read(bytes(raw))


def test_archives_inside_an_archive_are_not_counted_as_its_files(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(archive, "MAX_MEMBERS", 3)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("1.zip", zipped(["a.json", "b.json"]))
        made.writestr("2.zip", zipped(["c.json", "d.json"]))
    assert read(out.getvalue()).problems == ()


@pytest.mark.parametrize(
    "name", ["b.json/", "My.DS_Store.json", "x__MACOSX/b.json", ".b.json", "._.d/b.json"]
)
def test_a_file_with_a_strange_name_is_read(name: str) -> None:
    assert len(read(zipped(["a.json", name])).entries) == 2


@pytest.mark.parametrize("name", ["__MACOSX/b.json", "x/.DS_Store", "x/._b.json", "Thumbs.db"])
def test_what_an_operating_system_puts_beside_files_is_passed_over(
    name: str, tmp_path: Path
) -> None:
    assert len(read(zipped(["a.json", name])).entries) == 1
    with zipfile.ZipFile(io.BytesIO(zipped(["a.json", name]))) as made:
        made.extractall(tmp_path)
    assert (len(read(tmp_path).entries), read(tmp_path).problems) == (1, ())


def test_a_folder_is_read_as_an_archive_is_and_a_link_is_told(tmp_path: Path) -> None:
    for n, name in enumerate(("a.json", ".hidden.json")):
        (tmp_path / name).write_bytes(LINE % b"line-%d" % n)
    (tmp_path / "link.json").symlink_to(tmp_path / "a.json")
    reading = read(tmp_path)
    assert len(reading.entries) == 2
    assert [(p.path, p.code) for p in reading.problems] == [("link.json", RefusedInput.code)]
