"""What may be opened: paths, bytes, files, folders, archives; and what is refused, in one sentence."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest

from medrecon.errors import NotMedication, RefusedInput, UnreadableInput, UsageError
from medrecon.sources import FORMATS, read, read_each

FOLDER = Path(__file__).parents[2] / "fixtures" / "sources"
WARD = (FOLDER / "ward.json").read_bytes()


def zipped(**files: bytes) -> bytes:
    """A zip archive of those files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_a_message_reads_the_same_however_it_is_handed_over(tmp_path: Path) -> None:
    path = tmp_path / "ward.json"
    path.write_bytes(WARD)
    whole = read(path)
    ways = [
        str(path),
        WARD,
        bytearray(WARD),
        io.BytesIO(WARD),
        gzip.compress(WARD),
        [WARD],
        tmp_path,
        zipped(a=WARD),
    ]
    for way in ways:
        assert read(way).entries == whole.entries


def test_all_members_of_a_gzip_file_are_read() -> None:
    """As `cat one.gz two.gz` and block-wise packers write it; padding with zeros is allowed."""
    parts = [gzip.compress(WARD[:500]), gzip.compress(WARD[500:])]
    assert read(b"".join(parts) + b"\0" * 512).entries == read(WARD).entries


def test_a_copy_of_a_message_changes_nothing() -> None:
    once, twice = read(WARD), read([WARD, WARD, zipped(copy=WARD)])
    assert twice.entries == once.entries and twice.patient == once.patient


def test_several_messages_are_one_reading_with_ids_of_their_own() -> None:
    other = WARD.replace(b"75 mg", b"50 mg").replace(b"ward-1", b"ward-2")
    reading = read([WARD, other])
    assert len({e.id for e in reading.entries}) == len(reading.entries) == 3
    assert reading.format == "ukcore-r4"


def test_a_file_that_cannot_be_read_does_not_spoil_its_folder(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(WARD)
    (tmp_path / "b.json").write_bytes(WARD[:200])
    (tmp_path / "c.txt").write_text("nothing of use")
    reading = read(tmp_path)
    assert len(reading.entries) == 2
    assert [p.path for p in reading.problems] == ["b.json", "c.txt"]


def test_a_folder_is_read_one_message_at_a_time(tmp_path: Path) -> None:
    for n in range(3):
        (tmp_path / f"{n}.json").write_bytes(WARD)
    assert [len(r.entries) for r in read_each(tmp_path)] == [2, 2, 2]


def test_xml_says_the_same_as_json() -> None:
    xml = b"""<?xml version="1.0" encoding="UTF-8"?>
    <MedicationRequest xmlns="http://hl7.org/fhir"><id value="r1"/><status value="active"/><intent value="order"/>
      <medicationCodeableConcept><coding><system value="https://dmd.nhs.uk"/><code value="317896006"/><display value="Ramipril 5mg capsules"/></coding></medicationCodeableConcept>
      <dosageInstruction><text value="1 capsule daily"/><timing><repeat><frequency value="1"/><period value="1.5"/><periodUnit value="d"/></repeat></timing>
        <asNeededBoolean value="true"/><doseAndRate><doseQuantity><value value="1"/><unit value="capsule"/></doseQuantity></doseAndRate></dosageInstruction>
    </MedicationRequest>"""
    same = {
        "resourceType": "MedicationRequest", "id": "r1", "status": "active", "intent": "order",
        "medicationCodeableConcept": {"coding": [{"system": "https://dmd.nhs.uk", "code": "317896006", "display": "Ramipril 5mg capsules"}]},
        "dosageInstruction": [{"text": "1 capsule daily", "timing": {"repeat": {"frequency": 1, "period": 1.5, "periodUnit": "d"}},
                               "asNeededBoolean": True, "doseAndRate": [{"doseQuantity": {"value": 1, "unit": "capsule"}}]}],
    }  # fmt: skip
    assert read(xml).entries == read(json.dumps(same).encode()).entries
    assert read(xml.decode().encode("utf-16")).entries == read(xml).entries
    assert read(xml.replace(b' xmlns="http://hl7.org/fhir"', b"")).entries == read(xml).entries


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"", UnreadableInput),
        (b"   \n", NotMedication),
        (b"\0" * 4096, UnreadableInput),
        (WARD[:300], UnreadableInput),
        (b"[" * 100_000, RefusedInput),
        (b'{"a":' * 50_000, RefusedInput),
        (b'{"resourceType": "Observation"}', NotMedication),
        (b"Dear doctor", NotMedication),
        (b"%PDF-1.7", NotMedication),
        (b"MSH|^~\\&|A|B", NotMedication),
        (b'<ClinicalDocument xmlns="urn:hl7-org:v3"/>', NotMedication),
        (b"<a><b></a>", UnreadableInput),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', RefusedInput),
        ('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16"), RefusedInput),
        (b'<?xml version="1.0"?><!-- x --><!DOCTYPE a SYSTEM "http://x/y"><a/>', RefusedInput),
        (b'<?xml version="1.0" encoding="UTF-7"?><a/>', RefusedInput),
        (b"<a>" * 20_000, RefusedInput),
        (
            b'<?xml version="1.0"?>' + b" " * 3000 + b"<!DOCTYPE a [<!ENTITY x 'y'>]><a b='&x;'/>",
            RefusedInput,
        ),
        (gzip.compress(b"\0" * 50_000_000), RefusedInput),
        (gzip.compress(WARD) + b"and more", UnreadableInput),
        (gzip.compress(WARD) + gzip.compress(WARD)[:-9], UnreadableInput),
        (gzip.compress(b" ") * 10_001, RefusedInput),
        (gzip.compress(WARD)[:-20], UnreadableInput),
        (b"PK\x03\x04 and no more", UnreadableInput),
        (zipped(bomb=b" " * 30_000_000), RefusedInput),
        (zipped(a=zipped(b=zipped(c=WARD))), RefusedInput),
    ],
)
def test_what_cannot_be_read_ends_in_one_sentence(raw: bytes, kind: type[UnreadableInput]) -> None:
    with pytest.raises(kind) as told:
        read(raw)
    assert told.type is kind and str(told.value).startswith("expected ")
    assert "\n" not in str(told.value)


def test_a_comment_that_names_a_doctype_is_no_doctype() -> None:
    xml = b'<!-- <!DOCTYPE x> --><MedicationStatement xmlns="http://hl7.org/fhir"><id value="s"/></MedicationStatement>'
    assert [p.id for p in read(xml).problems] == ["s"]


def test_a_huge_file_of_zeros_is_refused_by_its_head(tmp_path: Path) -> None:
    path = tmp_path / "zeros.json"
    with path.open("wb") as file:
        file.truncate(2**40)
    with pytest.raises(UnreadableInput, match="zero bytes"):
        read(path)


def test_a_key_written_twice_is_a_problem_with_its_place() -> None:
    raw = b'{"resourceType":"MedicationStatement","id":"s","status":"active","status":"stopped","medicationCodeableConcept":{"text":"Aspirin"}}'
    for spelling in (raw, raw.replace(b'"id":', b'"id" :'), raw.replace(b'":', b'"\n:')):
        reading = read(spelling)
        assert reading.entries[0].status == "stopped"
        assert [(p.path, p.code, p.id) for p in reading.problems] == [
            ("status", "duplicate-key", "s")
        ]


def test_resources_under_a_key_written_twice_are_both_kept() -> None:
    line = {"resourceType": "MedicationStatement", "medicationCodeableConcept": {"text": "Aspirin"}}
    one, two = (json.dumps([{"resource": {**line, "id": n}}]) for n in "ab")
    raw = f'{{"resourceType": "Bundle", "type": "collection", "entry": {one}, "entry": {two}}}'
    reading = read(raw.encode())
    assert [e.id for e in reading.entries] == ["a", "b"]
    assert [p.code for p in reading.problems] == ["duplicate-key"]


def test_numbers_and_text_that_are_none_do_not_pass() -> None:
    reading = read(
        b'{"resourceType": "MedicationDispense", "id": "d", "quantity": {"value": NaN},'
        b' "medicationCodeableConcept": {"text": "Para\\ud800cetamol"}}'
    )
    assert (
        reading.entries[0].medication == "Para\ufffdcetamol" and reading.entries[0].quantity is None
    )
    assert {p.code for p in reading.problems} == {"number", "text"}


def test_bulk_data_is_one_resource_a_line() -> None:
    lines = [json.dumps(e["resource"]) for e in json.loads(WARD)["entry"]]
    assert [e.id for e in read("\n".join(lines).encode()).entries] == ["ord-1", "dsp-1"]


def test_the_format_may_be_named_and_a_wrong_name_is_a_wrong_call() -> None:
    assert read(WARD, format="ukcore-r4").format == "ukcore-r4" and "ukcore-r4" in FORMATS
    with pytest.raises(UsageError):
        read(WARD, format="hl7")
    with pytest.raises(UsageError):
        read(WARD, source="cupboard")
    with pytest.raises(UsageError):
        read(42)  # type: ignore[arg-type]
    with pytest.raises(UnreadableInput):
        read("there is no such file.json")
