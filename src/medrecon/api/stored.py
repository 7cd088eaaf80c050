"""The list of one patient out of a store, and what has come since the last one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from medrecon.api.reconcile import Reconciliation, reconcile
from medrecon.api.update import SAME, update
from medrecon.dmd import Dictionary
from medrecon.maintain.record import Record
from medrecon.model import Decision, Entry, Patient, Reading
from medrecon.policy import Policy
from medrecon.store import Store


def stored_list(
    store: Store,
    patient: str,
    *,
    dictionary: Dictionary,
    as_of: dt.date,
    event: str | None = None,
    person: Patient | None = None,
    policy: Policy | None = None,
    known_by: dt.datetime | dt.date | None = None,
) -> Reconciliation:
    """The list of a patient as it stood on a day, by all that the store holds.

    `known_by` leaves out what was received later. `person` is the Patient, read from the messages when
    None. A patient who is not known has an empty list.
    """
    record = store.record(patient, known_by)
    return _made(record, dictionary, as_of, event, person, policy)


def stored_update(
    store: Store,
    patient: str,
    *given: Reading | Entry,
    dictionary: Dictionary,
    as_of: dt.date,
    event: str | None = SAME,
    person: Patient | None = None,
    policy: Policy | None = None,
    decisions: Iterable[Decision] = (),
    received: dt.datetime | None = None,
) -> Reconciliation:
    """Keep what has come for a patient, and the list that it makes; `changes` are those since the last.

    The readings are kept before the list is made: a fault in between loses nothing, and the next call
    goes on from there.
    """
    new = tuple(decisions)
    if given or new:
        store.add(patient, *given, decisions=new, received=received)
    record = store.record(patient)
    last = store.last_answer(patient)
    if last is None:
        first = None if event == SAME else event
        answer = _made(record, dictionary, as_of, first, person, policy)
    else:
        answer = update(
            last,
            record.items(),
            dictionary=dictionary,
            as_of=as_of,
            event=event,
            patient=person,
            policy=policy,
            decisions=record.decisions,
        )
    store.keep(patient, answer, received)
    return answer


def _made(
    record: Record,
    dictionary: Dictionary,
    as_of: dt.date,
    event: str | None,
    person: Patient | None,
    policy: Policy | None,
) -> Reconciliation:
    return reconcile(
        record.items(),
        dictionary=dictionary,
        as_of=as_of,
        event=event,
        patient=person,
        policy=policy,
        decisions=record.decisions,
    )
