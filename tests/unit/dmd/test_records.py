"""The derived records as one block: each is found by its id, and nothing is found between two."""

import pytest

from medrecon._data import data_path
from medrecon.dmd import Dictionary, compiled
from medrecon.dmd.records import AT_ONCE, Unsorted, from_blocks
from medrecon.errors import DictionaryError

MADE = [
    ("VMP", [(77, '{"name":"Café 1mg tablets","vtm":70}')]),
    ("VTM", [(70, '{"name":"Café"}')]),
    ("AMP", [(90, '{"name":"Brand","vmp":77}')]),
]


@pytest.fixture
def unsorted(tmp_path):
    with (tmp_path / "texts").open("w+b") as file:
        yield Unsorted(file)


def blocks(unsorted, made):
    for level, records in made:
        unsorted.add(level, [(code, data.encode()) for code, data in records])
    found = {}
    for name, stated, parts in unsorted.blocks():
        found[name] = b"".join(parts)
        assert len(found[name]) == stated
    return found


@pytest.fixture
def records(unsorted):
    return from_blocks(blocks(unsorted, MADE))


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


def test_no_records_are_a_block_too(unsorted):
    assert from_blocks(blocks(unsorted, [])).get(1) is None


def test_records_that_were_put_by_can_be_forgotten(unsorted):
    unsorted.add("VTM", [(1, b"{}")])
    unsorted.clear()
    records = from_blocks(blocks(unsorted, MADE))
    assert list(records.ids) == [70, 77, 90] and records.get(70) == ("VTM", {"name": "Café"})


def test_more_records_than_are_written_together_are_all_found(unsorted):
    many = [(code, f'{{"name":"{code}"}}') for code in range(3 * AT_ONCE, 0, -1)]
    records = from_blocks(blocks(unsorted, [("AMP", many[::2]), ("VMP", many[1::2])]))
    assert [records.get(code)[1]["name"] for code, _ in many] == [str(code) for code, _ in many]


def test_damage_is_named_whatever_the_reading_of_it_ran_into(tmp_path):
    file = tmp_path / "x.dmd"
    Dictionary.build(next(iter(data_path("dmd_samples").glob("*.zip"))), file)
    whole = bytearray(file.read_bytes())
    whole[len(whole) // 2] ^= 0xFF
    file.write_bytes(whole)
    with pytest.raises(DictionaryError, match="damaged"), compiled.verifying(file):
        raise ValueError("read from a damaged page")
