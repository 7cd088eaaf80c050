"""Check a policy file: every fault of it at once, each with its table, row and key."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from medrecon.errors import UsageError, sentence
from medrecon.policy import shape
from medrecon.policy.shape import Check, Known

Tables = dict[str, Any]
Found = tuple[str, str, str, str | None]
"""(where, what was expected, what stood there, a hint)"""

_SOURCED = {"source?": shape.text, "date?": shape.day}


def known_names(*layers: Tables) -> Known:
    """The names that the rows of these tables bring; misshapen rows bring none."""

    def column(table: str, key: str) -> frozenset[str]:
        rows = (r for t in layers for r in _rows(t.get(table)))
        return frozenset(r[key] for r in rows if isinstance(r.get(key), str))

    kinds = layers[0]["severity"]["types"]
    return Known(
        column("class", "name"),
        column("route", "class"),
        frozenset(kinds),
        frozenset(k for row in kinds.values() for k in row),
    )


def check(local: Tables, base: Tables, lists: tuple[str, ...], at: str) -> None:
    """Raise one `UsageError` that names all faults of `local`, a file to be laid over `base`."""
    found = list(faults(local, base, lists))
    if not found:
        return
    where = [(f"{at}.{place}", expected, got, hint) for place, expected, got, hint in found]
    if len(where) == 1:
        place, expected, got, hint = where[0]
        raise UsageError(expected, got, at=place, hint=hint)
    each = "\n  ".join(sentence(expected, got, p, hint) for p, expected, got, hint in where)
    raise UsageError(
        "a policy file without faults",
        f"{len(found)} faults",
        at=f"{at}:\n  {each.removesuffix('.')}",
    )


def faults(local: Tables, base: Tables, lists: tuple[str, ...]) -> Iterator[Found]:
    """Every fault of a policy file, in the order of the file."""
    known = known_names(base, local)
    for name, value in local.items():
        if name in lists or name in shape.ROWS:
            yield from _table(name, value, known, name in lists)
            if name in lists:
                yield from _removals(name, value, base, _members(base, local))
        elif name in base:
            yield from _settings(name, value, base[name], known)
        else:
            yield name, "a table of the policy", "another name", _near(name, [*base, *lists])


def _rows(value: Any) -> list[Tables]:
    return [r for r in value if isinstance(r, dict)] if isinstance(value, list) else []


def _near(name: str, names: list[str]) -> str | None:
    close = get_close_matches(name, names, 1)
    return f"did you mean {close[0]}" if close else None


def _table(name: str, rows: Any, known: Known, is_list: bool) -> Iterator[Found]:
    if not isinstance(rows, list):
        yield name, f"rows ([[{name}]])", shape.shown(rows), None
        return
    columns = {
        **(shape.LIST_ROW if is_list else shape.ROWS[name]),
        "source": shape.text,
        "date": shape.day,
    }
    seen: set[str] = set()
    for i, row in enumerate(rows):
        place = f"{name}[{i}]"
        if not isinstance(row, dict):
            yield place, f"a row ([[{name}]])", shape.shown(row), None
            continue
        yield from _cells(place, row, columns, known)
        if is_list and ("moiety" in row) == ("class" in row):
            got = "both" if "moiety" in row else "neither"
            yield place, "a moiety or a class", got, None
        if name == "age_specific" and not {"over", "under"} & row.keys():
            yield place, "over or under", "neither", None
        if name == "inhaler_equivalence" and not _paired(row):
            yield f"{place}.delivered", "as many amounts as metered", "another number", None
        if name == "class" and isinstance(own := row.get("name"), str):
            if own in seen:
                yield f"{place}.name", "one row a class", f"{shape.shown(own)} again", None
            seen.add(own)


def _paired(row: Tables) -> bool:
    metered, delivered = row.get("metered"), row.get("delivered")
    if not (isinstance(metered, list) and isinstance(delivered, list)):
        return True
    return len(metered) == len(delivered)


def _cells(place: str, row: Tables, columns: dict[str, Check], known: Known) -> Iterator[Found]:
    names = {key.rstrip("?"): test for key, test in columns.items()}
    for key, value in row.items():
        if key not in names:
            some = f" ({', '.join(names)})" if len(names) <= 8 else ""
            near = _near(key, list(names))
            yield f"{place}.{key}", f"a key of this table{some}", "another name", near
            continue
        for below, expected, got in names[key](value, known):
            yield f"{place}.{key}{below}", expected, got, None
    for key in columns:
        if not key.endswith("?") and key not in row:
            yield f"{place}.{key}", "a value", "none", None


def _settings(name: str, table: Any, base: Tables, known: Known) -> Iterator[Found]:
    """Tables of thresholds and words: what may stand under each key follows from the package's."""
    if not isinstance(table, dict):
        yield name, f"a table ([{name}])", shape.shown(table), None
        return
    columns: dict[str, Check] = dict(_SOURCED)
    if name == "severity":
        yield from _cells(name, {k: v for k, v in table.items() if k != "types"}, columns, known)
        yield from _grades(table.get("types", {}), known)
        return
    for key in table if name == "moiety_alias" else base:
        if key in ("source", "date"):
            continue
        if name == "windows":
            columns[f"{key}?"] = shape.window
        elif name == "ratios" and not isinstance(base[key], list):
            columns[f"{key}?"] = shape.positive
        else:
            columns[f"{key}?"] = shape.many(shape.positive) if name == "ratios" else shape.WORDS
    yield from _cells(name, table, columns, known)


def _grades(types: Any, known: Known) -> Iterator[Found]:
    if not isinstance(types, dict):
        yield "severity.types", "a table of finding types", shape.shown(types), None
        return
    for kind, row in types.items():
        place = f"severity.types.{kind}"
        if kind not in known.types:
            yield place, "a finding type", "another name", _near(kind, sorted(known.types))
        elif not isinstance(row, dict):
            yield place, "a table of severities", shape.shown(row), None
        else:
            columns = {f"{reason}?": shape.SEVERITY for reason in sorted(known.reasons)}
            yield from _cells(place, row, columns, known)


def _members(*layers: Tables) -> dict[str, set[str]]:
    rows = (r for t in layers for r in _rows(t.get("class")))
    return {
        r["name"]: {m for m in r["members"] if isinstance(m, str)}
        for r in rows
        if isinstance(r.get("name"), str) and isinstance(r.get("members"), list)
    }


def _removals(name: str, rows: Any, base: Tables, classes: dict[str, set[str]]) -> Iterator[Found]:
    """A `remove` of what does not stand on the list would do nothing, unseen."""
    listed: set[str] = set()
    for row in base.get(name, ()):
        listed |= {row["moiety"]} if "moiety" in row else classes[row["class"]]
    for i, row in enumerate(rows if isinstance(rows, list) else ()):
        if not isinstance(row, dict) or row.get("remove") is not True:
            continue
        moiety, group = row.get("moiety"), row.get("class")
        if isinstance(moiety, str) and moiety not in listed:
            place, what = f"{name}[{i}].moiety", "a medicine that stands on the list"
            yield place, what, shape.shown(moiety), _near(moiety, sorted(listed))
        if isinstance(group, str) and group in classes and not classes[group] & listed:
            place, what = f"{name}[{i}].class", "a class of which a member stands on the list"
            yield place, what, shape.shown(group), None
