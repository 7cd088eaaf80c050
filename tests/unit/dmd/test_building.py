"""Compiling a release: one file to the byte however it is made, and what a damaged one is told."""

import gc
import io
import re
import sys
import zipfile

import pytest

from medrecon._data import data_path
from medrecon.dmd import Dictionary, beside
from medrecon.dmd.basis import Basis
from medrecon.dmd.build import build
from medrecon.dmd.handed import hand_on, taken
from medrecon.dmd.release import Member, members
from medrecon.dmd.rows import CHUNK, MAX_ROW_BYTES, rows
from medrecon.errors import DictionaryError

ZIP = next(iter(data_path("dmd_samples").glob("*.zip")))


def built(folder, name, *, second_process):
    out = folder / name
    build(ZIP, out, None, beside=second_process)
    return out.read_bytes()


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    return built(tmp_path_factory.mktemp("alone"), "x.dmd", second_process=False)


def test_the_file_is_the_same_to_the_byte_with_a_second_process(alone, tmp_path):
    assert built(tmp_path, "x.dmd", second_process=True) == alone
    assert [path.name for path in tmp_path.iterdir()] == ["x.dmd"]


@pytest.mark.parametrize("child", ["raise SystemExit(1)", "raise SystemExit(0)"])
def test_the_first_process_does_the_work_of_a_second_that_did_not(
    alone, tmp_path, monkeypatch, child
):
    monkeypatch.setattr(beside, "CHILD", child)
    assert built(tmp_path, "x.dmd", second_process=True) == alone


@pytest.mark.parametrize("collecting", [False, True])
def test_the_garbage_collector_is_left_as_it_was_found(tmp_path, monkeypatch, collecting):
    monkeypatch.setattr(gc, "isenabled", lambda: collecting)
    called = []
    monkeypatch.setattr(gc, "disable", lambda: called.append("disable"))
    monkeypatch.setattr(gc, "enable", lambda: called.append("enable"))
    built(tmp_path, "x.dmd", second_process=False)
    assert called == ["disable", "enable"][: 1 + collecting]


def test_what_names_need_of_the_amps_is_handed_on_a_line_for_each_block(tmp_path):
    amp = {"APID": "1", "NM": "Café\n\t1mg", "VPID": "7", "INVALID": ["1", "1"], "DESC": "x"}
    route = {"APID": "1", "ROUTECD": "26643006"}
    unread = {"APID": "x", "NM": "Nothing"}
    block = [("S", "AMP", amp), ("S", "AMP", unread), ("S", "AP_ING", {"APID": "1"})]
    with (tmp_path / "amps").open("wb") as to:
        hand_on(block, to)
        hand_on([("R", "LIC_ROUTE", route)], to)
    assert list(taken(tmp_path / "amps")) == [
        ([[1, "Café\n\t1mg", "", "7", "", "", "", "", ["1", "1"]]], []),
        ([], [[1, "26643006"]]),
    ]


def test_a_column_of_an_amp_that_is_there_twice_says_nothing(tmp_path):
    """And no other AMP is taken for one of its kind."""
    twice = {"APID": "1", "NM": ["a", "b"], "VPID": "7", "LIC_AUTHCD": ["0001", "0001"]}
    once = {"APID": "2", "NM": "b", "VPID": "7", "LIC_AUTHCD": "0001"}
    with (tmp_path / "amps").open("wb") as to:
        hand_on([("AMPS", "AMP", twice), ("AMPS", "AMP", once)], to)
    basis = Basis()
    basis.take_amps(taken(tmp_path / "amps"))
    assert (basis.amps[1].name, basis.amps[1].kind.licensed) == ("", False)
    assert (basis.amps[2].name, basis.amps[2].kind.licensed) == ("b", True)


@pytest.mark.parametrize("heard", [b"", b"?"])
def test_the_second_process_ends_when_the_first_is_gone(monkeypatch, heard):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(heard)))
    with pytest.raises(SystemExit):
        beside.wait_for_amps()


def test_the_second_process_goes_on_when_it_is_told_of_the_amps(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(beside.READY)))
    assert beside.wait_for_amps() is None


def test_no_second_process_can_be_started(alone, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "absent"))
    assert built(tmp_path, "x.dmd", second_process=True) == alone


def test_a_small_release_or_a_frozen_program_has_no_second_process(monkeypatch):
    small = members(ZIP)
    large = {"amp": Member("amp", "f_amp2_3010125.xml", None, 10**8, 0, io.BytesIO)}
    monkeypatch.setattr(beside.os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    assert beside.worthwhile(large) and not beside.worthwhile(small)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert not beside.worthwhile(large)


def test_a_fault_in_the_rows_ends_both_processes(tmp_path):
    """A fault is found by the first process too, and is what the caller hears of."""
    release, out = tmp_path / "release", tmp_path / "out"
    release.mkdir()
    out.mkdir()
    with zipfile.ZipFile(ZIP) as archive:
        archive.extractall(release)
    file = next(release.glob("f_ampp2*"))
    file.write_bytes(file.read_bytes()[:-100])
    with pytest.raises(DictionaryError, match=r"f_ampp2.*cut short"):
        build(release, out / "x.dmd", None, beside=True)
    assert list(out.iterdir()) == []


def test_a_truncated_member_of_the_archive_is_named(tmp_path):
    whole = ZIP.read_bytes()
    with zipfile.ZipFile(ZIP) as archive:
        largest = max(archive.infolist(), key=lambda info: info.compress_size)
    middle = largest.header_offset + 200 + largest.compress_size // 2
    bad = tmp_path / "release.zip"
    bad.write_bytes(whole[:middle] + bytes(64) + whole[middle + 64 :])
    with pytest.raises(DictionaryError, match=largest.filename):
        Dictionary.build(bad, tmp_path / "x.dmd")


def read(xml, tags=("AMPP",)):
    unknown = set()
    data = xml.encode() if isinstance(xml, str) else xml
    member = Member("ampp", "f_ampp2_3010125.xml", "010125", len(data), 0, lambda: io.BytesIO(data))
    return list(rows(member, tags, unknown)), unknown


def test_columns_that_repeat_or_have_columns_become_lists():
    found, _ = read(
        "<L><AMPPS>\n<!-- no row --><AMPP><AMPPID>1</AMPPID><NOTE>a</NOTE><NOTE>b</NOTE><EMPTY/>"
        "<GTINDATA> <GTIN>2</GTIN></GTINDATA><GTINDATA><GTIN>3</GTIN></GTINDATA></AMPP></AMPPS></L>"
    )
    row = {"AMPPID": "1", "NOTE": ["a", "b"], "GTINDATA": [{"GTIN": "2"}, {"GTIN": "3"}]}
    assert found == [("AMPPS", "AMPP", row)]


def test_rows_come_in_order_whatever_the_size_of_a_block():
    many = 3 * CHUNK // 40
    body = "".join(f"<AMPP><APPID>{at}</APPID><NM>é{at}</NM></AMPP>\n" for at in range(many))
    found, _ = read(f"<?xml version='1.0' encoding='UTF-8'?><L><AMPPS>{body}</AMPPS></L>")
    assert [row["NM"] for _, _, row in found] == [f"é{at}" for at in range(many)]


def test_a_long_list_that_nobody_knows_is_reported_and_passed_over():
    body = "<NEW><X>1</X></NEW>" * (MAX_ROW_BYTES // 15)
    found, unknown = read(
        f"<L><NEW_LIST>{body}</NEW_LIST><AMPPS><AMPP><APPID>1</APPID></AMPP></AMPPS></L>"
    )
    assert unknown == {"NEW_LIST/NEW"}
    assert [row for _, _, row in found] == [{"APPID": "1"}]


@pytest.mark.parametrize("before", ["", "<!--" + "x" * 3 * CHUNK + "-->"])
def test_a_doctype_is_refused_wherever_it_stands(before):
    with pytest.raises(DictionaryError, match="DOCTYPE"):
        read(f'{before}<!DOCTYPE L [<!ENTITY e "mg">]><L><AMPPS/></L>')


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        ("<NM>" + "x" * (MAX_ROW_BYTES + 2 * CHUNK), "rows of less than"),
        ("<A>" * 50 + "</A>" * 50, "nested at most"),
    ],
)
def test_what_would_fill_the_memory_is_refused(inside, told):
    with pytest.raises(DictionaryError, match=told):
        read(f"<L><AMPPS><AMPP>{inside}</AMPP></AMPPS></L>".replace("x</AMPP>", "x</NM></AMPP>"))


def test_a_column_said_twice_is_reported_and_not_fatal(tmp_path):
    with zipfile.ZipFile(ZIP) as archive:
        archive.extractall(tmp_path)
    file = next(tmp_path.glob("f_amp2*"))
    text = file.read_text("utf-8")
    first = text.index("<APID>")
    file.write_text(text[:first] + "<APID>²</APID>" + text[first:], "utf-8")
    assert "amp/AMP without a readable APID" in Dictionary.open(tmp_path).remarks


def test_the_ingredients_of_a_vtm_in_the_bonus_archive_are_read(tmp_path):
    """`f_vtm_ing1_0…` is a file of its own kind, and never taken for the VTMs."""
    vtm = Dictionary.sample().resolve("apixaban").moiety.code
    bonus = tmp_path / "bonus.zip"
    with zipfile.ZipFile(bonus, "w") as archive:
        archive.writestr(
            "VTM_INGREDIENTS/f_vtm_ing1_0140825.xml",
            f"<VTM_INGREDIENTS><VTM_ING><VTMID>{vtm}</VTMID><ISID>1</ISID></VTM_ING></VTM_INGREDIENTS>",
        )
    assert Dictionary.open(ZIP, bonus=bonus).raw(vtm)["VTM_ING"] == [{"ISID": "1"}]


@pytest.mark.parametrize("second_process", [False, True])
def test_an_id_of_two_concepts_is_that_of_the_later_and_no_name_of_the_other_leads_to_it(
    tmp_path, second_process
):
    vmp = Dictionary.sample().resolve("Apixaban 5mg tablets").product.code
    release = tmp_path / "release"
    with zipfile.ZipFile(ZIP) as archive:
        archive.extractall(release)
    file = next(release.glob("f_amp2*"))
    whole = file.read_text("utf-8")
    apid, name = re.search(r"<AMP>\s*<APID>(\d+)</APID>.*?<NM>([^<]+)</NM>", whole, re.S).groups()
    file.write_text(whole.replace(f"<APID>{apid}</APID>", f"<APID>{vmp}</APID>"), "utf-8")
    build(release, tmp_path / "x.dmd", None, beside=second_process)
    with_both = Dictionary.open(tmp_path / "x.dmd")
    assert with_both.get(vmp).name == name and "apixaban" not in name.casefold()
    found = with_both.resolve("Apixaban 5mg tablets").product
    assert found is None or "apixaban" in found.name.casefold()
