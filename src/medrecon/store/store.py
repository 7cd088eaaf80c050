"""A store of lists: readings and decisions as they came, and the answers that were given."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Any

from medrecon.errors import StoreError, UsageError
from medrecon.maintain.record import Record
from medrecon.model import Answer, Decision, Entry, Reading, from_data, to_data
from medrecon.sources.check import expect_entry
from medrecon.store.journal import Draft, Item, Journal
from medrecon.store.people import number_in
from medrecon.store.sqlite import SqliteJournal

PAGE = 1000


class Store:
    """Everything that was handed over for each patient, in the order it came; nothing is ever changed.

    `journal` is where it is kept: a `SqliteJournal`, a `MemoryJournal`, or one of the host's own. Patient
    keys are the host's; they are compared and never read.
    """

    def __init__(self, journal: Journal) -> None:
        self.journal = journal

    def add(
        self,
        patient: str,
        *given: Reading | Entry,
        decisions: Iterable[Decision] = (),
        received: dt.datetime | None = None,
    ) -> tuple[int, ...]:
        """Keep readings, entries and decisions of one patient, all or none; kept when it returns.

        `received` is now when None. Keeps nothing, and raises UsageError for an Entry that no list can be made
        of, OtherPatient where a reading names another NHS number than the one on file for this key.
        """
        key = _key(patient)
        at = _moment(received)
        readings = _readings(given)
        drafts = [Draft("reading", at, _json(to_data(r))) for r in readings]
        drafts += [Draft("decision", at, _json(d.to_data())) for d in decisions]
        return self.journal.append(key, drafts, nhs_number=number_in(readings))

    def keep(self, patient: str, answer: Answer, received: dt.datetime | None = None) -> int:
        """Keep an answer that was given, and give its number."""
        draft = Draft("answer", _moment(received), answer.model_dump_json())
        return self.journal.append(_key(patient), [draft])[0]

    def record(self, patient: str, known_by: dt.datetime | dt.date | None = None) -> Record:
        """All that is known of a patient: newer versions in the place of older ones, and the decisions.

        `known_by` leaves out what was received later (a date: after that day), so that it can be said what
        was known on any day.
        """
        record = Record()
        until = _until(known_by)
        for item in self.journal.items(_key(patient), "reading", "decision", until=until):
            if item.kind == "reading":
                record = record.then(Record.received([_reading(item)]))
            else:
                record = record.then(Record(decisions=(_decision(item),)))
        return record

    def answers(self, patient: str) -> Iterator[str]:
        """The answers that were kept, as JSON, in the order they were given."""
        for item in self.journal.items(_key(patient), "answer"):
            yield item.body

    def last_answer(self, patient: str) -> str | None:
        """The newest answer as JSON, None where none was kept."""
        item = self.journal.last(_key(patient), "answer")
        return item.body if item is not None else None

    def patients(self) -> Iterator[str]:
        """The keys of all patients, in order, in the memory of a page."""
        page = self.journal.patients("", PAGE)
        while page:
            yield from page
            page = self.journal.patients(page[-1], PAGE)

    def close(self) -> None:
        """Close the journal."""
        self.journal.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_store(path: str | os.PathLike[str], *, create: bool = True) -> Store:
    """The store in a SQLite file, made where there is none unless `create` is False.

    Raises StoreError where the file is damaged, of another layout, or no store.
    """
    return Store(SqliteJournal(path, create=create))


def _key(patient: object) -> str:
    if not isinstance(patient, str) or not patient:
        got = type(patient).__name__ if not isinstance(patient, str) else "nothing"
        raise UsageError("a patient key", got, at="patient")
    if not patient.isprintable():
        raise UsageError("a patient key that can be written", "other signs", at="patient")
    return patient


def _readings(given: Iterable[object]) -> tuple[Reading, ...]:
    readings, loose = [], []
    for n, item in enumerate(given):
        if isinstance(item, Reading):
            readings.append(item)
        elif isinstance(item, Entry):
            expect_entry(item, f"given[{n}]")
            loose.append(item)
        else:
            raise UsageError("a Reading or an Entry", type(item).__name__, at=f"given[{n}]")
    if loose:
        readings.append(Reading("entries", tuple(loose)))
    return tuple(readings)


def _moment(received: dt.datetime | None) -> str:
    """A moment as text that sorts: UTC, to the microsecond."""
    when = received or dt.datetime.now(dt.UTC)
    if when.tzinfo is None:
        when = when.replace(tzinfo=dt.UTC)
    return when.astimezone(dt.UTC).isoformat(timespec="microseconds")


def _until(known_by: dt.datetime | dt.date | None) -> str | None:
    if known_by is None or isinstance(known_by, dt.datetime):
        return None if known_by is None else _moment(known_by)
    return _moment(dt.datetime.combine(known_by, dt.time.max))


def _json(value: Any) -> str:
    """JSON in ASCII, so that halves of characters that a source sent are kept too."""
    return json.dumps(value, separators=(",", ":"))


def _reading(item: Item) -> Reading:
    try:
        found: Reading = from_data(Reading, json.loads(item.body))
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError) as error:
        raise StoreError("a reading", "data that is none", at=f"item {item.number}") from error
    return found


def _decision(item: Item) -> Decision:
    try:
        return Decision.from_data(json.loads(item.body))
    except (ValueError, TypeError) as error:
        raise StoreError("a decision", "data that is none", at=f"item {item.number}") from error
