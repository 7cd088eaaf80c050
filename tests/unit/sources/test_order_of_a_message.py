"""The resources of a message are found in the order in which they stand, however deep."""

from __future__ import annotations

from typing import Any

import pytest

from medrecon.sources.fhir.collect import Message


def entry(own: str) -> Any:
    return {"resource": {"resourceType": "Medication", "id": own}}


def bundle(*entries: Any) -> Any:
    return {"resourceType": "Bundle", "meta": {"profile": ["https://x"]}, "entry": list(entries)}


@pytest.mark.parametrize(
    "entries",
    [
        [entry("a"), entry("b"), entry("c"), entry("d")],
        [entry("a"), {"resource": bundle(entry("b"), entry("c"))}, entry("d")],
        [
            {"resource": bundle(entry("a"))},
            {"resource": bundle(entry("b"))},
            entry("c"),
            entry("d"),
        ],
        [entry("a"), None, {}, {"resource": None}, entry("b"), ["x"], entry("c"), entry("d")],
        [entry("a"), {"resource": [entry("b")["resource"], entry("c")["resource"]]}, entry("d")],
    ],
)
def test_resources_come_in_the_order_of_the_message(entries: list[Any]) -> None:
    assert [found.id for found in Message(bundle(*entries)).found] == ["a", "b", "c", "d"]


def test_each_is_known_by_where_it_stands() -> None:
    inner = {"resource": bundle(entry("b"))}
    found = Message(bundle(entry("a"), inner, entry("c"))).found
    assert [one.path for one in found] == [
        "Bundle.entry[0].resource",
        "Bundle.entry[1].resource.entry[0].resource",
        "Bundle.entry[2].resource",
    ]
    assert [one.scope for one in found] == [1, 2, 1]
