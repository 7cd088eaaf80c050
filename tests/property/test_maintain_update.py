"""An updated list is the list made anew, byte for byte, whatever came first and however it is stored."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import AS_OF, EVENTS, eps, gp_connect, message, reconcile, records, sample, uk_core

import medrecon
from medrecon import Decision, Reading

messages = st.lists(st.one_of(gp_connect(), uk_core(), eps()).map(message), min_size=2, max_size=4)


def update(previous, new, **more):
    return medrecon.update(previous, new, dictionary=sample(), as_of=AS_OF, **more)


@given(records(max_size=8), st.data(), st.sampled_from(EVENTS))
def test_one_entry_after_another_is_all_at_once(lines, data, event):
    order = data.draw(st.permutations(lines))
    whole = reconcile(lines, event=event)
    kept = reconcile(order[:1], event=event)
    for line in order[1:]:
        stored = data.draw(st.booleans())
        kept = update(kept.model_dump_json() if stored else kept, [line])
    assert kept.model_dump_json() == whole.model_dump_json()


@settings(max_examples=12)
@given(messages, st.data())
def test_one_message_after_another_is_all_at_once(sent, data):
    readings = [medrecon.read(m) for m in sent]
    order = data.draw(st.permutations(readings))
    kept = reconcile([order[0]])
    for reading in order[1:]:
        kept = update(kept.model_dump_json(), reading)
    assert kept.model_dump_json() == reconcile(readings).model_dump_json()


@given(records(), st.sampled_from(EVENTS))
def test_a_copy_changes_nothing_and_tells_nothing(lines, event):
    first = reconcile([Reading("test", tuple(lines))], event=event)
    again = update(first, Reading("test", tuple(reversed(lines))))
    assert again.model_dump_json() == first.model_dump_json()
    assert again.changes == ()


@given(records(), st.sampled_from(EVENTS))
def test_an_answer_is_read_back_as_it_was(lines, event):
    answer = reconcile(lines, event=event)
    back = medrecon.Reconciliation.model_validate_json(answer.model_dump_json())
    assert back == answer
    assert back.model_dump_json() == answer.model_dump_json()


@given(records(min_size=2), st.sampled_from(EVENTS), st.data())
def test_a_decision_outlives_updates_and_closes_only_its_own_finding(lines, event, data):
    open_ = reconcile(lines, event=event)
    if not open_.findings:
        return
    chosen = data.draw(st.sampled_from(open_.findings))
    decision = open_.decide(chosen.id, "accepted_difference", by="ward pharmacist", at=AS_OF)
    closed = reconcile(lines, event=event, decisions=[decision])
    assert {f.id for f in closed.findings} == {f.id for f in open_.findings} - {chosen.id}
    assert closed.decisions[0].finding == chosen
    assert closed.medications == open_.medications
    kept = update(open_, [], decisions=[decision])
    assert kept.model_dump_json() == closed.model_dump_json()
    assert update(kept.model_dump_json(), lines).model_dump_json() == closed.model_dump_json()


@given(records(), st.sampled_from(EVENTS))
def test_no_decision_is_lost_though_its_finding_is_gone(lines, event):
    gone = Decision("f-0123456789abcdef", "accepted_difference", "as before", "M. Rao", AS_OF)
    answer = update(reconcile(lines, event=event, decisions=[gone]), [])
    assert [(d.finding_id, d.state) for d in answer.decisions] == [(gone.finding_id, "settled")]
    assert json.loads(answer.model_dump_json())["decisions"][0]["note"] == "as before"


def _order_message(n: int, control: str, medicine: str, mixed: bool, number: str) -> bytes:
    """The nth HL7 v2 message of a ward: an order, a word on one, or a dose given."""
    kind = "RAS^O17" if control == "RE" else "RDE^O11"
    rows = [
        rf"MSH|^~\&|EPMA|RZZ|||202602{n + 1:02d}0800||{kind}|C{n}|P|2.5",
        "PID|1||9434765919^^^NHS^NH||||19500614|F",
        f"ORC|{control}|{number}",
    ]
    if control == "RE":
        rows.append(f"RXA|0|1|202602{n + 1:02d}0800||^{medicine}|5|mg||||||||||||CP")
    elif control in ("NW", "XO"):
        rows += [f"RXE||^{medicine}|5||mg", "RXR|^Oral"]
        rows += ["RXC|A|^Glucose|500|ml", "RXC|A|^Potassium chloride|20|mmol"] if mixed else []
    return "\r".join(rows).encode()


told = st.tuples(
    st.sampled_from(["NW", "NW", "XO", "XO", "DC", "HD", "RL", "RE"]),
    st.sampled_from(["Ramipril 5mg capsules", "Ramipril 10mg capsules"]),
    st.booleans(),
    st.sampled_from(["PL-2", "PL-2", "PL-3"]),
)


@settings(max_examples=25)
@given(st.lists(told, min_size=2, max_size=5), st.data())
def test_orders_are_followed_alike_in_one_go_and_message_by_message(words, data):
    readings = [medrecon.read(_order_message(n, *word)) for n, word in enumerate(words)]
    whole = reconcile(readings).model_dump_json()
    order = data.draw(st.permutations(readings))
    kept = reconcile([order[0]])
    for reading in order[1:]:
        kept = update(kept.model_dump_json() if data.draw(st.booleans()) else kept, reading)
    assert kept.model_dump_json() == whole
    assert update(kept, order).model_dump_json() == whole
