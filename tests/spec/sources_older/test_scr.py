"""The Summary Care Record: coded acts and the rows of the presentation, each said once."""

from __future__ import annotations

import json
from pathlib import Path

from medrecon.sources import read

SUMMARY = Path(__file__).parents[2] / "fixtures" / "older" / "scr.xml"


def test_three_lists_three_states() -> None:
    assert [(e.medication, e.kind, e.course, e.status) for e in read(SUMMARY).entries] == [
        ("Codeine 30mg tablets", "order", "acute", "unknown"),
        ("Ramipril 5mg capsules", "plan", "repeat", "active"),
        ("Lansoprazole 15mg capsules", "plan", "repeat", "stopped"),
    ]


def test_a_row_and_the_act_that_says_the_same_are_one() -> None:
    ramipril = read(SUMMARY).entries[1]
    assert ramipril.id == "ACT-1" and ramipril.code == "318902009"
    assert str(ramipril.last_issued) == "2026-01-05"


def test_an_acute_line_issued_twice_is_one_entry() -> None:
    codeine = read(SUMMARY).entries[0]
    assert str(codeine.start) == "2026-02-12" and codeine.indication == "Back pain"
    assert [str(i.date) for i in codeine.issues] == ["2026-02-02"] and len(codeine.refs) == 2


def test_allergies_are_read_from_their_table() -> None:
    patient = read(SUMMARY).patient
    assert patient is not None
    assert [a.text for a in patient.allergies] == ["Allergy to penicillin"]  # type: ignore[union-attr]


def composition(div: str) -> bytes:
    """The FHIR form, with one section of repeat medicines."""
    section = {"title": "Current Repeat Medications", "text": {"div": div}}
    coded = {"coding": [{"system": "http://snomed.info/sct", "code": "196981000000101"}]}
    return json.dumps(
        {"resourceType": "Composition", "id": "C1", "type": coded, "section": [section]}
    ).encode()


def test_the_fhir_form_carries_its_medicines_as_tables() -> None:
    div = (
        "<div><table id='RepeatMeds'><thead><tr><th>Type</th><th>Date</th><th>Medication Item</th>"
        "<th>Dosage Instructions</th><th>Quantity</th></tr></thead><tbody><tr><td>Repeat</td>"
        "<td>Last Issued: 12-May-2025</td><td>Digoxin 125microgram tablets</td><td>One daily</td>"
        "<td>28 tablet</td></tr></tbody></table></div>"
    )
    (entry,) = read(composition(div)).entries
    assert (entry.medication, entry.quantity, entry.quantity_unit) == (
        "Digoxin 125microgram tablets",
        28,
        "tablet",
    )


def test_an_empty_list_was_asked_for() -> None:
    div = "<div><table id='RepeatMeds'><tr><td colspan='5'>No relevant information</td></tr></table></div>"
    reading = read(composition(div))
    assert reading.entries == () and [s.kind for s in reading.sources] == ["gp"]


def test_a_damaged_table_is_a_problem() -> None:
    assert [p.code for p in read(composition("<div><table>")).problems] == ["unreadable"]


def _table(
    *rows: str, head: str = "<th>Date</th><th>Medication Item</th><th>Dosage</th><th>Quantity</th>"
) -> bytes:
    body = "".join(f"<tr>{r}</tr>" for r in (head, *rows))
    return (
        '<GPSummary xmlns="urn:hl7-org:v3"><id root="G1"/><html><h2>Current Repeat Medication</h2>'
        f"<table>{body}</table></html></GPSummary>"
    ).encode()


_SHORT = "<td>01-Mar-2026</td><td>Warfarin 1mg tablets</td><td>1 daily</td>"
_WHOLE = "<td>01-Mar-2026</td><td>Senna 7.5mg tablets</td><td>1 daily</td><td>28 tablet</td>"


def test_a_row_that_is_short_of_a_cell_is_a_row_and_no_note() -> None:
    for rows in ((_SHORT, _WHOLE), (_WHOLE, _SHORT)):
        reading = read(_table(*rows))
        assert {e.medication for e in reading.entries} == {
            "Warfarin 1mg tablets",
            "Senna 7.5mg tablets",
        }
        assert all(e.note is None for e in reading.entries)
        assert [p.code for p in reading.problems] == ["ragged"]


def test_headings_may_stand_in_the_cells_of_the_first_row() -> None:
    plain = _table(_WHOLE).replace(b"<th>", b"<td>").replace(b"</th>", b"</td>")
    assert read(plain).entries == read(_table(_WHOLE)).entries


def test_a_table_without_headings_loses_nothing() -> None:
    reading = read(_table(_WHOLE, head=""))
    (entry,) = reading.entries
    assert entry.medication == "" and "Senna 7.5mg tablets" in (entry.note or "")
    assert "no-medicine" in {p.code for p in reading.problems}
