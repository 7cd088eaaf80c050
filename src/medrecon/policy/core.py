"""Clinical knowledge and thresholds, frozen: what the rules ask instead of knowing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from medrecon.model import SEVERITIES, FrozenDict, Severity, freeze
from medrecon.policy import load
from medrecon.policy.harms import harms
from medrecon.policy.tables import (
    AllergyGroup,
    BrandRule,
    ClassHarm,
    FormRule,
    Interaction,
    Listed,
    NotInterchangeable,
    Potency,
    PregnancyRow,
    SaltFactor,
    SeverityRow,
    WordsOf,
)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Policy:
    """Every threshold and clinical list, frozen and versioned.

    `version` names exactly this content; two policies are equal when their versions are. Rows stand
    in the TOML files beside this module, each with its source and date; `tables` holds them as
    read, for printing. Every mapping is read-only. `Policy.load` lays a local file over them.

    >>> "apixaban" in Policy.default().lists["high_risk"]
    True
    """

    version: str
    classes: Mapping[str, frozenset[str]]
    lists: Mapping[str, Listed]
    severities: Mapping[str, SeverityRow]
    windows: Mapping[str, float]
    ratios: Mapping[str, Any]
    words: Mapping[str, tuple[str, ...]]
    routes: Mapping[str, str]
    fine_routes: Mapping[str, str]
    systemic: frozenset[str]
    aliases: Mapping[str, tuple[str, ...]]
    forms: tuple[FormRule, ...]
    like_forms: tuple[frozenset[str], ...]
    releases: tuple[tuple[str, frozenset[str]], ...]
    class_of: Mapping[str, tuple[str, ...]]
    duplicates: Mapping[str, Severity]
    duplicate_needs: Mapping[str, str]
    as_required_beside: frozenset[str]
    depots_only: frozenset[str]
    substitution: frozenset[str]
    substitution_asks: Mapping[str, str]
    hospital_cover: frozenset[str]
    like_doses: Mapping[str, tuple[Decimal, str]]
    allowed_pairs: frozenset[frozenset[str]]
    look_alikes: Mapping[str, tuple[str, ...]]
    swallows: Mapping[str, frozenset[str]]
    weekly_only: Mapping[str, str]
    brand_rules: Mapping[str, BrandRule]
    antiepileptic_category: Mapping[str, int]
    interactions: tuple[Interaction, ...]
    allergies: tuple[AllergyGroup, ...]
    allergy_cross: tuple[tuple[tuple[str, ...], tuple[str, ...], frozenset[str]], ...]
    reactions: Mapping[str, tuple[str, ...]]
    class_harms: tuple[ClassHarm, ...]
    harms_of: tuple[WordsOf, ...]
    treated: tuple[WordsOf, ...]
    overlaps: tuple[WordsOf, ...]
    not_interchangeable: tuple[NotInterchangeable, ...]
    pregnancy: tuple[PregnancyRow, ...]
    salt_factors: tuple[SaltFactor, ...]
    potencies: tuple[Potency, ...]
    inhalers: tuple[tuple[frozenset[str], tuple[tuple[Any, ...], ...]], ...]
    devices: tuple[tuple[str, tuple[str, ...]], ...]
    sex_specific: Mapping[str, str]
    age_specific: Mapping[str, tuple[int, int]]
    tables: Mapping[str, Any]

    def __post_init__(self) -> None:
        for name in self.__slots__:
            value = getattr(self, name)
            if isinstance(value, dict) and not isinstance(value, FrozenDict):
                object.__setattr__(self, name, FrozenDict(value))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Policy) and other.version == self.version

    def __hash__(self) -> int:
        return hash(self.version)

    def __repr__(self) -> str:
        return f"Policy({self.version!r})"

    @staticmethod
    def default() -> Policy:
        """The policy of the package, read once."""
        return _default()

    @staticmethod
    def load(path: str | Path) -> Policy:
        """The policy of the package with a local TOML file laid over it.

        Rows are added to their tables, thresholds replaced. Raises `UnreadableInput` for a file
        that is absent or no TOML, and one `UsageError` that names every fault of what it holds.
        """
        return _build(load.laid_over(load.default_tables(), load.local_tables(path)))

    def on(self, name: str, moieties: Iterable[str]) -> bool:
        """Whether any of the moieties stands on that list."""
        return not self.lists[name].moieties.isdisjoint(moieties)

    def in_class(self, name: str, moieties: Iterable[str]) -> bool:
        """Whether any of the moieties belongs to that class."""
        return not self.classes.get(name, frozenset()).isdisjoint(moieties)

    def severity(self, kind: str, because: Iterable[str] = ()) -> Severity:
        """Severity of a finding type: the gravest of its base and of the reasons that apply.

        A reason that names a lower grade (`minor`, `intolerance`) lowers it unless another raises.
        """
        row = self.severities[kind]
        grades = [row.because[b] for b in because if b in row.because]
        if not grades:
            return row.base
        top = max(grades, key=SEVERITIES.index)
        lowers = all(SEVERITIES.index(g) < SEVERITIES.index(row.base) for g in grades)
        return top if lowers else max(top, row.base, key=SEVERITIES.index)


@lru_cache(maxsize=1)
def _default() -> Policy:
    return _build(load.default_tables())


def _pairs(rows: Iterable[load.Tables], *, allowed: bool = True) -> frozenset[frozenset[str]]:
    return frozenset(
        frozenset(pair)
        for row in rows
        if row.get("allowed", True) is allowed
        for pair in row["pairs"]
    )


def _partners(pairs: Iterable[frozenset[str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for pair in pairs:
        for name in pair:
            found.setdefault(name, set()).update(pair - {name})
    return {name: tuple(sorted(found[name])) for name in sorted(found)}


def _swallows(rows: Iterable[load.Tables]) -> dict[str, frozenset[str]]:
    """What each type explains: all that its rows name together."""
    found: dict[str, frozenset[str]] = {}
    for row in rows:
        found[row["type"]] = found.get(row["type"], frozenset()) | frozenset(row["swallows"])
    return found


def _lists(t: load.Tables, classes: dict[str, frozenset[str]]) -> dict[str, Listed]:
    out = {}
    for name in load.LISTS:
        rows = t.get(name, [])
        gone = {m for m, _ in load.members((r for r in rows if r.get("remove")), classes)}
        source = dict(load.members((r for r in rows if not r.get("remove")), classes))
        out[name] = Listed(frozenset(source.keys() - gone), FrozenDict(source))
    return out


def _build(t: load.Tables) -> Policy:
    classes = {row["name"]: frozenset(row["members"]) for row in t["class"]}
    class_of: dict[str, tuple[str, ...]] = {}
    for name in sorted(classes):
        for moiety in classes[name]:
            class_of[moiety] = (*class_of.get(moiety, ()), name)
    return Policy(
        version=load.version_of(t),
        classes=classes,
        lists=_lists(t, classes),
        severities={
            kind: SeverityRow(
                row["base"], FrozenDict({k: v for k, v in row.items() if k != "base"})
            )
            for kind, row in t["severity"]["types"].items()
        },
        windows={k: v for k, v in t["windows"].items() if isinstance(v, (int, float))},
        ratios=freeze(t["ratios"]),
        words={k: tuple(v) for k, v in t["words"].items() if isinstance(v, list)},
        routes={word: row["class"] for row in t["route"] for word in row["words"]},
        fine_routes={w: r["name"] for r in t["route_within_class"] for w in r["words"]},
        systemic=frozenset(c for row in t["systemic"] for c in row["classes"]),
        forms=tuple(
            FormRule(r["group"], tuple(r["words"]), r["class"], r["fixed"]) for r in t["form"]
        ),
        aliases={k: tuple(v) for k, v in t["moiety_alias"].items() if isinstance(v, list)},
        like_forms=tuple(frozenset(g) for row in t["like_forms"] for g in row["groups"]),
        releases=tuple((r["class"], frozenset(r["words"])) for r in t["release"]),
        class_of=class_of,
        duplicates={row["name"]: row["duplicate"] for row in t["class"] if "duplicate" in row},
        duplicate_needs={row["name"]: row["needs"] for row in t["class"] if "needs" in row},
        depots_only=frozenset(r["name"] for r in t["class"] if r.get("depots")),
        as_required_beside=frozenset(r["name"] for r in t["class"] if r.get("as_required_beside")),
        substitution=frozenset(c for row in t["substitution"] for c in row["classes"]),
        substitution_asks={c: row["asks"] for row in t["substitution"] for c in row["classes"]},
        hospital_cover=frozenset(c for row in t["hospital_cover"] for c in row["classes"]),
        like_doses={
            m: (Decimal(str(dose)), row["unit"])
            for row in t["like_dose"]
            for m, dose in zip(row["moieties"], row["doses"], strict=True)
        },
        allowed_pairs=_pairs(t["legitimate_pair"]),
        look_alikes=_partners(_pairs(t["look_alike"])),
        swallows=_swallows(t["swallow"]),
        weekly_only={row["moiety"]: row.get("applies_to", "") for row in t["weekly_only"]},
        antiepileptic_category={r["moiety"]: r["category"] for r in t["antiepileptic_category"]},
        sex_specific={r["moiety"]: r["sex"] for r in t["sex_specific"]},
        age_specific={
            r["moiety"]: (r.get("over", 0), r.get("under", 200)) for r in t["age_specific"]
        },
        tables=freeze(t),
        **_products(t),
        **harms(t, classes),
    )


def _products(t: load.Tables) -> dict[str, Any]:
    """What tells products and their doses apart or puts them on one scale."""
    return {
        "brand_rules": {
            r["moiety"]: BrandRule(r["moiety"], r["scope"], r["severity"], r["source"])
            for r in t["brand_critical"]
        },
        "not_interchangeable": tuple(
            NotInterchangeable(
                r["moiety"], tuple(r["a"]), tuple(r["b"]), r["severity"], r["source"]
            )
            for r in t["not_interchangeable"]
        ),
        "salt_factors": tuple(
            SaltFactor(r["moiety"], r["a"], Decimal(r["a_mg"]), r["b"], Decimal(r["b_mg"]))
            for r in t["salt_factor"]
        ),
        "potencies": tuple(
            Potency(
                frozenset(r["moieties"]), tuple(r["a"]), tuple(r["b"]), Decimal(str(r["factor"]))
            )
            for r in t["potency"]
        ),
        "inhalers": tuple(
            (
                frozenset(r["moieties"]),
                tuple(
                    (tuple(map(str, m)), tuple(map(str, d)))
                    for m, d in zip(r["metered"], r["delivered"], strict=True)
                ),
            )
            for r in t["inhaler_equivalence"]
        ),
        "devices": tuple((r["name"], tuple(r["words"])) for r in t["device"]),
    }
