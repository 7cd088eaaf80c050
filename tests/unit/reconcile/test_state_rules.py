"""Every reason that a line or a medication can have leads to a state rule."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import medrecon.treatment
from medrecon.model import Entry
from medrecon.policy.types import state_rule, state_rules

FOLDER = Path(medrecon.treatment.__file__).parent


def reasons() -> list[str]:
    """How the reason of each LineState in the source begins, as far as it is written out."""
    found = []
    for path in sorted(FOLDER.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "LineState"):
                continue
            reason = node.args[1] if len(node.args) > 1 else None
            if isinstance(reason, ast.JoinedStr):
                reason = reason.values[0]
            if isinstance(reason, ast.Constant) and isinstance(reason.value, str):
                found.append(reason.value)
    return found


def test_the_source_is_read() -> None:
    assert len(reasons()) > 20


@pytest.mark.parametrize("reason", sorted(set(reasons())))
def test_a_reason_leads_to_its_rule(reason: str) -> None:
    assert state_rule(reason) is not None


def test_a_rule_names_fields_of_an_entry() -> None:
    known = set(Entry.__dataclass_fields__) | {"prescribed_elsewhere"}
    assert not {(r.id, f) for r in state_rules() for f in r.fields if f not in known}
    assert len({r.id for r in state_rules()}) == len(state_rules())
