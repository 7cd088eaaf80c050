"""What a local policy file may not hold: each fault is named with its table, row and key, all at once."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from medrecon.errors import UnreadableInput, UsageError
from medrecon.policy import Policy
from medrecon.policy.check import faults
from medrecon.policy.load import LISTS, default_tables

SIGNED = 'source = "local"\ndate = "2026-04-01"\n'


def load(tmp_path: Path, text: str) -> Policy:
    path = tmp_path / "local.toml"
    path.write_text(text, "utf-8")
    return Policy.load(path)


def test_the_files_of_the_package_pass_the_same_checks() -> None:
    tables = default_tables()
    assert list(faults(tables, tables, LISTS)) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[hihg_risk]]\nmoiety='x'\n" + SIGNED, "expected a table of the policy, got another name @ local.toml.hihg_risk. Hint: did you mean high_risk."),
        ("[[high_risk]]\nmoeity='x'\nclass='nsaid'\n" + SIGNED, "@ local.toml.high_risk[0].moeity. Hint: did you mean moiety."),
        ("[[high_risk]]\n" + SIGNED, "expected a moiety or a class, got neither @ local.toml.high_risk[0]."),
        ("[[high_risk]]\nmoiety='x'\nclass='nsaid'\n" + SIGNED, "expected a moiety or a class, got both"),
        ("[[high_risk]]\nmoiety=5\n" + SIGNED, "expected text, got a number @ local.toml.high_risk[0].moiety."),
        ("[[high_risk]]\nclass='nope'\n" + SIGNED, "expected the name of a class, got 'nope' @ local.toml.high_risk[0].class."),
        ("[[high_risk]]\nmoiety='x'\nremove='yes'\n" + SIGNED, "expected true or false, got 'yes'"),
        ("[[high_risk]]\nmoiety='amiodaron'\nremove=true\n" + SIGNED, "expected a medicine that stands on the list, got 'amiodaron' @ local.toml.high_risk[0].moiety. Hint: did you mean amiodarone."),
        ("[[high_risk]]\nclass='statin'\nremove=true\n" + SIGNED, "expected a class of which a member stands on the list, got 'statin'"),
        ("high_risk = 5", "expected rows ([[high_risk]]), got a number @ local.toml.high_risk."),
        ("high_risk = ['a']", "expected a row ([[high_risk]]), got 'a' @ local.toml.high_risk[0]."),
        ("[high_risk]\na = 1", "expected rows ([[high_risk]]), got a table @ local.toml.high_risk."),
        ("[[high_risk]]\nmoiety='x'\nsource=''\ndate='2026-04-01'", "expected text, got no text @ local.toml.high_risk[0].source."),
        ("[[high_risk]]\nmoiety='x'\nsource='s'\ndate=''", "expected a date (YYYY-MM-DD), got no text @ local.toml.high_risk[0].date."),
        ("[[high_risk]]\nmoiety='x'\ndate='2026-04-01'", "expected a value, got none @ local.toml.high_risk[0].source."),
        ("[[class]]\nname='mine'\nmembers='abc'\n" + SIGNED, "expected a list, got 'abc' @ local.toml.class[0].members."),
        ("[[class]]\nname='mine'\nmembers=['abc', 5]\n" + SIGNED, "expected text, got a number @ local.toml.class[0].members[1]."),
        ("[[class]]\nmembers=['abc']\n" + SIGNED, "expected a value, got none @ local.toml.class[0].name."),
        ("[[class]]\nname='mine'\nmembers=['abc']\nduplicate='terrible'\n" + SIGNED, "expected one of low, moderate, high, critical, got 'terrible' @ local.toml.class[0].duplicate."),
        (("[[class]]\nname='mine'\nmembers=['abc']\n" + SIGNED) * 2, "expected one row a class, got 'mine' again @ local.toml.class[1].name."),
        ("[[weekly_only]]\n" + SIGNED, "expected a value, got none @ local.toml.weekly_only[0].moiety."),
        ("[[brand_critical]]\nmoiety='x'\nseverity='high'\n" + SIGNED, "@ local.toml.brand_critical[0].scope."),
        ("[[look_alike]]\npairs=[['a','b','c']]\n" + SIGNED, "expected a list of 2, got a list of 3 @ local.toml.look_alike[0].pairs[0]."),
        ("[[allergy]]\nwords=['x']\ncovers=['class:nope']\n" + SIGNED, "@ local.toml.allergy[0].covers[0]."),
        ("[[age_specific]]\nmoiety='x'\n" + SIGNED, "expected over or under, got neither"),
        ("[[inhaler_equivalence]]\nmoieties=['x']\nmetered=[[1]]\ndelivered=[[1],[2]]\n" + SIGNED, "expected as many amounts as metered"),
        ("[[potency]]\nmoieties=['x']\na=['p']\nb=['q']\nfactor=0\n" + SIGNED, "expected a number above 0, got 0 @ local.toml.potency[0].factor."),
        ("[[swallow]]\ntype='nope'\nswallows=['omission']\n" + SIGNED, "expected a finding type, got 'nope' @ local.toml.swallow[0].type."),
        ("[severity.types.omission]\nbase='awful'", "expected one of low, moderate, high, critical, got 'awful' @ local.toml.severity.types.omission.base."),
        ("[severity.types.omission]\nhihg_risk='high'", "@ local.toml.severity.types.omission.hihg_risk. Hint: did you mean high_risk."),
        ("[severity.types.nope]\nbase='high'", "expected a finding type, got another name @ local.toml.severity.types.nope."),
        ("[severity.types]\nomission=5", "expected a table of severities, got a number @ local.toml.severity.types.omission."),
        ("windows = 5", "expected a table ([windows]), got a number @ local.toml.windows."),
        ("[windows]\nlag_pg=99", "@ local.toml.windows.lag_pg. Hint: did you mean"),
        ("[windows]\nlag_gp='ten'", "expected a number of 0 or more, got 'ten' @ local.toml.windows.lag_gp."),
        ("[windows]\nlag_gp=-1", "expected a number of 0 or more, got -1 @ local.toml.windows.lag_gp."),
        ("[windows]\nlag_gp=-inf", "expected a number of 0 or more, got a number without end @"),
        ("[windows]\nlag_gp=true", "expected a number of 0 or more, got true or false @"),
        ("[ratios]\nten_fold=10", "expected a list, got a number @ local.toml.ratios.ten_fold."),
        ("[words]\nharm='bleed'", "expected a list, got 'bleed' @ local.toml.words.harm."),
        ("[moiety_alias]\nx='y'", "expected a list, got 'y' @ local.toml.moiety_alias.x."),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UsageError) as raised:
        load(tmp_path, text)
    assert message in str(raised.value)


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as raised:
        load(tmp_path, "[windows]\nlag_gp=-1\nlag_pg=1\n[[high_risk]]\nmoiety=5\n" + SIGNED)
    text = str(raised.value)
    assert "expected a policy file without faults, got 3 faults @ local.toml" in text
    for place in ("windows.lag_gp", "windows.lag_pg", "high_risk[0].moiety"):
        assert f"@ local.toml.{place}." in text


def test_case_of_medicines_and_words_is_folded(tmp_path: Path) -> None:
    policy = load(
        tmp_path,
        "[[hospital_only]]\nmoiety='Melatonin '\n" + SIGNED
        + "[[class]]\nname='Mine'\nmembers=['Abc']\n" + SIGNED
        + "[[allergy]]\nwords=['Abc']\ncovers=['class:Mine', 'Xyz']\n" + SIGNED
        + "[[high_risk]]\nmoiety='Amiodarone'\nremove=true\n" + SIGNED,
    )  # fmt: skip
    assert policy.on("hospital_only", ["melatonin"])
    assert policy.in_class("Mine", ["abc"])
    assert policy.allergies[-1].moieties == {"abc", "xyz"}
    assert not policy.on("high_risk", ["amiodarone"])


def test_a_date_may_be_toml_s_own_and_is_the_same_content(tmp_path: Path) -> None:
    row = "[[hospital_only]]\nmoiety='melatonin'\nsource='s'\ndate="
    assert load(tmp_path, row + "2026-04-01") == load(tmp_path, row + "'2026-04-01'")


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    path = tmp_path / "nope.toml"
    with pytest.raises(UnreadableInput) as raised:
        Policy.load(path)
    assert str(raised.value) == (
        f"expected a policy file in TOML, got no file of that name @ {path}."
    )


def test_what_is_no_toml_names_the_line(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match=r"text that is no TOML @ local\.toml line 2\."):
        load(tmp_path, "[windows]\nlag_gp = ten\n")
    with pytest.raises(UnreadableInput, match="a folder"):
        Policy.load(tmp_path)
    with pytest.raises(UsageError, match="the path of a policy file"):
        Policy.load(None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "name", [n for n in Policy.__slots__ if hasattr(getattr(Policy.default(), n), "keys")]
)
def test_the_mappings_of_a_policy_are_read_only(name: str) -> None:
    mapping = getattr(Policy.default(), name)
    key = next(iter(mapping))
    with pytest.raises(TypeError):
        mapping.pop(key)
    with pytest.raises(TypeError):
        mapping[key] = None
    assert key in mapping


def test_what_stands_inside_a_mapping_is_read_only_too() -> None:
    policy = Policy.default()
    with pytest.raises(TypeError):
        policy.tables["windows"]["lag_gp"] = 0
    with pytest.raises(TypeError):
        policy.severities["omission"].because["minor"] = "high"  # type: ignore[index]
    assert isinstance(policy.tables["class"], tuple)


def test_a_policy_can_be_pickled_and_hashed() -> None:
    policy = Policy.default()
    again = pickle.loads(pickle.dumps(policy))
    assert again == policy
    assert hash(again) == hash(policy)
    assert again.lists == policy.lists


def test_a_class_of_the_file_s_own_can_be_removed_and_one_that_removes_nothing_is_named(
    tmp_path: Path,
) -> None:
    row = "[[class]]\nname='mine'\nmembers=['{}']\n" + SIGNED
    gone = "[[high_risk]]\nclass='mine'\nremove=true\n" + SIGNED
    assert not load(tmp_path, row.format("amiodarone") + gone).on("high_risk", ["amiodarone"])
    with pytest.raises(UsageError, match="of which a member stands on the list, got 'mine'"):
        load(tmp_path, row.format("abc") + gone)
