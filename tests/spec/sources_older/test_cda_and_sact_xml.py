"""The 111 document as narrative, and SACT in XML."""

from __future__ import annotations

from pathlib import Path

import pytest

from medrecon.errors import NotMedication
from medrecon.sources import read

FOLDER = Path(__file__).parents[2] / "fixtures" / "older"
REFERRAL, SACT = FOLDER / "referral_111.xml", FOLDER / "sact.xml"


def test_each_line_of_the_section_of_medicines_is_an_entry() -> None:
    reading = read(REFERRAL)
    assert [e.medication for e in reading.entries] == [
        "Ramipril 5mg capsules one daily",
        "Paracetamol as needed",
    ]
    assert {(e.source.kind, e.kind, e.status) for e in reading.entries} == {
        ("specialist", "statement", "unknown")
    }


@pytest.mark.parametrize("text", ["Medications", "None", "No known medications"])
def test_a_heading_is_no_medicine(text: str) -> None:
    whole = REFERRAL.read_text("utf-8")
    start, end = whole.index("<list>"), whole.index("</list>")
    reading = read(f"{whole[:start]}<list><item>{text}</item>{whole[end:]}".encode())
    assert reading.entries == () and [p.code for p in reading.problems] == ["narrative"]
    assert [s.kind for s in reading.sources] == ["specialist"]


def test_advice_is_not_read_for_medicines() -> None:
    whole = REFERRAL.read_text("utf-8")
    start, end = whole.index('<code code="933'), whole.index("<text><list>")
    with pytest.raises(NotMedication):
        read(f"{whole[:start]}<title>Other</title>{whole[end:]}".encode())


def test_a_coded_medicine_keeps_its_code() -> None:
    coded = (
        '<entry><substanceAdministration><id root="A1"/><statusCode code="active"/><consumable>'
        '<manufacturedProduct><manufacturedMaterial><code code="318902009"'
        ' codeSystem="2.16.840.1.113883.2.1.3.2.4.15" displayName="Ramipril 5mg capsules"/>'
        "</manufacturedMaterial></manufacturedProduct></consumable></substanceAdministration></entry>"
    )
    text = REFERRAL.read_text("utf-8").replace(
        "</text></section></component>", f"</text>{coded}</section></component>", 1
    )
    (entry,) = read(text.encode()).entries
    assert (entry.id, entry.code, entry.status) == ("A1", "318902009", "active")


def test_sact_xml_gathers_cycles_as_the_csv_form_does() -> None:
    reading = read(SACT)
    assert reading.format == "sact-xml"
    assert [(e.medication, e.cycle, e.extra["regimen"]) for e in reading.entries] == [
        ("oxaliplatin", "3", "FOLFOX"),
        ("oxaliplatin", "4", "FOLFOX"),
    ]
    assert reading.entries[0].route == "intravenous"


def test_sact_xml_gives_a_dose_without_a_unit_as_the_number_alone() -> None:
    dosage = read(SACT).entries[0].dosage
    assert dosage is not None and dosage.text == "150"
