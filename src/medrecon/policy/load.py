"""Read the policy files: the package's own, and a local TOML laid over them."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from medrecon.errors import UnreadableInput, UsageError
from medrecon.policy.check import check

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
    "one_strength",
    "as_required_by_nature",
    "split_matters",
    "acts_in_the_body",
    "burst",
    "given_months_apart",
    "kept_in_reserve",
    "patch_named_by_content",
    "oral_until_depot_acts",
    "duplicate_of_little_weight",
    "run_by_protocol",
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
    """A local policy file, checked: tables named as in the package's own files.

    Raises `UnreadableInput` where it cannot be read, and one `UsageError` that names every fault of
    what stands in it. Names of medicines, and words, are folded to lower case.
    """
    found = _fold(_toml(path))
    check(found, default_tables(), LISTS, Path(path).name)
    return {name: _written(value) for name, value in found.items()}


def _toml(path: str | Path) -> Tables:
    if not isinstance(path, (str, Path)):
        raise UsageError("the path of a policy file", type(path).__name__, at="path")
    wanted = "a policy file in TOML"
    try:
        return tomllib.loads(Path(path).read_text("utf-8-sig"))
    except FileNotFoundError as error:
        raise UnreadableInput(wanted, "no file of that name", at=str(path)) from error
    except IsADirectoryError as error:
        raise UnreadableInput(wanted, "a folder", at=str(path)) from error
    except OSError as error:
        raise UnreadableInput(wanted, "a file that cannot be read", at=str(path)) from error
    except UnicodeDecodeError as error:
        raise UnreadableInput(wanted, "a file that is not UTF-8", at=Path(path).name) from error
    except (ValueError, RecursionError) as error:
        line = re.search(r"at line \d+|at end of document", str(error))
        where = f"{Path(path).name} {line[0].removeprefix('at ')}" if line else Path(path).name
        raise UnreadableInput(wanted, "text that is no TOML", at=where) from error


_NAMES = frozenset(("moiety", "needs", "members", "moieties", "otc", "with", "covers", "pairs"))
_WORDS = frozenset(("words", "reaction", "a", "b"))


def _fold(tables: Tables) -> Tables:
    """The tables with names and words in lower case, as the rules compare them."""
    out: Tables = {}
    for name, value in tables.items():
        if name in ("moiety_alias", "words") and isinstance(value, dict):
            kept = {k: v for k, v in value.items() if k in ("source", "date")}
            rest = {k: v for k, v in value.items() if k not in kept}
            if name == "moiety_alias":
                rest = {_lower(k, strip=True): v for k, v in rest.items()}
            strip = name == "moiety_alias"
            out[name] = {**{k: _lower(v, strip=strip) for k, v in rest.items()}, **kept}
        elif isinstance(value, list):
            out[name] = [_fold_row(row) if isinstance(row, dict) else row for row in value]
        else:
            out[name] = value
    return out


def _fold_row(row: Tables) -> Tables:
    return {
        k: _lower(v, strip=k in _NAMES) if k in _NAMES or k in _WORDS else v for k, v in row.items()
    }


def _lower(value: Any, *, strip: bool) -> Any:
    if isinstance(value, list):
        return [_lower(v, strip=strip) for v in value]
    if not isinstance(value, str) or value.startswith("class:"):
        return value
    return " ".join(value.lower().split()) if strip else value.lower()


def _written(value: Any) -> Any:
    """TOML's own dates as text, so that one date has one spelling."""
    if isinstance(value, dict):
        return {k: _written(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_written(v) for v in value]
    return value.isoformat() if isinstance(value, dt.date) else value


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
