"""Invariant 7. Unrelated things stay unrelated: another medicine changes no finding about this one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from strategies import EVENTS, LISTS, MEDICINES, entries, reconcile, records

from medrecon import Entry, Patient, Reading, Source, WrittenDosage

ANCHORS = tuple(
    Entry(
        id=f"anchor-{n}",
        source=Source(kind),
        medication="Cetirizine 10mg tablets",
        kind=said,
        course=course,
        status="active",
        dosage=WrittenDosage("1 daily"),
    )
    for n, (kind, said, course) in enumerate(
        LISTS[k] for k in ("gp repeat", "ward", "discharge", "clinic", "pharmacy")
    )
)
ALL_ASKED = Reading("test", ANCHORS, sources=tuple(e.source for e in ANCHORS))
"""Every list exists whatever is added, so that no list becomes a target by the addition."""

UNRELATED = (
    "Latanoprost 50micrograms/ml eye drops",
    "Hydroxocobalamin 1mg/1ml solution for injection ampoules",
    "Finasteride 5mg tablets",
    "Alendronic acid 70mg tablets",
    "Local mixture (see notes)",
)
LISTED = tuple(n for n in MEDICINES if n not in UNRELATED)
PATIENT = Patient(sex="male", allergies=("penicillin",))


def about(result, *, but: tuple[str, ...]) -> dict[str, object]:
    """The findings on other medicines, class and duplicate rules aside."""
    return {
        f.id: f
        for f in result.findings
        if not set(f.ingredients) & set(but) and not f.type.startswith("duplicate")
    }


@given(records(names=LISTED), entries("new", names=UNRELATED), st.sampled_from(EVENTS))
def test_another_medicine_changes_no_finding_on_these(lines, new, event):
    before = reconcile([ALL_ASKED, *lines], event=event, patient=PATIENT)
    after = reconcile([ALL_ASKED, *lines, new], event=event, patient=PATIENT)
    added = next(t.ingredients for t in after.treatments if "new" in t.entry_ids)
    assert about(after, but=added) == about(before, but=added)


@given(records(names=LISTED), entries("new", names=UNRELATED), st.sampled_from(EVENTS))
def test_another_medicine_changes_no_line_of_the_list(lines, new, event):
    before = reconcile([ALL_ASKED, *lines], event=event)
    after = reconcile([ALL_ASKED, *lines, new], event=event)
    others = [m for m in after.medications if "new" not in m.entry_ids]
    assert others == list(before.medications)


@given(records(names=LISTED), st.sampled_from(EVENTS))
def test_a_treatment_alone_is_what_it_is_in_company(lines, event):
    """State and dose of a treatment come from its own lines."""
    whole = reconcile([ALL_ASKED, *lines], event=event)
    for treatment in whole.treatments:
        own = [e for e in lines if e.id in treatment.entry_ids]
        alone = reconcile([ALL_ASKED, *own], event=event)
        assert treatment in alone.treatments
        mine = set(treatment.entry_ids)
        assert [m for m in alone.medications if set(m.entry_ids) <= mine] == [
            m for m in whole.medications if set(m.entry_ids) <= mine
        ]


@given(records(names=LISTED), st.sampled_from(EVENTS))
def test_a_source_that_holds_nothing_and_is_no_target_changes_no_finding(lines, event):
    asked = Reading("test", sources=(Source("gp"), Source("epma")))
    more = Reading("test", sources=(Source("specialist"), Source("patient")))
    assert (
        reconcile([asked, more, *lines], event=event).findings
        == reconcile([asked, *lines], event=event).findings
    )
