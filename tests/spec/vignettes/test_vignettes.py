"""Every vignette: what is said, what is not said, and the list that comes out."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from vignette_files import LINES, Vignette, not_yet, read_all
from vignette_score import faults

import medrecon
from medrecon.model import Reading
from medrecon.policy import Policy

VIGNETTES = read_all()
NOT_YET = not_yet()
EVENTS = ("admission", "transfer", "discharge", "review", None)


@pytest.fixture(scope="module")
def sample() -> medrecon.Dictionary:
    return medrecon.Dictionary.sample()


def _case(v: Vignette):
    marks = [pytest.mark.xfail(reason=NOT_YET[v.id], strict=True)] if v.id in NOT_YET else []
    return pytest.param(v, id=f"{v.family}-{v.id}", marks=marks)


def _answer(
    vignette: Vignette, sample: medrecon.Dictionary, readings: list[Reading]
) -> medrecon.Reconciliation:
    return medrecon.reconcile(
        readings,
        dictionary=sample,
        as_of=vignette.as_of,
        event=vignette.event,
        patient=vignette.person(),
    )


@pytest.mark.parametrize("vignette", [_case(v) for v in VIGNETTES])
def test_the_answer_is_what_a_pharmacist_expects(
    vignette: Vignette, sample: medrecon.Dictionary
) -> None:
    found = faults(vignette, _answer(vignette, sample, vignette.readings()))
    assert not found, "\n".join([vignette.title, *found])


def test_the_order_of_the_lines_changes_nothing_and_each_line_is_in_one_treatment(
    sample: medrecon.Dictionary,
) -> None:
    unstable, misplaced = [], []
    for v in VIGNETTES:
        entries, *asked = v.readings()
        answer = _answer(v, sample, [entries, *asked])
        turned = replace(entries, entries=tuple(reversed(entries.entries)))
        if _answer(v, sample, [*asked, turned]).model_dump_json() != answer.model_dump_json():
            unstable.append(v.id)
        placed = Counter(i for t in answer.treatments for i in t.entry_ids)
        if placed != Counter(e.id for e in entries.entries):
            misplaced.append(v.id)
    assert (unstable, misplaced) == ([], [])


def test_every_medicine_is_found_in_the_sample_unless_the_vignette_is_about_one_that_is_not(
    sample: medrecon.Dictionary,
) -> None:
    wrong = [
        (v.id, e["medication"], status)
        for v in VIGNETTES
        for e in v.entries
        if ((status := sample.resolve(e["medication"]).status) in ("product", "moiety"))
        == (e["medication"] in v.unidentified)
    ]
    assert not wrong


def test_every_type_speaks_once_and_is_silent_in_two_near_misses() -> None:
    speaks = Counter(f["type"] for v in VIGNETTES for f in v.findings)
    silent = Counter(kind for v in VIGNETTES for kind in {m["type"] for m in v.must_not_flag})
    types = set(Policy.default().severities)
    assert {t for t in types if not speaks[t]} == set()
    assert {t for t in types if silent[t] < 2} == set()
    assert set(speaks) | set(silent) <= types


def test_every_event_and_every_kind_of_line_is_met() -> None:
    assert {v.event for v in VIGNETTES} == set(EVENTS)
    assert {e["line"] for v in VIGNETTES for e in v.entries} == set(LINES)
    assert len(VIGNETTES) >= 90


def test_no_two_vignettes_share_an_id() -> None:
    assert [i for i, n in Counter(v.id for v in VIGNETTES).items() if n > 1] == []


def test_what_is_not_met_yet_names_a_vignette() -> None:
    assert set(NOT_YET) <= {v.id for v in VIGNETTES}
