"""What every journal promises; a host's own is tested by the same lines."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from medrecon.errors import OtherPatient, StoreError
from medrecon.store import Draft, Journal, MemoryJournal, SqliteJournal

Make = Callable[[], Journal]


@pytest.fixture(params=["memory", "sqlite"])
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Journal:
    made = MemoryJournal() if request.param == "memory" else SqliteJournal(tmp_path / "lists.store")
    request.addfinalizer(made.close)
    return made


def draft(body: str, kind="reading", received="2026-03-16T09:00:00.000000+00:00") -> Draft:
    return Draft(kind, received, body)


def test_what_was_appended_is_read_in_its_order(journal):
    first = journal.append("P1", [draft("a"), draft("b", "decision")])
    second = journal.append("P1", [draft("c")])
    assert [i.body for i in journal.items("P1")] == ["a", "b", "c"]
    assert [i.number for i in journal.items("P1")] == [*first, *second]
    assert [*first, *second] == sorted({*first, *second})
    assert [i.body for i in journal.items("P1", "reading")] == ["a", "c"]


def test_a_patient_who_is_not_known_has_nothing(journal):
    assert journal.items("nobody") == ()
    assert journal.last("nobody", "answer") is None


def test_patients_are_apart_and_listed_in_pages(journal):
    for n in range(7):
        journal.append(f"P{n}", [draft(f"of {n}")])
    assert [i.body for i in journal.items("P3")] == ["of 3"]
    assert journal.patients(limit=3) == ("P0", "P1", "P2")
    assert journal.patients("P2", 3) == ("P3", "P4", "P5")
    assert journal.patients("P6") == ()


def test_the_newest_of_a_kind(journal):
    journal.append("P1", [draft("old", "answer"), draft("new", "answer"), draft("other")])
    assert journal.last("P1", "answer").body == "new"


def test_what_was_known_at_a_moment(journal):
    journal.append("P1", [draft("early", received="2026-03-16T09:00:00.000000+00:00")])
    journal.append("P1", [draft("late", received="2026-03-17T09:00:00.000000+00:00")])
    known = journal.items("P1", until="2026-03-16T23:59:59.999999+00:00")
    assert [i.body for i in known] == ["early"]


def test_another_nhs_number_is_refused_and_nothing_of_it_is_kept(journal):
    journal.append("P1", [draft("a")])
    journal.append("P1", [draft("b")], nhs_number="9434765919")
    with pytest.raises(OtherPatient):
        journal.append("P1", [draft("c"), draft("d")], nhs_number="9434765870")
    journal.append("P1", [draft("e")], nhs_number="9434765919")
    journal.append("P2", [draft("f")], nhs_number="9434765870")
    assert [i.body for i in journal.items("P1")] == ["a", "b", "e"]


def test_many_threads_lose_nothing(journal):
    def work(n: int) -> None:
        for k in range(20):
            journal.append("P1", [draft(f"{n}-{k}")])

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    held = [i.body for i in journal.items("P1")]
    assert sorted(held) == sorted(f"{n}-{k}" for n in range(4) for k in range(20))
    for n in range(4):
        assert [b for b in held if b.startswith(f"{n}-")] == [f"{n}-{k}" for k in range(20)]


WRITER = """
import sys
from medrecon.store import Draft, SqliteJournal
journal = SqliteJournal(sys.argv[1])
for k in range(40):
    journal.append("P1", [Draft("reading", "2026-03-16T09:00:00.000000+00:00", f"{sys.argv[2]}-{k}")])
"""


def test_two_processes_write_one_patient_and_both_are_there(tmp_path):
    path = str(tmp_path / "lists.store")
    both = [subprocess.Popen([sys.executable, "-c", WRITER, path, name]) for name in "ab"]
    assert [p.wait(60) for p in both] == [0, 0]
    held = [i.body for i in SqliteJournal(path).items("P1")]
    assert sorted(held) == sorted(f"{name}-{k}" for name in "ab" for k in range(40))
    for name in "ab":
        assert [b for b in held if b[0] == name] == [f"{name}-{k}" for k in range(40)]


def test_nothing_can_be_changed_or_removed_even_by_hand(tmp_path):
    path = tmp_path / "lists.store"
    SqliteJournal(path).append("P1", [draft("a")])
    by_hand = sqlite3.connect(path)
    for statement in ("UPDATE item SET body = 'b'", "DELETE FROM item"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            by_hand.execute(statement)


def test_a_write_is_on_the_disk_when_it_returns(tmp_path):
    journal = SqliteJournal(tmp_path / "lists.store")
    asked = [
        journal._db.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous")
    ]
    assert asked == ["wal", 2]


@pytest.mark.parametrize(
    "content", [b"not a database, but long enough to be looked at" * 40, b"{}"]
)
def test_a_file_that_is_no_store_is_named(tmp_path, content):
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"notes\.txt") as told:
        SqliteJournal(path)
    assert told.value.exit_code == 3
    assert path.read_bytes() == content


def test_a_damaged_store_is_named_and_never_read_as_if_it_were_whole(tmp_path):
    path = tmp_path / "lists.store"
    journal = SqliteJournal(path)
    for n in range(200):
        journal.append(f"P{n:03}", [draft("x" * 400)])
    journal.close()
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(StoreError, match="damaged"):
        SqliteJournal(path).check()
    middle = len(whole) // 2
    path.write_bytes(whole[:middle] + b"y" * 5000 + whole[middle + 5000 :])
    with pytest.raises(StoreError, match="damaged"):
        SqliteJournal(path).check()
    path.write_bytes(whole)
    assert SqliteJournal(path).check() == 200


def test_one_changed_letter_is_noticed_when_it_is_read(tmp_path):
    path = tmp_path / "lists.store"
    journal = SqliteJournal(path)
    journal.append("P1", [draft("one tablet daily, as the clinic said")])
    journal.close()
    path.write_bytes(path.read_bytes().replace(b"one tablet daily", b"two tablets a day"[:16]))
    with pytest.raises(StoreError, match="not as it was written"):
        SqliteJournal(path).items("P1")


def test_another_database_and_another_layout_are_refused(tmp_path):
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE patient (name TEXT)")
    other.commit()
    with pytest.raises(StoreError, match="another database"):
        SqliteJournal(tmp_path / "other.db")
    SqliteJournal(tmp_path / "lists.store").close()
    later = sqlite3.connect(tmp_path / "lists.store")
    later.execute("PRAGMA user_version = 9")
    later.commit()
    with pytest.raises(StoreError, match="layout 9"):
        SqliteJournal(tmp_path / "lists.store")


def test_where_there_is_no_store_none_is_made_unless_asked(tmp_path):
    with pytest.raises(StoreError, match="no file of that name"):
        SqliteJournal(tmp_path / "lists.store", create=False)
    assert not (tmp_path / "lists.store").exists()
    with pytest.raises(StoreError, match="lists"):
        SqliteJournal(tmp_path / "no such folder" / "lists.store")


def test_an_empty_file_is_no_store_where_one_is_expected(tmp_path):
    emptied = tmp_path / "lists.store"
    emptied.write_bytes(b"")
    with pytest.raises(StoreError):
        SqliteJournal(emptied, create=False)
    assert emptied.read_bytes() == b""


@pytest.mark.parametrize(
    ("by_hand", "told"),
    [
        ("DELETE FROM item WHERE number = 2", "taken out"),
        ("DELETE FROM item WHERE number = 3", "taken out"),
        ("UPDATE item SET patient = 'P9' WHERE number = 2", "patient who is not there"),
        ("DELETE FROM patient WHERE key = 'P2'", "patient who is not there"),
        ("SELECT 1", "no guard against changes"),
    ],
)
def test_what_was_taken_out_by_hand_is_noticed(tmp_path, by_hand, told):
    path = tmp_path / "lists.store"
    journal = SqliteJournal(path)
    for n in (1, 2, 3):
        journal.append(f"P{n}", [draft("a")])
    with pytest.raises(OtherPatient):
        journal.append("P1", [draft("b")], nhs_number="1")
        journal.append("P1", [draft("c")], nhs_number="2")
    assert journal.check() == 4
    journal.close()
    hand = sqlite3.connect(path)
    for name in ("item_stays", "item_remains"):
        hand.execute(f"DROP TRIGGER {name}")
    hand.execute(by_hand)
    hand.commit()
    hand.close()
    with pytest.raises(StoreError, match=told):
        SqliteJournal(path).check()
