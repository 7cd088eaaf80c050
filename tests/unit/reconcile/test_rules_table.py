"""The rules as data: complete, and the committed page is the generated one."""

from __future__ import annotations

from pathlib import Path

from medrecon.policy import Policy
from medrecon.rules import RULES, rules_table
from medrecon.rules.describe import page

PAGE = Path(__file__).parents[3] / "docs" / "rules.md"


def test_every_rule_is_in_the_table_once_and_so_is_that_of_differing_identities() -> None:
    ids = [r.id for r in rules_table()]
    assert len(ids) == len(set(ids))
    assert set(ids) == {r.id for r in RULES} | {"data.wrong_patient"}


def test_every_row_has_a_sentence_a_citation_and_finding_types_that_have_a_severity() -> None:
    known = Policy.default().severities.keys()
    for row in rules_table():
        assert row.sentence.endswith("."), row.id
        assert row.citation, row.id
        assert {row.type, *row.also} <= known, row.id


def test_the_committed_page_is_the_generated_one() -> None:
    assert PAGE.read_text("utf-8") == page(), "python -m medrecon.rules.describe > docs/rules.md"
