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
    entry, other = read(text.encode()).entries
    assert (entry.id, entry.code, entry.status) == ("A1", "318902009", "active")
    assert other.medication == "Paracetamol as needed", "a line that no coded medicine stands for"


def _document(title: str, text: str, *acts: str, number: str = "9991234500") -> str:
    return (
        '<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f'<recordTarget><patientRole><id root="2.16.840.1.113883.2.1.4.1" extension="{number}"/>'
        f"</patientRole></recordTarget><section><title>{title}</title><text>{text}</text>"
        f"{''.join(f'<entry>{a}</entry>' for a in acts)}</section></ClinicalDocument>"
    )


def _act(medicine: str, status: str = "active", inside: str = "", negated: str = "false") -> str:
    return (
        f'<substanceAdministration negationInd="{negated}"><statusCode code="{status}"/>{inside}'
        f'<consumable><manufacturedMaterial><code code="1" displayName="{medicine}"/>'
        "</manufacturedMaterial></consumable></substanceAdministration>"
    )


@pytest.mark.parametrize(
    ("status", "read_as"),
    [
        ("aborted", "stopped"),
        ("suspended", "on-hold"),
        ("completed", "completed"),
        ("odd", "unknown"),
    ],
)
def test_the_status_of_a_coded_medicine_is_its_own(status: str, read_as: str) -> None:
    (entry,) = read(
        _document("Medications", "", _act("Senna 7.5mg tablets", status)).encode()
    ).entries
    assert entry.status == read_as


def test_a_negated_medicine_is_not_current() -> None:
    act = _act("Senna 7.5mg tablets", negated="true")
    reading = read(_document("Medications", "", act).encode())
    (entry,) = reading.entries
    assert (entry.status, entry.taken) == ("cancelled", "no")
    assert [p.code for p in reading.problems] == ["modifier"]


@pytest.mark.parametrize(
    "title", ["Medications stopped", "Discontinued medicines", "Previous medication"]
)
def test_a_section_of_what_was_stopped_says_so(title: str) -> None:
    reading = read(_document(title, "Aspirin 75mg tablets", _act("Senna 7.5mg tablets")).encode())
    assert [e.status for e in reading.entries] == ["stopped", "stopped"]


@pytest.mark.parametrize("title", ["Medication allergies", "Adverse reactions to medicines"])
def test_an_allergy_is_no_medicine(title: str) -> None:
    with pytest.raises(NotMedication):
        read(_document(title, "Penicillin").encode())


@pytest.mark.parametrize(
    "line",
    ["NKDA", "Patient takes no medication", "Nil regular", "Not on any medications.", "see GP record",
     "No information provided", "No regular medication taken"],
)  # fmt: skip
def test_a_statement_that_there_are_none_is_no_medicine(line: str) -> None:
    reading = read(_document("Medications", line).encode())
    assert reading.entries == () and [p.code for p in reading.problems] == ["narrative"]


def test_no_medicine_but_one_is_that_one() -> None:
    (entry,) = read(_document("Medications", "No medication except paracetamol").encode()).entries
    assert entry.medication == "No medication except paracetamol"


def test_a_line_of_another_strength_than_the_coded_one_is_kept() -> None:
    text = "<list><item>Warfarin 1mg once daily</item><item>Warfarin 3mg once daily</item></list>"
    reading = read(_document("Medications", text, _act("Warfarin 1mg tablets")).encode())
    assert [e.medication for e in reading.entries] == [
        "Warfarin 1mg tablets",
        "Warfarin 3mg once daily",
    ]


def test_dose_and_interval_of_a_coded_medicine_are_a_fhir_dosage() -> None:
    inside = (
        '<effectiveTime xsi:type="IVL_TS"><low value="20260301"/></effectiveTime>'
        '<effectiveTime xsi:type="PIVL_TS"><period value="12" unit="h"/></effectiveTime>'
        '<doseQuantity value="2" unit="{tablet}"/>'
    )
    act = _act("Senna 7.5mg tablets", inside=inside)
    (entry,) = read(_document("Medications", "", act).encode()).entries
    assert str(entry.start) == "2026-03-01"
    assert entry.dosage is not None and entry.dosage.structure is not None
    assert entry.dosage.structure["doseAndRate"][0]["doseQuantity"] == {
        "value": 2,
        "unit": "tablet",
    }
    assert entry.dosage.structure["timing"]["repeat"] == {
        "frequency": 1,
        "period": 12,
        "periodUnit": "h",
    }


def test_a_pattern_of_times_that_is_not_read_is_a_problem() -> None:
    inside = '<effectiveTime xsi:type="EIVL_TS"><event code="ACM"/></effectiveTime><rateQuantity value="1"/>'
    reading = read(
        _document("Medications", "", _act("Senna 7.5mg tablets", inside=inside)).encode()
    )
    assert {p.code for p in reading.problems} == {"timing", "not-read"}


def test_two_documents_are_each_of_their_own_person() -> None:
    both = _document("Medications", "Senna 7.5mg tablets") + _document(
        "Medications", "Aspirin 75mg tablets", number="9449304130"
    )
    reading = read(f"<a>{both}</a>".encode())
    assert [e.patient.nhs_number for e in reading.entries if e.patient] == [
        "9991234500",
        "9449304130",
    ]
    assert reading.patient is None and "several-patients" in {p.code for p in reading.problems}


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
