"""EPS in HL7 v3: an item is an order, a supplied item a dispensing, the printed list neither."""

from __future__ import annotations

from pathlib import Path

import pytest

from medrecon.errors import NotMedication
from medrecon.sources import read

FOLDER = Path(__file__).parents[2] / "fixtures" / "older"
ORDER, DISPENSE, CANCEL = (FOLDER / f"eps_{n}.xml" for n in ("order", "dispense", "cancel"))
REFUSED = FOLDER / "eps_cancel_refused.xml"


def test_a_line_item_is_an_order_of_the_prescriber() -> None:
    order = read(ORDER).entries[0]
    assert (order.source.kind, order.kind, order.course) == ("gp", "order", "repeat")
    assert order.source.organisation == "Z99001"
    assert order.dosage is not None and order.dosage.text == "One Daily"
    assert (order.quantity, order.quantity_unit, order.days_supply) == (28, "capsule", 28)
    assert order.end is None and str(order.authorisation_expires) == "2026-08-02"


def test_the_prescription_type_tells_a_hospital() -> None:
    text = ORDER.read_text("utf-8").replace('<value code="0101"/>', '<value code="1004"/>')
    order = read(text.encode()).entries[0]
    assert (order.source.kind, order.course) == ("epma", "clinic")


def test_the_printed_repeat_list_is_a_second_list() -> None:
    listed = [e for e in read(ORDER).entries if e.kind == "statement"]
    assert [e.medication for e in listed] == ["Atorvastatin 20mg tablets", "Ramipril 5mg capsules"]
    assert {(e.source.system, e.status, e.dosage) for e in listed} == {
        ("EPS repeat list", "unknown", None)
    }
    assert listed[0].extra["written"] == "Atorvastatin 20mg tablets (2/6)"


def test_what_else_the_instructions_say_is_a_note() -> None:
    assert read(ORDER).entries[0].note == "Flu clinic on Saturday"


def test_a_damaged_list_is_a_problem() -> None:
    text = ORDER.read_text("utf-8").replace("(2/6)&lt;/medication&gt;&lt;patient", "&lt;patient")
    assert "list" in [p.code for p in read(text.encode()).problems]


def test_a_supplied_item_is_a_dispensing_of_the_pharmacy() -> None:
    given, refused = read(DISPENSE).entries
    assert (given.source.kind, given.source.organisation) == ("pmr", "FZZ01")
    assert given.medication == "Ramipril 5mg capsules (Invented Ltd)"
    assert given.extra["ordered"] == "Ramipril 5mg capsules"
    assert (given.status, str(given.last_issued)[:10]) == ("completed", "2026-02-03")
    assert (refused.status, refused.last_issued) == ("cancelled", None)


def test_order_and_dispensing_share_the_item_number() -> None:
    order, given = read(ORDER).entries[0], read(DISPENSE).entries[0]
    assert order.extra["item"] == given.extra["item"] == "item-0001-aaaa"


@pytest.mark.parametrize("turned", [False, True])
def test_a_cancellation_stops_the_item_it_names(turned: bool) -> None:
    files = [CANCEL, ORDER] if turned else [ORDER, CANCEL]
    (paracetamol,) = [e for e in read(files).entries if e.id == "ITEM-0002-BBBB"]
    assert paracetamol.medication == "Paracetamol 500mg tablets"
    assert (paracetamol.status, paracetamol.stop_reason) == ("cancelled", "Clinical grounds")


def test_a_cancellation_alone_says_that_it_names_no_medicine() -> None:
    reading = read(CANCEL)
    assert [p.code for p in reading.problems] == ["no-medicine"]
    assert [e.status for e in reading.entries] == ["cancelled"]


@pytest.mark.parametrize("turn", range(3))
def test_a_cancellation_that_spine_refused_cancels_nothing(turn: int) -> None:
    files = [ORDER, CANCEL, REFUSED]
    reading = read(files[turn:] + files[:turn])
    (paracetamol,) = [e for e in reading.entries if "ITEM-0002-BBBB" in e.refs]
    assert (paracetamol.status, paracetamol.stop_reason) == ("active", None)
    assert {"MESSAGE-CANCEL", "MESSAGE-ANSWER"} <= set(paracetamol.refs)


@pytest.mark.parametrize("turned", [False, True])
def test_a_cancellation_that_spine_carried_out_keeps_its_reason(turned: bool) -> None:
    done = REFUSED.read_bytes().replace(
        b'code="0004" displayName="Not ', b'code="0001" displayName="'
    )
    messages = [ORDER.read_bytes(), CANCEL.read_bytes(), done]
    reading = read(messages[::-1] if turned else messages)
    (paracetamol,) = [e for e in reading.entries if "ITEM-0002-BBBB" in e.refs]
    assert (paracetamol.status, paracetamol.stop_reason) == ("cancelled", "Clinical grounds")


def test_the_tracker_gives_orders_and_dispensings() -> None:
    record = (
        '<Envelope xmlns="urn:hl7-org:v3"><epsRecord><lineItem><order value="1"/>'
        '<ID value="ITEM-0009"/><status value="0001"/></lineItem>'
        "<prescriptionTreatmentType>0001</prescriptionTreatmentType>"
        "<prescriptionType>0101</prescriptionType><prescriptionTime>20260201000000</prescriptionTime>"
        "<prescriptionID>AB12CD</prescriptionID><patientNhsNumber>9991234500</patientNhsNumber>"
        "<parentPrescription><productLineItem1>Amoxicillin 500mg capsules</productLineItem1>"
        "<quantityLineItem1>15</quantityLineItem1><dosageLineItem1>One three times a day</dosageLineItem1>"
        "<productLineItem2/></parentPrescription><dispenseNotification>"
        "<dispenseNotifDateTime>20260202101500</dispenseNotifDateTime>"
        "<productLineItem1>Amoxicillin 500mg capsules</productLineItem1>"
        '<componentsLineItem1>[{"product": "Amoxicillin 500mg capsules", "quantity": "15"}]</componentsLineItem1>'
        "<statusLineItem1>0001</statusLineItem1></dispenseNotification></epsRecord></Envelope>"
    )
    order, given = read(record.encode()).entries
    assert (order.source.kind, order.course, order.codings) == ("gp", "acute", ())
    assert (given.source.kind, given.quantity, str(given.last_issued)[:10]) == (
        "pmr",
        15,
        "2026-02-02",
    )


def test_a_message_without_items_is_refused() -> None:
    with pytest.raises(NotMedication):
        read(b'<PORX_IN000007UK98 xmlns="urn:hl7-org:v3"><queryAck/></PORX_IN000007UK98>')
