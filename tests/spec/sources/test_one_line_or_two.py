"""What references may make one line: one medicine only, whatever the chain, and however long it is."""

from __future__ import annotations

import json
from typing import Any

import pytest

from medrecon.model import Reading
from medrecon.sources import read

APIXABAN = {"text": "Apixaban 5mg tablets"}
BISOPROLOL = {"text": "Bisoprolol 2.5mg tablets"}
DEGRADED = [{"system": "http://snomed.info/sct", "code": "196421000000109"}]


def order(own: str, medicine: dict[str, Any], based_on: str | None = None, **more: Any) -> Any:
    """An order, perhaps based on another."""
    out: dict[str, Any] = {
        "resourceType": "MedicationRequest",
        "id": own,
        "status": "active",
        "intent": "order",
        "medicationCodeableConcept": medicine,
        "dosageInstruction": [{"text": "one daily"}],
        **more,
    }
    if based_on:
        out["basedOn"] = [{"reference": f"MedicationRequest/{based_on}"}]
    return out


def statement(own: str, medicine: dict[str, Any] | None, based_on: str) -> Any:
    """A statement of what a plan or an order says."""
    out: dict[str, Any] = {
        "resourceType": "MedicationStatement",
        "id": own,
        "status": "active",
        "basedOn": [{"reference": f"MedicationRequest/{based_on}"}],
    }
    return {**out, "medicationCodeableConcept": medicine} if medicine else out


def bundle(*resources: Any) -> Reading:
    """The Reading of a message of these resources."""
    entries = [{"resource": r} for r in resources]
    return read(json.dumps({"resourceType": "Bundle", "entry": entries}).encode())


def medicines(reading: Reading) -> list[str]:
    """The medicine of each line."""
    return sorted(e.medication for e in reading.entries)


@pytest.mark.parametrize("intent", ["original-order", "reflex-order", "plan", "proposal"])
def test_an_order_based_on_one_of_another_medicine_is_a_line_of_its_own(intent: str) -> None:
    reading = bundle(order("a", APIXABAN, "b"), order("b", BISOPROLOL, intent=intent))
    assert medicines(reading) == [APIXABAN["text"], BISOPROLOL["text"]]
    (problem,) = [p for p in reading.problems if p.id == "a"]
    assert (problem.id, problem.code) == ("a", "medicine-mismatch")
    assert problem.path.endswith(".basedOn") and "Apixaban" not in problem.message


def test_a_statement_of_another_medicine_than_its_plan_is_a_line_of_its_own() -> None:
    reading = bundle(order("p", BISOPROLOL, intent="plan"), statement("s", APIXABAN, "p"))
    assert medicines(reading) == [APIXABAN["text"], BISOPROLOL["text"]]
    assert [(p.id, p.code) for p in reading.problems] == [("s", "medicine-mismatch")]


def test_a_chain_and_a_ring_of_five_medicines_are_five_lines() -> None:
    names = [{"text": f"Medicine {c} 5mg tablets"} for c in "ABCDE"]
    chain = [order(f"m{n}", m, f"m{n + 1}" if n < 4 else None) for n, m in enumerate(names)]
    ring = [order(f"m{n}", m, f"m{(n + 1) % 5}") for n, m in enumerate(names)]
    for resources in (chain, ring):
        assert len(medicines(bundle(*resources))) == 5


def test_one_medicine_in_other_words_is_folded_by_its_code() -> None:
    coded = [{"system": "https://dmd.nhs.uk", "code": "317896006", "display": "x"}]
    reading = bundle(
        order("a", {"text": "Ramipril 5mg caps", "coding": coded}, "b"),
        order("b", {"text": "Ramipril 5mg capsules", "coding": coded}, intent="plan"),
    )
    (line,) = reading.entries
    assert line.medication == "Ramipril 5mg capsules" and not reading.problems
    assert [(i.id, i.medication) for i in line.issues] == [("a", "Ramipril 5mg caps")]


def test_a_code_that_many_medicines_share_makes_nothing_one() -> None:
    reading = bundle(
        order("a", {**APIXABAN, "coding": DEGRADED}, "b"),
        order("b", {**BISOPROLOL, "coding": DEGRADED}, intent="plan"),
    )
    assert medicines(reading) == [APIXABAN["text"], BISOPROLOL["text"]]


def test_a_plan_without_a_name_takes_that_of_its_statement_and_of_no_second_one() -> None:
    plan = {k: v for k, v in order("p", {}, intent="plan").items() if "medication" not in k}
    reading = bundle(plan, statement("s", APIXABAN, "p"), statement("t", BISOPROLOL, "p"))
    assert medicines(reading) == [APIXABAN["text"], BISOPROLOL["text"]]
    assert {"p", "s"} <= {r for e in reading.entries if "Apix" in e.medication for r in e.refs}


def test_contained_medicines_of_one_name_inside_are_two_medicines() -> None:
    def holding(own: str, text: str, **more: Any) -> Any:
        inner = [{"resourceType": "Medication", "id": "m", "code": {"text": text}}]
        out = order(own, {}, more.pop("based_on", None), contained=inner, **more)
        del out["medicationCodeableConcept"]
        return {**out, "medicationReference": {"reference": "#m"}, "dispenseRequest": {},
                "authoredOn": "2026-01-05"}  # fmt: skip

    reading = bundle(
        holding("a", APIXABAN["text"], based_on="p"),
        holding("p", BISOPROLOL["text"], intent="plan"),
    )
    assert medicines(reading) == [APIXABAN["text"], BISOPROLOL["text"]]


def chained(count: int, ring: bool) -> list[Any]:
    """Orders of one medicine, each based on the next."""
    last = "m0" if ring else None
    return [order(f"m{n}", APIXABAN, f"m{n + 1}" if n < count - 1 else last) for n in range(count)]


@pytest.mark.parametrize("ring", [False, True])
def test_a_chain_of_any_length_is_one_line(ring: bool) -> None:
    reading = bundle(*chained(4_000, ring))
    (line,) = reading.entries
    assert line.id == ("m0" if ring else "m3999")
    assert len(line.issues) == 3_999 and len(line.refs) == 4_000


def test_copies_of_an_item_in_any_number_are_one_line_that_names_them_all() -> None:
    item = "https://fhir.nhs.uk/Id/prescription-order-item-number"
    number = [{"system": item, "value": "a5b9dc81-ccf4-4dab-b887-3d88e557febb"}]
    copies = [order(f"m{n}", APIXABAN, identifier=number) for n in range(4_000)]
    (line,) = bundle(*copies).entries
    assert len(line.issues) == 3_999
    assert {f"m{n}" for n in range(4_000)} <= set(line.refs)
