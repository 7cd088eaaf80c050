"""An element of another resource type, another release or nobody's loses no line and mixes up no date."""

from __future__ import annotations

import json
from typing import Any
from unittest import mock

from hypothesis import given
from hypothesis import strategies as st

from medrecon.sources import read
from medrecon.sources.fhir import message as reading_of
from medrecon.sources.fhir.elements import ELEMENTS

TYPES = (
    "MedicationStatement",
    "MedicationRequest",
    "MedicationDispense",
    "MedicationAdministration",
    "MedicationUsage",
    "MedicationOrder",
)
DAY = st.sampled_from(("2026-01-05", "2025-12-24T10:00:00Z", "2026-02"))
PERIOD = st.fixed_dictionaries({}, optional={"start": DAY, "end": DAY})
COUNT = st.fixed_dictionaries({"value": st.integers(1, 56)}, optional={"unit": st.just("tablet")})
DAYS = st.fixed_dictionaries({"value": st.integers(1, 56), "unit": st.sampled_from(("d", "week"))})
CONCEPT = st.builds(lambda t: {"text": t}, st.sampled_from(("expired", "rash", "inpatient")))
SAID: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(("effectivePeriod", "occurrencePeriod"), PERIOD),
    "quantity": COUNT,
    "daysSupply": DAYS,
    **dict.fromkeys(("notGiven", "doNotPerform"), st.booleans()),
    "taken": st.sampled_from(("y", "n", "unk")),
    "intent": st.sampled_from(("order", "plan", "option")),
    "status": st.sampled_from(("active", "stopped", "completed", "not-done")),
    "dispenseRequest": st.fixed_dictionaries({}, optional={"quantity": COUNT, "validityPeriod": PERIOD}),
    "note": st.just([{"text": "a note"}]),
    "type": CONCEPT,
    "requester": st.just({"display": "Dr A"}),
    "performer": st.just([{"actor": {"display": "Nurse B"}}]),
    **dict.fromkeys(("reasonCode", "category"), st.lists(CONCEPT, max_size=2)),
    **dict.fromkeys(
        (k for k in ELEMENTS if k.endswith(("DateTime", "edOn", "Asserted", "Prepared", "Over"))), DAY
    ),
    **dict.fromkeys((k for k in ELEMENTS if "tatusReason" in k or "NotGiven" in k or "notDone" in k), CONCEPT),
}  # fmt: skip


@st.composite
def lines(draw: st.DrawFn, own: str) -> dict[str, Any]:
    """A medicine line of any type with elements of any."""
    out: dict[str, Any] = {"resourceType": draw(st.sampled_from(TYPES)), "id": own}
    out["medicationCodeableConcept"] = {"text": f"Aspirin {own}mg tablets"}
    for key in draw(st.lists(st.sampled_from(sorted(SAID)), max_size=5, unique=True)):
        out[key] = draw(SAID[key])
    return out


@given(lines("75"), lines("300"))
def test_each_line_is_read_whatever_elements_it_has(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    bundle = {"resourceType": "Bundle", "entry": [{"resource": r} for r in (one, other)]}
    named = {e.medication for e in read(json.dumps(bundle).encode()).entries}
    assert named == {"Aspirin 75mg tablets", "Aspirin 300mg tablets"}


MEDICINES = (
    {"coding": [{"system": "https://dmd.nhs.uk", "code": "1", "display": "Aspirin 75mg"}]},
    {"text": ""},
    {"coding": [{"system": "https://dmd.nhs.uk"}]},
)


@given(st.sampled_from(MEDICINES), st.lists(st.sampled_from(sorted(SAID)), max_size=1), st.data())  # fmt: skip
def test_an_issue_with_such_an_element_says_the_same_however_it_is_read(
    medicine: dict[str, Any], chosen: list[str], data: st.DataObject
) -> None:
    """Also where its plan has no name: both ways fold it, or neither does."""
    base = {"resourceType": "MedicationRequest", "medicationCodeableConcept": medicine}
    base |= {"status": data.draw(st.sampled_from(("active", "completed", "stopped")))}
    base |= {
        "authoredOn": "2026-01-05",
        "dispenseRequest": {"quantity": {"value": 28, "unit": "x"}},
    }
    issue: dict[str, Any] = {**base, "id": "issue", "intent": "order"}
    issue["basedOn"] = [{"reference": "MedicationRequest/plan"}]
    issue |= {key: data.draw(SAID[key]) for key in chosen}
    plan = {**base, "id": "plan", "intent": "plan"}
    bundle = {"resourceType": "Bundle", "entry": [{"resource": r} for r in (plan, issue)]}
    raw = json.dumps(bundle).encode()
    quick = read(raw)
    with mock.patch.object(reading_of, "plain_issue", lambda *_: None):
        slow = read(raw)
    assert slow.entries == quick.entries
    assert {p.code for p in slow.problems} == {p.code for p in quick.problems}
