"""The derived records as one block: each is found by its id, and nothing is found between two."""

import pytest

from medrecon._data import data_path
from medrecon.dmd import Dictionary, compiled
from medrecon.dmd.records import from_blocks, to_blocks
from medrecon.errors import DictionaryError

WRITTEN = [
    (70, "VTM", '{"name":"Café"}'),
    (77, "VMP", '{"name":"Café 1mg tablets","vtm":70}'),
    (90, "AMP", '{"name":"Brand","vmp":77}'),
]


def blocks(records):
    size = sum(1 + len(data.encode()) for _, _, data in records)
    found = {}
    for name, stated, parts in to_blocks(records, size):
        found[name] = b"".join(parts)
        assert len(found[name]) == stated
    return found


@pytest.fixture
def records():
    return from_blocks(blocks(WRITTEN))


def test_each_record_is_found_with_its_level(records):
    assert records.get(70) == ("VTM", {"name": "Café"})
    assert records.get(77) == ("VMP", {"name": "Café 1mg tablets", "vtm": 70})
    assert records.get(90) == ("AMP", {"name": "Brand", "vmp": 77})


@pytest.mark.parametrize("code", [0, 69, 71, 89, 91])
def test_an_id_that_is_not_there_finds_nothing(records, code):
    assert records.get(code) is None


def test_a_record_may_be_changed_by_who_asked_for_it(records):
    records.get(70)[1].clear()
    assert records.get(70) == ("VTM", {"name": "Café"})


def test_no_records_are_a_block_too():
    assert from_blocks(blocks(())).get(1) is None


def test_damage_is_named_whatever_the_reading_of_it_ran_into(tmp_path):
    file = tmp_path / "x.dmd"
    Dictionary.build(next(iter(data_path("dmd_samples").glob("*.zip"))), file)
    whole = bytearray(file.read_bytes())
    whole[len(whole) // 2] ^= 0xFF
    file.write_bytes(whole)
    with pytest.raises(DictionaryError, match="damaged"), compiled.verifying(file):
        raise ValueError("read from a damaged page")
