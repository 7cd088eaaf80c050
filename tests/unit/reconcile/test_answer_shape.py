"""What every answer promises: stable ids, evidence from the entries' own fields, and no hidden merging."""

from __future__ import annotations

from collections.abc import Callable

from medrecon.model import Answer
from medrecon.rules import RULES

CASE = {
    "gp": [
        "Apixaban 5mg tablets|1 bd|issued=2026-03-01; days=28",
        "Furosemide 40mg tablets|2 om|issued=2026-03-01; days=28",
    ],
    "ward": ["Furosemide 40mg tablets|40 mg OM|start=2026-03-15"],
}


def test_a_finding_cites_its_rule_its_entries_and_its_words(
    answer_to: Callable[..., Answer],
) -> None:
    findings = answer_to(**CASE).findings
    assert [f.type for f in findings] == ["omission", "dose_conflict"]
    for f in findings:
        assert f.rule in {rule.id for rule in RULES}
        assert f.question
        assert f.question.endswith("?")
        assert {e.entry_id for e in f.evidence} == set(f.entry_ids)
    assert findings[0].time_critical
    assert not findings[1].time_critical
    said = {e.value for e in findings[1].evidence if e.field == "dosage"}
    assert said == {"2 om", "40 mg OM"}


def test_a_finding_keeps_its_id_when_other_lines_come_and_go(
    answer_to: Callable[..., Answer],
) -> None:
    more = {**CASE, "gp": [*CASE["gp"], "Amlodipine 5mg tablets|1 od|issued=2026-03-01; days=28"]}
    before, after = answer_to(**CASE).findings, answer_to(**more).findings
    assert {f.id for f in before} < {f.id for f in after}


def test_the_answer_names_what_made_it(answer_to: Callable[..., Answer]) -> None:
    about = answer_to(**CASE).about
    assert about.policy is not None
    assert about.policy.startswith("policy-")
    assert about.dictionary
    assert about.event == "admission"


def test_ids_are_unique(answer_to: Callable[..., Answer]) -> None:
    answer = answer_to(**CASE)
    for group in (answer.medications, answer.treatments, answer.findings):
        assert len({x.id for x in group}) == len(group)


def test_the_values_of_an_answer_are_what_a_check_of_each_would_make(
    answer_to: Callable[..., Answer],
) -> None:
    answer = answer_to(**CASE)
    assert answer.findings
    checked = type(answer).model_validate(answer.model_dump())
    assert checked == answer
    assert checked.model_dump_json() == answer.model_dump_json()
    assert list(answer.model_dump()) == list(type(answer).model_fields)
