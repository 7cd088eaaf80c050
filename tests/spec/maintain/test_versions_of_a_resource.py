"""Versions of a FHIR resource in several messages: the newest stands, whichever comes first and however."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kept import MARCH, reconciled, sample, updated

from medrecon import Reading, Reconciliation, open_store, read, stored_update

NUMBER = {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9434765919"}


def line(own: str, status: str, meta: dict[str, str], **more: Any) -> dict[str, Any]:
    """An order in one version."""
    held = {"resourceType": "MedicationRequest", "id": own, "intent": "order", "meta": meta}
    held |= {"status": status, "subject": {"reference": "Patient/p"}, "authoredOn": "2026-03-01"}
    return {**held, "medicationCodeableConcept": {"text": "Ramipril 5mg capsules"}, **more}


def message(*lines: dict[str, Any], base: str | None = None) -> Reading:
    """A message about one person."""
    who = {"resourceType": "Patient", "id": "p", "identifier": [NUMBER]}
    entry: list[dict[str, Any]] = [{"resource": who}]
    for one in lines:
        url = {"fullUrl": f"{base}/{one['resourceType']}/{one['id']}"} if base else {}
        entry.append({"resource": one, **url})
    return read(json.dumps({"resourceType": "Bundle", "entry": entry}).encode())


def at_once(*readings: Reading) -> Reconciliation:
    """Everything reconciled together."""
    return reconciled(readings)


def one_by_one(*readings: Reading) -> Reconciliation:
    """The first reconciled, and each other brought to the list."""
    kept = at_once(readings[0])
    for reading in readings[1:]:
        kept = updated(kept.model_dump_json(), reading)
    return kept


def states(answer: Reconciliation) -> list[str]:
    """The states of the medicines on the list."""
    return [m.state for m in answer.medications]


EARLIER, LATER = "2026-03-05T09:00:00Z", "2026-03-10T09:00:00Z"
TOLD = [
    ({"versionId": "1"}, {"versionId": "2"}),
    ({"versionId": "9"}, {"versionId": "10"}),
    ({"lastUpdated": EARLIER}, {"lastUpdated": LATER}),
    ({"lastUpdated": "2026-03-05T09:00:00+01:00"}, {"lastUpdated": "2026-03-05T08:30:00Z"}),
    ({"versionId": "1", "lastUpdated": EARLIER}, {"versionId": "2", "lastUpdated": LATER}),
    ({"versionId": "a", "lastUpdated": EARLIER}, {"versionId": "b", "lastUpdated": LATER}),
    ({"versionId": "1", "lastUpdated": EARLIER}, {"versionId": "2"}),
]


@pytest.mark.parametrize(("old", "new"), TOLD)
def test_a_stop_is_not_undone_by_an_older_version_that_comes_late(
    old: dict[str, str], new: dict[str, str]
) -> None:
    active, stopped = (
        message(line("m", "active", old)),
        message(line("m", "stopped", new)),
    )
    for order in ((active, stopped), (stopped, active)):
        assert states(at_once(*order)) == ["stopped"]
        assert one_by_one(*order).model_dump_json() == at_once(*order).model_dump_json()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {}),
        ({"versionId": "1"}, {}),
        ({"versionId": "1"}, {"versionId": "1"}),
        ({"versionId": "2", "lastUpdated": EARLIER}, {"versionId": "1", "lastUpdated": LATER}),
        ({"versionId": "1"}, {"lastUpdated": LATER}),
    ],
)
def test_where_the_versions_do_not_say_both_stand_and_what_came_later_counts(
    one: dict[str, str], other: dict[str, str]
) -> None:
    active, stopped = message(line("m", "active", one)), message(line("m", "stopped", other))
    assert [len(m.entry_ids) for m in at_once(active, stopped).medications] == [2]
    assert states(one_by_one(active, stopped)) == ["stopped"]
    assert states(one_by_one(stopped, active)) == ["current"]


def test_a_resource_of_another_type_or_another_server_is_no_version() -> None:
    meta = ({"versionId": "1"}, {"versionId": "2"})
    order = line("m", "active", meta[0])
    told = {**line("m", "active", meta[1]), "resourceType": "MedicationStatement"}
    assert len(at_once(message(order), message(told)).entries) == 2
    here = message(order, base="https://a.nhs.uk/fhir")
    there = message(line("m", "stopped", meta[1]), base="https://b.nhs.uk/fhir")
    assert len(at_once(here, there).entries) == 2


def test_files_that_are_read_together_hold_the_newest_version() -> None:
    raw = [
        json.dumps(line("m", status, {"versionId": n})).encode()
        for n, status in (("2", "stopped"), ("1", "active"))
    ]
    (entry,) = read(raw).entries
    assert entry.status == "stopped"


def test_a_problem_goes_with_its_version() -> None:
    wrong = message(line("m", "active", {"versionId": "1"}, note=[5]))
    right = message(line("m", "active", {"versionId": "2"}))
    for order in ((wrong, right), (right, wrong)):
        assert at_once(*order).problems == one_by_one(*order).problems == ()


SAID = st.sampled_from([("versionId",), ("lastUpdated",), ("versionId", "lastUpdated")])


def versions(own: str, n: int, said: tuple[str, ...]) -> dict[str, Any]:
    """The nth version of an order: always the same words."""
    every = {"versionId": str(n), "lastUpdated": f"2026-03-0{n}T09:00:00Z"}
    meta = {key: every[key] for key in said}
    status = ("active", "on-hold", "active", "stopped")[n - 1]
    return line(own, status, meta, note=[{"text": f"version {n}"}] if n != 3 else [5])


@settings(max_examples=30)
@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.integers(1, 4)), min_size=2, max_size=5),
    SAID,
    st.data(),
)
def test_all_at_once_one_by_one_and_out_of_a_store_are_the_same_bytes(
    told: list[tuple[str, int]], said: tuple[str, ...], data: st.DataObject
) -> None:
    readings = [message(versions(own, n, said)) for own, n in told]
    whole = at_once(*readings).model_dump_json()
    order = data.draw(st.permutations(readings))
    assert at_once(*order).model_dump_json() == whole
    assert one_by_one(*order).model_dump_json() == whole
    with open_store(":memory:") as store:
        for reading in order:
            kept = stored_update(store, "P", reading, dictionary=sample(), as_of=MARCH)
    assert kept.model_dump_json() == whole
