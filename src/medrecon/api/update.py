"""`update`: a list that was made before, and what has come since."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from medrecon.api.reconcile import Reconciliation, reconcile
from medrecon.dmd import Dictionary
from medrecon.errors import UnreadableInput, UsageError
from medrecon.maintain.changes import Look, changes
from medrecon.maintain.record import Record
from medrecon.model import Answer, Cause, Change, Decision, Entry, Patient, Reading
from medrecon.policy import Policy

SAME = "same"
PATIENT = '"patient_id"'
"""What a line of a batch begins with, before the answer."""
Previous = Reconciliation | Mapping[str, Any] | str | bytes


def update(
    previous: Previous,
    new_entries: Reading | Iterable[Entry | Reading] = (),
    *,
    dictionary: Dictionary,
    as_of: dt.date,
    event: str | None = SAME,
    patient: Patient | None = None,
    policy: Policy | None = None,
    decisions: Iterable[Decision] = (),
) -> Reconciliation:
    """The list again, with what has come since: the same answer as reconciling everything anew.

    `previous` is an answer or its JSON. A newer version of an entry (the same source and id) stands in
    the place of the older, a copy changes nothing, and earlier decisions go on. `event` is that of the
    previous answer unless another is named. `result.changes` says what is otherwise than it was.

    Where the release of the dictionary, the policy or medrecon is another than before, the previous
    list is first made again with the new ones, so that `changes` tells what that alone has done.

    Raises UsageError for a wrong call and UnreadableInput for JSON that is no answer.
    """
    before = read_answer(previous)
    record = Record.of(before)
    arrived = Record.received(_items(new_entries))
    everything = record.then(arrived)
    call: dict[str, Any] = {
        "dictionary": dictionary,
        "event": before.about.event if event == SAME else event,
        "policy": policy,
    }
    after = reconcile(
        everything.items(),
        as_of=as_of,
        patient=patient if patient is not None else record.patient,
        decisions=(*record.decisions, *decisions),
        **call,
    )
    told, base = _by_release(before, after, record, call)
    new = record.unknown(arrived)
    ids = frozenset(e.id for e in after.entries if e.id in new or e.id.partition("~")[0] in new)
    return after.with_changes((*told, *changes(Look(base, after, ids))))


def _by_release(
    before: Answer, after: Answer, record: Record, call: Mapping[str, Any]
) -> tuple[tuple[Change, ...], Answer]:
    """What another release alone has changed, and the previous list as that release has it."""
    cause = _release(before, after)
    if cause is None:
        return (), before
    again = reconcile(
        record.items(),
        as_of=before.about.as_of,
        patient=record.patient,
        decisions=record.decisions,
        **{**call, "event": before.about.event},
    )
    return changes(Look(before, again, cause=cause)), again


def read_answer(previous: Previous) -> Answer:
    """An answer from itself or its JSON; a line of a batch is one too.

    Raises UnreadableInput where it is none.
    """
    if isinstance(previous, Answer):
        return previous
    try:
        if isinstance(previous, Mapping):
            held = dict(previous)
        else:
            text = previous.decode() if isinstance(previous, bytes) else previous
            if PATIENT not in text[: 2 * len(PATIENT)]:
                return Reconciliation.model_validate_json(text)
            held = json.loads(text)
        return Reconciliation.model_validate({k: v for k, v in held.items() if k != "patient_id"})
    except (ValueError, TypeError, AttributeError, ValidationError):
        raise UnreadableInput(
            "an answer of reconcile, or its JSON", type(previous).__name__, at="previous"
        ) from None


def _items(given: object) -> Iterable[Entry | Reading]:
    if isinstance(given, Reading):
        return (given,)
    if isinstance(given, (str, bytes)) or not isinstance(given, Iterable):
        raise UsageError("entries or Readings", type(given).__name__, at="new_entries")
    found = tuple(given)
    for n, item in enumerate(found):
        if not isinstance(item, (Entry, Reading)):
            at = f"new_entries[{n}]"
            raise UsageError("an Entry or a Reading", type(item).__name__, at=at)
    return found


def _release(before: Answer, after: Answer) -> Cause | None:
    """What else than the record differs between two answers; the dictionary where it is several."""
    a, b = before.about, after.about
    if a.dictionary != b.dictionary:
        return "dictionary"
    if a.policy != b.policy:
        return "policy"
    return "version" if a.medrecon != b.medrecon else None
