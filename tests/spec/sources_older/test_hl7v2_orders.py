"""HL7 v2 orders followed through messages and files: amendments, stops, holds, people."""

from __future__ import annotations

import pytest

from medrecon.errors import NotMedication
from medrecon.model import Entry
from medrecon.sources import read

DOSE = "RXE||^Bisoprolol 2.5mg tablets|{}||tablet\rTQ1|1||OD"


def message(
    *segments: str, day: int = 10, at: str = "RZZ", kind: str = "RDE^O11", pid: str = ""
) -> str:
    """A message of that day of March, from that organisation."""
    who = pid or "PID|1||9991234500^^^NHS^NH"
    head = f"MSH|^~\\&|EPMA|{at}|||202603{day:02d}1200||{kind}|C{day}|P|2.5"
    return "\r".join([head, who, *segments]) + "\r"


def told(*messages: str) -> list[Entry]:
    """The entries of one file."""
    return list(read("".join(messages).encode()).entries)


def both_ways(*messages: str) -> list[list[Entry]]:
    """What one file says, and what a file for each message says, in either order."""
    files = [m.encode() for m in messages]
    return [told(*messages), list(read(files).entries), list(read(files[::-1]).entries)]


FIRST = message("ORC|NW|A1", DOSE.format(1))


@pytest.mark.parametrize("control", ["XO", "NW", "RO"])
def test_another_dose_replaces_the_first_in_one_file_or_in_several(control: str) -> None:
    second = message(f"ORC|{control}|A1", DOSE.format(2), day=11)
    for entries in both_ways(FIRST, second):
        old, new = sorted(entries, key=lambda e: e.id)
        assert (old.status, str(old.stopped_on)[:10]) == ("stopped", "2026-03-11")
        assert (new.status, new.replaces) == ("active", old.id)
        assert new.dosage is not None and new.dosage.text == "2 tablet OD"


def test_another_product_replaces_the_first() -> None:
    second = message("ORC|XO|A1", "RXE||^Bisoprolol 5mg tablets|1||tablet", day=11)
    for entries in both_ways(FIRST, second):
        old, new = sorted(entries, key=lambda e: e.id)
        assert (old.status, new.status, new.replaces) == ("stopped", "active", old.id)


def test_an_order_stated_again_after_its_end_is_another() -> None:
    stop = message("ORC|RP|A1", DOSE.format(1), day=11)
    for entries in both_ways(FIRST, stop, message("ORC|RO|A1", DOSE.format(3), day=12)):
        old, new = sorted(entries, key=lambda e: e.id)
        assert (old.status, str(old.stopped_on)[:10]) == ("stopped", "2026-03-11")
        assert (new.status, new.replaces) == ("active", old.id)


def test_a_chain_of_changes_names_each_before_it() -> None:
    later = [message("ORC|XO|A1", DOSE.format(n), day=9 + n) for n in (2, 3)]
    for entries in both_ways(FIRST, *later):
        a, b, c = sorted(entries, key=lambda e: e.id)
        assert [e.status for e in (a, b, c)] == ["stopped", "stopped", "active"]
        assert (b.replaces, c.replaces) == (a.id, b.id)


def test_a_stop_sent_after_a_change_stops_what_the_change_began() -> None:
    change = message("ORC|XO|A1", DOSE.format(2), day=11)
    stop = message("ORC|DC|A1", day=12)
    assert {e.status for e in read([(FIRST + stop).encode(), change.encode()]).entries} == {
        "stopped"
    }


def test_messages_are_taken_as_they_were_sent_not_as_they_stand() -> None:
    stop = message("ORC|DC|A1", DOSE.format(1), day=11)
    (entry,) = told(stop, FIRST)
    assert (entry.status, str(entry.stopped_on)[:10]) == ("stopped", "2026-03-11")


BAG = "RXE||^Sodium chloride 0.9% infusion 1litre|1000||ml\rTQ1|1||OD"
POTASSIUM = "RXC|A|^Potassium phosphate 20mmol|20|mmol"


def test_an_additive_that_a_change_leaves_out_is_stopped() -> None:
    change = message("ORC|XO|A1", BAG, day=11)
    for entries in both_ways(message("ORC|NW|A1", BAG, POTASSIUM), change):
        assert {e.medication: e.status for e in entries if e.status == "stopped"}.keys() == {
            "Potassium phosphate 20mmol",
            "Sodium chloride 0.9% infusion 1litre",
        }
        assert [e.medication for e in entries if e.status == "active"] == [
            "Sodium chloride 0.9% infusion 1litre"
        ]


def test_an_additive_is_named_by_its_whole_name() -> None:
    named = BAG.replace("1litre", "1litre with potassium chloride 20mmol")
    assert len(told(message("ORC|NW|A1", named, POTASSIUM))) == 2
    assert len(told(message("ORC|NW|A1", named, POTASSIUM.replace("phosphate", "chloride")))) == 1


@pytest.mark.parametrize(
    ("control", "status"),
    [("DC", "stopped"), ("CA", "cancelled"), ("HD", "on-hold"), ("OK", "active")],
)
def test_a_number_alone_is_about_its_order(control: str, status: str) -> None:
    bare = message(f"ORC|{control}|A1||||||||||||||^Rash", day=11, kind="ORM^O01")
    for entries in both_ways(FIRST, bare)[: 1 if control == "OK" else 3]:
        (entry,) = entries
        assert (entry.medication, entry.status) == ("Bisoprolol 2.5mg tablets", status)


def test_the_same_words_sent_on_another_day_are_no_copy() -> None:
    hold, again = message("ORC|HD|A1", day=11), message("ORC|HD|A1", day=13)
    change = message("ORC|XO|A1", DOSE.format(2), day=12)
    for entries in both_ways(FIRST, hold, change, again):
        assert sorted(e.status for e in entries) == ["on-hold", "stopped"]


def test_a_stop_of_an_order_that_is_not_there_is_not_lost() -> None:
    reading = read(message("ORC|DC|A1", kind="ORM^O01").encode())
    (entry,) = reading.entries
    assert (entry.id, entry.medication, entry.status) == ("A1", "", "stopped")
    assert [(p.code, p.id) for p in reading.problems] == [("no-medicine", "A1")]


def test_an_order_for_something_else_is_no_medicine() -> None:
    with pytest.raises(NotMedication):
        read(message("ORC|DC|A1", "OBR|1|A1||^Chest x-ray", kind="ORM^O01").encode())


def test_a_hold_is_released_and_an_acknowledgement_releases_nothing() -> None:
    hold = message("ORC|HD|A1", day=11)
    assert [e.status for e in told(FIRST, hold, message("ORC|RL|A1", day=12))] == ["active"]
    assert [e.status for e in told(FIRST, hold, message("ORC|OK|A1", day=12))] == ["on-hold"]


def test_a_release_of_what_was_stopped_leaves_it_unknown() -> None:
    stop, release = message("ORC|DC|A1", day=11), message("ORC|RL|A1", day=12)
    for entries in both_ways(FIRST, stop, release)[:1]:
        assert [e.status for e in entries] == ["unknown"]


def test_a_number_is_one_organisation_s_own() -> None:
    elsewhere = message("ORC|DC|A1", DOSE.format(1), day=11, at="RYY")
    for entries in both_ways(FIRST, elsewhere):
        assert sorted(e.status for e in entries) == ["active", "stopped"]


def test_numbers_of_two_givers_in_one_organisation_are_two_orders() -> None:
    one = message("ORC|NW|1^WARD", DOSE.format(1))
    entries = told(one, message("ORC|DC|1^CHEMO", DOSE.format(1), day=11))
    assert sorted(e.status for e in entries) == ["active", "stopped"]


GIVEN = "RXA|0|1|20260310||^Bisoprolol 2.5mg tablets|2.5|mg" + "|" * 13 + "CP"


def test_a_dose_that_is_taken_back_was_not_given() -> None:
    given, deleted = (message("ORC|RE|A1", GIVEN + x, day=10 + len(x)) for x in ("", "|D"))
    for entries in both_ways(FIRST, given, deleted):
        (entry,) = entries
        assert entry.last_administered is None and entry.status == "active"
        assert {i.status for i in entry.issues} == {"entered-in-error"}


def test_an_order_told_after_its_first_dose_is_the_order() -> None:
    given = message("ORC|RE|A1", GIVEN, day=9)
    for entries in both_ways(given, FIRST):
        (entry,) = entries
        assert (entry.kind, entry.status, str(entry.last_administered)) == (
            "order",
            "active",
            "2026-03-10",
        )


def test_each_pid_begins_another_person() -> None:
    two = message(
        "ORC|NW|A1", DOSE.format(1), "PID|2||9449304130^^^NHS^NH", "ORC|NW|B1", DOSE.format(2)
    )
    reading = read(two.encode())
    assert [e.patient and e.patient.nhs_number for e in reading.entries] == [
        "9991234500",
        "9449304130",
    ]
    assert reading.patient is None
    assert [p.code for p in reading.problems] == ["several-patients"]


def test_a_number_that_is_no_nhs_number_still_tells_people_apart() -> None:
    texts = [
        message("ORC|NW|A1", DOSE.format(1), pid=f"PID|1||{n}^^^NHS^NH")
        for n in ("9991234501", "9449304131")
    ]
    reading = read("".join(texts).encode())
    assert len(reading.entries) == 2 and reading.patient is None
    assert len({e.patient for e in reading.entries}) == 2
    assert {e.patient and e.patient.nhs_number for e in reading.entries} == {None}
    assert [p.code for p in reading.problems].count("nhs-number") == 2


def test_the_same_local_number_in_two_hospitals_is_two_people() -> None:
    texts = [message("ORC|NW|A1", DOSE.format(1), at=at, pid="PID|1||H1") for at in ("RZZ", "RYY")]
    assert len({e.patient for e in told(*texts)}) == 2


@pytest.mark.parametrize(
    "said", ["^NKDA", "^No Known Drug Allergies", "716186003^No known allergy^SCT", "NKA"]
)
def test_no_known_allergy_is_a_list_that_was_asked_for_and_is_empty(said: str) -> None:
    patient = read(message(f"AL1|1|DA|{said}", "ORC|NW|A1", DOSE.format(1)).encode()).patient
    assert patient is not None
    assert (patient.allergies, patient.allergies_known) == ((), True)


def test_an_allergy_is_an_allergy() -> None:
    patient = read(message("AL1|1|DA|^Penicillin", "ORC|NW|A1", DOSE.format(1)).encode()).patient
    assert patient is not None and len(patient.allergies) == 1
