"""The policy: rows with their sources, a local file over the default, and one name for one content."""

from __future__ import annotations

from pathlib import Path

import pytest

from medrecon.errors import UnreadableInput, UsageError
from medrecon.model import SEVERITIES
from medrecon.policy import Policy
from medrecon.policy.load import default_tables
from medrecon.rules import RULES


def local(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "local.toml"
    path.write_text(text, "utf-8")
    return path


def test_every_clinical_row_has_a_source_and_a_date() -> None:
    tables = {k: v for k, v in default_tables().items() if isinstance(v, list)}
    assert len(tables) > 20
    bare = [
        (name, i)
        for name, rows in tables.items()
        for i, row in enumerate(rows)
        if not (row.get("source") and row.get("date"))
    ]
    assert not bare


def test_every_class_that_is_named_exists() -> None:
    tables = default_tables()
    known = {row["name"] for row in tables["class"]}
    named = {
        row["class"]
        for name, rows in tables.items()
        if isinstance(rows, list) and name not in ("class", "route", "form", "release")
        for row in rows
        if "class" in row
    }
    assert named
    assert named <= known
    assert Policy.default().substitution <= known


def test_every_finding_type_has_a_severity() -> None:
    policy = Policy.default()
    assert len(policy.severities) == 38
    for row in policy.severities.values():
        assert {row.base, *row.because.values()} <= set(SEVERITIES)
    assert all(rule.source for rule in RULES)


def test_the_default_is_read_once() -> None:
    default = Policy.default()
    assert Policy.default() is default
    assert "melatonin" not in default.lists["hospital_only"]


def test_a_local_file_adds_removes_and_replaces(tmp_path: Path) -> None:
    path = local(
        tmp_path,
        """
[[hospital_only]]
moiety = "melatonin"
source = "local list"
date = "2026-04-01"

[[high_risk]]
moiety = "amiodarone"
remove = true
source = "local decision"
date = "2026-04-01"

[windows]
lag_gp = 10
""",
    )
    policy, default = Policy.load(path), Policy.default()
    assert policy.on("hospital_only", ["melatonin"])
    assert policy.on("hospital_only", ["clozapine"])
    assert default.on("high_risk", ["amiodarone"])
    assert not policy.on("high_risk", ["amiodarone"])
    assert (policy.windows["lag_gp"], policy.windows["lag_pmr"]) == (10, 7)
    assert policy.version != default.version
    assert policy == Policy.load(path)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("not = [toml", UnreadableInput),
        ("[[no_such_list]]\nmoiety = 'x'\nsource = 's'\ndate = 'd'", UsageError),
        ("[[high_risk]]\nmoiety = 'x'\n", UsageError),
    ],
)
def test_a_faulty_local_file_is_an_error_that_names_the_place(
    tmp_path: Path, text: str, error: type[Exception]
) -> None:
    with pytest.raises(error, match=r"local\.toml"):
        Policy.load(local(tmp_path, text))


def test_the_gravest_reason_counts_and_a_lesser_one_lowers_only_alone() -> None:
    policy = Policy.default()
    assert policy.severity("omission") == "moderate"
    assert policy.severity("omission", ["high_risk", "critical_omission"]) == "critical"
    assert policy.severity("omission", ["minor"]) == "low"
    assert policy.severity("omission", ["minor", "high_risk"]) == "high"
