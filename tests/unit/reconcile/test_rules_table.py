"""The rules as data: complete, and the committed pages are the generated ones."""

from __future__ import annotations

from pathlib import Path

from medrecon.policy import Policy
from medrecon.rules import RULES, rules_table
from medrecon.rules.describe import pages

PAGES = Path(__file__).parents[3] / "docs" / "rules"


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


def test_the_committed_pages_are_the_generated_ones() -> None:
    committed = {p.name: p.read_text("utf-8") for p in PAGES.iterdir()}
    assert committed == pages(), "python -m medrecon.rules.describe docs/rules"


def test_every_rule_and_type_stands_on_a_page() -> None:
    text = "".join(pages().values())
    assert not [r.id for r in rules_table() if f"| `{r.id}` |" not in text]
    assert not [t for t in Policy.default().severities if f"## `{t}`" not in text]
