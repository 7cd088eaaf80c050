"""Opening releases: zip, folder, compiled; damaged, absent, hostile."""

import os
import pickle
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from medrecon._data import data_path
from medrecon.dmd import Dictionary
from medrecon.errors import DictionaryError

ZIP = next(iter(data_path("dmd_samples").glob("*.zip")))
TEXT, NAME = "BISOPROLOL TAB 2.5MG", "Bisoprolol 2.5mg tablets"


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    return Dictionary.build(ZIP, tmp_path_factory.mktemp("dmd") / "sample.dmd")


def unpacked(folder):
    with zipfile.ZipFile(ZIP) as archive:
        for name in archive.namelist():
            (folder / name).write_bytes(archive.read(name))
    return folder


def test_zip_folder_and_compiled_are_one_release(compiled, tmp_path):
    folder = unpacked(tmp_path)
    releases = {Dictionary.open(p).release for p in (ZIP, folder, compiled)}
    assert len(releases) == 1
    assert Dictionary.open(str(folder)).resolve(TEXT).product.name == NAME


def test_building_reports_stages_and_replaces_whole(tmp_path):
    out, stages = tmp_path / "x.dmd", []
    out.write_bytes(b"an older file")
    Dictionary.build(ZIP, out, progress=stages.append)
    assert stages and Dictionary.open(out).resolve(TEXT).product.name == NAME
    assert [p.name for p in tmp_path.iterdir()] == ["x.dmd"]


def test_a_failed_build_leaves_nothing(tmp_path):
    folder = unpacked(tmp_path / "in" if (tmp_path / "in").mkdir() is None else tmp_path)
    vmp = next(folder.glob("f_vmp2*"))
    vmp.write_bytes(vmp.read_bytes()[:5000])
    with pytest.raises(DictionaryError, match="f_vmp2"):
        Dictionary.build(folder, tmp_path / "out.dmd")
    assert [p.name for p in tmp_path.iterdir()] == ["in"]


@pytest.mark.parametrize("cut", [20, 100, 5000, -1])
def test_a_compiled_file_cut_short_is_named(compiled, tmp_path, cut):
    bad = tmp_path / "cut.dmd"
    bad.write_bytes(compiled.read_bytes()[:cut])
    with pytest.raises(DictionaryError, match=r"cut\.dmd"):
        Dictionary.open(bad)


def test_one_damaged_byte_is_noticed(compiled, tmp_path):
    data = bytearray(compiled.read_bytes())
    data[len(data) // 2] ^= 1
    bad = tmp_path / "bad.dmd"
    bad.write_bytes(data)
    with pytest.raises(DictionaryError, match="damaged"):
        Dictionary.open(bad)


def test_another_format_version_is_refused(compiled, tmp_path):
    from medrecon.dmd import compiled as layout

    data = bytearray(compiled.read_bytes())
    at = data.rindex(layout.MAGIC) + len(layout.MAGIC)
    data[at : at + 2] = (layout.FORMAT + 1).to_bytes(2, "big")
    newer = tmp_path / "newer.dmd"
    newer.write_bytes(data)
    with pytest.raises(DictionaryError, match=f"format {layout.FORMAT + 1}"):
        Dictionary.open(newer)


@pytest.mark.parametrize("content", [b"", b"not a release", b"PK\x03\x04 broken"])
def test_what_is_no_release_is_named(tmp_path, content):
    bad = tmp_path / "release.zip"
    bad.write_bytes(content)
    with pytest.raises(DictionaryError, match=r"release\.zip"):
        Dictionary.open(bad)


def test_nothing_there(tmp_path):
    with pytest.raises(DictionaryError, match="TRUD"):
        Dictionary.open(tmp_path / "absent.zip")


def test_a_name_without_a_file_behind_it_is_no_file(tmp_path):
    (tmp_path / "f_vmp2_3000101.xml").symlink_to(tmp_path / "gone.xml")
    with pytest.raises(DictionaryError, match="no dm\\+d XML file"):
        Dictionary.open(tmp_path)


def test_a_missing_file_is_named(tmp_path):
    folder = unpacked(tmp_path)
    next(folder.glob("f_ampp2*")).unlink()
    with pytest.raises(DictionaryError, match="f_ampp"):
        Dictionary.open(folder)


def test_a_doctype_is_refused(tmp_path):
    folder = unpacked(tmp_path)
    vtm = next(folder.glob("f_vtm2*"))
    entity = b'<!DOCTYPE x [<!ENTITY e "mg">]><VIRTUAL_THERAPEUTIC_MOIETIES>'
    vtm.write_bytes(
        entity + b"<VTM><VTMID>90332006</VTMID><NM>a</NM></VTM></VIRTUAL_THERAPEUTIC_MOIETIES>"
    )
    with pytest.raises(DictionaryError, match="DOCTYPE"):
        Dictionary.open(folder)


def test_a_bomb_is_refused(tmp_path):
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("f_vmp2_3010125.xml", b" " * 20_000_000)
    with pytest.raises(DictionaryError, match="compressed"):
        Dictionary.open(bomb)


def test_the_format_may_grow(tmp_path):
    folder = unpacked(tmp_path)
    vtm = next(folder.glob("f_vtm2*"))
    text = vtm.read_text("utf-8").replace("<NM>", "<NEWCOL>1</NEWCOL><NM>")
    text = text.replace(
        "</VIRTUAL_THERAPEUTIC_MOIETIES>",
        "<NEW_LIST><NEW><X>1</X></NEW></NEW_LIST></VIRTUAL_THERAPEUTIC_MOIETIES>",
    )
    vtm.write_text(text, "utf-8")
    dictionary = Dictionary.open(folder)
    assert "NEW_LIST/NEW" in dictionary.remarks
    assert dictionary.raw(dictionary.resolve("apixaban").moiety.code)["VTM"]["NEWCOL"] == "1"


def test_a_bonus_archive_brings_history(tmp_path):
    bonus = tmp_path / "bonus.zip"
    now = Dictionary.sample().resolve("Apixaban 5mg tablets").product.code
    steps = (("322236009", "111111000001101"), ("111111000001101", now))
    rows = "".join(
        f"<VMP><IDCURRENT>{b}</IDCURRENT><IDPREVIOUS>{a}</IDPREVIOUS></VMP>" for a, b in steps
    )
    with zipfile.ZipFile(bonus, "w") as archive:
        archive.writestr(
            "HISTORIC_CODES/f_history1_0140825.xml", f"<HISTORY><VMPS>{rows}</VMPS></HISTORY>"
        )
    dictionary = Dictionary.open(ZIP, bonus=bonus)
    assert dictionary.get("322236009").code == now
    assert {"322236009", "111111000001101"} <= set(dictionary.get(now).superseded)
    assert Dictionary.sample().get("322236009") is None


def test_a_circle_of_ids_ends(tmp_path):
    bonus = tmp_path / "bonus.zip"
    rows = "".join(
        f"<VMP><IDCURRENT>{b}</IDCURRENT><IDPREVIOUS>{a}</IDPREVIOUS></VMP>"
        for a, b in (("1234567", "7654321"), ("7654321", "1234567"))
    )
    with zipfile.ZipFile(bonus, "w") as archive:
        archive.writestr("f_history1_0140825.xml", f"<HISTORY><VMPS>{rows}</VMPS></HISTORY>")
    assert Dictionary.open(ZIP, bonus=bonus).get("1234567") is None


def test_many_threads_and_a_fork_see_one_answer():
    dictionary = Dictionary.sample()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda i: dictionary.resolve(TEXT + " " * i).product.code, range(64)))
    assert len(set(found)) == 1
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:  # pragma: no cover
        os.write(writer, dictionary.resolve(" " + TEXT).product.code.encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reader, 40).decode() == found[0]


def test_a_compiled_dictionary_can_be_sent_to_a_worker(compiled):
    again = pickle.loads(pickle.dumps(Dictionary.open(compiled)))
    assert again.release == Dictionary.open(compiled).release


def test_the_sample_is_itself_in_a_worker():
    assert pickle.loads(pickle.dumps(Dictionary.sample())) is Dictionary.sample()


def test_texts_without_end_are_not_remembered():
    dictionary = Dictionary.sample()
    before = dictionary._remembered.cache_info().currsize
    dictionary.resolve("a " * 5000)
    assert dictionary._remembered.cache_info().currsize == before


def test_importing_loads_nothing_heavy():
    import subprocess
    import sys

    code = "import sys, medrecon.dmd; print([m for m in ('lxml','polars','rapidfuzz') if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_a_temporary_file_goes_with_its_dictionary():
    dictionary = Dictionary.open(ZIP)
    path = Path(dictionary.path)
    assert path.exists()
    del dictionary
    import gc

    gc.collect()
    assert not path.exists()


def edited(tmp_path, kind, old, new):
    folder = unpacked(tmp_path)
    file = next(folder.glob(f"f_{kind}2*"))
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    return Dictionary.open(folder)


def test_previous_names_are_found(tmp_path):
    old = "<NM>Bisoprolol 2.5mg tablets</NM>"
    now = edited(tmp_path, "vmp", old, old + "<NMPREV>Zzyzxolol 2.5mg tablets</NMPREV>")
    assert now.resolve("Zzyzxolol 2.5mg tablets").product.name == NAME


def test_previous_brand_names_are_found(tmp_path):
    old = "<NM>Eliquis 5mg tablets</NM>"
    now = edited(tmp_path, "amp", old, old + "<NM_PREV>Zzyzxban 5mg tablets</NM_PREV>")
    assert now.resolve("ZZYZXBAN TABS 5MG").product.name == "Eliquis 5mg tablets"


def test_an_invalid_product_is_got_by_id_and_not_found_by_name(tmp_path):
    code = Dictionary.sample().resolve(TEXT).product.code
    old = "<NM>Bisoprolol 2.5mg tablets</NM>"
    now = edited(tmp_path, "vmp", old, "<INVALID>0001</INVALID>" + old)
    assert now.get(code).valid is False
    assert now.resolve(TEXT).status == "moiety"


@pytest.mark.parametrize("name", ["release", "path", "remarks"])
def test_what_a_dictionary_is_cannot_be_assigned(compiled, name):
    dictionary = Dictionary.open(compiled)
    before = getattr(dictionary, name)
    with pytest.raises(AttributeError):
        setattr(dictionary, name, "another")
    assert getattr(dictionary, name) == before
