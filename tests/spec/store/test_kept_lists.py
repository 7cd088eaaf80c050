"""A person's readings and decisions, kept as they came, and the list of any day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import medrecon
from medrecon import Entry, Identity, OtherPatient, Patient, Reading, Source, UsageError
from medrecon.store import Journal, MemoryJournal, SqliteJournal, Store
from patient_notation import entry

MARCH = dt.date(2026, 3, 16)
GP = entry("gp", "Bisoprolol 2.5mg tablets | 1 om | issued=2026-03-01; days=28", "gp-0")
WARD = entry("ward", "Bisoprolol 5mg tablets | 5 mg om | start=2026-03-15", "ward-0")


@pytest.fixture(scope="module")
def sample() -> medrecon.Dictionary:
    return medrecon.Dictionary.sample()


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    journal: Journal = (
        MemoryJournal() if request.param == "memory" else SqliteJournal(tmp_path / "lists.store")
    )
    request.addfinalizer(journal.close)
    return Store(journal)


def at(day: int, hour: int = 9) -> dt.datetime:
    return dt.datetime(2026, 3, day, hour, tzinfo=dt.UTC)


def test_the_list_out_of_a_store_is_the_list_of_what_went_in(store, sample):
    readings = [
        Reading("test", (GP,), sources=(Source("gp"),)),
        Reading("test", (WARD,), sources=(Source("epma"),)),
    ]
    for reading in readings:
        store.add("P1", reading)
    kept = medrecon.stored_list(store, "P1", dictionary=sample, as_of=MARCH, event="admission")
    made = medrecon.reconcile(readings, dictionary=sample, as_of=MARCH, event="admission")
    assert kept.model_dump_json() == made.model_dump_json()


def test_every_field_of_a_reading_comes_back(store):
    from medrecon._data import data_path

    for path in sorted(data_path("demo").glob("[0-9]*")):
        reading = medrecon.read(path)
        store.add(path.name, reading)
        record = store.record(path.name)
        assert set(record.entries) == set(reading.entries)
        assert record.people == ((reading.patient,) if reading.patient else ())
        assert record.sources == tuple(dict.fromkeys(reading.sources))


def test_what_was_known_on_a_day_can_be_asked_later(store, sample):
    store.add("P1", GP, received=at(14))
    store.add("P1", WARD, received=at(16))
    ask = {"dictionary": sample, "as_of": MARCH, "event": "admission"}
    early = medrecon.stored_list(store, "P1", known_by=dt.date(2026, 3, 15), **ask)
    assert {e.source for e in early.entries} == {"gp"}
    assert len(medrecon.stored_list(store, "P1", known_by=at(16, 10), **ask).entries) == 2
    assert len(medrecon.stored_list(store, "P1", **ask).entries) == 2


def test_an_update_tells_what_has_changed_since_the_last_answer(store, sample):
    ask = {"dictionary": sample, "as_of": MARCH}
    first = medrecon.stored_update(store, "P1", GP, event="admission", **ask)
    assert first.changes == ()
    second = medrecon.stored_update(store, "P1", WARD, **ask)
    assert second.about.event == "admission"
    assert "finding_opened" in {c.kind for c in second.changes}
    (told,) = second.findings
    taken = second.decide(told.id, "accepted_difference", by="ward pharmacist", at=MARCH)
    third = medrecon.stored_update(store, "P1", decisions=[taken], **ask)
    assert [c.cause for c in third.changes] == ["decision"]
    assert store.last_answer("P1") == third.model_dump_json()
    assert len(list(store.answers("P1"))) == 3
    again = medrecon.stored_list(store, "P1", event="admission", **ask)
    assert again.model_dump_json() == third.model_dump_json()


def test_readings_that_another_process_kept_in_between_are_part_of_the_next_answer(store, sample):
    ask = {"dictionary": sample, "as_of": MARCH, "event": "admission"}
    medrecon.stored_update(store, "P1", GP, **ask)
    store.add("P1", WARD)
    other = entry("told", "Ibuprofen 400mg tablets | 1 tds", "told-0")
    answer = medrecon.stored_update(store, "P1", other, **ask)
    assert {e.id for e in answer.entries} == {"gp-0", "ward-0", "told-0"}


def test_a_reading_for_another_nhs_number_is_refused(store):
    first = Reading("test", (GP,), patient=Patient(nhs_number="943 476 5919"))
    store.add("P1", first)
    store.add("P1", Reading("test", (WARD,), patient=Patient(nhs_number="9434765919")))
    other = Reading("test", (WARD,), patient=Patient(nhs_number="943 476 5870"))
    with pytest.raises(OtherPatient, match="on file") as told:
        store.add("P1", other)
    assert "943" not in str(told.value)
    assert len(store.record("P1").entries) == 2


def test_one_reading_about_two_people_is_refused(store):
    from dataclasses import replace

    two = tuple(
        replace(e, patient=Identity(nhs_number=n))
        for e, n in ((GP, "9434765919"), (WARD, "9434765870"))
    )
    with pytest.raises(OtherPatient, match="one person"):
        store.add("P1", Reading("test", two))
    assert list(store.patients()) == []


def test_patients_are_listed_and_a_stranger_has_an_empty_list(store, sample):
    for key in ("b", "a", "c"):
        store.add(key, GP)
    assert list(store.patients()) == ["a", "b", "c"]
    assert not medrecon.stored_list(store, "z", dictionary=sample, as_of=MARCH).medications


def test_an_odd_character_is_kept_as_it_came(store):
    from dataclasses import replace

    odd = replace(GP, note="caf\u200b", medication="Bisoprolol\x00")
    store.add("P1", odd)
    assert store.record("P1").entries == (odd,)


@pytest.mark.parametrize("wrong", ["", None, 7, "P\n1", "P\ud800"])
def test_a_patient_key_is_words(store, wrong):
    with pytest.raises(UsageError, match="a patient key"):
        store.add(wrong, GP)


def test_only_readings_and_entries_are_kept(store):
    with pytest.raises(UsageError, match=r"given\[1\]"):
        store.add("P1", GP, "bisoprolol")
    assert store.record("P1").entries == ()


def test_a_closed_store_is_not_called_damaged(tmp_path):
    closed = medrecon.open_store(tmp_path / "lists.store")
    closed.close()
    with pytest.raises(UsageError, match="an open store"):
        closed.add("P1", GP)


def test_a_store_may_be_opened_for_a_moment(tmp_path):
    with medrecon.open_store(tmp_path / "lists.store") as store:
        store.add("P1", GP)
    with medrecon.open_store(tmp_path / "lists.store", create=False) as store:
        assert store.record("P1").entries == (GP,)


@pytest.mark.parametrize(
    "wrong",
    [{"medication": None}, {"id": 5}, {"dosage": "1 od"}, {"medication": "Aspirin \ud800 75mg"}],
    ids=lambda wrong: "-".join(wrong),
)
def test_an_entry_that_no_list_can_be_made_of_is_not_kept(store, wrong):
    said = {"id": "g1", "source": Source("gp"), "medication": "Aspirin", "kind": "plan", **wrong}
    with pytest.raises(UsageError):
        store.add("P1", Entry(**said))
    assert list(store.patients()) == []
