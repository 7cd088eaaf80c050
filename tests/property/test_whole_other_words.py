"""Invariant 6. Saying it differently changes nothing; a copy of a message changes nothing."""

from __future__ import annotations

import copy
import dataclasses
import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import (
    EVENTS,
    MEDICINES,
    code_of,
    conclusions,
    daily,
    message,
    messages,
    reconcile,
    records,
    sample,
)

import medrecon
from medrecon import Entry, Source, WrittenDosage

SAME_DOSE: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Bisoprolol 2.5mg tablets",
        (
            "1 OM",
            "one every morning",
            "one in the morning",
            "ONE to be taken in the MORNING",
            "1 tablet each morning",
            "2.5mg OM",
            "2.5 mg in the morning",
            "2.5 milligrams every morning",
            "2500 micrograms in the morning",
            "take 1 in the morning",
        ),
    ),
    (
        "Metformin 500mg tablets",
        (
            "1 BD",
            "1 b.d.",
            "one twice daily",
            "ONE to be taken TWICE a day",
            "500mg BD",
            "0.5 g BD",
            "500 mg twice a day",
            "1 tablet two times a day",
        ),
    ),
    (
        "Paracetamol 500mg tablets",
        (
            "2 QDS",
            "TWO to be taken FOUR times a day",
            "1g QDS",
            "1 g four times a day",
            "1000mg QDS",
            "2 x 500mg four times a day",
            "two tablets four times daily",
            "take 2 tablets 4 times a day",
        ),
    ),
    (
        "Amitriptyline 10mg tablets",
        (
            "1 ON",
            "1 nocte",
            "one at night",
            "10mg at night",
            "10 mg nocte",
            "ONE to be taken at NIGHT",
            "take 1 tablet at night",
        ),
    ),
    (
        "Levothyroxine sodium 25microgram tablets",
        (
            "2 OD",
            "50mcg OD",
            "50 micrograms once a day",
            "0.05 mg daily",
            "TWO to be taken each DAY",
            "2 x 25 micrograms daily",
        ),
    ),
    (
        "Amoxicillin 500mg capsules",
        (
            "1 TDS",
            "1 tds for 7 days",
            "one three times a day for 7 days",
            "500mg TDS for 7 days",
            "ONE to be taken THREE times a day for 7 days",
        )[1:],
    ),
)
ONE_DOSE = [pytest.param(name, texts, id=name) for name, texts in SAME_DOSE]

SAME_NAME: tuple[tuple[str, ...], ...] = (
    (
        "Bisoprolol 2.5mg tablets",
        "Bisoprolol 2.5 mg tablets",
        "BISOPROLOL 2.5MG TABLETS",
        "bisoprolol tablets 2.5mg",
        "Bisoprolol Tab 2.5mg",
        "Bisoprolol fumarate 2.5mg tablets",
        "  Bisoprolol  2.5mg  tablets ",
    ),
    (
        "Metformin 500mg tablets",
        "Metformin 0.5g tablets",
        "metformin tabs 500 mg",
        "METFORMIN HCL 500MG TABS",
        "Metformin hydrochloride 500mg tablets",
    ),
    (
        "Levothyroxine sodium 100microgram tablets",
        "Levothyroxine 100microgram tablets",
        "levothyroxine 100 micrograms tablets",
        "Levothyroxine 100mcg tablets",
        "Levothyroxine 0.1mg tablets",
    ),
    (
        "Co-codamol 30mg/500mg tablets",
        "Co-codamol 30/500 tablets",
        "CO-CODAMOL 30MG/500MG TABS",
        "co-codamol tablets 30mg/500mg",
    ),
    (
        "Ramipril 2.5mg capsules",
        "Ramipril caps 2.5mg",
        "RAMIPRIL 2.5 MG CAPS",
        "ramipril capsules 2.5mg",
    ),
    (
        "Lansoprazole 15mg gastro-resistant capsules",
        "lansoprazole 15 mg gastro-resistant caps",
        "Lansoprazole GR capsules 15mg",
    ),
)


def one_line(name: str, text: str, kind: str = "gp", entry_id: str = "a") -> Entry:
    return Entry(
        id=entry_id,
        source=Source(kind),
        medication=name,
        kind="plan" if kind == "gp" else "order",
        course="repeat" if kind == "gp" else "inpatient",
        status="active",
        dosage=WrittenDosage(text),
    )


@pytest.mark.parametrize(("name", "texts"), ONE_DOSE)
def test_the_same_dose_in_other_words_is_the_same_dose(name, texts):
    said = {t: reconcile([one_line(name, t)]).medications[0] for t in texts}
    doses = {t: daily(m.daily_dose) for t, m in said.items()}
    assert None not in doses.values(), doses
    assert len(set(doses.values())) == 1, doses


@pytest.mark.parametrize(("name", "texts"), ONE_DOSE)
def test_two_lists_that_say_it_differently_agree(name, texts):
    """Between any two wordings there is no difference of dose, frequency, timing or duration."""
    for text in texts:
        lines = [one_line(name, texts[0]), one_line(name, text, "epma", "b")]
        types = {f.type for f in reconcile(lines, event="admission").findings}
        assert not {t for t in types if "conflict" in t or t == "unit_suspect"}, text


@pytest.mark.parametrize("names", SAME_NAME, ids=lambda names: names[0])
def test_the_same_product_in_other_words_is_the_same_product(names):
    found = {n: sample().resolve(n).product for n in names}
    assert {n: p and p.code for n, p in found.items()} == dict.fromkeys(names, code_of(names[0]))


@pytest.mark.parametrize("names", SAME_NAME, ids=lambda names: names[0])
def test_two_lists_that_name_it_differently_agree(names):
    for name in names:
        lines = [one_line(names[0], "1 daily"), one_line(name, "1 daily", "epma", "b")]
        result = reconcile(lines, event="admission")
        assert len(result.treatments) == 1, name
        assert conclusions(result) == conclusions(
            reconcile(
                [lines[0], dataclasses.replace(lines[1], medication=names[0])], event="admission"
            )
        )


LETTERS: dict[str, Callable[[str], str]] = {
    "upper case": str.upper,
    "lower case": str.lower,
    "capitals": lambda t: t[:1].upper() + t[1:],
    "wide": lambda t: "  ".join(t.split(" ")),
    "edges": lambda t: f" {t}\t",
    "full stop": lambda t: f"{t.rstrip('.')}.",
    "no-break blanks": lambda t: t.replace(" ", "\u00a0"),
}


@pytest.mark.parametrize("how", LETTERS)
@given(lines=records(), event=st.sampled_from(EVENTS))
def test_case_and_spacing_of_dosages_change_nothing(how, lines, event):
    written = [
        dataclasses.replace(e, dosage=WrittenDosage(LETTERS[how](e.dosage.text))) for e in lines
    ]
    assert conclusions(reconcile(written, event=event)) == conclusions(
        reconcile(lines, event=event)
    )


@pytest.mark.parametrize("how", ["upper case", "lower case", "wide", "edges"])
@given(lines=records(names=MEDICINES), event=st.sampled_from(EVENTS))
def test_case_and_spacing_of_names_change_nothing(how, lines, event):
    written = [dataclasses.replace(e, medication=LETTERS[how](e.medication)) for e in lines]
    assert conclusions(reconcile(written, event=event)) == conclusions(
        reconcile(lines, event=event)
    )


@given(records(names=MEDICINES), st.sampled_from(EVENTS))
def test_a_code_that_agrees_with_its_name_changes_nothing(lines, event):
    with_code = [
        dataclasses.replace(e, code=code_of(e.medication), code_system="http://snomed.info/sct")
        for e in lines
    ]
    without = [dataclasses.replace(e, code=None, code_system=None) for e in lines]
    assert conclusions(reconcile(with_code, event=event)) == conclusions(
        reconcile(without, event=event)
    )


@given(records(), st.sampled_from(EVENTS))
def test_the_same_entries_twice_are_the_same_entries(lines, event):
    twice = [*lines, *copy.deepcopy(lines)]
    assert (
        reconcile(twice, event=event).model_dump_json()
        == reconcile(lines, event=event).model_dump_json()
    )


@given(st.lists(messages, min_size=1, max_size=3), st.sampled_from(EVENTS))
def test_a_copy_of_a_message_changes_nothing(made, event):
    readings = [medrecon.read(message(m)) for m in made]
    copies = [medrecon.read(message(m)) for m in made]
    assert (
        reconcile([*readings, *copies], event=event).model_dump_json()
        == reconcile(readings, event=event).model_dump_json()
    )


RESENT: dict[str, Callable[[dict], bytes]] = {
    "indented": lambda m: json.dumps(m, indent=2).encode(),
    "other key order": lambda m: json.dumps(m, sort_keys=True).encode(),
    "sent again": lambda m: message({**m, "id": "resent", "timestamp": "2026-03-05"}),
    "entries in another order": lambda m: message({**m, "entry": m["entry"][::-1]}),
}


@pytest.mark.parametrize("how", RESENT)
@given(made=messages, event=st.sampled_from(EVENTS))
def test_the_same_message_received_again_changes_no_conclusion(how, made, event):
    once, again = medrecon.read(message(made)), medrecon.read(RESENT[how](made))
    assert conclusions(reconcile([once, again], event=event)) == conclusions(
        reconcile([once], event=event)
    )


@given(made=messages)
def test_a_folder_that_holds_a_message_twice_holds_it_once(tmp_path_factory, made):
    folder = tmp_path_factory.mktemp("inbox")
    (folder / "a.json").write_bytes(message(made))
    once = reconcile(medrecon.read(folder))
    (folder / "b.json").write_bytes(message(made))
    assert conclusions(reconcile(medrecon.read(folder))) == conclusions(once)
