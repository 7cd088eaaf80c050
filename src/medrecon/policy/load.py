"""Read the policy files: the package's own, and a local TOML laid over them."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from medrecon.errors import UnreadableInput, UsageError

FILES = (
    "classes.toml",
    "lists.toml",
    "pairs.toml",
    "routes.toml",
    "severity.toml",
    "windows.toml",
)
LISTS = (
    "high_risk",
    "very_low_index",
    "time_critical",
    "critical_omission",
    "not_critical_omission",
    "hospital_only",
    "as_directed_usual",
    "dose_must_be_known",
    "short_course",
    "duration_required",
    "clock_critical",
    "strength_hazard",
    "several_strengths",
    "release_pair",
    "prn_beside_regular",
    "several_routes",
    "release_not_compared",
)

Tables = dict[str, Any]


def default_tables() -> Tables:
    """The tables of the package, all files as one."""
    merged: Tables = {}
    for name in FILES:
        text = resources.files("medrecon.policy").joinpath(name).read_text("utf-8")
        merged.update(tomllib.loads(text))
    return merged


def local_tables(path: str | Path) -> Tables:
    """A local policy file: tables named as in the package's own files.

    Raises `UnreadableInput` where it cannot be read and `UsageError` for a table that the policy
    does not have or a clinical row without `source` and `date`.
    """
    try:
        found = tomllib.loads(Path(path).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UnreadableInput(
            "a policy file in TOML", type(error).__name__, at=Path(path).name
        ) from error
    known = default_tables()
    for name, rows in found.items():
        if name not in known and name not in LISTS:
            raise UsageError(
                "a table of the policy", "another name", at=f"{Path(path).name} [{name}]"
            )
        for i, row in enumerate(rows if isinstance(rows, list) else ()):
            if not {"source", "date"} <= row.keys():
                raise UsageError(
                    "a row with source and date",
                    "a row without",
                    at=f"{Path(path).name} {name}[{i}]",
                )
    return found


def laid_over(base: Tables, local: Tables) -> Tables:
    """Rows are added, thresholds replaced; a class of the same name is replaced whole."""
    merged = dict(base)
    for name, value in local.items():
        if isinstance(value, list):
            new = {row["name"] for row in value if "name" in row}
            kept = [row for row in base.get(name, ()) if row.get("name") not in new]
            merged[name] = [*kept, *value]
        else:
            merged[name] = _deep(base.get(name, {}), value)
    return merged


def _deep(base: Any, over: Any) -> Any:
    if not (isinstance(base, dict) and isinstance(over, dict)):
        return over
    return {**base, **{k: _deep(base.get(k), v) for k, v in over.items()}}


def version_of(tables: Tables) -> str:
    """A short name of exactly these tables: equal tables, equal name."""
    text = json.dumps(tables, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return "policy-" + hashlib.sha256(text.encode()).hexdigest()[:12]


def members(
    rows: Iterable[Tables], classes: dict[str, frozenset[str]]
) -> Iterator[tuple[str, str]]:
    """(moiety, source) of each row, classes spread out; `remove = true` rows are left to the caller."""
    for row in rows:
        names = (row["moiety"],) if "moiety" in row else sorted(classes.get(row["class"], ()))
        for name in names:
            yield name, row["source"]


def spread(names: Iterable[str], classes: dict[str, frozenset[str]]) -> frozenset[str]:
    """Moieties of a list in which `class:x` stands for the members of class x."""
    out: set[str] = set()
    for name in names:
        out |= classes.get(name[6:], frozenset()) if name.startswith("class:") else {name}
    return frozenset(out)
